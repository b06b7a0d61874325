"""Times of a source: as written, as aware UTC, and whether only the day is known."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from data.core.quick_frozen import quick
from data.sources.time_layouts import has_clock, parse_with_layout
from data.sources.values import clean_text

END_OF_DAY = time(23, 59, 59)  # what a deadline without a time of day means
_ISO_DAY_LENGTH = len("2026-11-23")
_ISO_DAY_WITH_ZONE = re.compile(r"(\d{4}-\d\d-\d\d)(?:Z|[+-]\d\d:\d\d)")  # XML's date type


class CellDate(date):
    """A date cell of a spreadsheet: a day or, in a column with times of day, the midnight before it."""


@quick
@dataclass(frozen=True, slots=True)
class SourceTime:
    """A time as aware UTC; of one without a time of day (``date_only``) the first moment of its day."""

    at: datetime
    date_only: bool = False


def parse_source_time(
    value: Any, zone: ZoneInfo, date_format: str | None, *, midnight_is_day: bool = False
) -> SourceTime | None:
    """Parse a time, one without a zone in ``zone``; None if it is not a time.

    :param midnight_is_day: a midnight stands for its day, as in a column without any other time of day
    """
    try:
        written = as_written(value, date_format)
        is_day = not isinstance(written, datetime) or (midnight_is_day and is_midnight(written, zone))
        if isinstance(written, datetime):
            return SourceTime(_with_zone(written, zone).astimezone(UTC), is_day)
        return SourceTime(datetime.combine(written, time(), zone).astimezone(UTC), date_only=True)
    except (ValueError, OverflowError):
        return None


def parse_time(value: Any, zone: ZoneInfo, date_format: str | None) -> datetime | None:
    """Parse a time to aware UTC, a value without a zone in ``zone``; None if it is not a time."""
    parsed = parse_source_time(value, zone, date_format)
    return parsed.at if parsed else None


def as_written(value: Any, date_format: str | None) -> datetime | date:
    """Return a time as the source wrote it; a date where it wrote no time of day.

    :raises ValueError: it is not a time
    """
    if isinstance(value, CellDate):
        return datetime.combine(value, time())
    if isinstance(value, date):  # every datetime is one
        return value
    text = clean_text(value).strip()
    if date_format:
        parsed = parse_with_layout(text, date_format)
        return parsed if has_clock(date_format) else parsed.date()
    day_with_zone = _ISO_DAY_WITH_ZONE.fullmatch(text)
    text = day_with_zone[1] if day_with_zone else text
    parsed = datetime.fromisoformat(text)
    return parsed if len(text) > _ISO_DAY_LENGTH else parsed.date()


def is_midnight(written: datetime, zone: ZoneInfo) -> bool:
    """Return whether a day begins at this moment in the source's zone."""
    try:
        return _with_zone(written, zone).astimezone(zone).time() == time()
    except (ValueError, OverflowError):  # at the end of the calendar
        return False


def end_of_day(at: datetime, zone: ZoneInfo) -> datetime:
    """Return the last second of a day, as aware UTC.

    :param at: a moment of that day
    """
    return datetime.combine(at.astimezone(zone).date(), END_OF_DAY, zone).astimezone(UTC)


def _with_zone(written: datetime, zone: ZoneInfo) -> datetime:
    return written if written.tzinfo else written.replace(tzinfo=zone)
