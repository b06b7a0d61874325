"""Waiting times of each parent in order, of reports that change a few at a time.

The figures are those of :mod:`data.core.ranking.durations`; here no wait is sorted anew because a day, or one
report, is another.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from data.core.columns.report_columns import NO_MOMENT, Flags, Moments, Numbers, ReportColumns
from data.core.ranking.cohorts import NEVER, Cohort, SteadyDurations
from data.core.ranking.rows import DurationPart

RESOLVED, WITHDRAWN, WAITING = 0, 1, 2


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

    def select(self, chosen: Flags) -> "Waits":
        """Return some of them."""
        return Waits(self.rows[chosen], self.wait[chosen], self.received_at[chosen])

    def first_after(self, moment: int) -> int:
        """Return when the first of them after a moment was received, ``NEVER`` if none was."""
        return int(np.min(self.received_at, where=self.received_at > moment, initial=NEVER))


@dataclass
class _LastDurations:
    """The durations that were counted last."""

    value: SteadyDurations | None = None


@dataclass(frozen=True)
class WaitingLists:
    """The waits of one parent's reports by outcome: resolved, withdrawn, waiting."""

    lists: tuple[Waits, Waits, Waits]
    _last: _LastDurations = field(default_factory=_LastDurations, compare=False)

    def durations(self, as_of: int, after: int) -> DurationPart:
        """Return the durations at a moment of the reports received after another one."""
        last = self._last.value  # read once: another thread may count as well
        if last is None or not last.is_at(after, as_of):
            self._last.value = last = self._next_durations(last, as_of, after)
        return last.part

    def _next_durations(self, last: SteadyDurations | None, as_of: int, after: int) -> SteadyDurations:
        if last is not None and last.cohort.is_received_within(after, as_of):
            return SteadyDurations.ahead(last.cohort, as_of)
        return SteadyDurations.at_moment(self._cohort(after, as_of), as_of)

    def _cohort(self, after: int, until: int) -> Cohort:
        resolved, withdrawn, filed = (waits.within(after, until) for waits in self.lists)
        first, upcoming = (
            min(waits.first_after(moment) for waits in self.lists) for moment in (after, until)
        )
        return Cohort(resolved, withdrawn, filed, after, until, first, upcoming)


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
        self.rows, self.outcome, self.table_length = rows, outcome, len(table)
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
    dropped = np.zeros(removed.table_length, dtype=np.bool_)
    dropped[removed.rows] = True
    for position in np.union1d(removed.position, added.position).tolist():
        if position >= 0:
            changed[position] = _changed(lists[position], position, dropped, removed, added)
    return tuple(changed)


def _changed(
    lists: WaitingLists, position: int, dropped: Flags, removed: Outcomes, added: Outcomes
) -> WaitingLists:
    """Return the lists of one parent after a change.

    :param dropped: which rows are removed
    """
    parts = []
    for outcome, waits in enumerate(lists.lists):
        is_left = len(removed.of(position, outcome)) == 0
        others = waits if is_left else waits.select(~dropped[waits.rows])
        parts.append(_joined(others, added.waits(added.of(position, outcome))))
    return WaitingLists((parts[0], parts[1], parts[2]))


def _joined(waits: Waits, added: Waits) -> Waits:
    if not len(added.rows):
        return waits
    places = np.searchsorted(waits.wait, added.wait)
    return Waits(
        np.insert(waits.rows, places, added.rows),
        np.insert(waits.wait, places, added.wait),
        np.insert(waits.received_at, places, added.received_at),
    )
