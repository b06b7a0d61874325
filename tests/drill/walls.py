"""A wall through every fault: honest within two refreshes, right within ten seconds, and nobody touches it.

A real server with its jobs pulls a feed and shows it in Chromium through a proxy. The drill kills the server,
lets the feed hang, cuts the network, moves the PC's clock, puts an older backup in the store's place, and
stops the database; after each it measures how long the screen took to say so, and how long to be right again.
"""

import json
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from playwright.sync_api import Browser, Error, Page

from tests.builders import qlue_row, write_city
from tests.chromium import FULL_HD
from tests.personas import IN_ANGGREK
from tests.pulls import ROOT, environ, fed_by
from tests.servers import HttpFeed, answers, free_port, start_feed, start_postgres

EVERY = 2  # seconds between two pulls; three missed ones are late
REFRESH = 3.0  # seconds: a beat of the stream, and the second in which a screen looks at it
HONEST, RIGHT = 2 * REFRESH + 1.0, 10.0  # a browser's own second on top
FEED_HONEST = EVERY * 3 + 2 * REFRESH + 4  # a feed is late after three turns, the hung one among them
PATIENCE = 60.0
MOVABLE_CLOCK = """() => { const Real = Date; window.pcOffset = 0;
  window.Date = class extends Real {
    constructor(...given) { given.length ? super(...given) : super(Real.now() + window.pcOffset); }
    static now() { return Real.now() + window.pcOffset; }
  }; }"""
LOOK = """() => {
  const wall = document.getElementById("wall");
  const text = (selector) => (document.querySelector(selector) || {}).textContent || "";
  return { mood: wall ? wall.className : "", trouble: text(".trouble"), open: text("#wall-open .tile-value"),
           clock: text(".clock b"), banner: text(".banner-words") };
}"""


class Proxy:
    """Stands between browser and server; cut, it forwards and answers nothing, as a pulled cable."""

    def __init__(self, target: int) -> None:
        self._target, self.cut = target, threading.Event()
        self._door = socket.create_server(("127.0.0.1", 0))
        self.port = self._door.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            inside, _ = self._door.accept()
            threading.Thread(target=self._serve, args=(inside,), daemon=True).start()

    def _serve(self, inside: socket.socket) -> None:
        while self.cut.is_set():
            time.sleep(0.05)
        try:
            outside = socket.create_connection(("127.0.0.1", self._target), timeout=5)
        except OSError:
            return inside.close()
        outside.settimeout(None)
        for one, other in ((inside, outside), (outside, inside)):
            threading.Thread(target=self._pump, args=(one, other), daemon=True).start()

    def _pump(self, one: socket.socket, other: socket.socket) -> None:
        with suppress(OSError):
            while body := one.recv(65_536):
                while self.cut.is_set():
                    time.sleep(0.05)
                other.sendall(body)
        for each in (one, other):
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)


@dataclass
class Room:
    """A wall, its server and everything between them."""

    folder: Path
    feed: HttpFeed
    page: Page
    proxy: Proxy
    port: int
    url: str = ""
    number: int = 0
    server: subprocess.Popen[bytes] | None = None
    found: list[str] = field(default_factory=list)
    took: dict[str, list[tuple[float, float]]] = field(default_factory=dict)

    def start(self) -> None:
        """Starts the server with its jobs, and waits until it answers."""
        told = environ(
            self.folder, self.url, PORT=str(self.port), PANTAU_WALL_ACCESS="open", PANTAU_LOG_LEVEL="error"
        )
        command = [sys.executable, "-m", "dashboard", "--with-jobs"]
        with (self.folder / "server.log").open("ab") as log:
            self.server = subprocess.Popen(command, env=told, cwd=ROOT, stdout=log, stderr=log)
        self.wait("a server", lambda: answers(f"http://127.0.0.1:{self.port}/healthz"), PATIENCE)

    def kill(self) -> None:
        """As a power cut."""
        assert self.server
        self.server.send_signal(signal.SIGKILL)
        self.server.wait()

    def one_more(self) -> None:
        """Another report in the feed."""
        self.number += 1
        self.feed.body = json.dumps([row(number) for number in range(1, self.number + 1)]).encode()

    def wait(self, what: str, true: Callable[[], bool], longest: float) -> float:
        """How long it took; a fault if longer than it may."""
        began = time.monotonic()
        while not (is_so := true()) and time.monotonic() - began < PATIENCE:
            self.page.wait_for_timeout(100)
        took = time.monotonic() - began
        if not is_so or took > longest:
            self.found.append(
                f"{what}: {took:.1f} s, at most {longest:.1f}{'' if is_so else ', and never'}: {self.look()}"
            )
        return took

    def look(self) -> dict[str, Any]:
        """What the screen says."""
        return dict(self.page.evaluate(LOOK))

    def says(self, mood: str) -> Callable[[], bool]:
        """Whether the screen wears a mood, and says since when."""

        def said() -> bool:
            seen = self.look()
            return mood in seen["mood"].split() and ("sejak" in seen["trouble"] + seen["banner"])

        return said

    def right(self, count: int | None = None) -> Callable[[], bool]:
        """Whether it shows what the feed says, and nothing is wrong."""

        def is_right() -> bool:
            seen = self.look()
            fresh = "fresh" in seen["mood"].split() and not seen["trouble"]
            return fresh and seen["open"] == str(self.number if count is None else count)

        return is_right

    def through(
        self, name: str, mood: str, begin: Callable[[], None], end: Callable[[], None], honest: float
    ) -> None:
        """One fault, from its beginning to the right screen."""
        begin()
        said = self.wait(f"{name}: says so", self.says(mood), honest)
        self.one_more()
        end()
        self.took.setdefault(name, []).append((said, self.wait(f"{name}: right", self.right(), RIGHT)))


def row(number: int) -> dict[str, Any]:
    """A report of the feed, filed an hour ago."""
    filed = datetime.now(UTC) + timedelta(hours=6)  # Qlue's times are an hour behind the city's
    there = qlue_row(number, category="Sampah", loc_lat=IN_ANGGREK[0], loc_lng=IN_ANGGREK[1])
    return {**there, "post_date": f"{filed:%Y-%m-%d %H:00:00}"}


def drill(browser: Browser, folder: Path, restarts: int) -> tuple[list[str], str]:
    """All faults, first on SQLite, then the database's own on PostgreSQL.

    :returns: what was not as it should be, and how long each took in words
    """
    with room(browser, folder / "sqlite") as one:
        _restarts(one, restarts)
        _feed_hangs(one)
        _network_is_cut(one)
        _clock_is_moved(one)
        _backup_is_put_back(one)
    with (
        TemporaryDirectory(prefix="pantau-postgres-") as files,
        start_postgres(Path(files)) as server,
        room(browser, folder / "postgres", server.new_database()) as other,
    ):
        stop, start = partial(server.control, "stop"), partial(server.control, "start")
        other.through("database stopped", "silent", stop, start, HONEST)
    return [*one.found, *other.found], told({**one.took, **other.took})


def told(took: dict[str, list[tuple[float, float]]]) -> str:
    """One line per fault: how often, and the longest it took to be honest and to be right."""
    return "".join(
        f"{name}: {len(each)} times, honest after at most {max(a for a, _ in each):.1f} s, "
        f"right after at most {max(b for _, b in each):.1f} s\n"
        for name, each in took.items()
    )


@contextmanager
def room(browser: Browser, folder: Path, url: str = "") -> Iterator[Room]:
    """A wall at work, with one report on it."""
    folder.mkdir()
    with ExitStack() as stack:
        feed = stack.enter_context(start_feed())
        source = fed_by(feed.url, every_seconds=EVERY, timeout_seconds=2, attempts=1)
        write_city(folder, source=[source])
        port = free_port()
        proxy = Proxy(port)
        page = stack.enter_context(browser.new_context(viewport=FULL_HD)).new_page()
        page.add_init_script(f"({MOVABLE_CLOCK})()")
        made = Room(folder, feed, page, proxy, port, url or f"sqlite:///{folder / 'store.db'}")
        made.one_more()
        made.start()
        stack.callback(made.kill)
        page.goto(f"http://127.0.0.1:{proxy.port}/layar?lihat=kota")
        page.evaluate("window.sameDocument = true")
        made.wait("the first frame", made.right(), PATIENCE)
        yield made
        with suppress(Error):
            if not page.evaluate("window.sameDocument === true"):
                made.found.append("the page was loaded anew, though its version is the same")


def _restarts(one: Room, times: int) -> None:
    for _ in range(times):
        one.through("server killed", "unheard", one.kill, one.start, HONEST)


def _feed_hangs(one: Room) -> None:
    def hang() -> None:
        one.feed.answer = _sleep

    def answer() -> None:
        one.feed.answer = None

    one.through("feed hung", "stale", hang, answer, FEED_HONEST)


def _sleep(_handler: BaseHTTPRequestHandler) -> None:
    time.sleep(20)


def _network_is_cut(one: Room) -> None:
    one.through("network cut", "unheard", one.proxy.cut.set, one.proxy.cut.clear, HONEST)


def _clock_is_moved(one: Room) -> None:
    """The time on the wall stays the server's, and the screen says that its PC's is wrong."""
    for hours in (3, -3):
        one.page.evaluate("(by) => { window.pcOffset = by; }", hours * 3_600_000)
        said = one.wait("clock moved: says so", lambda: "meleset 3 jam" in one.look()["trouble"], HONEST)
        right = one.wait("clock moved: right", lambda: _tells_the_time(one), RIGHT)
        one.took.setdefault("clock moved", []).append((said, right))
    one.page.evaluate("window.pcOffset = 0")
    one.wait("clock set right: right", one.right(), RIGHT)


def _tells_the_time(one: Room) -> bool:
    now, shown = datetime.now(UTC) + timedelta(hours=8), one.look()["clock"]
    return any(f"{now - timedelta(seconds=late):%H.%M.%S}" == shown for late in range(4))


def _backup_is_put_back(one: Room) -> None:
    """First the older reports, since the store says so; then, once the feed is read again, all of them."""
    store, backup, kept = one.folder / "store.db", one.folder / "backup.db", one.number
    with sqlite3.connect(store) as source, sqlite3.connect(backup) as target:
        source.backup(target)
    one.one_more()
    one.wait("before the backup", one.right(), PATIENCE)
    whole, one.feed.body = one.feed.body, b"[]"
    one.page.wait_for_timeout(2_000 * EVERY)
    for name in ("store.db-wal", "store.db-shm"):
        (one.folder / name).unlink(missing_ok=True)
    shutil.copyfile(backup, one.folder / "copy.db")
    os.replace(one.folder / "copy.db", store)
    older = one.wait("older backup: shown", lambda: one.look()["open"] == str(kept), RIGHT)
    one.feed.body = whole
    one.took.setdefault("older backup", []).append(
        (older, one.wait("older backup: right", one.right(), RIGHT))
    )
