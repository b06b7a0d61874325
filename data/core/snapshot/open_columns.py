"""The open reports as columns, and the state of each at a moment."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.core.clock.sla import SlaState, approaching_at, very_late_at
from data.core.columns.report_columns import NO_MOMENT, Flags, Moments, Numbers, ReportColumns
from data.core.moments import from_micros, to_micros

NEVER = int(np.iinfo(np.int64).max)
STATES = (SlaState.ON_TIME, SlaState.APPROACHING, SlaState.LATE, SlaState.VERY_LATE, SlaState.NO_TARGET)
STATE_VALUES = tuple(state.value for state in STATES)
APPROACHING, LATE, VERY_LATE, NO_TARGET = 1, 2, 3, 4  # numbers of STATES; from LATE to VERY_LATE: overdue
States = NDArray[np.int64]


@dataclass
class _Order:
    """Positions in order, once they were asked for."""

    positions: Numbers | None = None


@dataclass(frozen=True)
class OpenReports:
    """Open reports in order of change; moments that never come are ``NEVER``.

    :param rows: their row numbers
    :param cell: their area and category as one number
    :param begins: from when on each is approaching, late and very late, three rows
    :param stopped_at: since when the clock is stopped, ``NEVER`` while it runs
    :param response_late: the first moment at which a first response is late
    """

    rows: Numbers
    cell: Numbers
    begins: tuple[Moments, Moments, Moments]
    has_target: Flags
    expected: Moments
    stopped_at: Moments
    response_late: Moments
    _order: _Order = field(default_factory=_Order, compare=False, repr=False)

    @classmethod
    def of(cls, table: ReportColumns, rows: Numbers, cell: Numbers) -> "OpenReports":
        """Return the open reports of some rows."""
        expected, stopped = table.expected_datetime[rows], table.stopped_at[rows]
        response, responded = table.response_expected_datetime[rows], table.responded_at[rows]
        has_response = (responded == NO_MOMENT) & (response != NO_MOMENT)
        return cls(
            rows=rows,
            cell=cell,
            begins=_begins(table, rows, expected),
            has_target=expected != NO_MOMENT,
            expected=expected,
            stopped_at=np.where(stopped == NO_MOMENT, NEVER, stopped),
            response_late=np.where(has_response, response + 1, NEVER),
        )

    def change(self, table: ReportColumns, stays: Flags, added: "OpenReports") -> "OpenReports":
        """Return those that stay, and after them the added ones.

        :param table: with the rows of both
        """
        begins = [
            np.concatenate([before[stays], after])
            for before, after in zip(self.begins, added.begins, strict=True)
        ]
        arrays: dict[str, Any] = {
            name: np.concatenate([getattr(self, name)[stays], getattr(added, name)])
            for name in ("rows", "cell", "has_target", "expected", "stopped_at", "response_late")
        }
        changed = OpenReports(**arrays, begins=(begins[0], begins[1], begins[2]))
        if self._order.positions is not None:
            changed._order.positions = changed._order_after(table, self._order.positions, stays)
        return changed

    def running_order(self, table: ReportColumns) -> Numbers:
        """Return the positions of those whose clock runs by deadline, those of equal deadlines by key."""
        if self._order.positions is None:
            running = np.flatnonzero(self.running)
            self._order.positions = running[
                by_time_and_key(table, self.rows[running], self.expected[running])
            ]
        return self._order.positions

    def _order_after(self, table: ReportColumns, order: Numbers, stays: Flags) -> Numbers:
        """Return the order from that of before a change: new ones are put among those of their deadline."""
        places, first = np.cumsum(stays) - 1, int(np.count_nonzero(stays))
        others, new = places[order[stays[order]]], first + np.flatnonzero(self.running[first:])
        if not len(new):
            return others
        new = new[np.argsort(self.expected[new], kind="stable")]
        merged = np.insert(others, np.searchsorted(self.expected[others], self.expected[new]), new)
        expected, deadlines = self.expected[merged], np.unique(self.expected[new])
        starts, ends = (np.searchsorted(expected, deadlines, side) for side in ("left", "right"))
        touched = np.concatenate(list(map(np.arange, starts.tolist(), ends.tolist())))
        chosen = merged[touched]
        merged[touched] = chosen[by_time_and_key(table, self.rows[chosen], self.expected[chosen])]
        return merged

    def judged_at(self, as_of: int) -> Moments:
        """Return the moment at which each is judged: ``as_of``, or when its clock was stopped before."""
        return np.minimum(self.stopped_at, as_of)

    def states(self, as_of: int) -> States:
        """Return the number of each one's state among ``STATES``."""
        moment = self.judged_at(as_of)
        states = np.zeros(len(self.rows), dtype=np.int64)
        for begin in self.begins:
            states += begin <= moment
        states[~self.has_target] = NO_TARGET
        return states

    def left(self, as_of: int) -> Moments:
        """Return the time left, negative past the deadline; ``NEVER`` without one."""
        return np.where(self.has_target, self.expected - self.judged_at(as_of), NEVER)

    @cached_property
    def running(self) -> Flags:
        """Which have a deadline and a clock that is not stopped, now or later."""
        return np.asarray(self.has_target & ~self.stopped, dtype=np.bool_)

    @cached_property
    def stopped(self) -> Flags:
        """Which clocks are stopped, now or later."""
        return np.asarray(self.stopped_at != NEVER, dtype=np.bool_)


def by_time_and_key(table: ReportColumns, rows: Numbers, times: Moments) -> Numbers:
    """Return the order of rows by their times, those of equal times by source and number."""
    number = np.empty(len(rows), dtype=np.int64)
    number[np.argsort(table.service_request_id[rows], kind="stable")] = np.arange(len(rows))
    sources = np.argsort(np.argsort(np.array([*table.source.labels, ""])))
    return np.lexsort((number, sources[table.source.codes[rows]], times))


def _begins(table: ReportColumns, rows: Numbers, expected: Moments) -> tuple[Moments, Moments, Moments]:
    """Return from when on each of three states applies, the later states before the earlier ones."""
    approaching, very_late = table.approaching_at[rows].copy(), table.very_late_at[rows].copy()
    filed, has_target = table.requested_datetime[rows], expected != NO_MOMENT
    for moments, computed in ((approaching, approaching_at), (very_late, very_late_at)):
        missing = np.flatnonzero(has_target & (moments == NO_MOMENT))
        if len(missing):
            pair: tuple[pd.Series, pd.Series] = (from_micros(filed[missing]), from_micros(expected[missing]))
            moments[missing] = to_micros(computed(*pair))
        moments[moments == NO_MOMENT] = NEVER
    late = np.where(has_target, np.minimum(expected + 1, very_late), NEVER)
    return np.minimum(approaching, late), late, very_late
