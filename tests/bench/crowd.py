"""A thousand screens at once: an event stream each, and a frame fetched when it changed, as browsers do."""

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

from bootstrap import World
from tests.bench.stores import fill
from tests.builders import open_town
from tests.dashboard.web_contexts import filed, take
from tests.personas import IN_DELIMA
from tests.pulls import ROOT, environ, eventually
from tests.servers import answers, free_port

SCREENS, REFRESHES, REPORTS = 1_000, 12, 5_000
EVERY_SECONDS = 2.0  # between two refreshes, as long as between two beats
STREAM, FRAME = "/api/v1/wall/stream", "/api/v1/wall"
ETAG = re.compile(rb'"etag":("(?:\\.|[^"])*"|null)')
OPEN_FILES = 10_000
TICK = os.sysconf("SC_CLK_TCK")


@dataclass
class Crowd:
    """So many screens on one server."""

    port: int
    count: int
    shown: list[bytes] = field(default_factory=list)
    heard: dict[bytes, list[float]] = field(default_factory=dict)
    fetched: dict[bytes, int] = field(default_factory=dict)
    tasks: list["asyncio.Task[None]"] = field(default_factory=list)

    async def enter(self) -> None:
        """All of them connect and hold their first frame."""
        resource.setrlimit(
            resource.RLIMIT_NOFILE, (OPEN_FILES, resource.getrlimit(resource.RLIMIT_NOFILE)[1])
        )
        self.shown = [b""] * self.count
        for first in range(0, self.count, 50):
            self.tasks += [
                asyncio.create_task(self._screen(i)) for i in range(first, min(first + 50, self.count))
            ]
            await asyncio.sleep(0.1)
        while not all(self.shown):
            await asyncio.sleep(0.05)

    async def leave(self) -> None:
        """All of them close."""
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)

    async def all_show(self, other_than: bytes) -> bytes:
        """Waits until every screen shows one frame, another than before."""
        while len(set(self.shown)) != 1 or self.shown[0] == other_than:
            await asyncio.sleep(0.01)
        return self.shown[0]

    async def _screen(self, number: int) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        writer.write(f"GET {STREAM} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        frames = await asyncio.open_connection("127.0.0.1", self.port)
        async for line in reader:
            found = ETAG.search(line)
            if found and found[1] != b"null" and found[1] != self.shown[number]:
                self.heard.setdefault(found[1], []).append(time.monotonic())
                await _fetch(*frames, self.shown[number])
                self.shown[number] = found[1]


async def _fetch(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, etag: bytes) -> None:
    known = etag.replace(b'\\"', b'"')[1:-1]
    writer.write(
        f"GET {FRAME} HTTP/1.1\r\nHost: x\r\nAccept-Encoding: gzip\r\nIf-None-Match: ".encode()
        + known
        + b"\r\n\r\n"
    )
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    length = re.search(rb"content-length: (\d+)", head)
    if length:
        await reader.readexactly(int(length[1]))


@dataclass(frozen=True)
class Measured:
    """What the screens of one server cost.

    :param cpu: seconds of the answering thread per refresh: per frame that was announced, by a change of the
        store or because time alone has made one
    :param waits: seconds to each screen's event from when a change began, which is before it was committed
    :param kilobytes: that each screen's connections took of the server's memory
    """

    cpu: float
    waits: list[float]
    kilobytes: float

    @property
    def p99(self) -> float:
        """Of the waits."""
        return quantiles(self.waits, n=100)[98]


async def watched(port: int, pid: int, count: int, change: Callable[[], object]) -> Measured:
    """So many screens through some refreshes."""
    crowd, before = Crowd(port, count), memory(pid)
    await crowd.enter()
    waits: list[float] = []
    shown = await crowd.all_show(b"")
    await asyncio.sleep(1)
    took, began, start = memory(pid) - before, cpu(pid), time.monotonic()
    known = len(crowd.heard)
    for number in range(REFRESHES):
        await asyncio.sleep(max(0.0, start + number * EVERY_SECONDS - time.monotonic()))
        asked = time.monotonic()
        await asyncio.to_thread(change)
        shown = await crowd.all_show(shown)
        waits += [heard - asked for heard in crowd.heard[shown]]
    used, refreshes = cpu(pid) - began, len(crowd.heard) - known
    await crowd.leave()
    return Measured(used / refreshes, waits, took / count)


def cpu(pid: int) -> float:
    """Seconds of processor time that a process' first thread has used, which answers: what another thread
    makes once per change is no screen's.
    """
    fields = Path(f"/proc/{pid}/task/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICK


def memory(pid: int) -> float:
    """Kilobytes that a process holds."""
    told = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    return float(re.search(r"VmRSS:\s+(\d+)", told)[1])  # type: ignore[index]


@contextmanager
def board() -> Iterator[tuple[int, int, Callable[[], object]]]:
    """The board itself: its port, its process, and something that changes the store."""
    with TemporaryDirectory() as folder:
        world = open_town(Path(folder), f"sqlite:///{folder}/store.db")
        fill(world, REPORTS)
        more = environ(Path(folder), f"sqlite:///{folder}/store.db", PANTAU_WALL_ACCESS="open")
        with process(["-m", "dashboard"], more) as (port, pid):
            yield port, pid, _changes(world, Path(folder))


def _changes(world: World, folder: Path) -> Callable[[], object]:
    number = 10_000_000

    def change() -> None:
        nonlocal number
        number += 1
        assert take(world, folder, [filed(number, 0, "Sampah", IN_DELIMA)])["new"] == 1

    return change


@contextmanager
def bare(event: bytes, frame: bytes, headers: bytes) -> Iterator[tuple[int, int, Callable[[], object]]]:
    """A bare ASGI app that sends the same bytes: every two seconds, and when it is asked to."""
    with TemporaryDirectory() as folder:
        (Path(folder) / "event").write_bytes(event)
        (Path(folder) / "frame").write_bytes(frame)
        (Path(folder) / "headers").write_bytes(headers)
        with process(["-m", "tests.bench.bare", folder], {"PATH": os.environ["PATH"]}) as (port, pid):
            yield port, pid, lambda: httpx.post(f"http://127.0.0.1:{port}/kick").raise_for_status()


@contextmanager
def process(command: list[str], told: dict[str, str]) -> Iterator[tuple[int, int]]:
    """A server of its own, until the block ends."""
    port = free_port()
    running = subprocess.Popen(
        [sys.executable, *command], env={**told, "PORT": str(port), "PYTHONPATH": str(ROOT)}, cwd=ROOT,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        eventually(lambda: answers(f"http://127.0.0.1:{port}{FRAME}"), seconds=120)
        yield port, running.pid
    finally:
        running.kill()
        running.wait()


def what_is_sent(port: int) -> tuple[bytes, bytes, bytes]:
    """One message of the stream, one compressed frame, and its headers, as the board sends them."""
    url = f"http://127.0.0.1:{port}"
    with httpx.stream("GET", url + STREAM) as answer:
        text = b""
        for part in answer.iter_raw():
            text += part
            if b"event: order" in text and text.endswith(b"\n\n"):
                break
    with httpx.stream("GET", url + FRAME, headers={"Accept-Encoding": "gzip"}) as answer:
        frame = b"".join(answer.iter_raw())
    ours = [(name, value) for name, value in answer.headers.raw if name.lower() not in (b"date", b"server")]
    headers = b"\n".join(name.lower() + b": " + value for name, value in ours)
    return text[text.index(b"event: board") :], frame, headers


def per_screen(port: int, pid: int, change: Callable[[], object]) -> tuple[float, Measured]:
    """Seconds of processor time that each screen adds to a refresh, and what all of them measured."""
    few = asyncio.run(watched(port, pid, 10, change))
    many = asyncio.run(watched(port, pid, SCREENS, change))
    return (many.cpu - few.cpu) / (SCREENS - 10), many
