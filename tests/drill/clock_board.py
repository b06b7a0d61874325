"""A running board whose machine's clock is set wrong for a while, either way, by a minute to ten years.

Web and jobs run as processes, under load: a source is pulled every three seconds and has something new each
time, walls listen, citizens file reports, an office user signs in. What is right is told by seconds that
nobody sets, and by this process, whose clock is true.
"""

import json
import secrets
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import httpx

from bootstrap import AppContext, open_app_context
from data.config.settings import read_settings
from jobs.area_reassignment import sync_layer
from tests.builders import qlue_row, write_city
from tests.personas import CAMAT_BARAT, IN_ANGGREK
from tests.pulls import ROOT, http_source, process_environment, wait_until
from tests.servers import HttpFeed, free_port, responds, start_feed

PULL_SECONDS, ALLOWED_HOURS = 3, 12  # for a flood, in the test city
PAUSE_SECONDS = 10.0  # between two shifts, at most
START_SECONDS = 240.0
MAX_LAG = timedelta(seconds=15)  # of a board that is built every ten seconds
PASSWORD = "kopi tubruk pagi"
WALLS = 5


@dataclass
class ShiftedBoard:
    """A board as processes, with the file that sets their clock."""

    folder: Path
    feed: HttpFeed
    port: int
    app_context: AppContext
    began_at: datetime
    pulled_at: list[float] = field(default_factory=list)
    due_at: dict[str, datetime] = field(default_factory=dict)
    filed: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        """Return the board's address."""
        return f"http://127.0.0.1:{self.port}"

    def set_clock(self, shift: timedelta) -> None:
        """Set the clock of all processes wrong by so much."""
        temporary = self.folder / "shift.new"
        temporary.write_text(str(shift.total_seconds()))
        temporary.replace(self.folder / "shift")

    def state(self) -> dict[str, Any]:
        """Return the next message of the event stream."""
        with httpx.stream("GET", f"{self.url}/api/v1/wall/stream", timeout=30) as stream:
            for line in stream.iter_lines():
                if line.startswith("data: {"):
                    message: dict[str, Any] = json.loads(line.removeprefix("data: "))
                    return message
        raise AssertionError("the stream ended")

    def is_told(self) -> bool:
        """Return whether walls say that the server's clock has jumped."""
        return "Jam server" in str(self.state()["clock_fault"])

    def is_right(self) -> bool:
        """Return whether the board is ready and shows the true time, and figures of now."""
        with suppress(httpx.HTTPError):
            state, frame = self.state(), httpx.get(f"{self.url}/api/v1/wall", timeout=30).json()
            now = datetime.now(UTC)
            shown, as_of = (datetime.fromtimestamp(ms / 1000, UTC) for ms in (state["now"], frame["as_of"]))
            is_now = abs(shown - now) < timedelta(seconds=5) and abs(as_of - now) < MAX_LAG
            return is_now and not state["clock_fault"] and responds(f"{self.url}/readyz")
        return False

    def answer_pull(self, request: BaseHTTPRequestHandler) -> None:
        """Answer with a report more than the last time; those that are due come at their time."""
        self.pulled_at.append(time.monotonic())
        rows = [flood_row(name, due) for name, due in self.due_at.items()]
        rows += [plain_row(f"biasa-{number}", self.began_at) for number in range(len(self.pulled_at))]
        body = json.dumps(rows).encode()
        request.send_response(200)
        request.send_header("Content-Type", "application/json")
        request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        request.wfile.write(body)


def plain_row(name: str, filed_at: datetime) -> dict[str, Any]:
    """Return a report of the feed, filed at a moment; Qlue's times are Jakarta's."""
    row = qlue_row(1, category="Sampah", loc_lat=IN_ANGGREK[0], loc_lng=IN_ANGGREK[1])
    return {**row, "post_id": name, "post_date": f"{filed_at + timedelta(hours=7):%Y-%m-%d %H:%M:%S}"}


def flood_row(name: str, due: datetime) -> dict[str, Any]:
    """Return a report whose deadline is at a moment."""
    return {**plain_row(name, due - timedelta(hours=ALLOWED_HOURS)), "category": "Banjir"}


@contextmanager
def open_board(
    folder: Path, shifts: Sequence[timedelta], seconds: float, url: str = ""
) -> Iterator[ShiftedBoard]:
    """Run web and jobs; each shift has a report whose deadline passes while the clock is wrong."""
    with ExitStack() as stack:
        feed, port = stack.enter_context(start_feed()), free_port()
        write_city(folder, source=[http_source(feed.url, every_seconds=PULL_SECONDS)])
        url = url or f"sqlite:///{folder / 'store.db'}"
        environment = process_environment(
            folder, url, PORT=str(port), PANTAU_WALL_ACCESS="open", PANTAU_LOG_LEVEL="warning"
        )
        app_context = open_store(environment)
        board = ShiftedBoard(folder, feed, port, app_context, datetime.now(UTC))
        feed.answer = board.answer_pull
        board.set_clock(timedelta(0))
        for module in (["dashboard"], ["jobs", "run"]):
            stack.enter_context(run_shifted(folder, module, environment))
        wait_until(lambda: responds(f"{board.url}/readyz") and board.pulled_at, START_SECONDS)
        began = datetime.now(UTC) + timedelta(seconds=2 * seconds)
        for number, _shift in enumerate(shifts):
            wrong_at = began + number * timedelta(seconds=seconds + PAUSE_SECONDS)
            board.due_at[f"batas-{number}"] = wrong_at + timedelta(seconds=seconds / 2)
        yield board


def open_store(environment: dict[str, str]) -> AppContext:
    """Open the store of the processes, with an account."""
    app_context = open_app_context(read_settings(environment))
    sync_layer(app_context)
    app_context.accounts.create_account(CAMAT_BARAT, PASSWORD, must_change=False)
    app_context.notifications.enqueue_reminders()  # what was late before the first check is no news
    return app_context


@contextmanager
def run_shifted(folder: Path, module: list[str], environment: dict[str, str]) -> Iterator[None]:
    """Run a module under the clock of the file."""
    command = [sys.executable, "-m", "tests.drill.shifted_process", str(folder / "shift"), *module]
    with (folder / f"{module[0]}.log").open("wb") as log:
        process = subprocess.Popen(command, env=environment, cwd=ROOT, stdout=log, stderr=log)
    try:
        yield
    finally:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(20)
        process.kill()
        process.wait()


def file_reports(board: ShiftedBoard, stop: threading.Event) -> None:
    """File a report every few seconds, each from its own address, and read notices as an office user."""
    number = 0
    with client_at(board.url) as office:
        while not stop.wait(2):
            number += 1
            with suppress(httpx.HTTPError):
                if number % 10 == 1:
                    office.post("/masuk", data={"name": CAMAT_BARAT.name, "password": PASSWORD})
                office.get("/pemberitahuan")
                _file_one(board, f"127.0.3.{number % 250 + 1}")


def _file_one(board: ShiftedBoard, address: str) -> None:
    lat, long = map(str, IN_ANGGREK)
    form = {"submission": secrets.token_hex(16), "service_code": "sampah", "description": "menumpuk",
            "lat": lat, "long": long}  # fmt: skip
    with client_at(board.url, address) as client:
        response = client.post("/lapor", data=form)
    if response.status_code == httpx.codes.SEE_OTHER:
        board.filed.append(response.headers["location"])


@contextmanager
def under_load(board: ShiftedBoard) -> Iterator[None]:
    """Let walls listen and citizens file reports while the block lasts."""
    stop = threading.Event()
    targets: list[Callable[[], None]] = [lambda: file_reports(board, stop)]
    targets += [lambda: _watch_wall(board, stop)] * WALLS
    threads = [threading.Thread(target=target, daemon=True) for target in targets]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        for thread in threads:
            thread.join(30)


def _watch_wall(board: ShiftedBoard, stop: threading.Event) -> None:
    """Listen to the event stream, and fetch the frame at each event, as a wall does."""
    while not stop.is_set():
        with (
            suppress(httpx.HTTPError),
            client_at(board.url) as client,
            client.stream("GET", "/api/v1/wall/stream") as stream,
        ):
            for line in stream.iter_lines():
                if stop.is_set():
                    return
                if line.startswith("event: board"):
                    client.get("/api/v1/wall")


def client_at(url: str, local_address: str = "127.0.0.1") -> httpx.Client:
    """Return a browser-like client that calls from an address."""
    headers = {"Sec-Fetch-Site": "same-origin", "Accept": "text/html,*/*"}
    transport = httpx.HTTPTransport(local_address=local_address)
    return httpx.Client(base_url=url, transport=transport, timeout=30, headers=headers)
