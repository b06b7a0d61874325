"""The reports behind every number of a review by columns, and how many there are."""

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
import pandas as pd

from data.core.history.plain_values import plain_rows
from data.core.review.column_assignees import held_part
from data.core.review.column_data import ColumnData, MetricRows, Positions
from data.core.review.column_flow import FLOW_METRICS, WEEK_METRICS, evidence_of, flow_part, week_part
from data.core.review.column_indicators import all_indicator_tables
from data.core.review.column_standings import age_part, judged_part, state_part
from data.core.review.drilldown import EVIDENCE_LABELS
from data.core.review.metric_key import Metric, MetricKey

EVIDENCE_DETAILS = (*EVIDENCE_LABELS.values(), "unknown")
IndicatorTables = dict[str, pd.DataFrame]


def metric_part(data: ColumnData, metric: Metric, tables: IndicatorTables | None = None) -> MetricRows:
    """Return the reports of a metric.

    :param tables: the indicators, if they are known already
    """
    if metric in FLOW_METRICS:
        return flow_part(data, metric)
    if metric in WEEK_METRICS:
        return week_part(data, metric)
    if metric in (Metric.JUDGED, Metric.JUDGED_BEFORE):
        return judged_part(data, data.until if metric is Metric.JUDGED else data.since)
    if metric in (Metric.HELD, Metric.HELD_CITY):
        return held_part(data, by_parent=metric is Metric.HELD)
    if metric is Metric.SIGN:
        return _indicator_part(data, dict(all_indicator_tables(data)) if tables is None else tables)
    return {Metric.STATE: state_part, Metric.AGE: age_part, Metric.EVIDENCE: _evidence_part}[metric](data)


def _evidence_part(data: ColumnData) -> MetricRows:
    closed = flow_part(data, Metric.CLOSED)
    evidence = evidence_of(data, closed.rows)
    values = [*EVIDENCE_LABELS]
    detail = np.select([evidence == value for value in values], range(len(values)), len(values))
    return MetricRows(closed.rows, closed.parent, detail, EVIDENCE_DETAILS)


def _indicator_part(data: ColumnData, tables: IndicatorTables) -> MetricRows:
    """Return each report once per indicator, with its last figures."""
    last = [_last_of_each_report(data, table) for table in tables.values()]
    events = np.concatenate([table["row"].to_numpy() for table in last]).astype(np.int64)
    rows = data.last_at_end[data.columns.report[events]]
    detail = np.repeat(np.arange(len(last)), [len(table) for table in last])
    starts = np.cumsum([0, *(len(table) for table in last)])

    def figures(positions: Positions) -> list[dict[str, Any]]:
        chosen = [(detail[position], position - starts[detail[position]]) for position in positions]
        return [indicator_figures(last[number].iloc[[row]])[0] for number, row in chosen]

    return MetricRows(rows, data.parents_of(rows), detail, tuple(tables), figures)


def _last_of_each_report(data: ColumnData, table: pd.DataFrame) -> pd.DataFrame:
    report = pd.Series(data.columns.report[table["row"].to_numpy(dtype=np.int64)])
    return table[~report.duplicated(keep="last").to_numpy()]


def indicator_figures(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the figures of an indicator's reports as plain values, without what says where they lie."""
    return plain_rows(table.drop(columns=["row", "parent"], errors="ignore"))


def counts_by_metric_key(
    data: ColumnData, tables: IndicatorTables, metrics: Iterable[Metric] = Metric
) -> dict[str, int]:
    """Return the number of reports by metric key, without zeros: the numbers that the screen shows."""
    counts: dict[str, int] = {}
    for metric in metrics:
        for key, count in _counts(data, metric, metric_part(data, metric, tables)):
            counts[str(key)] = count
    return counts


def _counts(data: ColumnData, metric: Metric, part: MetricRows) -> Iterator[tuple[MetricKey, int]]:
    width = len(part.labels)
    size = (len(data.parents) + 1) * width
    table = np.bincount(part.parent * width + part.detail, minlength=size).reshape(-1, max(width, 1))
    yield from _nonzero(MetricKey(metric), int(table.sum()))
    for parent, count in enumerate(table.sum(axis=1).tolist()):
        yield from _nonzero(MetricKey(metric, data.parent_code(parent)), count)
    for detail, count in enumerate(table.sum(axis=0).tolist()):
        yield from _nonzero(MetricKey(metric, None, part.labels[detail]), count) if width else ()
    for parent, detail in np.argwhere(table).tolist():
        yield MetricKey(metric, data.parent_code(parent), part.labels[detail]), int(table[parent, detail])


def _nonzero(key: MetricKey, count: int) -> Iterator[tuple[MetricKey, int]]:
    if count:
        yield key, count


def rows_of_key(data: ColumnData, part: MetricRows, key: MetricKey) -> Positions:
    """Return the positions of a metric's reports that a number counts."""
    chosen = np.ones(len(part.rows), dtype=np.bool_)
    if key.parent is not None:
        codes = [data.parent_code(number) for number in range(len(data.parents) + 1)]
        chosen &= part.parent == (codes.index(key.parent) if key.parent in codes else -1)
    if key.detail is not None:
        chosen &= part.detail == (part.labels.index(key.detail) if key.detail in part.labels else -1)
    return np.flatnonzero(chosen)
