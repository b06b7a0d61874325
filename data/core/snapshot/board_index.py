"""What the snapshot counts from, kept for all reports and changed by what changes.

Each part is a sum over reports, or one value for each area or parent, so that a report that changes is
taken out and put in again. :meth:`BoardPlan.count` makes all of it anew; a test compares the two.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import pandas as pd

from data.core.clock.sla import Verdict
from data.core.columns.board_reports import BoardReports, RowChange
from data.core.columns.report_columns import NO_MOMENT, CodedTexts, Flags, Numbers, ReportColumns
from data.core.columns.timed_codes import TimedCodes
from data.core.config.city import City
from data.core.history.places import AreaHierarchy
from data.core.moments import hours_of_day
from data.core.ranking.case_counts import CaseCounts
from data.core.ranking.parents import Parents
from data.core.ranking.ranking import Tally
from data.core.ranking.waiting_lists import (
    RESOLVED,
    WAITING,
    WITHDRAWN,
    Outcomes,
    WaitingLists,
    change_lists,
    count_lists,
)
from data.core.report.uncertainty import DAY_BASIS
from data.core.snapshot.alerts import AreaNames
from data.core.snapshot.area_centres import AreaCentres, change_centres, count_centres
from data.core.snapshot.lists import NameLookup
from data.core.snapshot.open_columns import NEVER, OpenReports
from data.core.snapshot.ready_rows import ReadyRows
from data.core.snapshot.recent_events import EventRows
from data.core.status import WITHDRAWN_STATUSES, Status

SPARE_CATEGORIES = 16  # new ones before all is counted anew
OTHER_VERDICT, ON_TIME, LATE, NOT_JUDGED = 0, 1, 2, 3  # the last one: withdrawn
OUTCOMES = 8  # codes of a closing: four verdicts, each with and without evidence
HOURS = 24


@dataclass(frozen=True)
class BoardIndex:
    """Counts and lists of all reports; a cell is an area with a category, ``stride`` cells to an area.

    :param received: code 0 at ``received_at``
    :param closings: cell, verdict and evidence at ``closed_datetime``, resolved and withdrawn ones
    :param filings: cell and hour of the city's day at ``requested_datetime``, of reports with area and point
        without sensitive ones
    :param located: how many of those each category has
    :param waits: by parent
    :param centres: of those same reports, by area
    :param ready: rows of lists that were made for earlier moments
    """

    stride: int
    opened: OpenReports
    received: TimedCodes
    closings: TimedCodes
    filings: TimedCodes
    located: Numbers
    waits: tuple[WaitingLists, ...]
    centres: AreaCentres
    ready: ReadyRows


class AreaPlace(NamedTuple):
    """An area of the layer."""

    code: str
    name: str
    parent: str


class BoardPlan:
    """How the index follows from reports in one area layer of one city."""

    def __init__(self, areas: pd.DataFrame, city: City) -> None:
        """:param areas: ``AREA_COLUMNS``"""
        self.areas, self.city = areas, city
        self.event_rows: EventRows = {}
        self._previous: tuple[CaseCounts, Tally] | None = None
        self.parents, self.names = Parents(areas), NameLookup(city, areas)
        self.area_names = AreaNames.of(areas)
        columns = [areas[name].tolist() for name in AreaPlace._fields]
        self.places = [AreaPlace(*row) for row in zip(*columns, strict=True)]

    def previous_tally(self, cases: CaseCounts, count: Callable[[CaseCounts, "BoardPlan"], Tally]) -> Tally:
        """Return the tally of the previous period; the last one is kept, as its cases last for a day."""
        recent = self._previous
        if recent is None or recent[0] is not cases:
            recent = self._previous = (cases, count(cases, self))
        return recent[1]

    def count(self, reports: BoardReports) -> BoardIndex:
        """Return the index of all current reports."""
        table = reports.table
        parts = _RowParts(self, table, reports.rows, len(table.service_code.labels) + SPARE_CATEGORIES)
        located = parts.located_rows()
        return BoardIndex(
            stride=parts.stride,
            opened=OpenReports.of(table, *parts.open_rows()),
            received=TimedCodes.of(*parts.received()),
            closings=TimedCodes.of(*parts.closings()),
            filings=TimedCodes.of(*parts.filings()),
            located=np.bincount(table.service_code.codes[located] + 1, minlength=parts.stride),
            waits=count_lists(parts.outcomes(), len(self.parents)),
            centres=count_centres(table, located),
            ready=ReadyRows(),
        )

    def change(self, value: BoardIndex, reports: BoardReports, change: RowChange) -> BoardIndex:
        """Return the index after a change of rows."""
        table = reports.table
        if len(table.service_code.labels) >= value.stride:
            return self.count(reports)
        added, removed = (
            _RowParts(self, table, rows, value.stride) for rows in (change.added, change.removed)
        )
        return BoardIndex(
            stride=value.stride,
            opened=_changed_open(value.opened, reports, added, removed),
            received=value.received.change(added.received(), removed.received()),
            closings=value.closings.change(added.closings(), removed.closings()),
            filings=value.filings.change(added.filings(), removed.filings()),
            located=value.located + added.count_located() - removed.count_located(),
            waits=change_lists(value.waits, removed.outcomes(), added.outcomes()),
            centres=change_centres(value.centres, table, removed.located_rows(), added.located_rows()),
            ready=value.ready,
        )

    def parent_positions(self, codes: CodedTexts) -> Numbers:
        """Return the position of each row's parent, -1 outside every parent."""
        return self._positions(codes.labels)[codes.codes]

    @lru_cache(maxsize=8)  # noqa: B019 - a plan is one of few
    def _positions(self, labels: tuple[str, ...]) -> Numbers:
        return self.parents.positions_of(pd.Series([*labels, None], dtype=object))

    @lru_cache(maxsize=8)  # noqa: B019 - a plan is one of few
    def parent_codes(self, labels: tuple[str, ...]) -> tuple[str, ...]:
        """Return the parent of each area, also one that the layer does not have; empty for none."""
        hierarchy = AreaHierarchy(self.areas)
        return tuple(hierarchy.parent(label) for label in labels)

    @lru_cache(maxsize=8)  # noqa: B019 - a plan is one of few
    def _sensitive(self, labels: tuple[str, ...]) -> Flags:
        return np.array([*map(self.city.is_sensitive, labels), False], dtype=np.bool_)

    def sensitive(self, codes: CodedTexts) -> Flags:
        """Return which rows are of a sensitive category."""
        return self._sensitive(codes.labels)[codes.codes]


class _RowParts:
    """What some rows are to each part of the index."""

    def __init__(self, plan: BoardPlan, table: ReportColumns, rows: Numbers, stride: int) -> None:
        self._plan, self._table, self._rows, self.stride = plan, table, rows, stride
        self._is_open = table.status.codes[rows] == table.status.code(Status.OPEN)
        self._is_closed = table.status.codes[rows] == table.status.code(Status.CLOSED)
        self._is_withdrawn = _is_any(table.status_description[rows], WITHDRAWN_STATUSES)
        self._located = self._is_located()

    def open_rows(self) -> tuple[Numbers, Numbers]:
        """Return the open rows and their cells."""
        rows = self._rows[self._is_open]
        return rows, self._cells(rows)

    def received(self) -> tuple[Numbers, Numbers]:
        received_at = self._table.received_at[self._rows]
        return received_at, np.zeros_like(received_at)

    def closings(self) -> tuple[Numbers, Numbers]:
        table, rows = self._table, self._rows[self._is_closed]
        codes = table.verdict.codes[rows]
        verdict = np.full(len(rows), OTHER_VERDICT, dtype=np.int64)
        verdict[codes == table.verdict.code(Verdict.ON_TIME)] = ON_TIME
        verdict[codes == table.verdict.code(Verdict.LATE)] = LATE
        verdict[self._is_withdrawn[self._is_closed]] = NOT_JUDGED
        code = self._cells(rows) * OUTCOMES + verdict * 2 + table.evidence[rows]
        return table.closed_datetime[rows], code

    def filings(self) -> tuple[Numbers, Numbers]:
        rows = self.located_rows()
        filed = self._table.requested_datetime[rows]
        return filed, self._cells(rows) * HOURS + hours_of_day(filed, self._plan.city.zone)

    def located_rows(self) -> Numbers:
        return self._rows[self._located]

    def count_located(self) -> Numbers:
        codes = self._table.service_code.codes[self.located_rows()]
        return np.bincount(codes + 1, minlength=self.stride)

    def outcomes(self) -> Outcomes:
        table, rows = self._table, self._rows
        outcome = np.full(len(rows), -1, dtype=np.int64)
        outcome[self._is_open] = WAITING
        outcome[self._is_closed] = np.where(self._is_withdrawn[self._is_closed], WITHDRAWN, RESOLVED)
        position = self._plan.parent_positions(table.area_code[rows])
        is_day = table.closed_basis.codes[rows] == table.closed_basis.code(DAY_BASIS)
        return Outcomes(table, rows, position, outcome, is_day)

    def _is_located(self) -> Flags:
        table, rows = self._table, self._rows
        area = table.area_code.codes[rows]
        has_area = (area >= 0) & (area != table.area_code.code(""))
        has_point = ~np.isnan(table.lat[rows]) & (table.requested_datetime[rows] != NO_MOMENT)
        return np.asarray(has_area & has_point & ~self._plan.sensitive(table.service_code[rows]))

    def _cells(self, rows: Numbers) -> Numbers:
        area = self._table.area_code.codes[rows].astype(np.int64) + 1
        return area * self.stride + self._table.service_code.codes[rows] + 1


def _is_any(column: CodedTexts, labels: frozenset[str]) -> Flags:
    return np.isin(column.codes, [column.code(label) for label in sorted(labels)])


def _changed_open(
    opened: OpenReports, reports: BoardReports, added: _RowParts, removed: _RowParts
) -> OpenReports:
    """Return the open reports after a change; the same ones if none of them is among the rows."""
    new_rows, new_cells = added.open_rows()
    gone, _ = removed.open_rows()
    if not len(new_rows) and not len(gone):
        return opened
    stays = reports.current[opened.rows]
    return opened.change(reports.table, stays, OpenReports.of(reports.table, new_rows, new_cells))


def closed_after(reports: BoardReports, as_of: int) -> Numbers:
    """Return the current rows that were closed after a moment."""
    return np.flatnonzero((reports.table.closed_datetime > as_of) & reports.current)


def waits_at(
    plan: BoardPlan, index: BoardIndex, reports: BoardReports, as_of: int
) -> tuple[WaitingLists, ...]:
    """Return the waits at a moment: a closing dated after it has not happened, the report still waits."""
    if not index.closings.count(as_of, NEVER):
        return index.waits
    parts = _RowParts(plan, reports.table, closed_after(reports, as_of), index.stride)
    closed, waiting = parts.outcomes(), parts.outcomes()
    waiting.outcome = np.where(closed.position < 0, -1, WAITING)
    waiting.wait = -reports.table.requested_datetime[closed.rows]
    return change_lists(index.waits, closed, waiting)


def centres_at(index: BoardIndex, reports: BoardReports, plan: BoardPlan, as_of: int) -> AreaCentres:
    """Return the centres of the reports filed up to a moment."""
    if not index.filings.count(as_of, NEVER):
        return index.centres
    later = np.flatnonzero((reports.table.requested_datetime > as_of) & reports.current)
    parts = _RowParts(plan, reports.table, later, index.stride)
    return change_centres(index.centres, reports.table, parts.located_rows(), np.arange(0))
