"""The latest events of the board, of which a change brings a few and keeps the others."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import NamedTuple

import pandas as pd

from data.core.history.places import is_in_area
from data.core.moments import datetime_to_micros, micros_to_datetime, to_micros
from data.core.snapshot.lists import EVENT_LIMIT, SHOWN_KINDS, NameLookup, event_row
from data.core.snapshot.rows import EventRow

TIMES = ("occurred_at", "closed_datetime", "requested_datetime")
OTHERS = ("kind", "service_code", "area_code", "placement", "status_description", "closed_basis", "verdict")
MOST_READY = 500  # rows
_SHOWN = frozenset(map(str, SHOWN_KINDS))


class EventValues(NamedTuple):
    """The values of an event that the board shows, after those that order it."""

    moment: int
    change: int
    occurred_at: datetime | None
    closed_datetime: datetime | None
    requested_datetime: datetime | None
    kind: str
    service_code: str
    area_code: str | None
    placement: str
    status_description: str
    closed_basis: str | None
    verdict: str | None


EventRows = dict[EventValues, EventRow]


@dataclass(frozen=True)
class RecentEvents:
    """Events in the order in which they occurred, those of one moment in order of ``change``."""

    rows: tuple[EventValues, ...]

    @classmethod
    def of(cls, events: pd.DataFrame) -> "RecentEvents":
        """Return the events of a frame.

        :param events: ``EVENT_COLUMNS``
        """
        moments = [to_micros(events[name]).tolist() for name in TIMES]
        others = [_optional_texts(events[name]) for name in OTHERS]
        return cls.from_values(events["change"].tolist(), moments, others)

    @classmethod
    def from_values(
        cls, changes: list[int], moments: list[list[int]], others: list[list[str | None]]
    ) -> "RecentEvents":
        """Return the events of columns: the moments of ``TIMES`` in microseconds, the texts of ``OTHERS``."""
        times = [[micros_to_datetime(moment) for moment in column] for column in moments]
        rows = zip(moments[0], changes, *times, *others, strict=True)
        return cls(tuple(sorted((EventValues(*row) for row in rows), key=_order)))

    def merge(self, later: "RecentEvents", count: int) -> "RecentEvents":
        """Return the last ``count`` of these and later ones, which are none of these."""
        if not later.rows:
            return self
        return RecentEvents(tuple(sorted((*self.rows, *later.rows), key=_order)[-count:]))

    def for_area(self, code: str, areas: pd.DataFrame) -> "RecentEvents":
        """Return those of one area or parent only.

        :param areas: ``AREA_COLUMNS``
        """
        inside = is_in_area(pd.Series([row.area_code for row in self.rows], dtype="str"), code, areas)
        return RecentEvents(tuple(row for row, is_inside in zip(self.rows, inside, strict=True) if is_inside))

    def for_categories(self, categories: tuple[str, ...]) -> "RecentEvents":
        """Return those of some categories only."""
        return self._where(lambda row: row.service_code in categories)

    def _where(self, condition: Callable[[EventValues], bool]) -> "RecentEvents":
        return RecentEvents(tuple(row for row in self.rows if condition(row)))

    @cached_property
    def board_rows(self) -> tuple[EventValues, ...]:
        """Those of the kinds that the board lists."""
        return self._where(lambda row: row.kind in _SHOWN).rows

    def latest(
        self, as_of: datetime, names: NameLookup, ready: EventRows, *, single_area: bool
    ) -> list[EventRow]:
        """Return what :func:`data.core.snapshot.lists.latest_events` does of those to list.

        :param ready: rows that were made before
        """
        now = datetime_to_micros(as_of)
        past = [row for row in self.board_rows if row.moment <= now]
        if single_area:
            past = [row for row in past if not names.is_sensitive(row.service_code)]
        return [_ready_row(row, names, ready) for row in reversed(past[-EVENT_LIMIT:])]


def _order(row: EventValues) -> tuple[int, int]:
    return row.moment, row.change


def _ready_row(values: EventValues, names: NameLookup, ready: EventRows) -> EventRow:
    row = ready.get(values)
    if row is None:
        if len(ready) >= MOST_READY:
            ready.clear()
        row = ready[values] = event_row(values, names)
    return row


def _optional_texts(column: pd.Series) -> list[str | None]:
    return [None if pd.isna(text) else str(text) for text in column]
