"""A cache of past snapshots, valid as long as nothing about their moments changes."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

import pandas as pd
from sqlalchemy import Connection, Engine

from data.core.config.city import City
from data.core.snapshot.from_columns import build_snapshot_from_columns
from data.core.snapshot.snapshot import Snapshot, source_status
from data.lib.byte_cache import DEFAULT_BUDGET, ByteCache, CacheBudget, CacheName
from data.services.history import replay
from data.services.past_facts import past_facts
from data.store import ledger, reports
from data.store.event_history import EventHistory


@dataclass(frozen=True)
class CachedSnapshot:
    """A past snapshot, the areas that it was built for, and the revision up to which it is valid."""

    snapshot: Snapshot
    areas: pd.DataFrame
    revision: int


class HistoryCache:
    """The past snapshots of one city; one cache per process, for any thread."""

    def __init__(
        self,
        engine: Engine,
        city: City,
        budget: CacheBudget = DEFAULT_BUDGET,
        events: EventHistory | None = None,
    ) -> None:
        """:param events: the columns that others share; None: of its own"""
        self._engine, self._city = engine, city
        self._events = events or EventHistory(engine)
        self._build_lock = threading.Lock()  # a dense city's board is made of many reports: one at a time
        self._snapshots: ByteCache[str, CachedSnapshot] = ByteCache(budget.share(CacheName.PAST_SNAPSHOTS))

    def snapshot_at(self, as_of: datetime) -> Snapshot:
        """Return :func:`data.services.history.snapshot_at` of a moment, or its cached result."""
        snapshot = self._find_valid(as_of)
        if snapshot is None:
            with self._build_lock:  # who asked for the same moment meanwhile finds it
                snapshot = self._find_valid(as_of) or self._build(as_of)
        return snapshot

    def _find_valid(self, as_of: datetime) -> Snapshot | None:
        """Return the kept snapshot of a moment; None if there is none, or it is valid no more."""
        with self._engine.connect() as connection:
            revision = reports.revision(connection)
            cached = self._get_if_valid(connection, as_of)
        if cached is None:
            return None
        self._snapshots.put(_cache_key(as_of), replace(cached, revision=revision))
        return cached.snapshot

    def _build(self, as_of: datetime) -> Snapshot:
        with self._engine.connect() as connection:
            revision = reports.revision(connection)
            facts = past_facts(connection, self._city, as_of, events=self._events)
        self._events.release()
        snapshot = build_snapshot_from_columns(facts, self._city, as_of, historical=True)
        self._snapshots.put(_cache_key(as_of), CachedSnapshot(snapshot, facts.areas, revision))
        return snapshot

    def replay(self, since: datetime, until: datetime, steps: int) -> Iterator[Snapshot]:
        """Yield the snapshots of a period in equal steps; see :func:`data.services.history.replay`."""
        yield from replay(self._engine, self._city, since, until, steps, self._events)
        self._events.release()

    def _has_changes(self, connection: Connection, as_of: datetime, revision: int) -> bool:
        return reports.has_changes_before(connection, as_of, after=revision) or reports.has_changes_of(
            connection, self._city.sensitive_codes, after=revision
        )

    def _get_if_valid(self, connection: Connection, as_of: datetime) -> CachedSnapshot | None:
        """Return the cached snapshot of a moment with the present health of the sources.

        None once something was learnt about that time, or a report became sensitive: boards of the past
        no longer show its point.
        """
        cached = self._snapshots.get(_cache_key(as_of))
        if cached is None or self._has_changes(connection, as_of, cached.revision):
            return None
        if not cached.areas.equals(reports.areas(connection, as_of)):
            return None
        pulls = [source_status(source, as_of) for source in ledger.health(connection, self._city)]
        return replace(cached, snapshot=replace(cached.snapshot, pulls=pulls))


def _cache_key(as_of: datetime) -> str:
    """Return a moment with its zone, for a snapshot shows its time in the zone of the request."""
    return as_of.isoformat()
