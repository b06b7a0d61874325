"""One pull: rows from a feed through the guard, the map and the clock into the store, batch by batch."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import partial
from time import perf_counter
from typing import Any

import structlog
from sqlalchemy import Connection

from data.core.city import City, Source
from data.core.digest import digest
from data.core.record import Rejection, ServiceRequest
from data.source.base import Feed, FeedError, OpenReport, Row, Visit, VisitingFeed
from data.source.guard import Guard
from data.store.engine import writer
from data.store.ingest import Arrival, ingest
from data.store.ledger import Ledger, Passage, begin_pull, end_pull, last_success
from data.store.memory import Memory, open_reports, recall, remember
from data.store.rejects import quarantine, resolve, waiting
from jobs.place import place_all, with_contradictions
from jobs.targets import targets_of
from jobs.world import World

BATCH = 2_000

log = structlog.get_logger(__name__)


@dataclass
class _Pull:
    """One pull under way: what it writes under, and how far its rows reach."""

    world: World
    guard: Guard
    pull_id: int
    now: datetime
    visit: Visit
    memory: Memory
    watermark: datetime | None = None
    quarantined: bool = False  # rows of this source wait in quarantine: one of them may come repaired


def pull(world: World, source: Source, feed: Feed, file: str | None = None) -> dict[str, Any]:
    """Pulls one source once and returns its line of the ledger.

    A feed that fails as a whole ends as ``failed`` with its reason: what is stored stays as it is.

    :param file: the name of the file behind ``feed`` if it is an import and not the source's own feed
    """
    begun, now = perf_counter(), world.clock.now()
    with writer(world.engine).begin() as connection:
        since = last_success(connection, source.name)
        at_work = _begin(connection, world, source, now, file)
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


def _begin(connection: Connection, world: World, source: Source, now: datetime, file: str | None) -> _Pull:
    """Opens the ledger's line. An imported file neither knows nor changes what the feed remembers."""
    memory = Memory() if file else recall(connection, source.name)
    mark = fingerprint(world.city, source)
    visit = Visit(
        kept=memory.kept,
        reconfigured=memory.fingerprint != mark,
        open_reports=partial(_open_reports, world, source.name),
    )
    return _Pull(
        world=world,
        guard=Guard(world.city, source, world.hide, getattr(source, "date_format", None)),
        pull_id=begin_pull(connection, source.name, now, file),
        now=now,
        visit=visit,
        memory=Memory(None if file else mark, memory.kept),
        quarantined=waiting(connection, source.name) > 0,
    )


def _open_reports(world: World, source: str) -> list[OpenReport]:
    with world.engine.connect() as connection:
        return open_reports(connection, source)


def fingerprint(city: City, source: Source) -> str:
    """A digest of all that decides how a row is read: if it changes, an unchanged feed is read again."""
    categories = "".join(category.model_dump_json() for category in city.category)
    return digest(source.model_dump_json(), categories, city.timezone)


def _end(at_work: _Pull, error: str | None, seconds: float) -> tuple[Ledger, Passage]:
    passage = Passage(round(seconds, 3), at_work.watermark, at_work.visit.bytes_read)
    with writer(at_work.world.engine).begin() as connection:
        _remember(connection, at_work, {} if error else at_work.visit.leaves, good=error is None)
        now = at_work.world.clock.now()
        return end_pull(connection, at_work.pull_id, now, error, passage), passage


def _remember(connection: Connection, at_work: _Pull, leaves: Mapping[str, Any], *, good: bool) -> None:
    """What a good pull leaves replaces what was kept; what was learnt on the way is kept either way."""
    visit, mark = at_work.visit, at_work.memory.fingerprint
    if mark is None or not (good or visit.learnt):
        return
    before = "" if visit.reconfigured and not good else mark  # still to be read with the new configuration
    kept = {**visit.learnt, **leaves} if good else {**visit.kept, **visit.learnt}
    remember(connection, at_work.guard.source.name, Memory(before, kept))


def _take_all(at_work: _Pull, feed: Feed, since: datetime | None) -> str | None:
    try:
        for rows in _batches(_rows(at_work, feed, since)):
            _take(at_work, rows)
    except FeedError as error:
        return str(error)
    return None


def _rows(at_work: _Pull, feed: Feed, since: datetime | None) -> Iterator[Row]:
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
        yield batch
        raise
    if batch:
        yield batch


def _take(at_work: _Pull, rows: list[Row]) -> None:
    """One batch in one transaction: its good rows, its bad rows and their numbers, all or nothing."""
    world, guard, now = at_work.world, at_work.guard, at_work.now
    checked = [guard.check(row, now) for row in rows]
    records = [item for item in checked if isinstance(item, ServiceRequest)]
    bad = [item for item in checked if isinstance(item, Rejection)]
    arrivals = arrivals_of(world, records)
    with writer(world.engine).begin() as connection:
        ingest(connection, at_work.pull_id, arrivals, now, world.timekeeper)
        quarantine(connection, at_work.pull_id, guard.source.name, bad, now)
        if at_work.quarantined:
            stored = [
                row for row, item in zip(rows, checked, strict=True) if isinstance(item, ServiceRequest)
            ]
            _resolve(connection, at_work, stored)
        _remember(connection, at_work, {}, good=False)
    at_work.watermark = reach(records, now, at_work.watermark)


def _resolve(connection: Connection, at_work: _Pull, stored: list[Row]) -> None:
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


def reach(records: Iterable[ServiceRequest], now: datetime, before: datetime | None) -> datetime | None:
    """The latest time, up to now, at which the records say that something happened."""
    times = (
        moment
        for record in records
        for moment in (record.requested_datetime, record.updated_datetime, record.closed_datetime)
        if moment and moment <= now
    )
    latest = max(times, default=None)
    return max((moment for moment in (latest, before) if moment), default=None)


def _tell(source: str, ledger: Ledger, error: str | None) -> None:
    if error:
        log.warning("pull failed", source=source, error=error)
    elif ledger.new or ledger.changed or ledger.rejected:
        log.info("pulled", source=source, **asdict(ledger))
