"""The snapshot's lists: timers, points on the map, latest events. Nothing in them names a person."""

from datetime import datetime
from typing import Any

import pandas as pd

from data.core.clock.sla import OVERDUE_STATES, SlaState
from data.core.config.city import City
from data.core.history.facts import KEY
from data.core.history.places import AreaHierarchy
from data.core.report.record import Placement
from data.core.report.standing import EventKind

TIMER_LIMIT = 100  # so many late ones and so many coming ones; how many there are is said beside them
POINTS = 5_000
EVENT_LIMIT = 24
URGENCY_ORDER = ["left", *KEY]  # whole keys, so that the order never depends on the store's
NO_PLACE = {"area": None, "area_name": None, "parent": None, "parent_name": None}
SHOWN_KINDS = (EventKind.RECEIVED, EventKind.CLOSED, EventKind.REOPENED, EventKind.WITHDRAWN)


class NameLookup:
    """Names for codes. A sensitive category is placed by its parent area only, wherever it shows."""

    def __init__(self, city: City, areas: pd.DataFrame) -> None:
        """:param areas: ``AREA_COLUMNS``"""
        self._city = city
        self._area_names: dict[str, str] = dict(zip(areas["code"], areas["name"], strict=True))
        self._parent_names: dict[str, str] = dict(zip(areas["parent"], areas["parent_name"], strict=True))
        self._hierarchy = AreaHierarchy(areas)

    def category(self, code: str) -> dict[str, str]:
        """Open311's name of a category."""
        return {"service_code": code, "service_name": self._city.get_category(code).name}

    def is_sensitive(self, code: str) -> bool:
        """Whether reports of this category show neither text nor point."""
        return self._city.get_category(code).sensitive

    def place(self, row: Any) -> dict[str, str | None]:
        """Where a report or event lies: ``placement``, area and parent with their names, None if unknown."""
        code, location = str(row.area_code), {"placement": row.placement, **NO_PLACE}
        if parent := self._hierarchy.parent(code):
            location |= {"parent": parent, "parent_name": self._parent_names[parent]}
        if code in self._area_names and not self.is_sensitive(row.service_code):
            location |= {"area": code, "area_name": self._area_names[code]}
        return location


def timers(opened: pd.DataFrame, names: NameLookup) -> list[dict[str, Any]]:
    """Deadlines to watch: the 100 furthest over their time first, then the 100 that come next.

    What waits for somebody outside the city does not come next: its clock stands still.
    """
    due = opened[opened["state"] != SlaState.NO_TARGET].sort_values(URGENCY_ORDER)
    late, running = due["state"].isin(OVERDUE_STATES), due["stopped_at"].isna()
    watched = pd.concat([due[late].head(TIMER_LIMIT), due[~late & running].head(TIMER_LIMIT)])
    return [_timer(row, names) for row in watched.itertuples(index=False)]


def _timer(row: Any, names: NameLookup) -> dict[str, Any]:
    return {
        "service_request_id": row.service_request_id,
        **names.place(row),
        **names.category(row.service_code),
        "status_description": row.status_description,
        "requested_datetime": row.requested_datetime.to_pydatetime(),
        "expected_datetime": row.expected_datetime.to_pydatetime(),
        "approaching_at": _datetime_or_none(row.approaching_at),
        "expected_basis": row.expected_basis,
        "provisional": row.provisional,
        "stopped_at": _datetime_or_none(row.stopped_at),
        "state": row.state,
    }


def _datetime_or_none(value: Any) -> datetime | None:
    return None if pd.isna(value) else value.to_pydatetime()


def points(opened: pd.DataFrame, names: NameLookup) -> list[dict[str, Any]]:
    """Open reports with a point inside an area, the earliest deadline first, without sensitive ones."""
    placed = opened[opened["placement"] == Placement.POINT]
    visible = placed[~placed["service_code"].map(names.is_sensitive).astype(bool)]
    nearest = visible.sort_values(URGENCY_ORDER).head(POINTS)
    columns = nearest[["lat", "long", "state", "area_code", "service_code"]].round({"lat": 5, "long": 5})
    table = columns.rename(columns={"area_code": "area"})
    return [dict(zip(table.columns, row, strict=True)) for row in table.itertuples(index=False)]


def latest_events(events: pd.DataFrame, as_of: datetime, names: NameLookup) -> list[dict[str, Any]]:
    """What happened last, newest first; corrections and inner status steps are left to the report's page."""
    past = events[events["kind"].isin(SHOWN_KINDS) & (events["occurred_at"] <= pd.Timestamp(as_of))]
    last = past.sort_values(["occurred_at", "change"]).tail(EVENT_LIMIT).iloc[::-1]
    return [_event(row, names) for row in last.itertuples(index=False)]


def _event(row: Any, names: NameLookup) -> dict[str, Any]:
    return {
        "kind": row.kind,
        "occurred_at": row.occurred_at.to_pydatetime(),
        **names.category(row.service_code),
        **names.place(row),
        "status_description": row.status_description,
        "hours": _hours_to_close(row),
        "on_time": _met_deadline(row),
    }


def _hours_to_close(row: Any) -> float | None:
    if row.kind != EventKind.CLOSED or pd.isna(row.closed_datetime):
        return None
    return max(0.0, float((row.closed_datetime - row.requested_datetime).total_seconds() / 3600))


def _met_deadline(row: Any) -> bool | None:
    if row.kind != EventKind.CLOSED or pd.isna(row.closed_datetime) or pd.isna(row.expected_datetime):
        return None
    return bool(row.closed_datetime <= row.expected_datetime)
