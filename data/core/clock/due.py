"""Deadlines of a batch of reports, in calendar or working time. All in microseconds.

Approaching and very late are multiples of the allowed time (see :mod:`data.core.clock.sla`), measured on the
same clock as the deadline itself. For *hari kerja* the allowed time is the working time from filing to
deadline.
"""

from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

from data.core.amount import TimeMeasure
from data.core.clock.sla import APPROACHING_SHARE, VERY_LATE_FACTOR
from data.core.clock.worktime import WorkCalendar
from data.core.moments import MISSING, Micros

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Deadlines:
    """The moments of one clock for each report, MISSING where there is none."""

    expected: Micros
    approaching: Micros
    very_late: Micros

    @classmethod
    def empty(cls, size: int) -> Self:
        """Return no deadline for ``size`` reports."""
        return cls(*(np.full(size, MISSING, dtype=np.int64) for _ in range(3)))

    def set_rows(self, rows: npt.NDArray[np.intp], deadlines: "Deadlines") -> None:
        """Write the moments of some rows into their places."""
        self.expected[rows] = deadlines.expected
        self.approaching[rows] = deadlines.approaching
        self.very_late[rows] = deadlines.very_late

    def prefer_source(self, filed: Micros, source_expected: Micros) -> "Deadlines":
        """Return these moments, replaced by those of the source's own deadline where it gives one."""
        has_source = source_expected != MISSING
        if not has_source.any():
            return self
        has_both = has_source & (filed != MISSING)
        source_deadlines = calendar_deadlines(
            np.where(has_both, filed, 0), np.where(has_both, source_expected, 0)
        )
        return Deadlines(
            np.where(has_source, source_expected, self.expected),
            np.where(has_source, np.where(has_both, source_deadlines.approaching, MISSING), self.approaching),
            np.where(has_source, np.where(has_both, source_deadlines.very_late, MISSING), self.very_late),
        )


def calendar_deadlines(filed: Micros, expected: Micros) -> Deadlines:
    """Return the moments in calendar time. A deadline that allows no time has no *very late*."""
    allowed = expected - filed
    very_late = np.where(allowed > 0, filed + scale_spans(allowed, VERY_LATE_FACTOR), MISSING)
    return Deadlines(expected, filed + scale_spans(allowed, APPROACHING_SHARE), very_late)


def working_deadlines(
    calendar: WorkCalendar, measure: TimeMeasure, filed: Micros, counts: Micros
) -> Deadlines:
    """Return the moments in working time.

    :param counts: allowed microseconds, or for ``WORKDAYS`` a number of days
    """
    elapsed_at_filing = calendar.elapsed(filed)
    if measure is TimeMeasure.WORKDAYS:
        expected = calendar.close_of_workday(filed, counts)
        allowed = calendar.elapsed(expected) - elapsed_at_filing
    else:
        expected, allowed = calendar.moment_at_elapsed(elapsed_at_filing + counts), counts
    approaching = calendar.moment_at_elapsed(elapsed_at_filing + scale_spans(allowed, APPROACHING_SHARE))
    return Deadlines(
        expected,
        approaching,
        calendar.moment_at_elapsed(elapsed_at_filing + scale_spans(allowed, VERY_LATE_FACTOR)),
    )


def scale_spans(allowed: Micros, factor: float) -> Micros:
    """Return a multiple of spans, cut to whole microseconds as pandas does with a timedelta."""
    return (allowed * factor).astype(np.int64)
