"""A bare ASGI app on the same server, for :mod:`tests.bench.crowd`: it sends given bytes, nothing else."""

import asyncio
import itertools
import os
import re
import sys
from pathlib import Path
from typing import Any

import uvicorn

BEAT_SECONDS = 2.0

Raw = list[tuple[bytes, bytes]]


class Bare:
    """Streams an event, whose tag moves at each kick, and answers with a frame."""

    def __init__(self, event: bytes, frame: bytes, headers: Raw) -> None:
        self._event, self._frame, self._numbers = event, frame, itertools.count()
        self._headers = headers
        self._open: set[asyncio.Event] = set()
        self._beating: asyncio.Task[None] | None = None
        self.message = event

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            self._beating = self._beating or asyncio.create_task(self._beat())
            kind = {"/api/v1/wall/stream": self._stream, "/kick": self._kick}.get(scope["path"], self._answer)
            await kind(receive, send)

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(BEAT_SECONDS)
            self._wake()

    def _wake(self) -> None:
        for news in self._open:
            news.set()

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
        news = asyncio.Event()
        news.set()
        self._open.add(news)
        headers = [(b"content-type", b"text/event-stream")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        while True:
            await news.wait()
            news.clear()
            await send({"type": "http.response.body", "body": self.message, "more_body": True})


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    lines = (folder / "headers").read_bytes().splitlines()
    sent = [(name, value) for name, _, value in (line.partition(b": ") for line in lines)]
    app = Bare((folder / "event").read_bytes(), (folder / "frame").read_bytes(), sent)
    uvicorn.run(app, port=int(os.environ["PORT"]), log_level="error", access_log=False, ws="none")
