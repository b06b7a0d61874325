"""Waiting times of each parent in order, of reports that change a few at a time.

The figures are those of :mod:`data.core.ranking.durations`; here no wait is sorted anew because a day, or one
report, is another.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from data.core.columns.report_columns import NO_MOMENT, Flags, Moments, Numbers, ReportColumns
from data.core.moments import SECOND
from data.core.ranking.durations import ROUNDING_TOLERANCE
from data.core.ranking.exact_tests import Shares
from data.core.ranking.rows import DurationPart

RESOLVED, WITHDRAWN, WAITING = 0, 1, 2
SHARES: Final = (0.5, 0.9)


@dataclass(frozen=True)
class Waits:
    """Reports in the order of their waits.

    :param wait: microseconds; of a report that still waits, the filing with the opposite sign
    :param received_at: when each was received
    """

    rows: Numbers
    wait: Moments
    received_at: Moments

    def within(self, after: int, until: int) -> Moments:
        """Return the waits of those received in (``after``, ``until``]."""
        return self.wait[(self.received_at > after) & (self.received_at <= until)]


@dataclass(frozen=True)
class WaitingLists:
    """The waits of one parent's reports by outcome: resolved, withdrawn, waiting."""

    lists: tuple[Waits, Waits, Waits]

    def durations(self, as_of: int, after: int) -> DurationPart:
        """Return the durations at a moment of the reports received after another one."""
        resolved, withdrawn, filed = (waits.within(after, as_of) for waits in self.lists)
        unresolved = np.concatenate([withdrawn, np.maximum(filed + as_of, 0)])
        median, p90 = _quantiles(resolved, unresolved)
        return {
            "median_hours": median,
            "p90_hours": p90,
            "median_closed_hours": _median(resolved),
            "received": len(resolved) + len(unresolved),
        }


class Outcomes:
    """Which rows wait for what: the parent's position, the outcome and the wait of each.

    Rows of no parent, and those whose wait is not known, have no position.
    """

    def __init__(
        self, table: ReportColumns, rows: Numbers, position: Numbers, outcome: Numbers, is_day: Flags
    ) -> None:
        """:param is_day: of whose closing only the day is known"""
        filed, closed = table.requested_datetime[rows], table.closed_datetime[rows]
        is_closed = outcome != WAITING
        unknown = is_closed & (is_day | (closed == NO_MOMENT) | (closed < filed))
        self.rows, self.outcome = rows, outcome
        self.position = np.where(unknown | (outcome < 0), -1, position)
        self.wait = np.where(is_closed, closed - filed, -filed)
        self.received_at = table.received_at[rows]

    def of(self, position: int, outcome: int) -> Numbers:
        """Return which rows have a position and an outcome."""
        return np.flatnonzero((self.position == position) & (self.outcome == outcome))

    def waits(self, selection: NDArray[np.int64]) -> Waits:
        """Return the selected rows in order of their waits."""
        order = selection[np.argsort(self.wait[selection], kind="stable")]
        return Waits(self.rows[order], self.wait[order], self.received_at[order])


def count_lists(outcomes: Outcomes, parents: int) -> tuple[WaitingLists, ...]:
    """Return the lists of each parent."""
    group = np.where(outcomes.position < 0, -1, outcomes.position * 3 + outcomes.outcome)
    order = np.argsort(group, kind="stable")
    edges = np.searchsorted(group[order], np.arange(parents * 3 + 1))
    lists = [outcomes.waits(order[edges[i] : edges[i + 1]]) for i in range(parents * 3)]
    return tuple(WaitingLists((lists[i], lists[i + 1], lists[i + 2])) for i in range(0, parents * 3, 3))


def change_lists(
    lists: tuple[WaitingLists, ...], removed: Outcomes, added: Outcomes
) -> tuple[WaitingLists, ...]:
    """Return the lists without the removed rows and with the added ones; only theirs are made anew."""
    changed = list(lists)
    for position in np.union1d(removed.position, added.position).tolist():
        if position >= 0:
            changed[position] = _changed(lists[position], position, removed, added)
    return tuple(changed)


def _changed(lists: WaitingLists, position: int, removed: Outcomes, added: Outcomes) -> WaitingLists:
    parts = []
    for outcome, waits in enumerate(lists.lists):
        gone, new = (
            np.flatnonzero((rows.position == position) & (rows.outcome == outcome))
            for rows in (removed, added)
        )
        parts.append(_joined(waits, removed.rows[gone], added.waits(new)))
    return WaitingLists((parts[0], parts[1], parts[2]))


def _joined(waits: Waits, removed: Numbers, added: Waits) -> Waits:
    if len(removed):
        stays = ~np.isin(waits.rows, removed)
        waits = Waits(waits.rows[stays], waits.wait[stays], waits.received_at[stays])
    if not len(added.rows):
        return waits
    places = np.searchsorted(waits.wait, added.wait)
    return Waits(
        np.insert(waits.rows, places, added.rows),
        np.insert(waits.wait, places, added.wait),
        np.insert(waits.received_at, places, added.received_at),
    )


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
