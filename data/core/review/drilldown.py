"""The reports behind every number of the review. Counted and listed are the same rows.

One long table holds a row for each report in each figure: ``figure, parent, detail``, the index of the event
that stands for the report there, and ``figures``, what makes it belong (hours held, minutes to closing).
A number is how many rows its cell has; the list is those rows.
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


def drilldown_table(dossier: ReviewData, review: Review) -> pd.DataFrame:
    """The long table, ``COLUMNS``.

    :param review: of the same events and moments: whose signs and holders are shown
    """
    return pd.concat(
        [_drilldown_rows(metric, table) for metric, table in _metric_parts(dossier, review)],
        ignore_index=True,
    )


def _metric_parts(dossier: ReviewData, review: Review) -> Iterator[MetricPart]:
    flow = dict(flow_parts(dossier.transitions, dossier.since, dossier.until))
    yield from flow.items()
    yield from week_parts(dossier.transitions, week_edges(dossier.until, dossier.city.zone))
    yield from _open_at_end(dossier, flow[Metric.CLOSING])
    yield Metric.JUDGED, dossier.rate_cases(dossier.until)
    yield Metric.JUDGED_BEFORE, dossier.rate_cases(dossier.since)
    yield Metric.EVIDENCE, _evidence(dossier, flow[Metric.CLOSED])
    yield Metric.SIGN, _indicator_rows(dossier, review)
    yield from _time_held(dossier)


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


def _open_at_end(dossier: ReviewData, stock: pd.DataFrame) -> Iterator[MetricPart]:
    """What is open at the end by its SLA state and by how long it has been waiting."""
    opened = open_reports(dossier.events.loc[stock.index], dossier.until)
    yield Metric.STATE, stock.assign(detail=opened["state"])
    days = (pd.Timestamp(dossier.until) - opened["requested_datetime"]).dt.total_seconds() / 86_400
    yield Metric.AGE, stock.assign(detail=np.searchsorted(AGE_LIMITS_DAYS, days, side="left").astype(str))


def _evidence(dossier: ReviewData, closed: pd.DataFrame) -> pd.DataFrame:
    evidence = closing_evidence(
        with_known_evidence(dossier.period_events, dossier.coverage), dossier.until
    ).loc[closed.index]
    return closed.assign(detail=evidence.map(EVIDENCE_LABELS).fillna("unknown"))


def _indicator_rows(dossier: ReviewData, review: Review) -> pd.DataFrame:
    """Each report once per sign, as the review counts it; the last occasion's figures."""
    rows = [
        {"source": report["source"], "service_request_id": report["service_request_id"], "detail": sign["sign"],
         "figures": {"at": report["at"], **report["figures"]}}
        for sign in review.signs for report in sign["reports"]
    ]  # fmt: skip
    table = pd.DataFrame(rows, columns=[*KEY, "detail", "figures"])
    table = table.drop_duplicates([*KEY, "detail"], keep="last")
    return _with_event_and_parent(dossier, table)


def _time_held(dossier: ReviewData) -> Iterator[MetricPart]:
    """Who held how long: per kecamatan, and for the city, where a report that moved is one report."""
    assignments = assignees.assignment_spans(dossier.period_events, dossier.since, dossier.until)
    assignments = assignments.assign(parent=parents_of(assignments["area_code"], dossier.areas))
    yield Metric.HELD, _with_event_and_parent(dossier, _hours_held(assignments, [*KEY, "parent", "holder"]))
    yield Metric.HELD_CITY, _with_event_and_parent(dossier, _hours_held(assignments, [*KEY, "holder"]))


def _hours_held(assignments: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    table = assignments.groupby(by, sort=False, dropna=False)["held"].sum().reset_index()
    hours = (table["held"].dt.total_seconds() / 3600).round(1)
    figures = pd.Series([{"hours": value} for value in hours], index=table.index, dtype="object")
    return table.rename(columns={"holder": "detail"}).assign(figures=figures)


def _with_event_and_parent(dossier: ReviewData, table: pd.DataFrame) -> pd.DataFrame:
    """Reports by key, given their last event and, where none is said, the parent they lie in at the end."""
    last = dossier.standings_at(dossier.until)
    position = pd.MultiIndex.from_frame(last[list(KEY)]).get_indexer(
        pd.MultiIndex.from_frame(table[list(KEY)])
    )
    event = last.index.to_numpy()[position]
    if "parent" not in table:
        parent = parents_of(dossier.events.loc[event, "area_code"], dossier.areas)
        table = table.assign(parent=parent.to_numpy())
    return table.assign(event=event)


def drilldown_rows(table: pd.DataFrame, metric_key: MetricKey) -> pd.DataFrame:
    """The rows of one cell, in the order of the table.

    :param table: from :func:`behind`
    """
    rows = table[table["figure"] == metric_key.metric.value]
    for name, value in (("parent", metric_key.parent), ("detail", metric_key.detail)):
        if value is not None:
            rows = rows[rows[name] == value]
    return rows


def metric_counts(table: pd.DataFrame) -> dict[str, int]:
    """How many reports every cell has that has any, by its name: the numbers that the screen shows."""
    counts_by_key: dict[str, int] = {}
    for by in (["figure"], ["figure", "parent"], ["figure", "detail"], ["figure", "parent", "detail"]):
        sizes: Any = table.groupby(by, sort=True).size()
        for key, size in sizes.items():
            labels = dict(zip(by, key if isinstance(key, tuple) else (key,), strict=True))
            metric_key = MetricKey(Metric(labels["figure"]), labels.get("parent"), labels.get("detail"))
            counts_by_key[str(metric_key)] = int(size)
    return counts_by_key
