"""Recaps and their reports, read from the store."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import pandas as pd
from sqlalchemy import Engine

from data.core.config.city import City
from data.core.recap.column_recap import RecapColumns, column_recap
from data.core.recap.groups import GroupBy
from data.core.recap.recap import Recap, UnknownAreaError, recap
from data.core.recap.report_list import recap_report_rows
from data.core.recap.spans import TimeSpan
from data.lib.byte_cache import ByteCache, CacheBudget, CacheName
from data.store import history, reports
from data.store.event_history import EventHistory
from data.store.report_chunks import active_reports


@dataclass(frozen=True)
class RecapQuery:
    """Which recap; ``area`` is the code of a kelurahan or kecamatan, None for the whole city."""

    span: TimeSpan
    area: str | None = None
    by: GroupBy = GroupBy.PARENT


def build_recap(engine: Engine, city: City, query: RecapQuery, max_change: int | None = None) -> Recap:
    """Return a recap, computed from the events alone.

    :param max_change: as the store was at this change number; None for now
    :raises UnknownAreaError: no such area
    :raises ValueError: the period has too many rows
    """
    span = query.span
    with engine.connect() as connection:
        events = reports.active_report_events(connection, span.after, span.until, max_change=max_change)
        areas = reports.areas(connection, span.until)
    return recap(events, areas, city, span, query.area, query.by)


@dataclass(frozen=True)
class _Period:
    """What a recap of any area counts: the columns of a period, and the areas at its end."""

    max_change: int
    parts: RecapColumns
    areas: pd.DataFrame


def _read_period(engine: Engine, event_history: EventHistory, span: TimeSpan, max_change: int) -> _Period:
    with engine.connect() as connection:
        columns = event_history.columns(connection, max_change)
        return _Period(max_change, RecapColumns(columns, span), reports.areas(connection, span.until))


class RecapCache:
    """Recaps that were asked for, within a budget; any thread may call it.

    One recap is computed at a time. Those that wait for the same period share what it selects of the columns
    of events, which is dropped when nobody waits any longer.
    """

    def __init__(
        self, engine: Engine, city: City, budget: CacheBudget, event_history: EventHistory | None = None
    ) -> None:
        """:param event_history: the columns that others share; None: of its own"""
        self._engine, self._city = engine, city
        self._history = event_history or EventHistory(engine)
        self._recaps: ByteCache[tuple[int, RecapQuery], Recap] = ByteCache(budget.share(CacheName.RECAPS))
        self._build_lock, self._count_lock = threading.Lock(), threading.Lock()
        self._waiting = 0
        self._period: _Period | None = None

    def get(self, query: RecapQuery, max_change: int) -> Recap:
        """Return a recap of the store as it was at a change number.

        :raises UnknownAreaError: no such area
        :raises ValueError: the period has too many rows
        """
        change = min(max_change, self._last_change(query.span.until))
        return self._recaps.get_or_build((change, query), lambda: self._build(query, change))

    def _last_change(self, until: datetime) -> int:
        """Return the last change of the period: what happens after it changes none of its figures."""
        with self._engine.connect() as connection:
            return history.revision_at(connection, until)

    def _build(self, query: RecapQuery, max_change: int) -> Recap:
        self._count(+1)
        try:
            with self._build_lock:
                period = self._share_period(query.span, max_change)
                return column_recap(period.parts, period.areas, self._city, query.area, query.by)
        finally:
            self._count(-1)

    def _share_period(self, span: TimeSpan, max_change: int) -> _Period:
        period = self._period
        if period is None or (period.parts.span, period.max_change) != (span, max_change):
            self._period = None  # two periods at once are more than the budget has room for
            self._period = period = _read_period(self._engine, self._history, span, max_change)
        return period

    def _count(self, step: int) -> None:
        with self._count_lock:
            self._waiting += step
            if self._waiting == 0:
                self._period = None
                self._history.release()


def recap_reports(engine: Engine, city: City, query: RecapQuery, max_change: int) -> Iterator[pd.DataFrame]:
    """Yield the reports of a recap chunk by chunk, read as they are consumed.

    :returns: frames with the columns ``LISTED_COLUMNS``
    :raises UnknownAreaError: no such area, before anything is read
    """
    with engine.connect() as connection:
        areas = reports.areas(connection, query.span.until)
    if query.area is not None and query.area not in {*areas["code"], *areas["parent"]}:
        raise UnknownAreaError(query.area)
    return _chunks(engine, city, query, areas, max_change)


def _chunks(
    engine: Engine, city: City, query: RecapQuery, areas: pd.DataFrame, max_change: int
) -> Iterator[pd.DataFrame]:
    span = query.span
    with engine.connect() as connection:
        for chunk in active_reports(connection, span.after, span.until, max_change=max_change):
            yield recap_report_rows(chunk, areas, city, span, query.area)
