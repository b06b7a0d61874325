"""Working time between two moments, and the moment at which an amount of it has passed.

- An amount that is used up exactly when an office closes ends there, not at the next opening.
- An amount of zero ends at its start, even outside working hours.
- What starts outside working hours counts from the next opening.
- *Hari kerja*: the day of filing does not count; the n-th day after it that has any working time is used up
  when that day closes.

The clock is a piecewise linear function, "working time passed since the calendar's first day", and its
inverse. All arithmetic is in whole microseconds, so nothing is rounded.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Self

import numpy as np
import pandas as pd

from data.core.clock.lookup import EdgeCounter, IntpArray
from data.core.moments import MISSING, Micros, from_micros, micros_to_datetime, to_micros


class OutsideCalendarError(ValueError):
    """A moment before or after the days of a working calendar."""


@dataclass(frozen=True, eq=False)
class WorkCalendar:
    """Working intervals of consecutive local days. All arrays are microseconds since 1970 UTC.

    :param midnights: the beginning of each day, and the end of the last
    :param starts: the beginnings of the intervals, sorted; none crosses a midnight
    :param ends: their ends; no interval is empty or overlaps the next
    """

    midnights: Micros
    starts: Micros
    ends: Micros

    @classmethod
    def from_intervals(cls, midnights: Micros, starts: Micros, ends: Micros) -> Self:
        """Return a calendar of intervals in any order, without the empty ones.

        :raises ValueError: if intervals overlap or lie outside the days
        """
        order = np.argsort(starts, kind="stable")
        starts, ends = starts[order], ends[order]
        is_nonempty = starts < ends
        calendar = cls(midnights, starts[is_nonempty], ends[is_nonempty])
        calendar._validate()
        for array in (calendar.midnights, calendar.starts, calendar.ends):
            array.setflags(write=False)
        return calendar

    def _validate(self) -> None:
        if (self.starts[1:] < self.ends[:-1]).any():
            raise ValueError("working intervals overlap")
        if self.starts.size and not self.covered_from <= self.starts[0] < self.ends[-1] <= self.covered_until:
            raise ValueError("a working interval lies outside the calendar's days")

    @property
    def covered_from(self) -> int:
        """The first moment of the first day."""
        return int(self.midnights[0])

    @property
    def covered_until(self) -> int:
        """The end of the last day, included."""
        return int(self.midnights[-1])

    @property
    def total_working_time(self) -> int:
        """All working time of the calendar."""
        return int(self._elapsed_at_start[-1])

    def elapsed(self, moments: Micros) -> Micros:
        """Return the working time from the calendar's first day to each moment; MISSING stays.

        :raises OutsideCalendarError: for a moment before the first or after the last day
        """
        missing = moments == MISSING
        covered = self._require_covered(np.where(missing, self.covered_from, moments))
        intervals = self._interval_at(covered)
        elapsed = self._elapsed_at_start[intervals] + np.maximum(covered - self._opening_times[intervals], 0)
        return np.where(missing, MISSING, elapsed)

    def moment_at_elapsed(self, elapsed: Micros) -> Micros:
        """Return the earliest moment at which so much working time has passed; MISSING stays.

        :raises OutsideCalendarError: if the calendar ends before
        """
        missing = elapsed == MISSING
        known_elapsed = np.where(missing, 0, elapsed)
        self._require_reachable(known_elapsed)
        moments = self._lag[self._interval_of(known_elapsed)] + known_elapsed
        return np.where(missing, MISSING, moments)

    def working_time_between(self, start: Micros, end: Micros) -> Micros:
        """Return the working time from ``start`` to ``end``, negative if backwards; MISSING if either is."""
        missing = (start == MISSING) | (end == MISSING)
        return np.where(missing, MISSING, self.elapsed(end) - self.elapsed(start))

    def advance(self, start: Micros, amount: Micros) -> Micros:
        """Return when ``amount`` of working time has passed since ``start``; MISSING if either is.

        :raises ValueError: for an amount below zero
        :raises OutsideCalendarError: if start or result lie outside the calendar
        """
        missing = (start == MISSING) | (amount == MISSING)
        amount = np.where(missing, 0, amount)
        _refuse_negative(amount)
        deadlines = self.moment_at_elapsed(self.elapsed(np.where(missing, self.covered_from, start)) + amount)
        return np.where(missing, MISSING, np.where(amount == 0, start, deadlines))

    def close_of_workday(self, filed: Micros, count: Micros) -> Micros:
        """Return when the ``count``-th working day after filing closes; MISSING stays, 0 is ``filed``.

        :raises ValueError: for a count below zero
        :raises OutsideCalendarError: if filing or result lie outside the calendar
        """
        missing = filed == MISSING
        _refuse_negative(count)
        filing_days = self.day_of(np.where(missing, self.covered_from, filed))
        workdays = self._workdays_until[filing_days] + count
        if workdays.size and workdays.max() >= self._closing_times.size:
            raise OutsideCalendarError(f"no {count.max()} working days left: {self._coverage}")
        return np.where(missing, MISSING, np.where(count == 0, filed, self._closing_times[workdays]))

    def day_of(self, moments: Micros) -> IntpArray:
        """Return the number of each moment's local day, the calendar's first day being 0.

        :raises OutsideCalendarError: for a moment before the first or after the last day
        """
        return np.minimum(self._day_count(self._require_covered(moments)), self.midnights.size - 1) - 1

    def _require_covered(self, moments: Micros) -> Micros:
        if moments.size:
            for edge in (int(moments.min()), int(moments.max())):
                if not self.covered_from <= edge <= self.covered_until:
                    raise OutsideCalendarError(f"{micros_to_datetime(edge)} is not in it: {self._coverage}")
        return moments

    def _require_reachable(self, elapsed: Micros) -> None:
        if elapsed.size and elapsed.max() > self.total_working_time:
            raise OutsideCalendarError(f"it ends before so much working time has passed: {self._coverage}")

    @property
    def _coverage(self) -> str:
        first, last = micros_to_datetime(self.covered_from), micros_to_datetime(self.covered_until)
        return f"the working calendar reaches from {first} to {last}"

    # Computed once. The entry after the last interval is for moments after it.

    @cached_property
    def _elapsed_at_start(self) -> Micros:
        return np.append(0, np.cumsum(self.ends - self.starts))

    @cached_property
    def _opening_times(self) -> Micros:
        return np.append(self.starts, self.covered_until)

    @cached_property
    def _lag(self) -> Micros:
        return self._opening_times - self._elapsed_at_start

    @cached_property
    def _interval_at(self) -> EdgeCounter:
        """The first interval that ends after a moment."""
        return EdgeCounter(self.ends, self.covered_from, self.covered_until, "right")

    @cached_property
    def _interval_of(self) -> EdgeCounter:
        """The interval in which, its end included, so much working time has passed."""
        return EdgeCounter(self._elapsed_at_start[1:], 0, self.total_working_time, "left")

    @cached_property
    def _day_count(self) -> EdgeCounter:
        return EdgeCounter(self.midnights, self.covered_from, self.covered_until, "right")

    @cached_property
    def _workdays_until(self) -> Micros:
        """The number of working days up to each day, included."""
        working = np.zeros(self.midnights.size - 1, dtype=np.int64)
        working[self.day_of(self.starts)] = 1
        return np.cumsum(working)

    @cached_property
    def _closing_times(self) -> Micros:
        """The calendar's beginning, then the close of each working day."""
        days = self.day_of(self.starts)
        is_last_of_day = np.append(days[1:] != days[:-1], True)[: days.size]
        return np.append(self.covered_from, self.ends[is_last_of_day])


def _refuse_negative(amount: Micros) -> None:
    if amount.size and amount.min() < 0:
        raise ValueError("an amount of working time cannot be below zero")


def working_time(calendar: WorkCalendar, start: pd.Series, end: pd.Series) -> pd.Series:
    """Return the working time between aware moments, on ``start``'s index; NaT where either is missing."""
    spans = calendar.working_time_between(to_micros(start), to_micros(end))
    return pd.Series(spans.view("timedelta64[us]"), index=start.index)


def add_working_time(calendar: WorkCalendar, start: pd.Series, amount: pd.Series) -> pd.Series:
    """Return the aware moments at which ``amount`` (timedeltas) of working time has passed."""
    spans = amount.to_numpy(dtype="timedelta64[us]").view(np.int64)
    return from_micros(calendar.advance(to_micros(start), spans), start.index)


def close_of_working_day(calendar: WorkCalendar, filed: pd.Series, count: pd.Series) -> pd.Series:
    """Return the aware moments at which the ``count``-th working day after the day of filing closes."""
    return from_micros(
        calendar.close_of_workday(to_micros(filed), count.to_numpy(dtype=np.int64)), filed.index
    )
