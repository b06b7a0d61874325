"""Deadlines of a batch of reports, in the measure that each is judged by. All in microseconds.

Approaching and very late are shares of the allowed time (see :mod:`data.core.clock.sla`), measured on the
same clock as the deadline itself. For *hari kerja* the allowed time is the working time from filing to
deadline.
"""

from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

from data.core.amount import Measure
from data.core.clock.sla import APPROACHING_SHARE, VERY_LATE_FACTOR
from data.core.clock.worktime import WorkCalendar
from data.core.moments import MISSING, Micros

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Due:
    """The moments of one clock, MISSING where there is none."""

    expected: Micros
    approaching: Micros
    very_late: Micros

    @classmethod
    def none(cls, size: int) -> Self:
        """No deadline for any of so many reports."""
        return cls(*(np.full(size, MISSING, dtype=np.int64) for _ in range(3)))

    def put(self, rows: npt.NDArray[np.intp], found: "Due") -> None:
        """Writes the moments found for some rows into their places."""
        self.expected[rows] = found.expected
        self.approaching[rows] = found.approaching
        self.very_late[rows] = found.very_late

    def given_first(self, filed: Micros, given: Micros) -> "Due":
        """These moments, but those of the source's own deadline wherever it gives one."""
        has = given != MISSING
        if not has.any():
            return self
        known = has & (filed != MISSING)
        theirs = calendar_due(np.where(known, filed, 0), np.where(known, given, 0))
        return Due(
            np.where(has, given, self.expected),
            np.where(has, np.where(known, theirs.approaching, MISSING), self.approaching),
            np.where(has, np.where(known, theirs.very_late, MISSING), self.very_late),
        )


def calendar_due(filed: Micros, expected: Micros) -> Due:
    """Moments in calendar time. A deadline that allows no time at all has no *very late*."""
    allowed = expected - filed
    late = np.where(allowed > 0, filed + times(allowed, VERY_LATE_FACTOR), MISSING)
    return Due(expected, filed + times(allowed, APPROACHING_SHARE), late)


def working_due(calendar: WorkCalendar, measure: Measure, filed: Micros, counts: Micros) -> Due:
    """Moments in working time.

    :param counts: microseconds, or for ``WORKDAYS`` a number of days
    """
    begun = calendar.passed(filed)
    if measure is Measure.WORKDAYS:
        expected = calendar.close_of_workday(filed, counts)
        allowed = calendar.passed(expected) - begun
    else:
        expected, allowed = calendar.reached(begun + counts), counts
    approaching = calendar.reached(begun + times(allowed, APPROACHING_SHARE))
    return Due(expected, approaching, calendar.reached(begun + times(allowed, VERY_LATE_FACTOR)))


def times(allowed: Micros, factor: float) -> Micros:
    """A share or multiple of spans, cut to whole microseconds as pandas does with a timedelta."""
    return (allowed * factor).astype(np.int64)
