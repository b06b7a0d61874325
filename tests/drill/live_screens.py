"""Screens that listen to the event stream and fetch each frame, and how old what they show is."""

import asyncio
import gzip
import re
import time
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import orjson

from tests.bench.crowd import ETAG, FRAME_PATH, STREAM_PATH

LENGTH = re.compile(rb"content-length: (\d+)")
STATUS = re.compile(rb"http/1.1 (\d+)")
OPEN_TILE = "wall-open"
SCREENS_PER_ADDRESS = 40
Shown = list[tuple[float, int]]  # time.monotonic(), and the open reports on the screen from then on


@dataclass
class LiveScreens:
    """Screens of one server."""

    port: int
    count: int
    shown: list[Shown] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)
    _open_by_etag: dict[bytes, int] = field(default_factory=dict)
    _tasks: list["asyncio.Task[None]"] = field(default_factory=list)

    async def connect(self) -> None:
        """Connect all screens and wait until each shows a frame."""
        self.shown = [[] for _ in range(self.count)]
        for number in range(self.count):
            self._tasks.append(asyncio.create_task(self._screen(number)))
            await asyncio.sleep(0.01)
        while not all(self.shown) and not self.refusals:
            await asyncio.sleep(0.05)

    async def disconnect(self) -> None:
        """Close all connections; a screen that ended before is one that was refused or lost."""
        ended = [task for task in self._tasks if task.done()]
        self.refusals += [f"screen ended: {task.exception()!r}" for task in ended]
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def ages(self, commits: Sequence[tuple[float, int]]) -> Iterator[float]:
        """Yield, for each new frame of each screen, how old what it replaces had become.

        That is the time since the first commit that was not on the screen.
        """
        opens = [number for _, number in commits]
        for shown in self.shown:
            for (_, before), (at, now) in pairwise(shown):
                first_missing = bisect_right(opens, before)
                if now > before and first_missing < len(commits):
                    yield at - commits[first_missing][0]

    def missing(self, commits: Sequence[tuple[float, int]]) -> int:
        """Return how many commits the screen that is furthest behind does not show."""
        last = min((shown[-1][1] for shown in self.shown if shown), default=0)
        return sum(number > last for _, number in commits)

    async def _screen(self, number: int) -> None:
        reader, writer = await self._connect(number)
        writer.write(f"GET {STREAM_PATH} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        head = (await reader.readuntil(b"\r\n\r\n")).lower()
        if _status(head) != 200:
            self.refusals.append(f"stream: {_status(head)}")
            return
        etag, frames = b"", await self._connect(number)
        async for line in reader:
            match = ETAG.search(line)
            if match and match[1] not in (b"null", etag):
                etag = match[1]
                try:
                    await self._show(number, *frames)
                except (
                    asyncio.IncompleteReadError,
                    ConnectionError,
                ):  # closed at rest: a browser opens another
                    frames = await self._connect(number)
                    await self._show(number, *frames)

    async def _connect(self, number: int) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """Connect a screen; some screens share an address, as those of one wall room do."""
        local = (f"127.0.3.{1 + number // SCREENS_PER_ADDRESS}", 0)
        return await asyncio.open_connection("127.0.0.1", self.port, local_addr=local)

    async def _show(self, number: int, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(f"GET {FRAME_PATH} HTTP/1.1\r\nHost: x\r\nAccept-Encoding: gzip\r\n\r\n".encode())
        head = (await reader.readuntil(b"\r\n\r\n")).lower()
        length = LENGTH.search(head)
        body = await reader.readexactly(int(length[1])) if length else b""
        if _status(head) != 200:
            self.refusals.append(f"frame: {_status(head)}")
            return
        tag = re.search(rb"etag: (.*)\r\n", head)
        known = tag[1] if tag else body
        if known not in self._open_by_etag:
            self._open_by_etag[known] = open_reports(gzip.decompress(body))
        self.shown[number].append((time.monotonic(), self._open_by_etag[known]))


def open_reports(frame: bytes) -> int:
    """Return the number of open reports that a frame shows."""
    texts = list(_tile_values(orjson.loads(frame)["props"][OPEN_TILE]))
    return int(texts[0].replace(".", ""))


def _tile_values(part: Any) -> Iterator[str]:
    """Yield the texts of the tile's value, wherever it lies."""
    if isinstance(part, list):
        for item in part:
            yield from _tile_values(item)
    elif isinstance(part, dict):
        properties = part.get("props", part)
        if "tile-value" in str(properties.get("className", "")):
            yield str(properties["children"])
        yield from _tile_values(properties.get("children"))


def _status(head: bytes) -> int:
    match = STATUS.match(head)
    return int(match[1]) if match else 0
