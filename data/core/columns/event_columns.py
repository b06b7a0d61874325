"""Events as arrays: one row per event, each with the rows of its report's events before and after it.

What a period needs of its history is then a few passes over arrays: which events lie in it, what was before
each, and which standings were in effect at its ends. A frame of the same events takes a hundred times as
long.
"""

from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.core.columns.report_columns import CodedTexts, Degrees, Flags, Moments, Numbers

NO_ROW = -1
FOREVER = int(np.iinfo(np.int64).max)

Rows = NDArray[np.int32]  # row numbers, NO_ROW where there is none
RowNumbers = NDArray[np.int32] | NDArray[np.int64]


@dataclass(frozen=True)
class EventColumns:
    """All events of some reports in order of ``change``; never written to once they are shared.

    :param previous: the row of the same report's event before, ``NO_ROW`` for its first
    :param following: the row of the one after; of a row beyond these columns nothing is known
    :param report: the row of the report's first event, which identifies it
    """

    change: Numbers
    previous: Rows
    following: Rows
    report: Rows
    kind: CodedTexts
    source: CodedTexts
    service_code: CodedTexts
    status_description: CodedTexts
    agency_responsible: CodedTexts
    closed_basis: CodedTexts
    area_code: CodedTexts
    placement: CodedTexts
    verdict: CodedTexts
    is_open: Flags
    evidence: Flags
    occurred_at: Moments
    requested_datetime: Moments
    expected_datetime: Moments
    closed_datetime: Moments
    received_at: Moments
    approaching_at: Moments
    very_late_at: Moments
    stopped_at: Moments
    response_expected_datetime: Moments
    responded_at: Moments
    expected_basis: CodedTexts
    lat: Degrees
    long: Degrees
    reopened: NDArray[np.int32]
    provisional: Flags

    def __len__(self) -> int:
        return len(self.change)

    def up_to(self, change: int) -> "EventColumns":
        """Return the events as they were known at a change number; nothing is copied."""
        count = int(np.searchsorted(self.change, change, "right"))
        rows = slice(count)
        return EventColumns(
            **{item.name: _first_rows(getattr(self, item.name), rows) for item in fields(self)}
        )

    def within(self, after: int, until: int) -> RowNumbers:
        """Return the rows of the events in (``after``, ``until``]."""
        return np.flatnonzero((self.occurred_at > after) & (self.occurred_at <= until))

    def last_at(self, moment: int) -> RowNumbers:
        """Return the row of each report's last event up to a moment, which has its standing then."""
        return np.flatnonzero((self.occurred_at <= moment) & (self.overtaken > moment))

    def open_at(self, moment: int) -> RowNumbers:
        """Return the rows of the standings of the reports open at a moment."""
        return np.flatnonzero(self.is_open & (self.occurred_at <= moment) & (self.overtaken > moment))

    @cached_property
    def overtaken(self) -> Moments:
        """When each report's next event occurred: :meth:`overtaken_at` of all rows, for many questions."""
        return self.overtaken_at(np.arange(len(self), dtype=np.int32))

    def overtaken_at(self, rows: RowNumbers) -> Moments:
        """Return when the same report's next event occurred, ``FOREVER`` where there is none."""
        following = self.following[rows]
        known = (following != NO_ROW) & (following < len(self))
        return np.where(known, self.occurred_at[np.where(known, following, 0)], FOREVER)

    def is_kind(self, kind: str, rows: RowNumbers) -> Flags:
        """Return which events are of a kind."""
        return np.asarray(self.kind.codes[rows] == self.kind.code(kind), dtype=np.bool_)

    def has_status(self, status: str, rows: RowNumbers) -> Flags:
        """Return which events left their report with a status description."""
        return np.asarray(
            self.status_description.codes[rows] == self.status_description.code(status), dtype=np.bool_
        )

    def was_open(self, rows: RowNumbers) -> Flags:
        """Return which reports were open before each event."""
        before = self.previous[rows]
        return np.asarray((before != NO_ROW) & self.is_open[before], dtype=np.bool_)


def _first_rows(column: Any, rows: slice) -> Any:
    return CodedTexts(column.codes[rows], column.labels) if isinstance(column, CodedTexts) else column[rows]


def first_rows_of_reports(previous: Rows) -> Rows:
    """Return the row of each event's report's first event.

    :param previous: of each row, as in :class:`EventColumns`
    """
    rows = np.where(previous == NO_ROW, np.arange(len(previous), dtype=np.int32), previous)
    while not np.array_equal(further := rows[rows], rows):
        rows = further
    return rows


def following_rows(previous: Rows) -> Rows:
    """Return the row after each event of the same report."""
    following = np.full(len(previous), NO_ROW, dtype=np.int32)
    has_previous = np.flatnonzero(previous != NO_ROW)
    following[previous[has_previous]] = has_previous
    return following


def earlier_rows(previous: Rows, rows: RowNumbers) -> RowNumbers:
    """Return the rows of all earlier events of some events' reports, each once."""
    found: list[RowNumbers] = [np.arange(0)]
    while len(rows):
        rows = previous[rows]
        rows = rows[rows != NO_ROW]
        found.append(rows)
    return np.unique(np.concatenate(found))
