"""Past boards kept for those who look at the same moments again, as long as nothing about them changes."""

import threading
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

import pandas as pd
from sqlalchemy import Connection, Engine

from data.core.config.city import City
from data.core.snapshot.snapshot import Snapshot, build_snapshot, source_status
from data.services.history import facts_at, replay
from data.store import ledger, reports

MAX_CACHED_SNAPSHOTS = 64  # at some hundred kilobytes each


@dataclass(frozen=True)
class CachedSnapshot:
    """A past board, the areas it was drawn for and up to which change it is known to be true."""

    snapshot: Snapshot
    areas: pd.DataFrame
    revision: int


class HistoryCache:
    """The past boards of one city. One per process, asked by any thread."""

    def __init__(self, engine: Engine, city: City) -> None:
        self._engine, self._city = engine, city
        self._snapshots: OrderedDict[str, CachedSnapshot] = OrderedDict()
        self._lock = threading.Lock()

    def snapshot_at(self, as_of: datetime) -> Snapshot:
        """Return the board at a moment: :func:`data.services.history.snapshot_at`, or its cached result."""
        with self._engine.connect() as connection:
            revision = reports.revision(connection)
            cached = self._get_if_valid(connection, as_of)
            if cached is None:
                facts = facts_at(connection, self._city, as_of)
                snapshot = build_snapshot(facts, self._city, as_of, historical=True)
                cached = CachedSnapshot(snapshot, facts.areas, revision)
        self._put(as_of, replace(cached, revision=revision))
        return cached.snapshot

    def replay(self, since: datetime, until: datetime, steps: int) -> Iterator[Snapshot]:
        """Return the boards of a span in equal steps; see :func:`data.services.history.replay`."""
        return replay(self._engine, self._city, since, until, steps)

    def _get_if_valid(self, connection: Connection, as_of: datetime) -> CachedSnapshot | None:
        """What is kept of a moment, with the feeds' health of now; None once more was learnt of its time."""
        cached = self._snapshots.get(_cache_key(as_of))
        if cached is None or reports.has_changes_before(connection, as_of, after=cached.revision):
            return None
        if not cached.areas.equals(reports.areas(connection, as_of)):
            return None
        pulls = [source_status(source, as_of) for source in ledger.health(connection, self._city)]
        return replace(cached, snapshot=replace(cached.snapshot, pulls=pulls))

    def _put(self, as_of: datetime, cached: CachedSnapshot) -> None:
        with self._lock:
            self._snapshots[_cache_key(as_of)] = cached
            self._snapshots.move_to_end(_cache_key(as_of))
            while len(self._snapshots) > MAX_CACHED_SNAPSHOTS:
                self._snapshots.popitem(last=False)


def _cache_key(as_of: datetime) -> str:
    """A moment as it was asked for: a board says its time in the zone of whoever asked."""
    return as_of.isoformat()
