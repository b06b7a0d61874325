"""Reports as a list shows them: plain values, no person, a sensitive one placed by its parent area only."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import pandas as pd

from data.core.history.assignees import holders
from data.core.history.counts import open_reports
from data.core.history.facts import KEY
from data.core.review.metric_key import Cell, Figure
from data.core.review.review import plain
from data.core.review.review_data import Dossier
from data.core.snapshot.lists import Names
from data.core.status import Status

SHOWN = (
    *KEY, "service_code", "area_code", "placement", "status", "status_description", "agency_responsible",
    "requested_datetime", "expected_datetime", "closed_datetime", "provisional", "stopped_at", "reopened",
    "occurred_at",
)  # fmt: skip
AT_BEGINNING = (Figure.OPENING, Figure.JUDGED_BEFORE)
WORST = 12


def listed(
    dossier: Dossier, rows: pd.DataFrame, cell: Cell, start: int = 0, most: int = 200
) -> list[dict[str, Any]]:
    """Some of the reports of a cell, those that need a look first: the latest over their deadline.

    :param rows: from :func:`data.core.review.drilldown.reports_behind`
    """
    moment = dossier.since if cell.figure in AT_BEGINNING else dossier.until
    table = dossier.events.loc[rows["event"], list(SHOWN)].reset_index(drop=True)
    table = table.assign(figures=rows["figures"].to_numpy(), state=_states(dossier, rows, moment))
    ordered = table.sort_values(["expected_datetime", "requested_datetime", *KEY])
    return described(dossier, ordered.iloc[start : start + most], moment)


def _states(dossier: Dossier, rows: pd.DataFrame, moment: datetime) -> pd.Series:
    """The SLA state of the open ones; None for those that were closed by that event."""
    table = dossier.events.loc[rows["event"]].reset_index(drop=True)
    states = open_reports(table, moment)["state"].reindex(table.index).astype("object")
    return states.where(states.notna(), None)


def described(dossier: Dossier, table: pd.DataFrame, moment: datetime) -> list[dict[str, Any]]:
    """Rows with names instead of codes, who holds them, and their age and lateness in hours at ``moment``."""
    names = Names(dossier.city, dossier.areas)
    values = plain(table.drop(columns=["figures", "state"]))
    extra: Iterable[Any] = zip(table["figures"], table["state"], holders(table), strict=True)
    rows: Iterable[Any] = zip(table.itertuples(index=False), values, extra, strict=True)
    return [
        {
            **{name: value for name, value in given.items() if name not in ("area_code", "status")},
            **names.category(row.service_code),
            **names.place(row),
            "state": state,
            "figures": figures,
            "age_hours": _hours(row.requested_datetime, _end(row, moment)),
            "over_hours": _hours(row.expected_datetime, _judged(row, moment)),
            "holder": holder,
        }
        for row, given, (figures, state, holder) in rows
    ]


def _end(row: Any, moment: datetime) -> Any:
    closed = row.status == Status.CLOSED and not pd.isna(row.closed_datetime)
    return row.closed_datetime if closed else pd.Timestamp(moment)


def _judged(row: Any, moment: datetime) -> Any:
    """A clock that stands still is judged by the moment since when it does."""
    stopped = row.status == Status.OPEN and not pd.isna(row.stopped_at)
    return min(row.stopped_at, pd.Timestamp(moment)) if stopped else _end(row, moment)


def _hours(begin: Any, end: Any) -> float | None:
    """Negative: not yet."""
    return None if pd.isna(begin) else round((end - begin).total_seconds() / 3600, 1)


def oldest(dossier: Dossier, stock: pd.DataFrame) -> list[dict[str, Any]]:
    """The open reports that have waited longest."""
    return _first(dossier, stock, ["requested_datetime", *KEY], late_only=False)


def worst(dossier: Dossier, stock: pd.DataFrame) -> list[dict[str, Any]]:
    """The open reports furthest over their deadline."""
    return _first(dossier, stock, ["left", *KEY], late_only=True)


def _first(
    dossier: Dossier, stock: pd.DataFrame, order: list[str], *, late_only: bool
) -> list[dict[str, Any]]:
    opened = open_reports(dossier.events.loc[stock["event"]], dossier.until)
    if late_only:
        opened = opened[opened["left"] < pd.Timedelta(0)]
    chosen = opened.sort_values(order).head(WORST)
    table = chosen[list(SHOWN)].assign(figures=None, state=chosen["state"])
    return described(dossier, table, dossier.until)
