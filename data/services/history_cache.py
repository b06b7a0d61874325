"""Past boards kept for those who look at the same moments again, as long as nothing about them changes."""

import threading
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

import pandas as pd
from sqlalchemy import Connection, Engine

from data.core.config.city import City
from data.core.snapshot.snapshot import Snapshot, build, pull_line
from data.services.history import facts_at, replay
from data.store import ledger, reports

KEPT = 64  # at some hundred kilobytes each


@dataclass(frozen=True)
class Kept:
    """A past board, the areas it was drawn for and up to which change it is known to be true."""

    snapshot: Snapshot
    areas: pd.DataFrame
    seen: int


class Archive:
    """The past boards of one city. One per process, asked by any thread."""

    def __init__(self, engine: Engine, city: City) -> None:
        self._engine, self._city = engine, city
        self._kept: OrderedDict[str, Kept] = OrderedDict()
        self._lock = threading.Lock()

    def at(self, as_of: datetime) -> Snapshot:
        """Return the board at a moment: :func:`data.services.history.snapshot_at`, or its cached result."""
        with self._engine.connect() as connection:
            seen = reports.revision(connection)
            held = self._still_true(connection, as_of)
            if held is None:
                facts = facts_at(connection, self._city, as_of)
                snapshot = build(facts, self._city, as_of, historical=True)
                held = Kept(snapshot, facts.areas, seen)
        self._keep(as_of, replace(held, seen=seen))
        return held.snapshot

    def replay(self, since: datetime, until: datetime, steps: int) -> Iterator[Snapshot]:
        """Return the boards of a span in equal steps; see :func:`data.services.history.replay`."""
        return replay(self._engine, self._city, since, until, steps)

    def _still_true(self, connection: Connection, as_of: datetime) -> Kept | None:
        """What is kept of a moment, with the feeds' health of now; None once more was learnt of its time."""
        held = self._kept.get(_name(as_of))
        if held is None or reports.touched_before(connection, as_of, after=held.seen):
            return None
        if not held.areas.equals(reports.areas(connection, as_of)):
            return None
        pulls = [pull_line(source, as_of) for source in ledger.health(connection, self._city)]
        return replace(held, snapshot=replace(held.snapshot, pulls=pulls))

    def _keep(self, as_of: datetime, held: Kept) -> None:
        with self._lock:
            self._kept[_name(as_of)] = held
            self._kept.move_to_end(_name(as_of))
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)


def _name(as_of: datetime) -> str:
    """A moment as it was asked for: a board says its time in the zone of whoever asked."""
    return as_of.isoformat()
