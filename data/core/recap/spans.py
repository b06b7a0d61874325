"""Stretches of calendar time: days, weeks and months as people in the city count them.

The store keeps microseconds, so the whole of a day, midnight to midnight, is ``(after, until]`` with both
ends a microsecond before midnight: nothing counts in two days, and nothing in none.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

import pandas as pd

JUST = timedelta(microseconds=1)
MOST_PARTS = 100


class Step(StrEnum):
    """A length of calendar time."""

    DAY = "day"
    WEEK = "week"  # Monday to Sunday
    MONTH = "month"


@dataclass(frozen=True)
class Days:
    """Whole days, the first and the last among them."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.first > self.last:
            raise ValueError(f"{self.first} must not lie after {self.last}")


@dataclass(frozen=True)
class Span:
    """What lies in (``after``, ``until``]; aware moments."""

    after: datetime
    until: datetime

    def holds(self, moments: pd.Series) -> pd.Series:
        """Which moments lie in it; missing ones do not."""
        return (moments > pd.Timestamp(self.after)) & (moments <= pd.Timestamp(self.until))


def midnight(day: date, zone: ZoneInfo) -> datetime:
    """When a day begins in a zone; in UTC, where a day that changes its clocks is as long as it is."""
    return datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC)


def span_of(days: Days, zone: ZoneInfo, as_of: datetime) -> Span:
    """Those days, up to ``as_of`` if they are not over.

    :raises ValueError: they have not begun
    """
    begin, end = midnight(days.first, zone), midnight(days.last + timedelta(days=1), zone)
    if begin > as_of:
        raise ValueError(f"{days.first} has not begun")
    return Span(begin - JUST, min(end - JUST, as_of))


def whole(step: Step, day: date) -> Days:
    """The day, week or month that a day lies in."""
    if step is Step.DAY:
        return Days(day, day)
    if step is Step.WEEK:
        monday = day - timedelta(days=day.weekday())
        return Days(monday, monday + timedelta(days=6))
    first = day.replace(day=1)
    return Days(first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1))


def parts(span: Span, step: Step, zone: ZoneInfo) -> list[tuple[date, Span]]:
    """The span cut at the borders of days, weeks or months; each part with its first day.

    :raises ValueError: there would be more than :data:`MOST_PARTS`
    """
    found: list[tuple[date, Span]] = []
    for part in _cut(span, step, zone):
        if len(found) == MOST_PARTS:
            raise ValueError(f"more than {MOST_PARTS} parts")
        found.append(part)
    return found


def _cut(span: Span, step: Step, zone: ZoneInfo) -> Iterator[tuple[date, Span]]:
    after = span.after
    while after < span.until:
        day = (after + JUST).astimezone(zone).date()
        end = midnight(whole(step, day).last + timedelta(days=1), zone) - JUST
        yield day, Span(after, min(end, span.until))
        after = end
