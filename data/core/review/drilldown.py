"""The reports behind every number of the review: the rows that are counted are the rows that are listed.

One long table has a row for each report in each metric: ``figure, parent, detail``, the index of the event
that represents the report there, and ``figures``, why it belongs there (hours held, minutes to closing).
A number is the count of the rows of its metric key; the list is those rows.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from data.core.history import assignees
from data.core.history.counts import open_reports
from data.core.history.evidence import closing_evidence
from data.core.history.facts import KEY
from data.core.history.places import parents_of
from data.core.review.metric_key import Metric, MetricKey
from data.core.review.review import Review, with_known_evidence
from data.core.review.review_data import ReviewData
from data.core.review.stock_flow import MetricPart, flow_parts, week_edges, week_parts

AGE_LIMITS_DAYS = (1, 3, 7, 30, 90)  # days; the bands are up to each, and beyond the last
AGE_BANDS = tuple(str(number) for number in range(len(AGE_LIMITS_DAYS) + 1))
EVIDENCE_LABELS = {1.0: "with", 0.0: "without"}
COLUMNS = ("figure", "parent", "detail", "event", "figures")


def drilldown_table(review_data: ReviewData, review: Review) -> pd.DataFrame:
    """Return the long table, ``COLUMNS``.

    :param review: of the same events and moments: its indicators are shown
    """
    return pd.concat(
        [_drilldown_rows(metric, table) for metric, table in _metric_parts(review_data, review)],
        ignore_index=True,
    )


def _metric_parts(review_data: ReviewData, review: Review) -> Iterator[MetricPart]:
    flow = dict(flow_parts(review_data.transitions, review_data.since, review_data.until))
    yield from flow.items()
    yield from week_parts(review_data.transitions, week_edges(review_data.until, review_data.city.zone))
    yield from _open_at_end(review_data, flow[Metric.CLOSING])
    yield Metric.JUDGED, review_data.rate_cases(review_data.until)
    yield Metric.JUDGED_BEFORE, review_data.rate_cases(review_data.since)
    yield Metric.EVIDENCE, _evidence(review_data, flow[Metric.CLOSED])
    yield Metric.SIGN, _indicator_rows(review_data, review)
    yield from _time_held(review_data)


def _drilldown_rows(metric: Metric, table: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "figure": metric.value,
            "parent": table["parent"].astype("str"),
            "detail": table["detail"].astype("str"),
            "event": table.get("event", table.index),
            "figures": table.get("figures"),
        }
    ).astype({"figures": "object"})


def _open_at_end(review_data: ReviewData, stock: pd.DataFrame) -> Iterator[MetricPart]:
    """Yield the reports open at the end by SLA state and by age."""
    opened = open_reports(review_data.events.loc[stock.index], review_data.until)
    yield Metric.STATE, stock.assign(detail=opened["state"])
    days = (pd.Timestamp(review_data.until) - opened["requested_datetime"]).dt.total_seconds() / 86_400
    yield Metric.AGE, stock.assign(detail=np.searchsorted(AGE_LIMITS_DAYS, days, side="left").astype(str))


def _evidence(review_data: ReviewData, closed: pd.DataFrame) -> pd.DataFrame:
    evidence = closing_evidence(
        with_known_evidence(review_data.period_events, review_data.coverage), review_data.until
    ).loc[closed.index]
    return closed.assign(detail=evidence.map(EVIDENCE_LABELS).fillna("unknown"))


def _indicator_rows(review_data: ReviewData, review: Review) -> pd.DataFrame:
    """Return each report once per indicator, as the review counts it, with its last figures."""
    rows = [
        {
            "source": report["source"],
            "service_request_id": report["service_request_id"],
            "detail": indicator["sign"],
            "figures": {"at": report["at"], **report["figures"]},
        }
        for indicator in review.signs
        for report in indicator["reports"]
    ]
    table = pd.DataFrame(rows, columns=[*KEY, "detail", "figures"])
    table = table.drop_duplicates([*KEY, "detail"], keep="last")
    return _with_event_and_parent(review_data, table)


def _time_held(review_data: ReviewData) -> Iterator[MetricPart]:
    """Yield the time by assignee, per kecamatan and for the city, where a report that moved counts once."""
    assignments = assignees.assignment_spans(review_data.period_events, review_data.since, review_data.until)
    assignments = assignments.assign(parent=parents_of(assignments["area_code"], review_data.areas))
    yield (
        Metric.HELD,
        _with_event_and_parent(review_data, _hours_held(assignments, [*KEY, "parent", "holder"])),
    )
    yield Metric.HELD_CITY, _with_event_and_parent(review_data, _hours_held(assignments, [*KEY, "holder"]))


def _hours_held(assignments: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    table = assignments.groupby(by, sort=False, dropna=False)["held"].sum().reset_index()
    hours = (table["held"].dt.total_seconds() / 3600).round(1)
    figures = pd.Series([{"hours": value} for value in hours], index=table.index, dtype="object")
    return table.rename(columns={"holder": "detail"}).assign(figures=figures)


def _with_event_and_parent(review_data: ReviewData, table: pd.DataFrame) -> pd.DataFrame:
    """Return reports by key with their last event and, if the table has none, their parent at the end."""
    last = review_data.standings_at(review_data.until)
    position = pd.MultiIndex.from_frame(last[list(KEY)]).get_indexer(
        pd.MultiIndex.from_frame(table[list(KEY)])
    )
    event = last.index.to_numpy()[position]
    if "parent" not in table:
        parent = parents_of(review_data.events.loc[event, "area_code"], review_data.areas)
        table = table.assign(parent=parent.to_numpy())
    return table.assign(event=event)


def drilldown_rows(table: pd.DataFrame, metric_key: MetricKey) -> pd.DataFrame:
    """Return the rows of one metric key, in the order of the table.

    :param table: from :func:`drilldown_table`
    """
    rows = table[table["figure"] == metric_key.metric.value]
    for name, value in (("parent", metric_key.parent), ("detail", metric_key.detail)):
        if value is not None:
            rows = rows[rows[name] == value]
    return rows


def metric_counts(table: pd.DataFrame) -> dict[str, int]:
    """Return the number of reports by metric key, without zeros: the numbers that the screen shows."""
    counts_by_key: dict[str, int] = {}
    for by in (["figure"], ["figure", "parent"], ["figure", "detail"], ["figure", "parent", "detail"]):
        sizes: Any = table.groupby(by, sort=True).size()
        for key, size in sizes.items():
            labels = dict(zip(by, key if isinstance(key, tuple) else (key,), strict=True))
            metric_key = MetricKey(Metric(labels["figure"]), labels.get("parent"), labels.get("detail"))
            counts_by_key[str(metric_key)] = int(size)
    return counts_by_key
