"""A pull while it is under way: what it writes under, what its feed remembers, how far its rows reach."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import Connection

from bootstrap import World
from data.core.config.city import City, Source
from data.core.digest import digest
from data.core.report.record import ServiceRequest
from data.sources.base import OpenReport, Visit
from data.sources.validator import Guard
from data.store.ledger import begin_pull
from data.store.rejected_rows import waiting
from data.store.source_state import Memory, open_reports, recall, remember


@dataclass
class Underway:
    """One pull under way: what it writes under, and how far its rows reach."""

    world: World
    guard: Guard
    pull_id: int
    now: datetime
    visit: Visit
    memory: Memory
    watermark: datetime | None = None
    quarantined: bool = False  # rows of this source wait in quarantine: one of them may come repaired


def begin(connection: Connection, world: World, source: Source, now: datetime, file: str | None) -> Underway:
    """Opens the ledger's line. An imported file neither knows nor changes what the feed remembers."""
    memory = Memory() if file else recall(connection, source.name)
    mark = fingerprint(world.city, source)
    visit = Visit(
        kept=memory.kept,
        reconfigured=memory.fingerprint != mark,
        open_reports=partial(_open_reports, world, source.name),
    )
    return Underway(
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


def keep_memory(connection: Connection, at_work: Underway, leaves: Mapping[str, Any], *, good: bool) -> None:
    """What a good pull leaves replaces what was kept; what was learnt on the way is kept either way."""
    visit, mark = at_work.visit, at_work.memory.fingerprint
    if mark is None or not (good or visit.learnt):
        return
    before = "" if visit.reconfigured and not good else mark  # still to be read with the new configuration
    kept = {**visit.learnt, **leaves} if good else {**visit.kept, **visit.learnt}
    remember(connection, at_work.guard.source.name, Memory(before, kept))


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
