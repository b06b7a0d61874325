"""One pull: rows from a feed through the guard, the map and the clock into the store, batch by batch."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from datetime import datetime
from time import perf_counter
from typing import Any

import structlog
from sqlalchemy import Connection

from bootstrap import World
from data.core.config.city import Source
from data.core.report.record import Rejection, ServiceRequest
from data.services.deadlines import targets_of
from data.services.geocoding import place_all, with_contradictions
from data.sources.base import Feed, FeedError, Row, VisitingFeed
from data.store.engine import writer
from data.store.ingest import Arrival, ingest
from data.store.ledger import Ledger, Passage, end_pull, last_success
from data.store.rejected_rows import quarantine, resolve
from jobs.pull_run import Underway, begin, keep_memory, reach

BATCH = 2_000

log = structlog.get_logger(__name__)


def pull(world: World, source: Source, feed: Feed, file: str | None = None) -> dict[str, Any]:
    """Pulls one source once and returns its line of the ledger.

    A feed that fails as a whole ends as ``failed`` with its reason: what is stored stays as it is.

    :param file: the name of the file behind ``feed`` if it is an import and not the source's own feed
    """
    begun, now = perf_counter(), world.clock.now()
    with writer(world.engine).begin() as connection:
        since = last_success(connection, source.name)
        at_work = begin(connection, world, source, now, file)
    try:
        error = _take_all(at_work, feed, since)
    except Exception as fault:
        error = f"stopped by a fault of the board itself ({type(fault).__name__}), see its log"
        _end(at_work, error, perf_counter() - begun)
        raise
    ledger, passage = _end(at_work, error, perf_counter() - begun)
    _tell(source.name, ledger, error)
    about = {"source": source.name, "pull_id": at_work.pull_id, "error": error}
    return {**about, **asdict(ledger), **asdict(passage)}


def _end(at_work: Underway, error: str | None, seconds: float) -> tuple[Ledger, Passage]:
    passage = Passage(round(seconds, 3), at_work.watermark, at_work.visit.bytes_read)
    with writer(at_work.world.engine).begin() as connection:
        keep_memory(connection, at_work, {} if error else at_work.visit.leaves, good=error is None)
        now = at_work.world.clock.now()
        return end_pull(connection, at_work.pull_id, now, error, passage), passage


def _take_all(at_work: Underway, feed: Feed, since: datetime | None) -> str | None:
    try:
        for rows in _batches(_rows(at_work, feed, since)):
            _take(at_work, rows)
    except FeedError as error:
        return str(error)
    return None


def _rows(at_work: Underway, feed: Feed, since: datetime | None) -> Iterator[Row]:
    if isinstance(feed, VisitingFeed):
        return feed.visit(at_work.now, since, at_work.visit)
    return feed.rows(at_work.now, since)


def _batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """Batches; what came before a fault of the feed is a batch too, and then the fault is raised."""
    batch = list[Row]()
    try:
        for row in rows:
            batch.append(row)
            if len(batch) == BATCH:
                yield batch
                batch = []
    except FeedError:
        if batch:
            yield batch
        raise
    if batch:
        yield batch


def _take(at_work: Underway, rows: list[Row]) -> None:
    """One batch in one transaction: its good rows, its bad rows and their numbers, all or nothing."""
    world, guard, now = at_work.world, at_work.guard, at_work.now
    checked = [guard.check(row, now) for row in rows]
    records = [item for item in checked if isinstance(item, ServiceRequest)]
    bad = [item for item in checked if isinstance(item, Rejection)]
    arrivals = arrivals_of(world, records)
    with writer(world.engine).begin() as connection:
        ingest(connection, at_work.pull_id, arrivals, now, world.timekeeper, world.tell)
        quarantine(connection, at_work.pull_id, guard.source.name, bad, now)
        if at_work.quarantined:
            stored = [
                row for row, item in zip(rows, checked, strict=True) if isinstance(item, ServiceRequest)
            ]
            _resolve(connection, at_work, stored)
        keep_memory(connection, at_work, {}, good=False)
    at_work.watermark = reach(records, now, at_work.watermark)


def _resolve(connection: Connection, at_work: Underway, stored: list[Row]) -> None:
    """A row that is stored now leaves quarantine, be it repaired or read by a repaired configuration."""
    name, now, keep = at_work.guard.source.name, at_work.now, at_work.guard.kept
    resolve(connection, name, (keep(row) for row in stored if row.repaired), now, "repaired")
    resolve(connection, name, (keep(row) for row in stored if not row.repaired), now, "accepted")


def arrivals_of(world: World, records: Sequence[ServiceRequest]) -> list[Arrival]:
    """Records with their places and the deadlines they would get."""
    places = place_all(records, world.locate, world.names)
    records = with_contradictions(records, places, world.names)
    targets = targets_of(records, world.timekeeper)
    return [Arrival(*arrived) for arrived in zip(records, places, targets, strict=True)]


def _tell(source: str, ledger: Ledger, error: str | None) -> None:
    if error:
        log.warning("pull failed", source=source, error=error)
    elif ledger.new or ledger.changed or ledger.rejected:
        log.info("pulled", source=source, **asdict(ledger))
