"""The lists of a review by columns: what they show is read for the listed reports alone."""

from dataclasses import dataclass
from datetime import datetime

import numpy as np
import pandas as pd

from data.core.columns.event_columns import RowNumbers
from data.core.columns.report_columns import NO_MOMENT, Moments
from data.core.config.city import City
from data.core.review.column_data import ColumnData, MetricRows, Positions
from data.core.review.column_parts import metric_part, rows_of_key
from data.core.review.metric_key import MetricKey
from data.core.review.report_rows import TOP_LIMIT, metric_report_rows, most_overdue, oldest_open
from data.core.review.rows import ReportRow

LAST = np.iinfo(np.int64).max  # no deadline: after all others


@dataclass(frozen=True)
class ListedEvents:
    """The events that a list shows, as they are stored."""

    events: pd.DataFrame
    areas: pd.DataFrame
    city: City
    since: datetime
    until: datetime


def list_reports(data: ColumnData, key: MetricKey, start: int, limit: int) -> list[ReportRow]:
    """Return some of the reports behind a number, the earliest deadline first."""
    part = metric_part(data, key.metric)
    positions = rows_of_key(data, part, key)
    first, positions = _around(data, part.rows[positions], positions, start, limit)
    table = pd.DataFrame({"change": data.columns.change[part.rows[positions]]})
    listed = _read(data, table["change"].unique())
    rows = pd.DataFrame(
        {
            "event": listed.events.index.get_indexer(pd.Index(table["change"])),
            "figures": _figures(part, positions),
        }
    )
    plain = ListedEvents(listed.events.reset_index(drop=True), data.areas, data.city, data.since, data.until)
    return metric_report_rows(plain, rows, key, start - first, limit)


def _figures(part: MetricRows, positions: Positions) -> pd.Series:
    values = [None] * len(positions) if part.figures is None else part.figures(positions)
    return pd.Series(values, dtype="object")


def _around(
    data: ColumnData, rows: RowNumbers, positions: Positions, start: int, limit: int
) -> tuple[int, Positions]:
    """Return the positions of a part of the list, and where it begins.

    Reports that were filed and are due at the same time are in order of their keys, which are read later: all
    of them are in the part or none.
    """
    due, filed = _deadlines(data, rows), data.columns.requested_datetime[rows]
    order = np.lexsort((filed, due))
    due, filed = due[order], filed[order]
    if start >= len(order) or limit <= 0:
        return start, positions[:0]
    last = min(start + limit, len(order)) - 1
    first, end = start, last + 1
    while first and (due[first - 1], filed[first - 1]) == (due[start], filed[start]):
        first -= 1
    while end < len(order) and (due[end], filed[end]) == (due[last], filed[last]):
        end += 1
    return first, positions[order[first:end]]


def _deadlines(data: ColumnData, rows: RowNumbers) -> Moments:
    due = data.columns.expected_datetime[rows]
    return np.where(due == NO_MOMENT, LAST, due)


def _read(data: ColumnData, changes: np.ndarray) -> ListedEvents:
    """Return events by their change number."""
    events = data.reader.events(np.sort(changes)).set_index("change", drop=False)
    return ListedEvents(events, data.areas, data.city, data.since, data.until)


def top_oldest(data: ColumnData, opened: RowNumbers) -> list[ReportRow]:
    """Return the open reports that have waited longest.

    :param opened: the rows of those open at the end
    """
    candidates = opened[_smallest(data.columns.requested_datetime[opened])]
    listed = _read(data, data.columns.change[candidates])
    return oldest_open(listed, pd.DataFrame({"event": listed.events.index}))


def top_overdue(data: ColumnData, opened: RowNumbers) -> list[ReportRow]:
    """Return the open reports furthest past their deadline."""
    due, stopped = data.columns.expected_datetime[opened], data.columns.stopped_at[opened]
    judged_at = np.where((stopped != NO_MOMENT) & (stopped <= data.end), stopped, data.end)
    late = np.flatnonzero((due != NO_MOMENT) & (due < judged_at))
    candidates = opened[late[_smallest((due - judged_at)[late])]]
    listed = _read(data, data.columns.change[candidates])
    return most_overdue(listed, pd.DataFrame({"event": listed.events.index}))


def _smallest(values: Moments) -> Positions:
    """Return the positions of the smallest values, with all that are equal to the last of them."""
    if len(values) <= TOP_LIMIT:
        return np.arange(len(values))
    return np.flatnonzero(values <= np.partition(values, TOP_LIMIT - 1)[TOP_LIMIT - 1])
