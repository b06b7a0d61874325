"""Times of a row: which are usable, and of which only the day is known."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from data.sources.base import Row
from data.sources.midnights import HISTORY_FIELD, MidnightDetector, mark_days
from data.sources.source_times import SourceTime, end_of_day, parse_source_time
from data.sources.values import quote_value

EARLIEST_FILING = datetime(1990, 1, 1, tzinfo=UTC)
EARLIEST_OTHER_TIME = datetime(1899, 12, 31, tzinfo=UTC)  # a closing before the filing is stored as it came
MAX_FUTURE = timedelta(hours=24)  # a wrong zone is at most this far off; more is a wrong date
MAX_DEADLINE_AHEAD = timedelta(days=50 * 365)  # a deadline further off is a placeholder such as 9999-12-31
FILING_FIELD, DEADLINE_FIELD = "requested_datetime", "expected_datetime"
OPTIONAL_FIELDS = (
    ("updated_datetime", MAX_FUTURE),
    (DEADLINE_FIELD, MAX_DEADLINE_AHEAD),
    ("closed_datetime", MAX_FUTURE),
)


class UnusableRowError(Exception):
    """The row cannot be a report; the message is the reason of its rejection."""


@dataclass(frozen=True)
class RowTimes:
    """The rules for the times of one source.

    :param zone: of times without a zone, and of days
    :param date_format: the configured layout of times that are text; None for ISO 8601
    :param due_end_of_day: a deadline without a time of day is the end of that day
    """

    zone: ZoneInfo
    date_format: str | None
    due_end_of_day: bool = True

    def mark_days(self, rows: Iterable[Row]) -> Iterator[Row]:
        """Yield the rows of a feed, each with the fields in which a midnight stands for its day."""
        return mark_days(rows, MidnightDetector(self.zone, self.date_format))

    def read(self, row: Row, now: datetime, issues: list[str]) -> dict[str, SourceTime]:
        """Return the usable times of a row by field; an unusable one is named in ``issues``.

        :raises UnusableRowError: the filing time is missing or impossible
        """
        times = dict[str, SourceTime]()
        for name, max_ahead in OPTIONAL_FIELDS:
            if row.fields.get(name) is not None and (
                parsed := self._optional_time(name, row, now + max_ahead, issues)
            ):
                times[name] = parsed
        return {FILING_FIELD: self._filing_time(row, now), **times}

    def step_time(self, step: Mapping[str, Any], row: Row, now: datetime) -> SourceTime | None:
        """Return the time of a step of the history; None if it is not usable."""
        parsed = self._parse(HISTORY_FIELD, step.get("at"), row)
        return parsed if parsed and EARLIEST_FILING <= parsed.at <= now + MAX_FUTURE else None

    def is_time(self, value: Any) -> bool:
        """Return whether a value is a time, usable or not."""
        return parse_source_time(value, self.zone, self.date_format, midnight_is_day=False) is not None

    def _parse(self, name: str, value: Any, row: Row) -> SourceTime | None:
        return parse_source_time(value, self.zone, self.date_format, midnight_is_day=name in row.day_fields)

    def _filing_time(self, row: Row, now: datetime) -> SourceTime:
        value = row.fields.get(FILING_FIELD)
        if value is None or value == "":
            raise UnusableRowError(f"{FILING_FIELD} is missing")
        filed = self._parse(FILING_FIELD, value, row)
        if filed is None:
            reason = f"{quote_value(value)} is not a time in the configured format"
        elif filed.at < EARLIEST_FILING:
            reason = f"{filed.at.isoformat()} lies before {EARLIEST_FILING.year}"
        elif filed.at > now + MAX_FUTURE:
            reason = f"{filed.at.isoformat()} lies more than a day in the future"
        else:
            return filed
        raise UnusableRowError(f"{FILING_FIELD} {reason}")

    def _optional_time(self, name: str, row: Row, latest: datetime, issues: list[str]) -> SourceTime | None:
        value = row.fields.get(name)
        if value is None or value == "":
            return None
        parsed = self._parse(name, value, row)
        if parsed is None or not EARLIEST_OTHER_TIME <= parsed.at <= latest:
            issues.append(f"{name} {quote_value(value)} is not a usable time")
            return None
        is_day = name == DEADLINE_FIELD and parsed.date_only and self.due_end_of_day
        return SourceTime(end_of_day(parsed.at, self.zone), date_only=True) if is_day else parsed


def names_of_days(times: Mapping[str, SourceTime], steps: Iterable[SourceTime]) -> tuple[str, ...]:
    """Return the times of which only the day is known, sorted; a step of the history by its number."""
    names = [name for name, parsed in times.items() if parsed.date_only]
    names += [f"{HISTORY_FIELD}.{number}" for number, parsed in enumerate(steps) if parsed.date_only]
    return tuple(sorted(names))
