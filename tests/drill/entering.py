"""Filing and following up, killed with SIGKILL at random moments: nothing accepted is lost, nothing doubled.

A client sends a list of things to do, each under a submission of its own, to a worker process, and notes
what is answered. The worker is killed again and again in the midst of it; the client sends to the next one
whatever was not answered. At the end the store holds each thing exactly once.
"""

import os
import random
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from sqlalchemy import Table, func, select

from bootstrap import World, open_world
from data.core.follow_up.actions import Acting
from data.core.follow_up.records import Picture
from data.core.follow_up.workflow import Move
from data.services.follow_up import Sent
from data.services.integrity import check_store
from data.services.submission import OWN, Draft
from data.store.report_states import latest_changes
from data.store.schema import service_request
from data.store.schema_follow_ups import filing, follow_up, picture
from jobs.area_reassignment import sync_layer
from tests.builders import fixed_clock, open_town, settings
from tests.personas import IN_ANGGREK, MONDAY_NOON, OPERATOR

LONGEST = 0.4  # seconds that a worker lives at most
LAT, LONG = IN_ANGGREK


@dataclass
class Ledger:
    """What the client knows: numbers that it was given, and how many workers died on the way."""

    filed: dict[int, str] = field(default_factory=dict)
    moved: dict[int, int] = field(default_factory=dict)
    killed: int = 0


def town_in(folder: Path) -> World:
    """The town of a folder, whose files are written already."""
    return open_world(settings(folder), time=fixed_clock())


def photo(number: int, purpose: str = "report") -> Picture:
    """A picture of its own, large enough that writing it takes a moment."""
    body = number.to_bytes(4, "big") * 20_000
    return Picture(f"foto-{purpose}-{number:08}", purpose, "image/jpeg", 40, 30, body)


def work(world: World, channel: Connection) -> None:
    """A worker: does what it is sent, and answers once it is stored."""
    while True:
        what, number, more = channel.recv()
        channel.send((what, number, DO[what](world, number, more)))


def _file(world: World, number: int, _more: Any) -> str:
    draft = Draft(f"lapor-{number}", "warga", "sampah", f"nomor {number}", lat=LAT, long=LONG,
                  pictures=(photo(number),))  # fmt: skip
    return world.filings.file(draft).service_request_id


def _move(world: World, number: int, identity: str) -> int:
    """Starts work on a report that was filed. Sent again, it has changed already, and by this very move."""
    key = (OWN, identity)
    with world.engine.connect() as connection:
        seen = latest_changes(connection, [key])[key].change
    acting = Acting(Move.START, OPERATOR, MONDAY_NOON)
    pictures = (photo(number, "before"),)
    return world.follow_ups.act(Sent(f"tindak-{number}", key, seen, acting, pictures)).change


DO: dict[str, Callable[[World, int, Any], Any]] = {"file": _file, "move": _move}


def drill(folder: Path, kills: int, seed: int = 0) -> tuple[Ledger, World]:
    """Kills ``kills`` workers at random moments; returns what the client knows, and the town afterwards."""
    chance, ledger, number = random.Random(seed), Ledger(), 0
    sync_layer(open_town(folder))
    context = get_context("forkserver")  # a process of many threads must not be forked
    context.set_forkserver_preload([__name__])
    while ledger.killed < kills:
        ours, theirs = context.Pipe()
        worker = context.Process(target=_born, args=(folder, theirs), daemon=True)
        worker.start()
        theirs.close()
        if ours.poll(30) and ours.recv() == "ready":
            number = _sent_until_death(ours, worker.pid or 0, ledger, number, chance.uniform(0, LONGEST))
        worker.join()
        ledger.killed += 1
    world = town_in(folder)
    _finish(world, ledger, number)
    return ledger, world


def _born(folder: Path, channel: Connection) -> None:
    world = town_in(folder)
    channel.send("ready")
    work(world, channel)


def _sent_until_death(ours: Connection, pid: int, ledger: Ledger, number: int, seconds: float) -> int:
    """Sends one thing after another, and kills the worker when its time has come; returns the next number."""
    end = time.monotonic() + seconds
    try:
        while True:
            number = _next(ours, ledger, number)
            while not ours.poll(max(0.0, end - time.monotonic())):
                os.kill(pid, signal.SIGKILL)
                end = time.monotonic() + 30
                if not ours.poll(0.05):
                    return number
            _noted(ledger, *ours.recv())
    except (EOFError, OSError):
        return number


def _next(ours: Connection, ledger: Ledger, number: int) -> int:
    """First what was filed and not moved yet, then what was sent and not answered, then something new."""
    for known, identity in ledger.filed.items():
        if known not in ledger.moved:
            ours.send(("move", known, identity))
            return number
    wanted = next((one for one in range(number) if one not in ledger.filed), number)
    ours.send(("file", wanted, None))
    return max(number, wanted + 1)


def _noted(ledger: Ledger, what: str, number: int, answer: Any) -> None:
    (ledger.filed if what == "file" else ledger.moved)[number] = answer


def _finish(world: World, ledger: Ledger, number: int) -> None:
    """What was never answered is sent once more, to a worker that lives."""
    for one in range(number):
        ledger.filed.setdefault(one, _file(world, one, None))
        if one not in ledger.moved:
            ledger.moved[one] = _move(world, one, ledger.filed[one])


def _rows(connection: Any, table: Table) -> int:
    return int(connection.execute(select(func.count()).select_from(table)).scalar_one())


def faults(ledger: Ledger, world: World) -> list[str]:
    """What is lost, doubled, or does not add up; empty if all is well."""
    wanted = len(ledger.filed)
    with world.engine.connect() as connection:
        tables = {"reports": service_request, "filings": filing, "moves": follow_up, "pictures": picture}
        found = {name: _rows(connection, table) for name, table in tables.items()}
        there = set(connection.execute(select(service_request.c.service_request_id)).scalars())
        moves = connection.execute(select(follow_up.c.service_request_id, follow_up.c.change))
        changes = {identity: change for identity, change in moves}  # noqa: C416 (rows are no pairs)
    found["pictures"] //= 2  # one with the report, one with the move
    wrong = [f"{count} {name} instead of {wanted}" for name, count in found.items() if count != wanted]
    wrong += [f"accepted and lost: {one}" for one in ledger.filed.values() if one not in there]
    wrong += [f"moved twice or lost: {ledger.filed[n]}" for n, change in ledger.moved.items()
              if changes.get(ledger.filed[n]) != change]  # fmt: skip
    return wrong + [str(fault) for fault in check_store(world.engine, world.city, world.clock.now())]
