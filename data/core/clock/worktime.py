"""Working time: how much of it lies between two moments, and the moment at which so much of it has passed.

Rules, decided here and nowhere else:

- an amount that is used up exactly when an office closes ends there, not at the next opening;
- no amount ends at the moment itself, even outside working hours;
- what begins outside working hours counts from the next opening;
- *hari kerja*: the day of filing does not count; the n-th day after it that has any working time is
  used up when that day closes.

The clock is a piecewise linear function, "working time passed since the calendar's first day", and its
inverse. All arithmetic is in whole microseconds, so nothing is ever rounded.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Self

import numpy as np
import pandas as pd

from data.core.clock.lookup import Counts, EdgeCount
from data.core.moments import MISSING, Micros, micros, moment_of, series


class OutsideCalendarError(ValueError):
    """A moment before or after the days that a working calendar knows."""


@dataclass(frozen=True, eq=False)
class WorkCalendar:
    """Working intervals of consecutive local days. All arrays are microseconds since 1970 UTC.

    :param midnights: the beginning of each day known, and the end of the last
    :param starts: the beginnings of the intervals, sorted; none reaches over a midnight
    :param ends: their ends; no interval is empty, none overlaps the next
    """

    midnights: Micros
    starts: Micros
    ends: Micros

    @classmethod
    def of(cls, midnights: Micros, starts: Micros, ends: Micros) -> Self:
        """A calendar of these intervals in any order, the empty ones left out.

        :raises ValueError: if intervals overlap or lie outside the days
        """
        order = np.argsort(starts, kind="stable")
        starts, ends = starts[order], ends[order]
        real = starts < ends
        calendar = cls(midnights, starts[real], ends[real])
        calendar._check()
        for array in (calendar.midnights, calendar.starts, calendar.ends):
            array.setflags(write=False)
        return calendar

    def _check(self) -> None:
        if (self.starts[1:] < self.ends[:-1]).any():
            raise ValueError("working intervals overlap")
        if self.starts.size and not self.known_from <= self.starts[0] < self.ends[-1] <= self.known_until:
            raise ValueError("a working interval lies outside the calendar's days")

    @property
    def known_from(self) -> int:
        """The first moment of the first day."""
        return int(self.midnights[0])

    @property
    def known_until(self) -> int:
        """The last moment: the end of the last day, itself included."""
        return int(self.midnights[-1])

    @property
    def total(self) -> int:
        """All the working time there is."""
        return int(self._passed[-1])

    def passed(self, moments: Micros) -> Micros:
        """Working time from the calendar's first day to each moment; MISSING stays.

        :raises OutsideCalendarError: for a moment before the first or after the last day
        """
        missing = moments == MISSING
        known = self._known(np.where(missing, self.known_from, moments))
        at = self._interval_at(known)
        found = self._passed[at] + np.maximum(known - self._opens[at], 0)
        return np.where(missing, MISSING, found)

    def reached(self, passed: Micros) -> Micros:
        """The earliest moment at which so much working time has passed; MISSING stays.

        :raises OutsideCalendarError: if it never comes within the days known
        """
        missing = passed == MISSING
        wanted = np.where(missing, 0, passed)
        self._enough(wanted)
        moments = self._lag[self._interval_of(wanted)] + wanted
        return np.where(missing, MISSING, moments)

    def between(self, start: Micros, end: Micros) -> Micros:
        """Working time from ``start`` to ``end``, negative if it runs backwards; MISSING if either is."""
        missing = (start == MISSING) | (end == MISSING)
        return np.where(missing, MISSING, self.passed(end) - self.passed(start))

    def advance(self, start: Micros, amount: Micros) -> Micros:
        """The moment at which ``amount`` of working time has passed since ``start``; MISSING if either is.

        :raises ValueError: for an amount below zero
        :raises OutsideCalendarError: if start or result lie outside the days known
        """
        missing = (start == MISSING) | (amount == MISSING)
        amount = np.where(missing, 0, amount)
        _refuse_negative(amount)
        reached = self.reached(self.passed(np.where(missing, self.known_from, start)) + amount)
        return np.where(missing, MISSING, np.where(amount == 0, start, reached))

    def close_of_workday(self, filed: Micros, count: Micros) -> Micros:
        """When the ``count``-th working day after the day of filing closes; MISSING stays, 0 is ``filed``.

        :raises ValueError: for a count below zero
        :raises OutsideCalendarError: if filing or result lie outside the days known
        """
        missing = filed == MISSING
        _refuse_negative(count)
        place = self._workdays_until[self.day_of(np.where(missing, self.known_from, filed))] + count
        if place.size and place.max() >= self._closings.size:
            raise OutsideCalendarError(f"no {count.max()} working days left: {self._reach}")
        return np.where(missing, MISSING, np.where(count == 0, filed, self._closings[place]))

    def day_of(self, moments: Micros) -> Counts:
        """The number of each moment's local day, the calendar's first day being 0.

        :raises OutsideCalendarError: for a moment before the first or after the last day
        """
        return np.minimum(self._day_count(self._known(moments)), self.midnights.size - 1) - 1

    def _known(self, moments: Micros) -> Micros:
        if moments.size:
            for edge in (int(moments.min()), int(moments.max())):
                if not self.known_from <= edge <= self.known_until:
                    raise OutsideCalendarError(f"{moment_of(edge)} is not in it: {self._reach}")
        return moments

    def _enough(self, wanted: Micros) -> None:
        if wanted.size and wanted.max() > self.total:
            raise OutsideCalendarError(f"it ends before so much working time has passed: {self._reach}")

    @property
    def _reach(self) -> str:
        first, last = moment_of(self.known_from), moment_of(self.known_until)
        return f"the working calendar reaches from {first} to {last}"

    # What follows is worked out once. The entry beyond the last interval serves moments after it.

    @cached_property
    def _passed(self) -> Micros:
        return np.append(0, np.cumsum(self.ends - self.starts))

    @cached_property
    def _opens(self) -> Micros:
        return np.append(self.starts, self.known_until)

    @cached_property
    def _lag(self) -> Micros:
        return self._opens - self._passed

    @cached_property
    def _interval_at(self) -> EdgeCount:
        """The first interval that a moment is not beyond."""
        return EdgeCount(self.ends, self.known_from, self.known_until, "right")

    @cached_property
    def _interval_of(self) -> EdgeCount:
        """The interval within which, its end included, so much working time has passed."""
        return EdgeCount(self._passed[1:], 0, self.total, "left")

    @cached_property
    def _day_count(self) -> EdgeCount:
        return EdgeCount(self.midnights, self.known_from, self.known_until, "right")

    @cached_property
    def _workdays_until(self) -> Micros:
        """How many working days there are up to each day, itself included."""
        working = np.zeros(self.midnights.size - 1, dtype=np.int64)
        working[self.day_of(self.starts)] = 1
        return np.cumsum(working)

    @cached_property
    def _closings(self) -> Micros:
        """Before everything, the calendar's beginning; then the close of the first working day, and so on."""
        days = self.day_of(self.starts)
        last = np.append(days[1:] != days[:-1], True)[: days.size]
        return np.append(self.known_from, self.ends[last])


def _refuse_negative(amount: Micros) -> None:
    if amount.size and amount.min() < 0:
        raise ValueError("an amount of working time cannot be below zero")


def working_time(calendar: WorkCalendar, start: pd.Series, end: pd.Series) -> pd.Series:
    """Working time between aware moments, as timedeltas on ``start``'s index; NaT where either is missing."""
    found = calendar.between(micros(start), micros(end))
    return pd.Series(found.view("timedelta64[us]"), index=start.index)


def add_working_time(calendar: WorkCalendar, start: pd.Series, amount: pd.Series) -> pd.Series:
    """The aware moments at which ``amount`` (timedeltas) of working time has passed since ``start``."""
    spans = amount.to_numpy(dtype="timedelta64[us]").view(np.int64)
    return series(calendar.advance(micros(start), spans), start.index)


def close_of_working_day(calendar: WorkCalendar, filed: pd.Series, count: pd.Series) -> pd.Series:
    """The aware moments at which the ``count``-th working day after the day of filing closes."""
    return series(calendar.close_of_workday(micros(filed), count.to_numpy(dtype=np.int64)), filed.index)
