"""The reports of the board, changed a few at a time.

A change costs what it changes, not what the board holds: rows are only added, a mask tells which are current,
and what was computed from all of them (:class:`Derivation`) is changed by what was added and removed. A value
never changes once it is made, so that any thread may read it; one thread at a time merges.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, Protocol, TypeVar, cast

import numpy as np

from data.core.columns.column_buffer import ColumnBuffer, with_labels_of
from data.core.columns.key_index import NO_ROW, KeyIndex, without_repeated
from data.core.columns.report_columns import NO_MOMENT, Flags, Numbers, ReportColumns
from data.core.moments import datetime_to_micros
from data.core.status import Status

MOST_SUPERSEDED = 0.25  # of the rows, before those that are not current are dropped
NEVER = int(np.iinfo(np.int64).max)
FEW_ROWS = 1_000  # of which they may be more

Value = TypeVar("Value")


class Derivation(Protocol[Value]):
    """How a value follows from reports, and from that of the reports before a change."""

    def count(self, reports: "BoardReports") -> Value:
        """Return the value of all current reports."""

    def change(self, value: Value, reports: "BoardReports", change: "RowChange") -> Value:
        """Return the value of ``reports`` from that of the reports before the change."""


@dataclass(frozen=True)
class RowChange:
    """Row numbers of ``table``, each once: current no more, and current since."""

    removed: Numbers
    added: Numbers

    def then(self, later: "RowChange") -> "RowChange":
        """Return both changes as one."""
        added = np.setdiff1d(self.added, later.removed, assume_unique=True)
        removed = np.setdiff1d(later.removed, self.added, assume_unique=True)
        return RowChange(np.r_[self.removed, removed], np.r_[added, later.added])


@dataclass(frozen=True)
class Endings:
    """When the rows of the first part of a table are active no more, unless they are the very first.

    :param moments: in order; open reports have none
    """

    length: int
    moments: Numbers
    rows: Numbers

    @classmethod
    def of(cls, table: ReportColumns) -> "Endings":
        """Return the endings of all rows of a table."""
        rows = np.flatnonzero(table.status.codes != table.status.code(Status.OPEN))
        moments = _ending(table, rows)
        order = np.argsort(moments, kind="stable")
        return cls(len(table), moments[order], rows[order])

    def before(self, table: ReportColumns, since: int) -> Numbers:
        """Return the rows of a table, which may be longer, that ended before a moment."""
        known = self.rows[: int(np.searchsorted(self.moments, since))]
        later = np.arange(self.length, len(table))
        later = later[table.status.codes[later] != table.status.code(Status.OPEN)]
        return np.concatenate([known, later[_ending(table, later) < since]])


def _ending(table: ReportColumns, rows: Numbers) -> Numbers:
    return np.maximum(table.received_at[rows], table.closed_datetime[rows])


class BoardReports:
    """Current reports, one row each, in order of ``change``.

    :ivar table: every row held, those that are not current included
    :ivar current: which rows of ``table`` are
    """

    def __init__(
        self,
        table: ReportColumns,
        current: Flags,
        keys: KeyIndex,
        buffer: ColumnBuffer,
        origin: "tuple[BoardReports, RowChange] | None" = None,
    ) -> None:
        """Use :meth:`of`.

        :param origin: reports with derived values, and the change since
        """
        self.table, self.current = table, current
        self._keys, self._buffer, self._origin = keys, buffer, origin
        self._derived: dict[Any, Any] = {}
        self._endings: Endings | None = None

    @classmethod
    def of(cls, columns: ReportColumns) -> "BoardReports":
        """Return reports with one row for each ``(source, service_request_id)``."""
        current = np.ones(len(columns), dtype=np.bool_)
        return cls(columns, current, KeyIndex.of(columns), ColumnBuffer(columns))

    def __len__(self) -> int:
        return len(self.rows)

    @cached_property
    def rows(self) -> Numbers:
        """The numbers of the current rows of ``table``."""
        return np.flatnonzero(self.current)

    @cached_property
    def columns(self) -> ReportColumns:
        """The current reports without the other rows; a copy of everything, for a caller that needs it."""
        return self.table if self.current.all() else self.table.select(self.current)

    @cached_property
    def first_received(self) -> int | None:
        """When the first of the reports was received; None without a report."""
        received_at = self.table.received_at
        first = int(np.min(received_at, where=self.current & (received_at != NO_MOMENT), initial=NEVER))
        return None if first == NEVER else first

    def merge(self, changed: ReportColumns) -> "BoardReports":
        """Return these reports with the rows of ``changed`` in place of those of the same reports.

        :param changed: in order of change, all of them later than any here; its labels may differ from ours
        """
        if not len(changed):
            return self
        rows = without_repeated(with_labels_of(changed, self.table))
        positions, first = self._keys.find(self.table, rows), len(self.table)
        earlier = self._keys.rows[positions[positions != NO_ROW]]
        removed = earlier[self.current[earlier]]
        buffer, table = self._buffer.append(self.table, rows)
        current = np.concatenate([self.current, np.ones(len(rows), dtype=np.bool_)])
        current[removed] = False
        keys = self._keys.replace(positions, rows, first)
        change = RowChange(removed, np.arange(first, len(table)))
        return self._next(table, current, keys, buffer, self._origin_of_next(change), removed)

    def active_since(self, since: datetime) -> "BoardReports":
        """Return the open reports, those received or closed since then, and the very first one.

        As :func:`data.store.reports.active_since` does; the same value if all of them are.
        """
        removed = self._inactive(datetime_to_micros(since))
        if not len(removed):
            return self
        current = self.current.copy()
        current[removed] = False
        origin = self._origin_of_next(RowChange(removed, np.arange(0)))
        return self._next(self.table, current, self._keys, self._buffer, origin, removed)

    def select(self, rows: Flags) -> "BoardReports":
        """Return those of the current reports that a mask of ``table`` selects."""
        return BoardReports.of(self.table.select(np.flatnonzero(rows & self.current)))

    def derive(self, derivation: Derivation[Value]) -> Value:
        """Return what follows from these reports, from what followed before their change if that is there."""
        if derivation not in self._derived:
            self._derived[derivation] = self._derive(derivation)
            self._origin = None
        return cast(Value, self._derived[derivation])

    def _derive(self, derivation: Derivation[Value]) -> Value:
        origin = self._origin  # read once: another thread may derive the same value
        if origin and derivation in origin[0]._derived:
            return derivation.change(origin[0]._derived[derivation], self, origin[1])
        return derivation.count(self)

    def _origin_of_next(self, change: RowChange) -> "tuple[BoardReports, RowChange] | None":
        """Return the origin of the reports after a change: these, or where these come from."""
        if self._derived:
            return self, change
        origin = self._origin
        return (origin[0], origin[1].then(change)) if origin else None

    def _compact(self) -> "BoardReports":
        superseded = len(self.table) - np.count_nonzero(self.current)
        many = superseded > max(FEW_ROWS, MOST_SUPERSEDED * len(self.table))
        return BoardReports.of(self.columns) if many else self

    def _next(
        self,
        table: ReportColumns,
        current: Flags,
        keys: KeyIndex,
        buffer: ColumnBuffer,
        origin: "tuple[BoardReports, RowChange] | None",
        removed: Numbers,
    ) -> "BoardReports":
        """Return these reports after a change, with what is known of them and stays the same."""
        changed = BoardReports(table, current, keys, buffer, origin)
        changed._endings = self._endings
        first = self.__dict__.get("first_received")
        if first is not None and not (self.table.received_at[removed] == first).any():
            received_at = table.received_at[len(self.table) :]
            changed.first_received = int(np.min(received_at, where=received_at != NO_MOMENT, initial=first))
        return changed._compact()

    def _inactive(self, since: int) -> Numbers:
        """Return the current rows that are no longer active, in order."""
        table = self.table
        if self._endings is None:
            self._endings = Endings.of(table)
        rows = self._endings.before(table, since)
        rows = rows[self.current[rows]]
        return np.sort(rows[table.received_at[rows] != self.first_received])
