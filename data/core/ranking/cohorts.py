"""Durations of one parent's reports that need no new count at each moment.

As time passes, only those that still wait have waited longer; each of them then counts as still there when
more of the resolved ones were resolved. So the share that is estimated to wait longer than any time never
falls, and neither does a quantile: if it is the same at two moments, it is the same between them. This also
holds of the rounded numbers, since rounding keeps their order.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from data.core.columns.report_columns import Moments
from data.core.moments import SECOND
from data.core.ranking.durations import ROUNDING_TOLERANCE
from data.core.ranking.exact_tests import Shares
from data.core.ranking.rows import DurationPart

SHARES: Final = (0.5, 0.9)
NEVER = int(np.iinfo(np.int64).max)
LOOKS_AHEAD = (120 * SECOND, 30 * SECOND)  # longer ones are rarely right in a large city


@dataclass(frozen=True)
class Cohort:
    """The waits of the reports received in (``after``, ``until``], each kind in order.

    :param resolved: microseconds, as ``withdrawn``; ``filed``: the filings of the others, with opposite sign
    :param first: when the first of them was received; ``upcoming``: the next report after them
    """

    resolved: Moments
    withdrawn: Moments
    filed: Moments
    after: int
    until: int
    first: int
    upcoming: int

    def is_received_within(self, after: int, until: int) -> bool:
        """Return whether a later window holds the same reports."""
        return self.after <= after < self.first and self.until <= until < self.upcoming

    def durations(self, as_of: int) -> DurationPart:
        """Return the durations at a moment."""
        unresolved = np.concatenate([self.withdrawn, np.maximum(self.filed + as_of, 0)])
        median, p90 = _quantiles(self.resolved, unresolved)
        return {
            "median_hours": median,
            "p90_hours": p90,
            "median_closed_hours": _median(self.resolved),
            "received": len(self.resolved) + len(unresolved),
        }


@dataclass(frozen=True)
class SteadyDurations:
    """Durations of a cohort that are the same from one moment to another, both included."""

    cohort: Cohort
    since: int
    until: int
    part: DurationPart

    @classmethod
    def at_moment(cls, cohort: Cohort, as_of: int) -> "SteadyDurations":
        """Return the durations at a moment: of a cohort that may be another at the next."""
        return cls(cohort, as_of, as_of, cohort.durations(as_of))

    @classmethod
    def ahead(cls, cohort: Cohort, as_of: int) -> "SteadyDurations":
        """Return the durations at a moment, and how far they reach as far as is known."""
        part = cohort.durations(as_of)
        if not len(cohort.resolved) or not len(cohort.filed):
            return cls(cohort, as_of, NEVER, part)
        for ahead in LOOKS_AHEAD:
            if cohort.durations(as_of + ahead) == part:
                return cls(cohort, as_of, as_of + ahead, part)
        return cls(cohort, as_of, as_of, part)

    def is_at(self, after: int, as_of: int) -> bool:
        """Return whether these are the durations at a moment, of the reports received after another one."""
        return self.since <= as_of <= self.until and self.cohort.is_received_within(after, as_of)


def _quantiles(resolved: Moments, unresolved: Moments) -> list[float | None]:
    """Return the product-limit quantiles; :func:`data.core.ranking.durations.quantiles` of sorted waits."""
    if not len(resolved):
        return [None] * len(SHARES)
    # One that waits exactly as long as a resolved one was still there when that was resolved.
    left_before = np.bincount(np.searchsorted(resolved, unresolved, "right"), minlength=len(resolved) + 1)
    there = len(unresolved) - np.cumsum(left_before[:-1]) + np.arange(len(resolved), 0, -1)
    curve: Shares = np.cumprod((there - 1) / there, dtype=np.float64)
    return [_reached(resolved, curve, 1 - share) for share in SHARES]


def _reached(waits: Moments, curve: Shares, level: float) -> float | None:
    number = int(np.searchsorted(-curve, -(level + ROUNDING_TOLERANCE)))  # the curve only falls
    return _hours(int(waits[number])) if number < len(waits) else None


def _median(waits: Moments) -> float | None:
    if not len(waits):
        return None
    middle = waits[(len(waits) - 1) // 2 : len(waits) // 2 + 1]
    return float(np.mean([_hours(int(wait)) for wait in middle]))


def _hours(wait: int) -> float:
    return wait / SECOND / 3600
