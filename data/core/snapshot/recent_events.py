"""The latest events of the board, read once from their frame."""

from datetime import datetime
from typing import NamedTuple

import pandas as pd

from data.core.moments import datetime_to_micros, micros_to_datetime, to_micros
from data.core.snapshot.lists import EVENT_LIMIT, SHOWN_KINDS, NameLookup, event_row
from data.core.snapshot.rows import EventRow

TIMES = ("closed_datetime", "requested_datetime")
OTHERS = ("kind", "service_code", "area_code", "placement", "status_description", "closed_basis", "verdict")


class EventValues(NamedTuple):
    """The values of an event that the board shows, after those that order it."""

    moment: int
    change: int
    occurred_at: datetime | None
    closed_datetime: datetime | None
    requested_datetime: datetime | None
    kind: str
    service_code: str
    area_code: str
    placement: str
    status_description: str
    closed_basis: str
    verdict: str


class RecentEvents:
    """The events of one frame that are shown, in the order in which they occurred."""

    def __init__(self, events: pd.DataFrame) -> None:
        """:param events: ``EVENT_COLUMNS``"""
        self.frame = events
        occurred = to_micros(events["occurred_at"]).tolist()
        columns = [_times(events[name]) for name in ("occurred_at", *TIMES)]
        others = [events[name].tolist() for name in OTHERS]
        rows = zip(occurred, events["change"].tolist(), *columns, *others, strict=True)
        values = [EventValues(*row) for row in rows]
        shown = [row for row in values if row.kind in SHOWN_KINDS]
        self._rows = sorted(shown, key=lambda row: (row.moment, row.change))

    def latest(self, as_of: datetime, names: NameLookup, *, single_area: bool) -> list[EventRow]:
        """Return what :func:`data.core.snapshot.lists.latest_events` does of those to list."""
        now = datetime_to_micros(as_of)
        past = [row for row in self._rows if row.moment <= now]
        if single_area:
            past = [row for row in past if not names.is_sensitive(row.service_code)]
        return [event_row(row, names) for row in reversed(past[-EVENT_LIMIT:])]


def _times(column: pd.Series) -> list[datetime | None]:
    return [micros_to_datetime(moment) for moment in to_micros(column).tolist()]
