"""Stock and flow of a review by columns: the parts of :mod:`data.core.review.stock_flow`."""

from collections.abc import Iterator

import numpy as np

from data.core.columns.event_columns import NO_ROW, RowNumbers
from data.core.columns.report_columns import Flags
from data.core.history.replay import Flow
from data.core.moments import datetime_to_micros
from data.core.report.standing import EventKind
from data.core.review import stock_flow
from data.core.review.column_data import ColumnData, MetricRows
from data.core.review.metric_key import Metric

GAINED = {metric: kind for kind, metric in stock_flow.GAINED.items()}
LOST = {metric: kind for kind, metric in stock_flow.LOST.items()}
FLOW_METRICS = (Metric.OPENING, *GAINED, *LOST, Metric.CLOSING)
WEEK_METRICS = (Metric.WEEK_NEW, Metric.WEEK_CLOSED, Metric.WEEK_OPEN)


def flow_part(data: ColumnData, metric: Metric) -> MetricRows:
    """Return one of the eight parts of the balance, in detail by category."""
    if metric in (Metric.OPENING, Metric.CLOSING):
        return _by_category(data, data.columns.open_at(data.begin if metric is Metric.OPENING else data.end))
    return _by_category(data, data.during, metric)


def _by_category(data: ColumnData, rows: RowNumbers, metric: Metric | None = None) -> MetricRows:
    """Return reports by category: those of a stock, or of the events that are one movement."""
    service = data.columns.service_code
    if metric is None:
        return MetricRows(rows, data.parents_of(rows), service.codes[rows], service.labels)
    moved = rows[_is_movement(data, rows, metric)]
    parent = data.parents_of(moved) if metric in GAINED else data.parents_before(moved)
    return MetricRows(moved, parent, service.codes[moved], service.labels)


def _is_movement(data: ColumnData, rows: RowNumbers, metric: Metric) -> Flags:
    columns, kind = data.columns, (GAINED | LOST)[metric]
    gained, lost = transitions(data, rows)
    return (gained if metric in GAINED else lost) & columns.is_kind(kind, rows)


def transitions(data: ColumnData, rows: RowNumbers) -> tuple[Flags, Flags]:
    """Return which events added a report to the open ones of a kecamatan, and which took one from them."""
    now, before = data.columns.is_open[rows], data.columns.was_open(rows)
    moves = data.parents_of(rows) != data.parents_before(rows)
    return now & (~before | moves), before & (~now | moves)


def week_part(data: ColumnData, metric: Metric) -> MetricRows:
    """Return the reports received or closed in each week, or open at its end; detail: its number."""
    edges = [datetime_to_micros(edge) for edge in stock_flow.week_edges(data.until, data.city.zone)]
    labels = tuple(str(week) for week in range(len(edges) - 1))
    if metric is not Metric.WEEK_OPEN:
        rows = data.columns.within(edges[0], edges[-1])
        part = _by_category(data, rows, Metric.NEW if metric is Metric.WEEK_NEW else Metric.CLOSED)
        week = np.searchsorted(edges, data.columns.occurred_at[part.rows], "left") - 1
        return MetricRows(part.rows, part.parent, week, labels)
    stocks = [data.columns.open_at(edge) for edge in edges[1:]]
    opened: RowNumbers = np.concatenate(stocks).astype(np.int64)
    week = np.repeat(np.arange(len(stocks)), [len(stock) for stock in stocks])
    return MetricRows(opened, data.parents_of(opened), week, labels)


def city_flow(data: ColumnData) -> Flow:
    """Return the flow of the whole city, in which no report moves."""
    columns, rows = data.columns, data.during
    now, before = columns.is_open[rows], columns.was_open(rows)
    counts = {
        metric.value: int(
            ((now & ~before if metric in GAINED else before & ~now) & columns.is_kind(kind, rows)).sum()
        )
        for metric, kind in (GAINED | LOST).items()
    }
    return Flow(opening=len(columns.open_at(data.begin)), closing=len(columns.open_at(data.end)), **counts)


def evidence_of(data: ColumnData, closings: RowNumbers) -> np.ndarray:
    """Return whether each closing had evidence, as :func:`data.core.history.evidence.closing_evidence` does.

    :returns: 1.0 yes, 0.0 no, NaN unknown, as the source has never provided any
    """
    columns = data.columns
    shown = columns.evidence[closings].copy()
    for at, rows in (*_spell_after(data, closings), *_spell_before(data, closings)):
        shown[at] |= columns.evidence[rows] & ~columns.is_open[rows]
    source = columns.source
    provides = np.array([*(label in data.coverage.evidence for label in source.labels), False])
    return np.where(provides[source.codes[closings]], shown, np.nan)


def _spell_after(data: ColumnData, closings: RowNumbers) -> Iterator[tuple[RowNumbers, RowNumbers]]:
    """Yield which closings have a further event before a reopening, and the rows of those events."""
    columns, at, rows = data.columns, np.arange(len(closings)), closings
    while len(at):
        following = columns.following[rows]
        known = (following != NO_ROW) & (following < len(columns))
        at, rows = at[known], following[known]
        same_spell = (columns.occurred_at[rows] <= data.end) & ~columns.is_kind(EventKind.REOPENED, rows)
        at, rows = at[same_spell], rows[same_spell]
        yield at, rows


def _spell_before(data: ColumnData, closings: RowNumbers) -> Iterator[tuple[RowNumbers, RowNumbers]]:
    columns, at, rows = data.columns, np.arange(len(closings)), closings
    while len(at):
        within_spell = ~columns.is_kind(EventKind.REOPENED, rows) & (columns.previous[rows] != NO_ROW)
        at, rows = at[within_spell], columns.previous[rows[within_spell]]
        yield at, rows
