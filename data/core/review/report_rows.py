"""Reports as rows of a list: plain values, no person, a sensitive one placed by its parent area only."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Protocol, cast

import pandas as pd

from data.core.config.city import City
from data.core.history.assignees import assignees
from data.core.history.counts import open_reports
from data.core.history.facts import KEY
from data.core.history.plain_values import plain_rows
from data.core.review.metric_key import Metric, MetricKey
from data.core.review.rows import ReportRow
from data.core.snapshot.lists import NameLookup
from data.core.status import Status

REPORT_ROW_COLUMNS = (
    *KEY, "service_code", "area_code", "placement", "status", "status_description", "agency_responsible",
    "requested_datetime", "expected_datetime", "closed_datetime", "provisional", "stopped_at", "reopened",
    "occurred_at",
)  # fmt: skip
LISTED_COLUMNS = (*REPORT_ROW_COLUMNS, "approaching_at", "very_late_at")  # all that these rows are made of
OPENING_METRICS = (Metric.OPENING, Metric.JUDGED_BEFORE)
TOP_LIMIT = 12


class NameSource(Protocol):
    """What the names in rows come from."""

    @property
    def areas(self) -> pd.DataFrame:
        """``AREA_COLUMNS``."""

    @property
    def city(self) -> City:
        """The city, whose categories have names."""


class ReportSource(NameSource, Protocol):
    """Where listed reports come from: a review, or what is kept of one."""

    @property
    def events(self) -> pd.DataFrame:
        """``LISTED_COLUMNS`` at least."""

    @property
    def since(self) -> datetime:
        """The beginning of the period."""

    @property
    def until(self) -> datetime:
        """The end of the period."""


def metric_report_rows(
    source: ReportSource, rows: pd.DataFrame, metric_key: MetricKey, start: int = 0, limit: int = 200
) -> list[ReportRow]:
    """Return some of the reports of a metric key, the earliest deadline first.

    :param rows: from :func:`data.core.review.drilldown.drilldown_rows`
    """
    moment = source.since if metric_key.metric in OPENING_METRICS else source.until
    table = source.events.loc[rows["event"], list(REPORT_ROW_COLUMNS)].reset_index(drop=True)
    table = table.assign(figures=rows["figures"].to_numpy(), state=_states(source, rows, moment))
    ordered = table.sort_values(["expected_datetime", "requested_datetime", *KEY])
    return to_report_rows(source, ordered.iloc[start : start + limit], moment)


def _states(source: ReportSource, rows: pd.DataFrame, moment: datetime) -> pd.Series:
    """Return the SLA state of the open ones; None for those that were closed by that event."""
    table = source.events.loc[rows["event"]].reset_index(drop=True)
    states = open_reports(table, moment)["state"].reindex(table.index).astype("object")
    return states.where(states.notna(), None)


def to_report_rows(source: NameSource, table: pd.DataFrame, moment: datetime) -> list[ReportRow]:
    """Return rows with names instead of codes, assignee, and age and lateness in hours at ``moment``."""
    names = NameLookup(source.city, source.areas)
    values = plain_rows(table.drop(columns=["figures", "state"]))
    extra: Iterable[Any] = zip(table["figures"], table["state"], assignees(table), strict=True)
    rows: Iterable[Any] = zip(table.itertuples(index=False), values, extra, strict=True)
    return [
        cast(
            ReportRow,
            {
                **{name: value for name, value in plain_row.items() if name not in ("area_code", "status")},
                **names.category(row.service_code),
                **names.place(row),
                "state": state,
                "figures": figures,
                "age_hours": _hours(row.requested_datetime, _age_until(row, moment)),
                "over_hours": _hours(row.expected_datetime, _lateness_until(row, moment)),
                "holder": holder,
            },
        )
        for row, plain_row, (figures, state, holder) in rows
    ]


def _age_until(row: Any, moment: datetime) -> Any:
    closed = row.status == Status.CLOSED and not pd.isna(row.closed_datetime)
    return row.closed_datetime if closed else pd.Timestamp(moment)


def _lateness_until(row: Any, moment: datetime) -> Any:
    """Return the moment until which lateness counts: a stopped clock is judged when it stopped."""
    stopped = row.status == Status.OPEN and not pd.isna(row.stopped_at)
    return min(row.stopped_at, pd.Timestamp(moment)) if stopped else _age_until(row, moment)


def _hours(begin: Any, end: Any) -> float | None:
    """Return the hours from begin to end, negative if end is earlier."""
    return None if pd.isna(begin) else round((end - begin).total_seconds() / 3600, 1)


def oldest_open(source: ReportSource, stock: pd.DataFrame) -> list[ReportRow]:
    """Return the open reports that have waited longest."""
    return _top_open_rows(source, stock, ["requested_datetime", *KEY], late_only=False)


def most_overdue(source: ReportSource, stock: pd.DataFrame) -> list[ReportRow]:
    """Return the open reports furthest past their deadline."""
    return _top_open_rows(source, stock, ["left", *KEY], late_only=True)


def _top_open_rows(
    source: ReportSource, stock: pd.DataFrame, order: list[str], *, late_only: bool
) -> list[ReportRow]:
    opened = open_reports(source.events.loc[stock["event"]], source.until)
    if late_only:
        opened = opened[opened["left"] < pd.Timedelta(0)]
    top = opened.sort_values(order).head(TOP_LIMIT)
    table = top[list(REPORT_ROW_COLUMNS)].assign(figures=None, state=top["state"])
    return to_report_rows(source, table, source.until)
