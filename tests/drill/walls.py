"""A wall through every fault: it shows it within two refreshes, and recovers by itself within ten seconds.

A real server with its jobs pulls a feed and shows it in Chromium through a proxy. The drill kills the server,
lets the feed hang, cuts the network, moves the PC's clock, restores an older backup and stops the database;
for each it measures the time until the screen shows the fault, and until it is right again.
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
from contextlib import ExitStack, closing, contextmanager, suppress
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
from tests.pulls import ROOT, http_source, process_environment
from tests.servers import HttpFeed, free_port, responds, start_feed, start_postgres

PULL_SECONDS = 2  # seconds between two pulls; data are stale after three missed ones
REFRESH_SECONDS = 3.0  # seconds: a heartbeat of the stream, and the second in which a screen checks it
REPORT_SECONDS, RECOVER_SECONDS = 2 * REFRESH_SECONDS + 1.0, 10.0  # a second for the browser
FEED_REPORT_SECONDS = (
    PULL_SECONDS * 3 + 2 * REFRESH_SECONDS + 4
)  # stale after three missed pulls, the hung one among them
TIMEOUT_SECONDS = 60.0
MOVABLE_CLOCK_SCRIPT = """() => { const Real = Date; window.pcOffset = 0;
  window.Date = class extends Real {
    constructor(...given) { given.length ? super(...given) : super(Real.now() + window.pcOffset); }
    static now() { return Real.now() + window.pcOffset; }
  }; }"""
SCREEN_STATE_SCRIPT = """() => {
  const wall = document.getElementById("wall");
  const text = (selector) => (document.querySelector(selector) || {}).textContent || "";
  return { mood: wall ? wall.className : "", trouble: text(".trouble"), open: text("#wall-open .tile-value"),
           clock: text(".clock b"), banner: text(".banner-words") };
}"""


class Proxy:
    """Forwards between browser and server; when cut, it forwards and answers nothing, like a pulled cable."""

    def __init__(self, target: int) -> None:
        self._target, self.cut = target, threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            client, _ = self._listener.accept()
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        while self.cut.is_set():
            time.sleep(0.05)
        try:
            upstream = socket.create_connection(("127.0.0.1", self._target), timeout=5)
        except OSError:
            return client.close()
        upstream.settimeout(None)
        for source, target in ((client, upstream), (upstream, client)):
            threading.Thread(target=self._pump, args=(source, target), daemon=True).start()

    def _pump(self, source: socket.socket, target: socket.socket) -> None:
        with suppress(OSError):
            while body := source.recv(65_536):
                while self.cut.is_set():
                    time.sleep(0.05)
                target.sendall(body)
        for connection in (source, target):
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)


@dataclass
class WallSetup:
    """A wall, its server and what is between them."""

    folder: Path
    feed: HttpFeed
    page: Page
    proxy: Proxy
    port: int
    url: str = ""
    number: int = 0
    server: subprocess.Popen[bytes] | None = None
    faults: list[str] = field(default_factory=list)
    timings: dict[str, list[tuple[float, float]]] = field(default_factory=dict)

    def start(self) -> None:
        """Start the server with its jobs, and wait until it answers."""
        environment = process_environment(
            self.folder, self.url, PORT=str(self.port), PANTAU_WALL_ACCESS="open", PANTAU_LOG_LEVEL="error"
        )
        command = [sys.executable, "-m", "dashboard", "--with-jobs"]
        with (self.folder / "server.log").open("ab") as log:
            self.server = subprocess.Popen(command, env=environment, cwd=ROOT, stdout=log, stderr=log)
        self.wait_until(
            "a server", lambda: responds(f"http://127.0.0.1:{self.port}/healthz"), TIMEOUT_SECONDS
        )

    def kill(self) -> None:
        """Kill the server, as a power cut would."""
        assert self.server
        self.server.send_signal(signal.SIGKILL)
        self.server.wait()

    def add_report(self) -> None:
        """Add a report to the feed."""
        self.number += 1
        self.feed.body = json.dumps([feed_row(number) for number in range(1, self.number + 1)]).encode()

    def wait_until(self, label: str, condition: Callable[[], bool], max_seconds: float) -> float:
        """Wait for a condition; return the seconds it took, and record a fault if they are too many."""
        started_at = time.monotonic()
        while not (holds := condition()) and time.monotonic() - started_at < TIMEOUT_SECONDS:
            self.page.wait_for_timeout(100)
        elapsed = time.monotonic() - started_at
        if not holds or elapsed > max_seconds:
            self.faults.append(
                f"{label}: {elapsed:.1f} s, at most {max_seconds:.1f}{'' if holds else ', and never'}: "
                f"{self.screen_state()}"
            )
        return elapsed

    def screen_state(self) -> dict[str, Any]:
        """Return the state that the screen shows."""
        return dict(self.page.evaluate(SCREEN_STATE_SCRIPT))

    def reports_state(self, state: str) -> Callable[[], bool]:
        """Return whether the screen shows a state, with the time since when."""

        def is_reported() -> bool:
            screen = self.screen_state()
            return state in screen["mood"].split() and ("sejak" in screen["trouble"] + screen["banner"])

        return is_reported

    def shows_feed(self, count: int | None = None) -> Callable[[], bool]:
        """Return whether it shows the reports of the feed, without a fault."""

        def matches_feed() -> bool:
            screen = self.screen_state()
            fresh = "fresh" in screen["mood"].split() and not screen["trouble"]
            return fresh and screen["open"] == str(self.number if count is None else count)

        return matches_feed

    def run_fault(
        self,
        name: str,
        state: str,
        begin: Callable[[], None],
        end: Callable[[], None],
        max_report_seconds: float,
    ) -> None:
        """Run one fault, from its beginning until the screen is right again."""
        begin()
        report_seconds = self.wait_until(f"{name}: says so", self.reports_state(state), max_report_seconds)
        self.add_report()
        end()
        self.timings.setdefault(name, []).append(
            (report_seconds, self.wait_until(f"{name}: right", self.shows_feed(), RECOVER_SECONDS))
        )


def feed_row(number: int) -> dict[str, Any]:
    """Return a report of the feed, filed an hour ago."""
    requested_at = datetime.now(UTC) + timedelta(hours=6)  # Qlue's times are an hour behind the city's
    qlue_report = qlue_row(number, category="Sampah", loc_lat=IN_ANGGREK[0], loc_lng=IN_ANGGREK[1])
    return {**qlue_report, "post_date": f"{requested_at:%Y-%m-%d %H:00:00}"}


def run_drill(browser: Browser, folder: Path, restarts: int) -> tuple[list[str], str]:
    """Run all faults on SQLite, then those of the database on PostgreSQL.

    Return the failures, and a summary of the times.
    """
    with open_wall_setup(browser, folder / "sqlite") as sqlite_setup:
        _kill_server(sqlite_setup, restarts)
        _hang_feed(sqlite_setup)
        _cut_network(sqlite_setup)
        _move_clock(sqlite_setup)
        _restore_backup(sqlite_setup)
    with (
        TemporaryDirectory(prefix="pantau-postgres-") as files,
        start_postgres(Path(files)) as server,
        open_wall_setup(browser, folder / "postgres", server.new_database()) as postgres_setup,
    ):
        stop, start = partial(server.control, "stop"), partial(server.control, "start")
        postgres_setup.run_fault("database stopped", "silent", stop, start, REPORT_SECONDS)
    return [*sqlite_setup.faults, *postgres_setup.faults], format_timings(
        {**sqlite_setup.timings, **postgres_setup.timings}
    )


def format_timings(timings: dict[str, list[tuple[float, float]]]) -> str:
    """Return a line per fault: how often, the longest time until it was shown, and until all was right."""
    return "".join(
        f"{name}: {len(samples)} times, shown after at most {max(shown for shown, _ in samples):.1f} s, "
        f"right after at most {max(right for _, right in samples):.1f} s\n"
        for name, samples in timings.items()
    )


@contextmanager
def open_wall_setup(browser: Browser, folder: Path, url: str = "") -> Iterator[WallSetup]:
    """Run a wall with one report on it."""
    folder.mkdir()
    with ExitStack() as stack:
        feed = stack.enter_context(start_feed())
        source = http_source(feed.url, every_seconds=PULL_SECONDS, timeout_seconds=2, attempts=1)
        write_city(folder, source=[source])
        port = free_port()
        proxy = Proxy(port)
        page = stack.enter_context(browser.new_context(viewport=FULL_HD)).new_page()
        page.add_init_script(f"({MOVABLE_CLOCK_SCRIPT})()")
        setup = WallSetup(folder, feed, page, proxy, port, url or f"sqlite:///{folder / 'store.db'}")
        setup.add_report()
        setup.start()
        stack.callback(setup.kill)
        page.goto(f"http://127.0.0.1:{proxy.port}/layar?lihat=kota")
        page.evaluate("window.sameDocument = true")
        setup.wait_until("the first frame", setup.shows_feed(), TIMEOUT_SECONDS)
        yield setup
        with suppress(Error):
            if not page.evaluate("window.sameDocument === true"):
                setup.faults.append("the page was loaded anew, though its version is the same")


def _kill_server(setup: WallSetup, times: int) -> None:
    for _ in range(times):
        setup.run_fault("server killed", "unheard", setup.kill, setup.start, REPORT_SECONDS)


def _hang_feed(setup: WallSetup) -> None:
    def hang() -> None:
        setup.feed.answer = _sleep_handler

    def answer() -> None:
        setup.feed.answer = None

    setup.run_fault("feed hung", "stale", hang, answer, FEED_REPORT_SECONDS)


def _sleep_handler(_handler: BaseHTTPRequestHandler) -> None:
    time.sleep(20)


def _cut_network(setup: WallSetup) -> None:
    setup.run_fault("network cut", "unheard", setup.proxy.cut.set, setup.proxy.cut.clear, REPORT_SECONDS)


def _move_clock(setup: WallSetup) -> None:
    """Move the PC's clock: the wall keeps the server's time and shows that its PC's is wrong."""
    for hours in (3, -3):
        setup.page.evaluate("(by) => { window.pcOffset = by; }", hours * 3_600_000)
        report_seconds = setup.wait_until(
            "clock moved: says so", lambda: "meleset 3 jam" in setup.screen_state()["trouble"], REPORT_SECONDS
        )
        recover_seconds = setup.wait_until(
            "clock moved: right", lambda: _shows_server_time(setup), RECOVER_SECONDS
        )
        setup.timings.setdefault("clock moved", []).append((report_seconds, recover_seconds))
    setup.page.evaluate("window.pcOffset = 0")
    setup.wait_until("clock set right: right", setup.shows_feed(), RECOVER_SECONDS)


def _shows_server_time(setup: WallSetup) -> bool:
    now, displayed = datetime.now(UTC) + timedelta(hours=8), setup.screen_state()["clock"]
    return any(f"{now - timedelta(seconds=delay):%H.%M.%S}" == displayed for delay in range(4))


def _restore_backup(setup: WallSetup) -> None:
    """Restore a backup: the wall shows its older reports, and after the next pull all of them."""
    store, backup, backup_count = setup.folder / "store.db", setup.folder / "backup.db", setup.number
    with (
        closing(sqlite3.connect(store)) as source,
        closing(sqlite3.connect(backup)) as target,
    ):
        source.backup(target)
    setup.add_report()
    setup.wait_until("before the backup", setup.shows_feed(), TIMEOUT_SECONDS)
    full_body, setup.feed.body = setup.feed.body, b"[]"
    setup.page.wait_for_timeout(2_000 * PULL_SECONDS)
    for name in ("store.db-wal", "store.db-shm"):
        (setup.folder / name).unlink(missing_ok=True)
    shutil.copyfile(backup, setup.folder / "copy.db")
    os.replace(setup.folder / "copy.db", store)
    older_seconds = setup.wait_until(
        "older backup: shown", lambda: setup.screen_state()["open"] == str(backup_count), RECOVER_SECONDS
    )
    setup.feed.body = full_body
    setup.timings.setdefault("older backup", []).append(
        (older_seconds, setup.wait_until("older backup: right", setup.shows_feed(), RECOVER_SECONDS))
    )
