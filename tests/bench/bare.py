"""A bare ASGI app for :mod:`tests.bench.crowd`, which sends given bytes and does nothing else."""

import asyncio
import itertools
import os
import re
import sys
from pathlib import Path
from typing import Any

import uvicorn

HEARTBEAT_SECONDS = 2.0

Raw = list[tuple[bytes, bytes]]


class BareApp:
    """Streams an event, whose tag changes at each kick, and answers with a frame."""

    def __init__(self, event: bytes, frame: bytes, headers: Raw) -> None:
        self._event, self._frame, self._numbers = event, frame, itertools.count()
        self._headers = headers
        self._streams: set[asyncio.Event] = set()
        self._heartbeat: asyncio.Task[None] | None = None
        self.message = event

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            self._heartbeat = self._heartbeat or asyncio.create_task(self._heartbeat_loop())
            respond = {"/api/v1/wall/stream": self._stream, "/kick": self._kick}.get(
                scope["path"], self._answer
            )
            await respond(receive, send)

    async def _heartbeat_loop(self) -> None:
        while True:
            await asyncio.sleep(HEARTBEAT_SECONDS)
            self._wake()

    def _wake(self) -> None:
        for wake in self._streams:
            wake.set()

    async def _kick(self, _receive: Any, send: Any) -> None:
        tag = b'"etag":"\\\\"%032d\\\\""' % next(self._numbers)
        self.message = re.sub(rb'"etag":"(?:\\.|[^"])*"', tag, self._event)
        self._wake()
        await self._send(send, b"")

    async def _answer(self, _receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": self._headers})
        await send({"type": "http.response.body", "body": self._frame})

    async def _send(self, send: Any, body: bytes) -> None:
        length = (b"content-length", str(len(body)).encode())
        await send({"type": "http.response.start", "status": 200, "headers": [length]})
        await send({"type": "http.response.body", "body": body})

    async def _stream(self, _receive: Any, send: Any) -> None:
        wake = asyncio.Event()
        wake.set()
        self._streams.add(wake)
        headers = [(b"content-type", b"text/event-stream")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        while True:
            await wake.wait()
            wake.clear()
            await send({"type": "http.response.body", "body": self.message, "more_body": True})


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    lines = (folder / "headers").read_bytes().splitlines()
    response_headers = [(name, value) for name, _, value in (line.partition(b": ") for line in lines)]
    app = BareApp((folder / "event").read_bytes(), (folder / "frame").read_bytes(), response_headers)
    uvicorn.run(app, port=int(os.environ["PORT"]), log_level="error", access_log=False, ws="none")
