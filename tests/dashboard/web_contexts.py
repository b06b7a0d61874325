"""The test city on a wall: rows as Qlue sends them, a clock that tests move, and a server."""

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import uvicorn
from dash import Dash

from bootstrap import AppContext
from dashboard.app import create_app
from dashboard.web.context import WebContext
from dashboard.web.server import DashboardServer
from data.config.clock import Clock
from data.core.access import Principal
from data.services.auth.service import AuthService
from data.services.live_board import LiveBoard
from jobs.area_reassignment import sync_layer
from jobs.feed_factory import open_feed
from jobs.pull import pull
from tests.builders import open_city, qlue_row, settings, write_city
from tests.dashboard.asgi_client import as_headers, send_request
from tests.dashboard.sign_in import (
    accounts_of,
    build_web_context,
    session_header,
    web_context_of_app,
    with_changes,
)
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
from tests.pulls import wait_until
from tests.servers import free_port

WIB = ZoneInfo("Asia/Jakarta")
NOWHERE = (0, 0)
STALE_SECONDS = 180  # the source is pulled every 60 s and may miss three pulls


def feed_row(
    number: int, hours_ago: float, category: str, point: tuple[float, float], **changed: Any
) -> dict[str, Any]:
    """Return a row of a report filed so many hours before Monday noon."""
    moment = (MONDAY_NOON - timedelta(hours=hours_ago)).astimezone(WIB)
    row = qlue_row(number, category=category, loc_lat=point[0], loc_lng=point[1], profile_name=MARIA.name)
    return {**row, "post_date": f"{moment:%Y-%m-%d %H:%M:%S}", **changed}


# Banjir may take 12 hours, Sampah 48, Narkoba (sensitive) 168; Usul has no target.
BUSY = [
    feed_row(1, 16, "Banjir", IN_ANGGREK),  # late by 4 h
    feed_row(2, 40, "Banjir", IN_BARITO),  # late by 28 h, beyond three times its time
    feed_row(3, 11, "Banjir", IN_CEMPAKA),  # 11 of 12 h used, 1 h left
    feed_row(4, 2, "Sampah", IN_DELIMA),  # 46 h left
    feed_row(5, 3, "Usul", IN_ANGGREK),
    feed_row(6, 5, "Narkoba", IN_DELIMA, profile_name=YOHANIS.name, post_desc="rumah kuning di ujung gang"),
    feed_row(7, 30, "Sampah", NOWHERE),
    feed_row(8, 31, "Sampah", AT_SEA),
    feed_row(9, 6, "Sampah", IN_BARITO, status="Selesai"),
]


class MovableClock:
    """A clock that runs like real time from Monday noon, and that tests can move."""

    def __init__(self, start: datetime = MONDAY_NOON) -> None:
        self._start, self._started_at, self._offset = start.timestamp(), time.monotonic(), 0.0

    def __call__(self) -> float:
        return self._start + time.monotonic() - self._started_at + self._offset

    def jump(self, **amount: float) -> None:
        """Move the clock forward by a duration such as ``hours=1``."""
        self._offset += timedelta(**amount).total_seconds()


def open_city_with_clock(folder: Path, clock: MovableClock, **changed: Any) -> AppContext:
    """Return the test city with its areas in the store, under a movable clock."""
    write_city(folder, **changed)
    app_context = open_city(settings(folder), Clock(time_source=clock), **changed)
    sync_layer(app_context)
    return app_context


def pull_reports(app_context: AppContext, folder: Path, rows: list[dict[str, Any]] | str) -> dict[str, Any]:
    """Pull these rows, or this text, as the source's response; return the ledger line."""
    feed_file = folder / "feed.json"
    feed_file.write_text(rows if isinstance(rows, str) else json.dumps(rows), encoding="utf-8")
    source = app_context.city.source[0]
    return pull(app_context, source, open_feed(source, app_context, feed_file))


def web_context_of(app_context: AppContext) -> WebContext:
    """Return the web context of a city, with its first snapshot."""
    live_board = LiveBoard(app_context.engine, app_context.city, app_context.clock)
    live_board.refresh()
    return build_web_context(app_context, live_board)


HttpGet = Callable[..., httpx.Response]


def http_getter(app: Dash, principal: Principal = OPERATOR) -> HttpGet:
    """Return a function that requests an address of an app as a persona, with optional headers."""
    session_headers = session_header(web_context_of_app(app).accounts, principal)

    def http_get(path: str, **headers: str) -> httpx.Response:
        return send_request(app.server, path, headers={**session_headers, **as_headers(headers)})

    http_get("/_dash-layout")  # as the server does before its first request
    return http_get


@dataclass
class WallServer:
    """A real server on loopback with the test city's wall; tests control its store and clock."""

    folder: Path
    clock: MovableClock
    app_context: AppContext
    port: int = field(default_factory=free_port)
    closed: bool = False  # the wall is for displays and sign-ins only
    live_board: LiveBoard = field(init=False)  # of the server that runs
    _added: int = 0
    _running: tuple[DashboardServer, threading.Thread] | None = None

    @property
    def url(self) -> str:
        """Return the address of the wall."""
        return f"http://127.0.0.1:{self.port}/layar"

    def pull_reports(self, rows: list[dict[str, Any]] | str) -> dict[str, Any]:
        """Pull rows, as :func:`pull_reports`, into this wall's store."""
        return pull_reports(self.app_context, self.folder, rows)

    def add_late_report(self) -> None:
        """Pull one more late report, a flood that was filed long ago."""
        self._added += 1
        ledger = self.pull_reports([feed_row(100 + self._added, 15, "Banjir", IN_CEMPAKA)])
        assert (ledger["new"], ledger["error"]) == (1, None)

    def close_oldest(self) -> None:
        """Pull the oldest known flood as closed."""
        number = 1 if self._added == 0 else 101
        hours = 16 if self._added == 0 else 15
        point = IN_ANGGREK if self._added == 0 else IN_CEMPAKA
        assert self.pull_reports([feed_row(number, hours, "Banjir", point, status="Selesai")])["changed"] == 1

    def app(self) -> Dash:
        """Return a new app on the same store, as another process would have it."""
        self.live_board = LiveBoard(self.app_context.engine, self.app_context.city, self.app_context.clock)
        web_context = build_web_context(self.app_context, self.live_board, self.accounts)
        if self.closed:
            web_context = with_changes(
                web_context, settings=web_context.settings.model_copy(update={"wall_access": "token"})
            )
        return create_app(web_context)

    @cached_property
    def accounts(self) -> AuthService:
        """Return the accounts of this wall."""
        return accounts_of(self.app_context)

    def start(self) -> None:
        """Start serving until :meth:`stop`; return once there is a first snapshot."""
        listener = socket.create_server(("127.0.0.1", self.port))
        config = uvicorn.Config(self.app().server, log_level="error", ws="none", timeout_graceful_shutdown=1)
        server = DashboardServer(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, name=f"wall {self.port}")
        thread.start()
        self._running = server, thread
        wait_until(lambda: self.live_board.current() is not None)

    @contextmanager
    def serving(self) -> Iterator["WallServer"]:
        """Serve while the block lasts; the test may stop and start it."""
        self.start()
        try:
            yield self
        finally:
            self.stop()

    def stop(self) -> None:
        """Stop the server; for displays it is like a power cut."""
        if self._running:
            server, thread = self._running
            server.should_exit = True
            thread.join(timeout=20)
            assert not thread.is_alive(), "the server did not stop"
        self._running = None
