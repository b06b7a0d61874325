"""The town on a wall: reports as Qlue sends them, a clock that the tests move, and a server that shows it."""

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import uvicorn
from dash import Dash

from bootstrap import World, open_world
from dashboard.app import create_app
from dashboard.web.context import Site
from dashboard.web.server import Server
from data.config.clock import Clock
from data.core.access import Who
from data.services.auth.service import Accounts
from data.services.live_board import LiveBoard
from jobs.area_reassignment import sync_layer
from jobs.feed_factory import feed_of
from jobs.pull import pull
from tests.builders import qlue_row, settings, write_city
from tests.dashboard.asgi_client import answered, named
from tests.dashboard.sign_in import accounts_of, header_of, site_in, site_with
from tests.personas import (
    AT_SEA,
    IN_ANGGREK,
    IN_BARITO,
    IN_CEMPAKA,
    IN_DELIMA,
    MARIA,
    MONDAY_NOON,
    OPERATOR,
    YOHANIS,
)
from tests.pulls import eventually
from tests.servers import free_port

WIB = ZoneInfo("Asia/Jakarta")
NOWHERE = (0, 0)
STALE_SECONDS = 180  # the town's source is pulled every 60 s and may miss three turns


def filed(
    number: int, hours_ago: float, category: str, at: tuple[float, float], **changed: Any
) -> dict[str, Any]:
    """A report filed so many hours before Monday noon."""
    moment = (MONDAY_NOON - timedelta(hours=hours_ago)).astimezone(WIB)
    row = qlue_row(number, category=category, loc_lat=at[0], loc_lng=at[1], profile_name=MARIA.name)
    return {**row, "post_date": f"{moment:%Y-%m-%d %H:%M:%S}", **changed}


# Banjir may take 12 hours, Sampah 48, Narkoba (sensitive) 168; Usul has no target.
BUSY = [
    filed(1, 16, "Banjir", IN_ANGGREK),  # late by 4 h
    filed(2, 40, "Banjir", IN_BARITO),  # late by 28 h, beyond three times its time
    filed(3, 11, "Banjir", IN_CEMPAKA),  # 11 of 12 h used, 1 h left
    filed(4, 2, "Sampah", IN_DELIMA),  # 46 h left
    filed(5, 3, "Usul", IN_ANGGREK),
    filed(6, 5, "Narkoba", IN_DELIMA, profile_name=YOHANIS.name, post_desc="rumah kuning di ujung gang"),
    filed(7, 30, "Sampah", NOWHERE),
    filed(8, 31, "Sampah", AT_SEA),
    filed(9, 6, "Sampah", IN_BARITO, status="Selesai"),
]


class MovableTime:
    """Time that runs on like real time from Monday noon, and jumps when told to."""

    def __init__(self, start: datetime = MONDAY_NOON) -> None:
        self._start, self._began, self._jumped = start.timestamp(), time.monotonic(), 0.0

    def __call__(self) -> float:
        return self._start + time.monotonic() - self._began + self._jumped

    def jump(self, **by: float) -> None:
        """Moves on at once, by ``hours=1`` or the like."""
        self._jumped += timedelta(**by).total_seconds()


def open_moving_town(folder: Path, moving: MovableTime, **changed: Any) -> World:
    """The town with its areas in the store, under a clock that moves."""
    write_city(folder, **changed)
    world = open_world(settings(folder), time=Clock(read=moving))
    sync_layer(world)
    return world


def take(world: World, folder: Path, rows: list[dict[str, Any]] | str) -> dict[str, Any]:
    """One pull of the town's source that answers with these rows (or this text); its ledger line."""
    answer = folder / "feed.json"
    answer.write_text(rows if isinstance(rows, str) else json.dumps(rows), encoding="utf-8")
    source = world.city.source[0]
    return pull(world, source, feed_of(source, world, answer))


def site_of(world: World) -> Site:
    """A board of that town, with its first snapshot."""
    live = LiveBoard(world.engine, world.city, world.clock)
    live.refresh()
    return site_with(world, live)


Visit = Callable[..., httpx.Response]


def visitor(app: Dash, who: Who = OPERATOR) -> Visit:
    """A function that asks an app for an address as one of the cast, with headers if given."""
    signed_in = header_of(site_in(app).accounts, who)

    def visit(path: str, **headers: str) -> httpx.Response:
        return answered(app.server, path, headers={**signed_in, **named(headers)})

    visit("/_dash-layout")  # as the server does before it lets anybody in
    return visit


@dataclass
class WallServer:
    """A town on a wall: a real server on loopback, its store and its clock in the test's hands."""

    folder: Path
    time: MovableTime
    world: World
    port: int = field(default_factory=free_port)
    closed: bool = False  # the wall is for displays and sign-ins only
    live: LiveBoard = field(init=False)  # of the server that runs
    _more: int = 0
    _running: tuple[Server, threading.Thread] | None = None

    @property
    def url(self) -> str:
        """Where the wall stands."""
        return f"http://127.0.0.1:{self.port}/layar"

    def take(self, rows: list[dict[str, Any]] | str) -> dict[str, Any]:
        """As :func:`take`, into this wall's store."""
        return take(self.world, self.folder, rows)

    def take_more(self) -> None:
        """One more late report comes in, a flood that was filed long ago."""
        self._more += 1
        ledger = self.take([filed(100 + self._more, 15, "Banjir", IN_CEMPAKA)])
        assert (ledger["new"], ledger["error"]) == (1, None)

    def close_first(self) -> None:
        """The oldest known flood is reported as done."""
        number = 1 if self._more == 0 else 101
        hours = 16 if self._more == 0 else 15
        place = IN_ANGGREK if self._more == 0 else IN_CEMPAKA
        assert self.take([filed(number, hours, "Banjir", place, status="Selesai")])["changed"] == 1

    def app(self) -> Dash:
        """A web app of its own on the same store, as another process would have it."""
        self.live = LiveBoard(self.world.engine, self.world.city, self.world.clock)
        site = site_with(self.world, self.live, self.accounts)
        if self.closed:
            site = replace(site, settings=replace(site.settings, wall_access="token"))
        return create_app(site)

    @cached_property
    def accounts(self) -> Accounts:
        """Who may sign in here."""
        return accounts_of(self.world)

    def start(self) -> None:
        """Serves until :meth:`stop`; returns once it has its first snapshot."""
        door = socket.create_server(("127.0.0.1", self.port))
        config = uvicorn.Config(self.app().server, log_level="error", ws="none", timeout_graceful_shutdown=1)
        server = Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [door]}, name=f"wall {self.port}")
        thread.start()
        self._running = server, thread
        eventually(lambda: self.live.current() is not None)

    @contextmanager
    def serving(self) -> Iterator["WallServer"]:
        """Serves for as long as the block lasts, interruptions by the test aside."""
        self.start()
        try:
            yield self
        finally:
            self.stop()

    def stop(self) -> None:
        """Ends the server, as a power cut would for those who look at it."""
        if self._running:
            server, thread = self._running
            server.should_exit = True
            thread.join(timeout=20)
            assert not thread.is_alive(), "the server did not stop"
        self._running = None
