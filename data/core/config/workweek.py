"""Working hours of a city's offices: the ``[work]`` table of its TOML file.

The first of these that applies decides a day's hours: its own entry (``[[work.day]]``), a public holiday or
*cuti bersama*, a period with other hours (Ramadan), its weekday.
"""

import re
from collections.abc import Sequence
from datetime import date as Date  # noqa: N812 - a field is called date
from itertools import pairwise
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, model_validator

from data.core.strict import Name, StrictModel

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_HOURS = re.compile(r"(\d\d)\.(\d\d)-(\d\d)\.(\d\d)")
_ALLOWED = 'allowed is a list such as ["07.30-12.00", "13.00-16.00"], from 00.00 to 24.00, in order'

Interval = tuple[int, int]  # minutes after midnight: from, to
OpeningHours = tuple[Interval, ...]


def _parse_hours(value: Any) -> Any:
    """Return intervals in minutes from their texts; a tuple of intervals is returned unchanged."""
    if not isinstance(value, list):
        if isinstance(value, tuple):
            return value
        raise ValueError(f"not a list of hours; {_ALLOWED}")
    hours = tuple(_parse_interval(text) for text in value)
    for before, after in pairwise(hours):
        if after[0] < before[1]:
            raise ValueError(f"hours overlap or are not in order; {_ALLOWED}")
    return hours


def _parse_interval(text: Any) -> Interval:
    match = _HOURS.fullmatch(text) if isinstance(text, str) else None
    if match is None:
        raise ValueError(f"{text!r} is not an interval; {_ALLOWED}")
    from_hour, from_minute, to_hour, to_minute = map(int, match.groups())
    start, end = 60 * from_hour + from_minute, 60 * to_hour + to_minute
    if max(from_minute, to_minute) > 59 or not start < end <= 24 * 60:
        raise ValueError(f"{text!r} is not an interval; {_ALLOWED}")
    return start, end


OpeningHoursField = Annotated[OpeningHours, BeforeValidator(_parse_hours)]


class WeekHours(StrictModel):
    """Hours by weekday; ``[]`` is a day without work."""

    monday: OpeningHoursField | None = None
    tuesday: OpeningHoursField | None = None
    wednesday: OpeningHoursField | None = None
    thursday: OpeningHoursField | None = None
    friday: OpeningHoursField | None = None
    saturday: OpeningHoursField | None = None
    sunday: OpeningHoursField | None = None

    def for_weekday(self, weekday: int) -> OpeningHours | None:
        """Return the hours of a weekday, Monday being 0; None if it has no entry."""
        hours: OpeningHours | None = getattr(self, WEEKDAYS[weekday])
        return hours


class SpecialPeriod(StrictModel):
    """Dates, both included, with other hours; a weekday that is not named has its ordinary hours."""

    name: Name
    first: Date = Field(alias="from")
    last: Date = Field(alias="to")
    estimate: bool = False  # the dates are not official: deadlines that depend on them are provisional
    hours: WeekHours

    @model_validator(mode="after")
    def _validate_order(self) -> "SpecialPeriod":
        if self.last < self.first:
            raise ValueError(
                f"to = {self.last} lies before from = {self.first}; allowed is that day or a later"
            )
        return self


class SpecialDay(StrictModel):
    """One date for which the city decided; it overrides calendar and weekday."""

    date: Date
    reason: Name
    off: bool = False  # True: no work. False: a working day, even on a holiday
    hours: OpeningHoursField | None = None  # none: those of its period or weekday

    @model_validator(mode="after")
    def _validate_hours(self) -> "SpecialDay":
        if self.off and self.hours:
            raise ValueError(f"{self.date}: off = true and hours; allowed is one of the two")
        return self


class WorkSchedule(StrictModel):
    """Working hours, holidays and exceptions."""

    hours: WeekHours
    holidays: Annotated[str, Field(pattern=r"^[A-Z]{2}$")] | None = None  # a country: ID
    joint_leave_known: tuple[int, ...] = ()  # years whose cuti bersama is complete in [[work.day]]
    period: tuple[SpecialPeriod, ...] = ()
    day: tuple[SpecialDay, ...] = ()

    @model_validator(mode="after")
    def _validate_any_hours(self) -> "WorkSchedule":
        if not any(self.hours.for_weekday(weekday) for weekday in range(7)):
            raise ValueError("hours: no weekday has any; needed is one at least")
        return self

    @model_validator(mode="after")
    def _validate_unique_dates(self) -> "WorkSchedule":
        ordered = sorted(self.period, key=lambda period: period.first)
        for before, after in pairwise(ordered):
            if after.first <= before.last:
                raise ValueError(
                    f"period: {before.name!r} and {after.name!r} overlap; allowed is one at a time"
                )
        if duplicate := _first_duplicate([day.date for day in self.day]):
            raise ValueError(f"day: date = {duplicate} is given twice; allowed is one entry for a date")
        return self

    @model_validator(mode="after")
    def _validate_working_days(self) -> "WorkSchedule":
        for day in self.day:
            if not day.off and not self.special_day_hours(day):
                weekday = WEEKDAYS[day.date.weekday()]
                raise ValueError(f"day: {day.date}, a {weekday}, has no hours; needed is hours or off = true")
        return self

    def special_day_hours(self, day: SpecialDay) -> OpeningHours:
        """Return the hours of a date that has an entry."""
        if day.off:
            return ()
        return self.regular_hours(day.date) if day.hours is None else day.hours

    def regular_hours(self, day: Date) -> OpeningHours:
        """Return a date's hours by period and weekday, without holidays."""
        period = next((p for p in self.period if p.first <= day <= p.last), None)
        period_hours = period.hours.for_weekday(day.weekday()) if period else None
        return (self.hours.for_weekday(day.weekday()) or ()) if period_hours is None else period_hours


def _first_duplicate(days: Sequence[Date]) -> Date | None:
    return next((day for day in days if days.count(day) > 1), None)
