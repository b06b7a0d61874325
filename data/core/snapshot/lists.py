"""The snapshot's lists: timers, points on the map, latest events. They contain nothing of a person."""

from datetime import datetime
from typing import Any

import pandas as pd

from data.core.clock.sla import OVERDUE_STATES, SlaState, Verdict
from data.core.config.city import City
from data.core.history.facts import KEY
from data.core.history.places import AreaHierarchy, has_one_level
from data.core.report.record import Placement
from data.core.report.standing import EventKind
from data.core.report.uncertainty import DAY_BASIS
from data.core.snapshot.rows import CategoryRow, EventRow, PlaceRow, PointRow, TimerRow

TIMER_LIMIT = 100  # of the late ones and of the coming ones; their totals are shown beside them
POINT_LIMIT = 5_000
EVENT_LIMIT = 24
URGENCY_ORDER = ["left", *KEY]  # whole keys, so that the order never depends on the store's
SHOWN_KINDS = (EventKind.RECEIVED, EventKind.CLOSED, EventKind.REOPENED, EventKind.WITHDRAWN)


class NameLookup:
    """Names for codes. Reports of a sensitive category are placed by their parent area only.

    In a city of one level they are not placed: there the parent is the area itself.
    """

    def __init__(self, city: City, areas: pd.DataFrame) -> None:
        """:param areas: ``AREA_COLUMNS``"""
        self._city = city
        self._area_names: dict[str, str] = dict(zip(areas["code"], areas["name"], strict=True))
        self._parent_names: dict[str, str] = dict(zip(areas["parent"], areas["parent_name"], strict=True))
        self._hierarchy = AreaHierarchy(areas)
        self._has_one_level = has_one_level(areas)

    def category(self, code: str) -> CategoryRow:
        """Return Open311's name of a category."""
        return {"service_code": code, "service_name": self._city.get_category(code).name}

    def is_sensitive(self, code: str) -> bool:
        """Return whether reports of this category show neither text nor point."""
        return self._city.is_sensitive(code)

    def listed(self, table: pd.DataFrame, *, single_area: bool) -> pd.DataFrame:
        """Return the reports or events to list; one kelurahan, which would place them, lists no sensitive."""
        if not single_area:
            return table
        return table[~table["service_code"].map(self.is_sensitive).astype(bool)]

    def place(self, row: Any) -> PlaceRow:
        """Return the area and parent of a report or event, with their names."""
        code = str(row.area_code)
        parent = self._hierarchy.parent(code)
        is_sensitive = self.is_sensitive(row.service_code)
        has_area = code in self._area_names and not is_sensitive
        if is_sensitive and self._has_one_level:
            parent = ""
        return {
            "placement": row.placement,
            "area": code if has_area else None,
            "area_name": self._area_names[code] if has_area else None,
            "parent": parent or None,
            "parent_name": self._parent_names[parent] if parent else None,
        }


def timers(opened: pd.DataFrame, names: NameLookup) -> list[TimerRow]:
    """Return the deadlines to watch: the 100 most overdue first, then the 100 that come next.

    A report whose clock is stopped is not among the next ones.
    """
    due = opened[opened["state"] != SlaState.NO_TARGET].sort_values(URGENCY_ORDER)
    late, running = due["state"].isin(OVERDUE_STATES), due["stopped_at"].isna()
    watched = pd.concat([due[late].head(TIMER_LIMIT), due[~late & running].head(TIMER_LIMIT)])
    return [timer_row(row, names) for row in watched.itertuples(index=False)]


def timer_row(row: Any, names: NameLookup) -> TimerRow:
    """Return the timer of a report with the names of ``TimerRow``, its times of Python or pandas."""
    return {
        "service_request_id": row.service_request_id,
        **names.place(row),
        **names.category(row.service_code),
        "status_description": row.status_description,
        "requested_datetime": _datetime(row.requested_datetime),
        "expected_datetime": _datetime(row.expected_datetime),
        "approaching_at": _datetime_or_none(row.approaching_at),
        "expected_basis": row.expected_basis,
        "provisional": row.provisional,
        "stopped_at": _datetime_or_none(row.stopped_at),
        "state": row.state,
    }


def _datetime(value: datetime) -> datetime:
    return value.to_pydatetime() if isinstance(value, pd.Timestamp) else value


def _datetime_or_none(value: Any) -> datetime | None:
    if isinstance(value, pd.Timestamp):
        return value.to_pydatetime()
    return value if isinstance(value, datetime) and value is not pd.NaT else None


def points(opened: pd.DataFrame, names: NameLookup) -> list[PointRow]:
    """Return the open reports with a point in an area, earliest deadline first, without sensitive ones.

    The past points of a report that became sensitive later are not known any more.
    """
    placed = opened[(opened["placement"] == Placement.POINT) & opened["lat"].notna()]
    visible = names.listed(placed, single_area=True)
    nearest = visible.sort_values(URGENCY_ORDER).head(POINT_LIMIT)
    columns = nearest[["lat", "long", "state", "area_code", "service_code"]].round({"lat": 5, "long": 5})
    return [
        {"lat": lat, "long": long, "state": state, "area": area, "service_code": service_code}
        for lat, long, state, area, service_code in columns.itertuples(index=False, name=None)
    ]


def latest_events(events: pd.DataFrame, as_of: datetime, names: NameLookup) -> list[EventRow]:
    """Return the latest events, newest first, without corrections and changes of the finer state.

    Those are shown on the page of the report.
    """
    past = events[events["kind"].isin(SHOWN_KINDS) & (events["occurred_at"] <= pd.Timestamp(as_of))]
    last = past.sort_values(["occurred_at", "change"]).tail(EVENT_LIMIT).iloc[::-1]
    return [event_row(row, names) for row in last.itertuples(index=False)]


def event_row(row: Any, names: NameLookup) -> EventRow:
    """Return the row of an event with the names of ``EVENT_COLUMNS``, its times of Python or pandas."""
    return {
        "kind": row.kind,
        "occurred_at": _datetime(row.occurred_at),
        **names.category(row.service_code),
        **names.place(row),
        "status_description": row.status_description,
        "hours": _hours_to_close(row),
        "on_time": _met_deadline(row),
    }


def _hours_to_close(row: Any) -> float | None:
    if row.kind != EventKind.CLOSED or pd.isna(row.closed_datetime) or row.closed_basis == DAY_BASIS:
        return None
    return max(0.0, float((row.closed_datetime - row.requested_datetime).total_seconds() / 3600))


def _met_deadline(row: Any) -> bool | None:
    """Return the verdict of a closing; None without one, also where a day does not decide it."""
    if row.kind != EventKind.CLOSED or row.verdict not in (Verdict.ON_TIME, Verdict.LATE):
        return None
    return bool(row.verdict == Verdict.ON_TIME)
