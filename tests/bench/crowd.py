"""A thousand screens at once: each holds an event stream and fetches a changed frame, as browsers do."""

import asyncio
import os
import re
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory

import httpx

from bootstrap import AppContext
from tests.bench.stores import fill_store
from tests.builders import open_test_context
from tests.dashboard.web_contexts import feed_row, pull_reports
from tests.personas import IN_DELIMA
from tests.pulls import ROOT, process_environment, wait_until
from tests.servers import free_port, responds

SCREENS, REFRESHES, REPORTS = 1_000, 12, 5_000
REFRESH_SECONDS = 2.0  # between two refreshes, as long as between two beats
STREAM_PATH, FRAME_PATH = "/api/v1/wall/stream", "/api/v1/wall"
ETAG = re.compile(rb'"etag":("(?:\\.|[^"])*"|null)')
OPEN_FILES = 10_000
CLOCK_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class ScreenCrowd:
    """Screens connected to one server."""

    port: int
    count: int
    shown_etags: list[bytes] = field(default_factory=list)
    event_times: dict[bytes, list[float]] = field(default_factory=dict)
    fetched: dict[bytes, int] = field(default_factory=dict)
    tasks: list["asyncio.Task[None]"] = field(default_factory=list)

    async def connect(self) -> None:
        """Connect all screens and fetch their first frame."""
        resource.setrlimit(
            resource.RLIMIT_NOFILE, (OPEN_FILES, resource.getrlimit(resource.RLIMIT_NOFILE)[1])
        )
        self.shown_etags = [b""] * self.count
        for first in range(0, self.count, 50):
            self.tasks += [
                asyncio.create_task(self._screen(i)) for i in range(first, min(first + 50, self.count))
            ]
            await asyncio.sleep(0.1)
        while not all(self.shown_etags):
            await asyncio.sleep(0.05)

    async def disconnect(self) -> None:
        """Close all connections."""
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)

    async def wait_for_frame(self, previous_etag: bytes) -> bytes:
        """Wait until all screens show the same frame, another than before."""
        while len(set(self.shown_etags)) != 1 or self.shown_etags[0] == previous_etag:
            await asyncio.sleep(0.01)
        return self.shown_etags[0]

    async def _screen(self, number: int) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        writer.write(f"GET {STREAM_PATH} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        frames = await asyncio.open_connection("127.0.0.1", self.port)
        async for line in reader:
            match = ETAG.search(line)
            if match and match[1] != b"null" and match[1] != self.shown_etags[number]:
                self.event_times.setdefault(match[1], []).append(time.monotonic())
                await _fetch(*frames, self.shown_etags[number])
                self.shown_etags[number] = match[1]


async def _fetch(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, etag: bytes) -> None:
    if_none_match = etag.replace(b'\\"', b'"')[1:-1]
    writer.write(
        f"GET {FRAME_PATH} HTTP/1.1\r\nHost: x\r\nAccept-Encoding: gzip\r\nIf-None-Match: ".encode()
        + if_none_match
        + b"\r\n\r\n"
    )
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    length = re.search(rb"content-length: (\d+)", head)
    if length:
        await reader.readexactly(int(length[1]))


@dataclass(frozen=True)
class Measurement:
    """The cost of screens on one server.

    Attributes:
        cpu: seconds of the answering thread per refresh: per frame announced, by a change of the store or by
            time alone
        waits: seconds from the beginning of a change, before it was committed, to each screen's event
        kilobytes: memory of the server for each screen's connections
    """

    cpu_seconds: float
    waits: list[float]
    kilobytes: float

    @property
    def p99(self) -> float:
        """Return the 99th percentile of the waits, in seconds."""
        return quantiles(self.waits, n=100)[98]


async def measure_screens(port: int, pid: int, count: int, change: Callable[[], object]) -> Measurement:
    """Measure a number of screens through some refreshes."""
    crowd, before = ScreenCrowd(port, count), resident_kilobytes(pid)
    await crowd.connect()
    waits: list[float] = []
    current_etag = await crowd.wait_for_frame(b"")
    await asyncio.sleep(1)
    memory_used, cpu_before, start = resident_kilobytes(pid) - before, cpu_seconds(pid), time.monotonic()
    known_frames = len(crowd.event_times)
    for number in range(REFRESHES):
        await asyncio.sleep(max(0.0, start + number * REFRESH_SECONDS - time.monotonic()))
        changed_at = time.monotonic()
        await asyncio.to_thread(change)
        current_etag = await crowd.wait_for_frame(current_etag)
        waits += [received_at - changed_at for received_at in crowd.event_times[current_etag]]
    cpu_used, refreshes = cpu_seconds(pid) - cpu_before, len(crowd.event_times) - known_frames
    await crowd.disconnect()
    return Measurement(cpu_used / refreshes, waits, memory_used / count)


def cpu_seconds(pid: int) -> float:
    """Return the processor seconds of a process' first thread, which answers the screens.

    What another thread does once per change is not part of a screen's cost.
    """
    fields = Path(f"/proc/{pid}/task/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / CLOCK_TICKS


def resident_kilobytes(pid: int) -> float:
    """Return the resident memory of a process, in kilobytes."""
    status_text = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    return float(re.search(r"VmRSS:\s+(\d+)", status_text)[1])  # type: ignore[index]


@contextmanager
def run_board() -> Iterator[tuple[int, int, Callable[[], object]]]:
    """Run the board; yield its port, its process and a function that changes the store."""
    with TemporaryDirectory() as folder:
        app_context = open_test_context(Path(folder), f"sqlite:///{folder}/store.db")
        fill_store(app_context, REPORTS)
        environment = process_environment(
            Path(folder), f"sqlite:///{folder}/store.db", PANTAU_WALL_ACCESS="open"
        )
        with run_process(["-m", "dashboard"], environment) as (port, pid):
            yield port, pid, _changes(app_context, Path(folder))


def _changes(app_context: AppContext, folder: Path) -> Callable[[], object]:
    number = 10_000_000

    def change() -> None:
        nonlocal number
        number += 1
        assert pull_reports(app_context, folder, [feed_row(number, 0, "Sampah", IN_DELIMA)])["new"] == 1

    return change


@contextmanager
def run_bare_app(
    event: bytes, frame: bytes, headers: bytes
) -> Iterator[tuple[int, int, Callable[[], object]]]:
    """Run a bare ASGI app that sends the same bytes, every two seconds and on request."""
    with TemporaryDirectory() as folder:
        (Path(folder) / "event").write_bytes(event)
        (Path(folder) / "frame").write_bytes(frame)
        (Path(folder) / "headers").write_bytes(headers)
        with run_process(["-m", "tests.bench.bare", folder], {"PATH": os.environ["PATH"]}) as (port, pid):
            yield port, pid, lambda: httpx.post(f"http://127.0.0.1:{port}/kick").raise_for_status()


@contextmanager
def run_process(command: list[str], environment: dict[str, str]) -> Iterator[tuple[int, int]]:
    """Run a server in a process of its own until the block ends; yield port and process."""
    port = free_port()
    running = subprocess.Popen(
        [sys.executable, *command], env={**environment, "PORT": str(port), "PYTHONPATH": str(ROOT)}, cwd=ROOT,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        wait_until(lambda: responds(f"http://127.0.0.1:{port}{FRAME_PATH}"), seconds=120)
        yield port, running.pid
    finally:
        running.kill()
        running.wait()


def capture_messages(port: int) -> tuple[bytes, bytes, bytes]:
    """Return a message of the stream, a compressed frame and its headers, as the board sends them."""
    url = f"http://127.0.0.1:{port}"
    with httpx.stream("GET", url + STREAM_PATH) as answer:
        text = b""
        for part in answer.iter_raw():
            text += part
            if b"event: order" in text and text.endswith(b"\n\n"):
                break
    with httpx.stream("GET", url + FRAME_PATH, headers={"Accept-Encoding": "gzip"}) as answer:
        frame = b"".join(answer.iter_raw())
    app_headers = [
        (name, value) for name, value in answer.headers.raw if name.lower() not in (b"date", b"server")
    ]
    headers = b"\n".join(name.lower() + b": " + value for name, value in app_headers)
    return text[text.index(b"event: board") :], frame, headers


def cost_per_screen(port: int, pid: int, change: Callable[[], object]) -> tuple[float, Measurement]:
    """Return the processor seconds that each screen adds to a refresh, and the measurement of all screens."""
    small_crowd = asyncio.run(measure_screens(port, pid, 10, change))
    large_crowd = asyncio.run(measure_screens(port, pid, SCREENS, change))
    return (large_crowd.cpu_seconds - small_crowd.cpu_seconds) / (SCREENS - 10), large_crowd
