"""Which reports of a history a query selects, and in which order: a few passes over arrays.

A report is listed with its standing at ``as_of``. What is sensitive is never placed in one kelurahan, and
never found by its words.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

import numpy as np

from data.core.clock.sla import OVERDUE_STATES, SlaState, Verdict
from data.core.columns.assignee_codes import assignee_codes
from data.core.columns.event_columns import NO_ROW, EventColumns, RowNumbers
from data.core.columns.event_states import STATES, is_resolved, state_codes
from data.core.columns.report_columns import NO_CODE, NO_MOMENT, CodedTexts, Flags
from data.core.history.places import NO_AREA, AreaHierarchy
from data.core.moments import DAY
from data.core.report_list.query import Evidence, ReportQuery, ReportState, SortKey, Timeliness

LAST = np.iinfo(np.int64).max
CLOSED_VERDICTS = {
    Timeliness.LATE: Verdict.LATE,
    Timeliness.ON_TIME: Verdict.ON_TIME,
    Timeliness.NO_TARGET: Verdict.NO_TARGET,
}
OPEN_STATES: dict[Timeliness, tuple[SlaState, ...]] = {
    Timeliness.LATE: OVERDUE_STATES,
    Timeliness.VERY_LATE: (SlaState.VERY_LATE,),
    Timeliness.APPROACHING: (SlaState.APPROACHING,),
    Timeliness.ON_TIME: (SlaState.ON_TIME,),
    Timeliness.NO_TARGET: (SlaState.NO_TARGET,),
}


@dataclass(frozen=True)
class ReportListing:
    """All reports of a history at a moment, to be selected from.

    :param rows: of their standings at that moment
    :param as_of: microseconds since 1970
    :param parents: codes of the kecamatan; none in a city of one level
    :param sensitive: codes of categories that are not placed in one kelurahan
    """

    columns: EventColumns
    rows: RowNumbers
    as_of: int
    areas: AreaHierarchy
    parents: frozenset[str]
    sensitive: frozenset[str]

    def having(self, column: CodedTexts, labels: Collection[str]) -> Flags:
        """Return which rows have one of some texts in a column."""
        wanted = [label in labels for label in column.labels] + [False]  # the last is of no text, NO_CODE
        return np.asarray(wanted, dtype=np.bool_)[column.codes[self.rows]]


def listing_at(
    columns: EventColumns,
    as_of: int,
    areas: AreaHierarchy,
    parents: Collection[str],
    sensitive: Collection[str],
) -> ReportListing:
    """Return the reports known at a moment."""
    return ReportListing(
        columns, _last_rows(columns, as_of), as_of, areas, frozenset(parents), frozenset(sensitive)
    )


def _last_rows(columns: EventColumns, as_of: int) -> RowNumbers:
    """Return :meth:`EventColumns.last_at`, without a look at every event's moment where all are before it."""
    following = columns.following
    rows = np.flatnonzero((following == NO_ROW) | (following >= len(columns)))
    if len(rows) and columns.occurred_at[rows].max() <= as_of:
        return rows
    return columns.last_at(as_of)


def select_reports(listing: ReportListing, query: ReportQuery) -> Flags:
    """Return which of the listed reports satisfy everything of a query but its words and stars."""
    chosen = np.ones(len(listing.rows), dtype=np.bool_)
    for is_used, select in _filters(query):
        if is_used:
            chosen &= select(listing, query)
    return chosen


Selector = Callable[[ReportListing, ReportQuery], Flags]


def _filters(query: ReportQuery) -> Sequence[tuple[object, Selector]]:
    return (
        (query.states, _by_state),
        (query.age_from is not None or query.age_to is not None, _by_age),
        (query.categories, lambda one, q: one.having(one.columns.service_code, q.categories)),
        (query.sources, lambda one, q: one.having(one.columns.source, q.sources)),
        (query.areas, lambda one, q: in_areas(one, q.areas)),
        (query.evidence, _by_evidence),
        (query.assignees, _by_assignee),
        (query.timeliness, _by_timeliness),
    )


def _by_state(listing: ReportListing, query: ReportQuery) -> Flags:
    is_open = listing.columns.is_open[listing.rows]
    resolved = is_resolved(listing.columns, listing.rows)
    flags = {
        ReportState.OPEN: is_open,
        ReportState.RESOLVED: resolved,
        ReportState.WITHDRAWN: ~is_open & ~resolved,
    }
    return _any([flags[state] for state in query.states])


def _by_age(listing: ReportListing, query: ReportQuery) -> Flags:
    """Select by whole days since the filing: a report of 3 days and an hour is 3 days old."""
    days = (listing.as_of - listing.columns.requested_datetime[listing.rows]) // DAY
    least = -(1 << 40) if query.age_from is None else query.age_from
    most = 1 << 40 if query.age_to is None else query.age_to
    return np.asarray((days >= least) & (days <= most), dtype=np.bool_)


def in_areas(listing: ReportListing, codes: Collection[str]) -> Flags:
    """Return which reports lie in one of some kelurahan or kecamatan, ``NO_AREA`` for those in none.

    A sensitive report lies in its kecamatan only: a list of one kelurahan would place it.
    """
    column, parent = listing.columns.area_code, listing.areas.parent
    inside = listing.having(column, {label for label in column.labels if {label, parent(label)} & set(codes)})
    in_parent = listing.having(
        column, {label for label in column.labels if parent(label) in listing.parents & set(codes)}
    )
    chosen = np.where(is_sensitive(listing), in_parent, inside)
    nowhere = column.codes[listing.rows] == NO_CODE
    return np.asarray(chosen | (nowhere & (NO_AREA in codes)), dtype=np.bool_)


def is_sensitive(listing: ReportListing) -> Flags:
    """Return which reports are of a category that is not placed in one kelurahan."""
    return listing.having(listing.columns.service_code, listing.sensitive)


def _by_evidence(listing: ReportListing, query: ReportQuery) -> Flags:
    evidence: Flags = listing.columns.evidence[listing.rows]
    return evidence if query.evidence is Evidence.WITH else ~evidence


def open_assignees(listing: ReportListing, parent: str | None = None) -> tuple[str, ...]:
    """Return who has to act on open reports, in alphabetical order.

    :param parent: of this kecamatan only; None: of all
    """
    chosen = listing.columns.is_open[listing.rows]
    if parent is not None:
        chosen = chosen & in_areas(listing, [parent])
    assignees = assignee_codes(listing.columns)
    held = np.unique(assignees.of(listing.columns, listing.rows[chosen]))
    return tuple(sorted(assignees.names[code] for code in held))


def _by_assignee(listing: ReportListing, query: ReportQuery) -> Flags:
    """Select what somebody has to act on now: a closed report has no assignee."""
    assignees = assignee_codes(listing.columns)
    wanted = [position for position, name in enumerate(assignees.names) if name in query.assignees]
    held = np.isin(assignees.of(listing.columns, listing.rows), wanted)
    return np.asarray(held & listing.columns.is_open[listing.rows], dtype=np.bool_)


def _by_timeliness(listing: ReportListing, query: ReportQuery) -> Flags:
    columns, is_open = listing.columns, listing.columns.is_open[listing.rows]
    opened = listing.rows[is_open]
    states, stopped = state_codes(columns, opened, listing.as_of), columns.stopped_at[opened] != NO_MOMENT
    wanted = {state.value for timeliness in query.timeliness for state in OPEN_STATES.get(timeliness, ())}
    chosen = listing.having(columns.verdict, _verdicts(query)) & ~is_open
    chosen[is_open] = np.isin(states, [STATES.index(state) for state in wanted])
    if Timeliness.PAUSED in query.timeliness:
        chosen[is_open] |= stopped
    return chosen


def _verdicts(query: ReportQuery) -> set[str]:
    return {
        CLOSED_VERDICTS[timeliness].value for timeliness in query.timeliness if timeliness in CLOSED_VERDICTS
    }


def _any(flags: Sequence[Flags]) -> Flags:
    return np.asarray(np.logical_or.reduce(flags), dtype=np.bool_)


def report_flags(listing: ReportListing, changes: RowNumbers) -> Flags:
    """Return which reports the events with some change numbers belong to; unknown ones belong to none."""
    columns = listing.columns
    found = np.minimum(np.searchsorted(columns.change, changes), len(columns) - 1)
    found = found[columns.change[found] == changes] if len(columns) else found[:0]
    named = np.zeros(len(columns), dtype=np.bool_)
    named[columns.report[found]] = True
    return np.asarray(named[columns.report[listing.rows]], dtype=np.bool_)


def sorted_rows(
    listing: ReportListing, chosen: Flags, query: ReportQuery, first: int | None = None
) -> RowNumbers:
    """Return the rows of the selected reports in a query's order, ties by change number, the newest first.

    What has no value (no deadline, no area) comes last in both directions.

    :param first: how many are needed, from the beginning; None: all of them
    """
    rows = listing.rows[chosen]
    values, missing = _sort_values(listing, rows, query.sort)
    values = np.where(missing, LAST, -values if query.descending else values)
    if first is not None and first < len(rows):
        candidates = (
            np.flatnonzero(values <= np.partition(values, first - 1)[first - 1]) if first else rows[:0]
        )
        rows, values = rows[candidates], values[candidates]
    return rows[np.lexsort((-listing.columns.change[rows], values))][:first]


def _sort_values(listing: ReportListing, rows: RowNumbers, sort: SortKey) -> tuple[np.ndarray, Flags]:
    columns = listing.columns
    moments = {
        SortKey.FILED: columns.requested_datetime,
        SortKey.DEADLINE: columns.expected_datetime,
        SortKey.CLOSED: columns.closed_datetime,
    }
    if sort in moments:
        values = moments[sort][rows]
        return values, values == NO_MOMENT
    if sort is SortKey.ASSIGNEE:
        assignees = assignee_codes(columns)
        positions = _places(assignees.names)[assignees.of(columns, rows)]
        return positions, ~columns.is_open[rows]
    if sort is SortKey.AREA:
        return _area_places(listing, rows), columns.area_code.codes[rows] == NO_CODE
    texts = columns.service_code if sort is SortKey.CATEGORY else columns.status_description
    return _places((*texts.labels, ""))[texts.codes[rows]], texts.codes[rows] == NO_CODE


def _area_places(listing: ReportListing, rows: RowNumbers) -> np.ndarray:
    """Return the place of each report's area among all; of a sensitive one that of its kecamatan."""
    labels = listing.columns.area_code.labels
    parents = [listing.areas.parent(label) for label in labels]
    places = _places((*labels, "", *parents, ""))
    own, of_parent = places[: len(labels) + 1], places[len(labels) + 1 :]
    codes = listing.columns.area_code.codes[rows]
    service = listing.columns.service_code
    secret = np.isin(service.codes[rows], [service.code(code) for code in listing.sensitive])
    return np.where(secret, of_parent[codes], own[codes])


def _places(labels: Sequence[str]) -> np.ndarray:
    """Return the place of each label among all in order; equal ones share theirs."""
    return np.unique(np.array(labels, dtype=str), return_inverse=True)[1].astype(np.int64)
