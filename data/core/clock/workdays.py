"""Construction of a working calendar from a city's hours, holidays and exceptions."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import cast
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.core.clock.worktime import WorkCalendar
from data.core.config.workweek import OpeningHours, SpecialPeriod, WorkSchedule
from data.core.moments import Micros

_Days = npt.NDArray[np.datetime64]
_Flags = npt.NDArray[np.bool_]
_MONDAY_BEFORE_1970 = 3  # 1 January 1970 was a Thursday


@dataclass(frozen=True, slots=True)
class Holiday:
    """A day off by the national calendar; ``joint_leave`` marks *cuti bersama*."""

    date: date
    name: str
    joint_leave: bool = False


def work_calendar(
    work: WorkSchedule, holidays: Iterable[Holiday], zone: ZoneInfo, first: date, last: date
) -> WorkCalendar:
    """Return the working calendar from ``first`` to ``last``, both included.

    An opening or closing time that a clock change skips is the moment of the change; one that it repeats is
    the first occurrence.
    """
    days = _days(first, (last - first).days + 1)
    starts, ends = [], []
    for hours, matching_days in _days_by_hours(work, holidays, days):
        for start, end in hours:
            starts.append(matching_days + np.timedelta64(start, "m"))
            ends.append(matching_days + np.timedelta64(end, "m"))
    midnights = np.append(days, days[-1] + 1)
    return WorkCalendar.from_intervals(
        _to_utc(midnights, zone), _to_utc(_concatenate(starts), zone), _to_utc(_concatenate(ends), zone)
    )


def _days_by_hours(
    work: WorkSchedule, holidays: Iterable[Holiday], days: _Days
) -> Iterator[tuple[OpeningHours, _Days]]:
    """Yield the hours of each rule, with the days that it decides."""
    hours_by_rule: list[OpeningHours] = []
    rule_of_day = np.zeros(days.size, dtype=np.int64)
    # Weaker rules come first; stronger ones replace them.
    for is_affected, hours in _rules(work, holidays, days):
        rule_of_day[is_affected] = len(hours_by_rule)
        hours_by_rule.append(hours)
    for rule, hours in enumerate(hours_by_rule):
        yield hours, days[rule_of_day == rule]


def _rules(
    work: WorkSchedule, holidays: Iterable[Holiday], days: _Days
) -> Iterator[tuple[_Flags, OpeningHours]]:
    """Yield which days a rule affects, and the hours that it gives them; weaker rules first."""
    weekdays = (days.astype(np.int64) + _MONDAY_BEFORE_1970) % 7
    for weekday in range(7):
        yield weekdays == weekday, work.hours.for_weekday(weekday) or ()
    for period in work.period:
        in_period = _within(days, period)
        for weekday in range(7):
            if (period_hours := period.hours.for_weekday(weekday)) is not None:
                yield in_period & (weekdays == weekday), period_hours
    yield np.isin(days, _dates(holiday.date for holiday in holidays)), ()
    for day in work.day:
        yield days == np.datetime64(day.date, "D"), work.special_day_hours(day)


def _within(days: _Days, period: SpecialPeriod) -> _Flags:
    return (np.datetime64(period.first, "D") <= days) & (days <= np.datetime64(period.last, "D"))


def _concatenate(parts: Sequence[_Days]) -> _Days:
    return np.concatenate([np.empty(0, dtype="datetime64[m]"), *parts])


def _to_utc(local: _Days, zone: ZoneInfo) -> Micros:
    times = pd.DatetimeIndex(local.astype("datetime64[us]"))
    first = np.ones(times.size, dtype=bool)
    aware = times.tz_localize(zone, ambiguous=first, nonexistent="shift_forward")
    return cast(Micros, aware.tz_convert("UTC").tz_localize(None).to_numpy("datetime64[us]").view(np.int64))


def _days(first: date, count: int) -> _Days:
    return np.datetime64(first, "D") + np.arange(count)


def _dates(dates: Iterable[date]) -> _Days:
    return np.array(list(dates), dtype="datetime64[D]")


def unknown_joint_leave(
    work: WorkSchedule, holidays: Iterable[Holiday], years: Iterable[int]
) -> frozenset[int]:
    """Return the years whose *cuti bersama* is not announced yet.

    Before the first year that has any there was none; for a later year without any it is not known.
    """
    announced_years = {holiday.date.year for holiday in holidays if holiday.joint_leave}
    if not announced_years:
        return frozenset()
    return frozenset(
        set(range(min(announced_years), max(years) + 1)) - announced_years - {*work.joint_leave_known}
    )


def uncertain_days(first: date, count: int, work: WorkSchedule, unknown: frozenset[int]) -> Micros:
    """Return how many days before each are uncertain: in an unknown year or in an estimated period.

    :returns: ``count + 1`` numbers, so that a difference counts the days between two
    """
    days = _days(first, count)
    uncertain = np.isin(days.astype("datetime64[Y]").astype(np.int64) + 1970, list(unknown))
    for period in work.period:
        if period.estimate:
            uncertain |= _within(days, period)
    return np.append(0, np.cumsum(uncertain, dtype=np.int64))
