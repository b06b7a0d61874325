"""Spans of calendar time: days, weeks and months in the city's zone.

The store keeps microseconds, so a day from midnight to midnight is ``(after, until]`` with both ends a
microsecond before midnight: every moment counts in exactly one day.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

import pandas as pd

from data.core.history.intervals import is_within

MICROSECOND = timedelta(microseconds=1)
MAX_PARTS = 100


class CalendarUnit(StrEnum):
    """A length of calendar time."""

    DAY = "day"
    WEEK = "week"  # Monday to Sunday
    MONTH = "month"


@dataclass(frozen=True)
class DayRange:
    """Whole days, from the first to the last, both included."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.first > self.last:
            raise ValueError(f"{self.first} must not lie after {self.last}")


@dataclass(frozen=True)
class TimeSpan:
    """The moments in (``after``, ``until``]; both have a time zone."""

    after: datetime
    until: datetime

    def contains(self, moments: pd.Series) -> pd.Series:
        """Return which moments lie in it; missing ones do not."""
        return is_within(moments, self.after, self.until)


def midnight(day: date, zone: ZoneInfo) -> datetime:
    """Return when a day begins in a zone, in UTC, so that days with a clock change have their true length."""
    return datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC)


def span_of_days(days: DayRange, zone: ZoneInfo, as_of: datetime) -> TimeSpan:
    """Return the span of days, up to ``as_of`` if they are not over.

    :raises ValueError: they have not begun
    """
    begin, end = midnight(days.first, zone), midnight(days.last + timedelta(days=1), zone)
    if begin > as_of:
        raise ValueError(f"{days.first} has not begun")
    return TimeSpan(begin - MICROSECOND, min(end - MICROSECOND, as_of))


def calendar_range(unit: CalendarUnit, day: date) -> DayRange:
    """Return the day, week or month that a day is in."""
    if unit is CalendarUnit.DAY:
        return DayRange(day, day)
    if unit is CalendarUnit.WEEK:
        monday = day - timedelta(days=day.weekday())
        return DayRange(monday, monday + timedelta(days=6))
    first = day.replace(day=1)
    return DayRange(first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1))


def split_span(span: TimeSpan, unit: CalendarUnit, zone: ZoneInfo) -> list[tuple[date, TimeSpan]]:
    """Split a span at the borders of days, weeks or months; return each part with its first day.

    :raises ValueError: there would be more than :data:`MAX_PARTS`
    """
    day_spans: list[tuple[date, TimeSpan]] = []
    for part in _split(span, unit, zone):
        if len(day_spans) == MAX_PARTS:
            raise ValueError(f"more than {MAX_PARTS} parts")
        day_spans.append(part)
    return day_spans


def _split(span: TimeSpan, unit: CalendarUnit, zone: ZoneInfo) -> Iterator[tuple[date, TimeSpan]]:
    after = span.after
    while after < span.until:
        day = (after + MICROSECOND).astimezone(zone).date()
        end = midnight(calendar_range(unit, day).last + timedelta(days=1), zone) - MICROSECOND
        yield day, TimeSpan(after, min(end, span.until))
        after = end
