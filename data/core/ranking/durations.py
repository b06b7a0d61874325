"""Time to resolution of the reports received within a window.

Reports closed in the window and reports open from any time would be two different cohorts, so one cohort is
followed: the reports received in the window. Its resolved reports have ended; its open ones are still waiting
at ``as_of``; a withdrawn one (rejected, duplicate) waited, unresolved, until it was withdrawn, so that a
rejection after 60 days does not remove those 60 days. Reports closed at an unknown time, on a day of which no
more is known, or before the filing are left out.
Quantiles by the product-limit estimate (E. L. Kaplan, P. Meier, JASA 53 (1958) 457-481). Hours are
those that a citizen waits: stopped clocks and nights included.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.core.history.intervals import is_within
from data.core.ranking.exact_tests import Shares
from data.core.ranking.parents import Parents, Positions
from data.core.report.uncertainty import DAY_BASIS
from data.core.status import WITHDRAWN_STATUSES, Status

ROUNDING_TOLERANCE = 1e-9  # the estimate is a product of fractions; 3/4 of 2/3 must count as half


@dataclass(frozen=True)
class WaitingTimes:
    """Hours waited, the parent's position and whether the wait has ended, per report of one cohort."""

    hours: Shares
    position: Positions
    ended: NDArray[np.bool_]

    def select(self, selection: NDArray[Any]) -> "WaitingTimes":
        """Return a part of the reports.

        :param selection: positions or a mask
        """
        return WaitingTimes(self.hours[selection], self.position[selection], self.ended[selection])

    def by_parent(self, parent_count: int) -> Iterator["WaitingTimes"]:
        """Yield the waiting times of each parent in order."""
        order = np.argsort(self.position, kind="stable")
        edges = np.searchsorted(self.position[order], np.arange(parent_count + 1))
        for start, stop in pairwise(edges):
            yield self.select(order[start:stop])


def withdrawn_reports(standings: pd.DataFrame) -> pd.DataFrame:
    """Return the closed reports that were not resolved: rejected or duplicates."""
    closed = standings["status"] == Status.CLOSED
    return standings[closed & standings["status_description"].isin(WITHDRAWN_STATUSES)]


def waiting_times(
    opened: pd.DataFrame,
    resolved_rows: pd.DataFrame,
    withdrawn_rows: pd.DataFrame,
    parents: Parents,
    as_of: datetime,
    days: int,
) -> WaitingTimes:
    """Return how long the reports received in the last ``days`` days have waited, up to ``as_of``.

    :param opened: open reports
    :param resolved: resolved reports
    :param withdrawn: withdrawn reports
    """
    now = pd.Timestamp(as_of)
    opened, resolved_rows, withdrawn_rows = (
        _received_within(table, as_of, days) for table in (opened, resolved_rows, withdrawn_rows)
    )
    is_resolved = (resolved_rows["closed_datetime"] <= now).to_numpy(dtype=bool)
    hours = [
        _hours(now - opened["requested_datetime"]),
        _hours_to_end(resolved_rows, now),
        _hours_to_end(withdrawn_rows, now),
    ]
    position = [parents.positions_of(table["area_code"]) for table in (opened, resolved_rows, withdrawn_rows)]
    ended = [np.zeros(len(opened), bool), is_resolved, np.zeros(len(withdrawn_rows), bool)]
    cohort = WaitingTimes(np.concatenate(hours), np.concatenate(position), np.concatenate(ended))
    return cohort.select(~np.isnan(cohort.hours))


def quantiles(times: WaitingTimes, shares: tuple[float, ...]) -> list[float | None]:
    """Return the hours within which each share of the reports is resolved; None: not reached."""
    if not times.ended.any():
        return [None] * len(shares)
    hours, unresolved = _unresolved_shares(times)
    return [_reached(hours, unresolved, 1 - share) for share in shares]


def _unresolved_shares(times: WaitingTimes) -> tuple[Shares, Shares]:
    """Return the different hours in order, and the share that is estimated to wait longer than each."""
    hours, place, count = np.unique(times.hours, return_inverse=True, return_counts=True)
    resolved = np.bincount(place[times.ended], minlength=len(hours))
    waiting = len(times.hours) - np.cumsum(count) + count  # still waiting just before these hours
    return hours, np.cumprod((waiting - resolved) / waiting, dtype=np.float64)


def closed_median(times: WaitingTimes) -> float | None:
    """Return the naive median over the resolved ones alone: too short while the slow ones are still open."""
    return float(np.median(times.hours[times.ended])) if times.ended.any() else None


def _reached(hours: Shares, unresolved: Shares, level: float) -> float | None:
    reached = hours[unresolved <= level + ROUNDING_TOLERANCE]
    return float(reached[0]) if len(reached) else None


def _received_within(table: pd.DataFrame, as_of: datetime, days: int) -> pd.DataFrame:
    return table[is_within(table["received_at"], as_of - timedelta(days=days), as_of)]


def _hours_to_end(closed: pd.DataFrame, now: pd.Timestamp) -> Shares:
    """Return the hours to closing; a closing dated after ``now`` has not happened: the report still waits.

    NaN where only the day of the closing is known, or where it lies before the filing.
    """
    end = closed["closed_datetime"]
    end = end.mask((closed["closed_basis"] == DAY_BASIS) | (end < closed["requested_datetime"]))
    return _hours(end.mask(end > now, now) - closed["requested_datetime"])


def _hours(span: pd.Series) -> Shares:
    hours = np.asarray(span.dt.total_seconds() / 3600, dtype=np.float64)
    return np.clip(hours, 0, None)
