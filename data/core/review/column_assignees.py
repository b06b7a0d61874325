"""The time by assignee of a review by columns: :mod:`data.core.history.assignees` of its period."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.core.columns.assignee_codes import assignee_codes
from data.core.columns.report_columns import Moments
from data.core.review.column_data import ColumnData, MetricRows, Positions

MILLION = 1_000_000


@dataclass(frozen=True)
class AssignmentSpans:
    """The spans of a period in which a report had an assignee, in order of their events."""

    report: NDArray[np.int32]
    parent: Positions
    holder: Positions
    held: Moments  # microseconds
    names: tuple[str, ...]

    @cached_property
    def by_city(self) -> pd.DataFrame:
        """Sum the time by assignee: holder, held, reports."""
        return self._sums(self.holder, ("holder",), (len(self.names),))

    @cached_property
    def by_parent(self) -> pd.DataFrame:
        """Sum the time by parent position and assignee: parent, holder, held, reports."""
        group = self.parent * len(self.names) + self.holder
        return self._sums(group, ("parent", "holder"), (int(self.parent.max(initial=0)) + 1, len(self.names)))

    def _sums(self, group: Positions, names: tuple[str, ...], shape: tuple[int, ...]) -> pd.DataFrame:
        count = int(np.prod(shape))
        pairs = np.unique(group * (int(self.report.max(initial=0)) + 1) + self.report)
        reports = np.bincount(pairs // (int(self.report.max(initial=0)) + 1), minlength=count)
        groups = np.flatnonzero(reports)
        parts: dict[str, Any] = dict(zip(names, np.unravel_index(groups, shape), strict=True))
        parts["holder"] = pd.Series(np.array(self.names, dtype=object)[parts["holder"]], dtype="str")
        held = exact_sums(group, self.held, count)[groups].view("timedelta64[us]")
        return pd.DataFrame({**parts, "held": held, "reports": reports[groups]})


def exact_sums(group: Positions, values: Moments, count: int) -> Moments:
    """Return the sums of values by group, in whole numbers however large they are."""
    high = np.bincount(group, weights=values // MILLION, minlength=count).astype(np.int64)
    low = np.bincount(group, weights=values % MILLION, minlength=count).astype(np.int64)
    return high * MILLION + low


def assignment_spans(data: ColumnData) -> AssignmentSpans:
    """Return the spans of the period in which a report had an assignee."""
    columns, codes = data.columns, assignee_codes(data.columns)
    rows = np.flatnonzero(columns.is_open & (columns.occurred_at < data.end))
    overtaken_at = np.minimum(columns.overtaken[rows], data.end)
    held = overtaken_at - np.maximum(columns.occurred_at[rows], data.begin)
    rows, held = rows[held > 0], held[held > 0]
    return AssignmentSpans(
        columns.report[rows], data.parents_of(rows), codes.of(columns, rows), held, codes.names
    )


def held_part(data: ColumnData, *, by_parent: bool) -> MetricRows:
    """Return the reports of each assignee with their hours, per kecamatan or in the whole city."""
    spans = assignment_spans(data)
    key = spans.report.astype(np.int64) * len(spans.names) + spans.holder
    if by_parent:
        key = key * (len(data.parents) + 1) + spans.parent
    _, first, group = np.unique(key, return_index=True, return_inverse=True)
    order = np.argsort(first, kind="stable")
    held = exact_sums(group, spans.held, len(first))[order]
    first = first[order]
    rows = data.last_at_end[spans.report[first]]
    parent = spans.parent[first] if by_parent else data.parents_of(rows)

    def figures(positions: Positions) -> list[dict[str, Any]]:
        hours = pd.Series(held[positions].view("timedelta64[us]")).dt.total_seconds() / 3600
        return [{"hours": value} for value in hours.round(1)]

    return MetricRows(rows, parent, spans.holder[first], spans.names, figures)
