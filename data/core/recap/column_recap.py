"""A recap by columns of events, equal to :func:`data.core.recap.recap.recap` of the same events."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.core.clock.sla import Verdict
from data.core.columns.assignee_codes import assignee_codes
from data.core.columns.event_columns import NO_ROW, EventColumns, RowNumbers
from data.core.columns.event_states import OVERDUE_CODES, is_resolved, state_codes
from data.core.columns.report_columns import Flags, Moments
from data.core.config.city import City
from data.core.moments import datetime_to_micros
from data.core.recap.counts import ENTERING, FLOW, LEAVING, OUTCOME
from data.core.recap.group_by import GroupBy
from data.core.recap.groups import ELSEWHERE, Grouping, grouping, row_names, within_area
from data.core.recap.recap import UNIT_BY_GROUPING, Recap, area_info, assembled_recap
from data.core.recap.spans import TimeSpan, split_span
from data.core.report.standing import EventKind

Codes = NDArray[np.int64]
GroupOf = Callable[[RowNumbers], Codes]  # the group of each event's report after it


@dataclass(frozen=True)
class RecapColumns:
    """What a recap of one span counts, of any area and by any grouping.

    :param columns: all events of every report that has one in the span, was open before it or was closed
        after its beginning
    """

    columns: EventColumns
    span: TimeSpan

    @cached_property
    def begin(self) -> int:
        """The beginning of the span in microseconds."""
        return datetime_to_micros(self.span.after)

    @cached_property
    def end(self) -> int:
        """The end of the span in microseconds."""
        return datetime_to_micros(self.span.until)

    @cached_property
    def during(self) -> RowNumbers:
        """The rows of the events of the span."""
        return self.columns.within(self.begin, self.end)

    @cached_property
    def outcomes(self) -> RowNumbers:
        """The rows of the standings at the end of the reports received or closed in the span."""
        columns = self.columns
        counted = (columns.received_at > self.begin) | (columns.closed_datetime > self.begin)
        rows = np.flatnonzero(counted & (columns.occurred_at <= self.end))
        return rows[columns.overtaken_at(rows) > self.end]

    @cached_property
    def opened(self) -> RowNumbers:
        """The rows of the open standings in effect at the beginning of the span or later."""
        rows = np.flatnonzero(self.columns.is_open & (self.columns.occurred_at <= self.end))
        return rows[self.columns.overtaken_at(rows) > self.begin]

    @cached_property
    def opened_until(self) -> Moments:
        """Until when each of :attr:`opened` was in effect."""
        return self.columns.overtaken_at(self.opened)

    def open_at(self, moment: int) -> RowNumbers:
        """Return the rows of the reports open at a moment of the span or at its beginning."""
        in_effect = (self.columns.occurred_at[self.opened] <= moment) & (self.opened_until > moment)
        return self.opened[in_effect]


def column_recap(
    parts: RecapColumns,
    areas: pd.DataFrame,
    city: City,
    area: str | None = None,
    by: GroupBy = GroupBy.PARENT,
) -> Recap:
    """Return the recap of a span.

    :raises UnknownAreaError: the layer has no such area
    :raises ValueError: more than :data:`data.core.recap.spans.MAX_PARTS` rows by time
    """
    place, span = None if area is None else area_info(areas, area), parts.span
    single = _single_group(parts.columns, areas, area)
    if by in UNIT_BY_GROUPING:
        rows = [
            _counts(parts, ("",), single, part).set_axis([day.isoformat()])
            for day, part in split_span(span, UNIT_BY_GROUPING[by], city.zone)
        ]
        table = pd.concat(rows)
        names: dict[str, str | None] = dict.fromkeys(table.index)
    else:
        group, labels, group_of = _groups(parts.columns, areas, city, by, area)
        table = _counts(parts, labels, group_of, span)
        names = row_names(group, table.index[table.any(axis=1)])
    total = _counts(parts, ("",), single, span)
    return assembled_recap(city, span, place, by, (table, names), total)


def _single_group(columns: EventColumns, areas: pd.DataFrame, area: str | None) -> GroupOf:
    """Return 1 for a report in the area, 0 for one elsewhere."""
    codes = columns.area_code
    labels = pd.Series([*codes.labels, None], dtype="str")
    inside = within_area(pd.DataFrame({"area_code": labels}), areas, area).to_numpy(dtype=np.int64)
    return lambda rows: inside[codes.codes[rows]]


def _groups(
    columns: EventColumns, areas: pd.DataFrame, city: City, by: GroupBy, area: str | None
) -> tuple[Grouping, tuple[str, ...], GroupOf]:
    """Return the groups with their names, and the position of an event's group, from 1, 0 for elsewhere."""
    inside = _single_group(columns, areas, area)
    if by is GroupBy.HOLDER:
        group, group_of = _by_assignee(columns)
    elif by is GroupBy.CATEGORY:
        group, group_of = _by_category(columns, areas, city, area)
    else:
        group, group_of = _by_place(columns, areas, city, by, area)
    codes, labels = pd.factorize(pd.concat([pd.Series([ELSEWHERE]), group.label]).astype("str"))
    positions = codes[1:].astype(np.int64)
    names = tuple(str(label) for label in labels[1:])
    return group, names, lambda rows: np.where(inside(rows) > 0, positions[group_of(rows)], 0)


def _by_place(
    columns: EventColumns, areas: pd.DataFrame, city: City, by: GroupBy, area: str | None
) -> tuple[Grouping, GroupOf]:
    """Group by what an area code and a placement mean together: few pairs, however many events."""
    codes, placements = columns.area_code, columns.placement
    pairs = pd.MultiIndex.from_product([[*codes.labels, None], [*placements.labels, None]])
    table = pd.DataFrame(
        {
            "area_code": pd.Series([code for code, _ in pairs], dtype="str"),
            "placement": pd.Series([placement for _, placement in pairs], dtype="str"),
        }
    )
    width, last = len(placements.labels) + 1, len(codes.labels)

    def pair_of(rows: RowNumbers) -> Codes:
        code, placement = codes.codes[rows], placements.codes[rows]
        return np.where(code < 0, last, code) * width + np.where(placement < 0, width - 1, placement)

    return grouping(table, areas, city, by, area), pair_of


def _by_category(
    columns: EventColumns, areas: pd.DataFrame, city: City, area: str | None
) -> tuple[Grouping, GroupOf]:
    codes = columns.service_code
    table = pd.DataFrame({"service_code": pd.Series(codes.labels, dtype="str")})
    return grouping(table, areas, city, GroupBy.CATEGORY, area), lambda rows: codes.codes[rows].astype(
        np.int64
    )


def _by_assignee(columns: EventColumns) -> tuple[Grouping, GroupOf]:
    """Group by the last assignee: a closed report keeps the one that it had."""
    codes = assignee_codes(columns)

    def last_assignee(rows: RowNumbers) -> Codes:
        assignee = np.zeros(len(rows), dtype=np.int64)  # the kecamatan, if it never had another
        at, row = np.arange(len(rows)), np.asarray(rows)
        while len(at):
            is_open = columns.is_open[row]
            assignee[at[is_open]] = codes.of(columns, row[is_open])
            at, row = at[~is_open], columns.previous[row[~is_open]]
            at, row = at[row != NO_ROW], row[row != NO_ROW]
        return assignee

    return Grouping(pd.Series(codes.names, dtype="str"), {}), last_assignee


def _counts(parts: RecapColumns, labels: tuple[str, ...], group_of: GroupOf, span: TimeSpan) -> pd.DataFrame:
    """Return all counts of a part of the span as :func:`data.core.recap.counts.span_counts` does."""
    after, until = datetime_to_micros(span.after), datetime_to_micros(span.until)
    size = len(labels) + 1
    groups = _GroupCounts(parts.columns, group_of, size)
    columns = {**_outcome(parts, groups, after, until), **_flow(parts, groups, after, until)}
    opened = parts.open_at(until)
    columns["overdue"] = groups.after(
        opened[np.isin(state_codes(parts.columns, opened, until), OVERDUE_CODES)]
    )
    return pd.DataFrame({name: columns[name][1:] for name in (*OUTCOME, *FLOW)}, index=[*labels])


@dataclass(frozen=True)
class _GroupCounts:
    """Counts events by the group of their report, after or before them."""

    columns: EventColumns
    group_of: GroupOf
    size: int

    def after(self, rows: RowNumbers) -> Codes:
        """Count by the group after each event."""
        return np.bincount(self.group_of(rows), minlength=self.size).astype(np.int64)

    def before(self, rows: RowNumbers) -> Codes:
        """Count by the group before each event."""
        return np.bincount(self.groups_before(rows), minlength=self.size).astype(np.int64)

    def groups_before(self, rows: RowNumbers) -> Codes:
        """Return the group before each event; new reports come from elsewhere."""
        before = self.columns.previous[rows]
        return np.where(before == NO_ROW, 0, self.group_of(np.where(before == NO_ROW, 0, before)))


def _outcome(parts: RecapColumns, groups: _GroupCounts, after: int, until: int) -> dict[str, Codes]:
    columns, rows = parts.columns, parts.outcomes
    received = rows[_between(columns.received_at[rows], after, until)]
    resolved = rows[_between(columns.closed_datetime[rows], after, until) & is_resolved(columns, rows)]
    verdict = columns.verdict.codes[resolved]
    return {
        "received": groups.after(received),
        "resolved": groups.after(resolved),
        "resolved_on_time": groups.after(resolved[verdict == columns.verdict.code(Verdict.ON_TIME)]),
        "resolved_late": groups.after(resolved[verdict == columns.verdict.code(Verdict.LATE)]),
    }


def _flow(parts: RecapColumns, groups: _GroupCounts, after: int, until: int) -> dict[str, Codes]:
    columns, rows = parts.columns, parts.during
    rows = rows[_between(columns.occurred_at[rows], after, until)]
    now, before = columns.is_open[rows], columns.was_open(rows)
    moves = groups.group_of(rows) != groups.groups_before(rows)
    gained, lost = rows[now & (~before | moves)], rows[before & (~now | moves)]
    entering, leaving = _is_any(columns, gained, ENTERING), _is_any(columns, lost, LEAVING)
    return {
        "opening": groups.after(parts.open_at(after)),
        "new": groups.after(gained[columns.is_kind(EventKind.RECEIVED, gained)]),
        "reopened": groups.after(gained[columns.is_kind(EventKind.REOPENED, gained)]),
        "moved": groups.after(gained[~entering]) - groups.before(lost[~leaving]),
        "closed": groups.before(lost[columns.is_kind(EventKind.CLOSED, lost)]),
        "withdrawn": groups.before(lost[columns.is_kind(EventKind.WITHDRAWN, lost)]),
        "closing": groups.after(parts.open_at(until)),
    }


def _is_any(columns: EventColumns, rows: RowNumbers, kinds: tuple[EventKind, ...]) -> Flags:
    return np.isin(columns.kind.codes[rows], [columns.kind.code(kind) for kind in kinds])


def _between(moments: Moments, after: int, until: int) -> Flags:
    return (moments > after) & (moments <= until)
