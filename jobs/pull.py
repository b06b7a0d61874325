"""One pull: rows from a feed through the guard, the map and the clock into the store, batch by batch."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import datetime
from itertools import islice
from typing import Any

import structlog

from data.core.city import Source
from data.core.record import Rejection, ServiceRequest
from data.source.base import Feed, FeedError, Row
from data.source.guard import Guard
from data.store.engine import writer
from data.store.ingest import Arrival, ingest
from data.store.ledger import Ledger, begin_pull, end_pull, last_success
from data.store.rejects import quarantine
from jobs.place import place_all
from jobs.targets import targets_of
from jobs.world import World

BATCH = 2_000

log = structlog.get_logger(__name__)


def pull(world: World, source: Source, feed: Feed) -> dict[str, Any]:
    """Pulls one source once and returns its line of the ledger.

    A feed that fails as a whole ends as ``failed`` with its reason: what is stored stays as it is.
    """
    now = world.clock.now()
    with writer(world.engine).begin() as connection:
        since = last_success(connection, source.name)
        pull_id = begin_pull(connection, source.name, now)
    try:
        error = _take_all(world, source, feed, pull_id, now, since)
    except Exception as fault:
        _end(world, pull_id, f"stopped by a fault of the board itself ({type(fault).__name__}), see its log")
        raise
    ledger = _end(world, pull_id, error)
    _tell(source.name, ledger, error)
    return {"source": source.name, "pull_id": pull_id, "error": error, **asdict(ledger)}


def _end(world: World, pull_id: int, error: str | None) -> Ledger:
    with writer(world.engine).begin() as connection:
        return end_pull(connection, pull_id, world.clock.now(), error)


def _take_all(
    world: World, source: Source, feed: Feed, pull_id: int, now: datetime, since: datetime | None
) -> str | None:
    guard = Guard(world.city, source, world.hide, getattr(source, "date_format", None))
    try:
        for rows in _batches(feed.rows(now, since)):
            _take(world, guard, rows, pull_id, now)
    except FeedError as error:
        return str(error)
    return None


def _batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    walking = iter(rows)
    while batch := list(islice(walking, BATCH)):
        yield batch


def _take(world: World, guard: Guard, rows: list[Row], pull_id: int, now: datetime) -> None:
    """One batch in one transaction: its good rows, its bad rows and their numbers, all or nothing."""
    checked = [guard.check(row, now) for row in rows]
    records = [item for item in checked if isinstance(item, ServiceRequest)]
    bad = [item for item in checked if isinstance(item, Rejection)]
    places = place_all(records, world.locate, world.names)
    targets = targets_of(records, world.timekeeper)
    arrivals = [Arrival(*arrived) for arrived in zip(records, places, targets, strict=True)]
    with writer(world.engine).begin() as connection:
        ingest(connection, pull_id, arrivals, now, world.timekeeper)
        quarantine(connection, pull_id, guard.source.name, bad, now)


def _tell(source: str, ledger: Ledger, error: str | None) -> None:
    if error:
        log.warning("pull failed", source=source, error=error)
    elif ledger.new or ledger.changed or ledger.rejected:
        log.info("pulled", source=source, **asdict(ledger))
