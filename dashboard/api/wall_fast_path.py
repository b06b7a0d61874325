"""The lane of the screens: their two doors, which a thousand use at once, past the framework's layers.

It lets through only who may see the wall, by the same function as everywhere; whoever may not, and whatever
else is asked, goes the way of all requests, with its refusal and its line in the audit log.
"""

from collections.abc import Callable
from functools import lru_cache, partial

from fastapi import FastAPI
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Receive, Scope, Send

from dashboard.api.wall_stream import Stream, Streams
from dashboard.web.authentication import Visitors
from dashboard.web.clock_headers import time_lines
from dashboard.web.context import Site
from dashboard.web.etag import parts
from dashboard.web.frames import Frames
from dashboard.web.security_headers import Raw, raw
from data.core.access import Act, may
from data.lib.payload import Packed

STREAM, FRAME = "/api/v1/wall/stream", "/api/v1/wall"


class Laned(FastAPI):
    """The framework's app behind a lane of its own."""

    lane: ASGIApp | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await (self.lane or self.framework)(scope, receive, send)

    async def framework(self, scope: Scope, receive: Receive, send: Send) -> None:
        """All that the framework does around a request."""
        await super().__call__(scope, receive, send)


class Lane:
    """ASGI, around everything else.

    :param counted: told the status of every answer that is given here
    """

    def __init__(
        self, app: ASGIApp, site: Site, frames: Frames, streams: Streams, counted: Callable[[int], None]
    ) -> None:
        self._app, self._site, self._frames, self._streams = app, site, frames, streams
        self._visitors, self._counted = Visitors(site), counted

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        plain = scope["type"] == "http" and scope["method"] == "GET" and not scope["query_string"]
        if plain and scope["path"] in (STREAM, FRAME) and await self._may(scope):
            if scope["path"] == STREAM:
                return await self._stream(scope, receive, send)
            if found := self._frames.now():
                return await self._frame(scope, found, send)
        await self._app(scope, receive, send)

    async def _may(self, scope: Scope) -> bool:
        who = await self._visitors.who(HTTPConnection(scope))
        return may(who, Act.SEE_WALL, open_wall=self._site.open_wall)

    async def _stream(self, scope: Scope, receive: Receive, send: Send) -> None:
        look = partial(self._visitors.who, HTTPConnection(scope))
        self._counted(200)
        await Stream(self._streams, look, raw(scope["scheme"]))(scope, receive, send)

    async def _frame(self, scope: Scope, found: Packed, send: Send) -> None:
        """The frame as :func:`dashboard.web.etag.parts` has it."""
        asked = dict(scope["headers"])
        known = asked.get(b"if-none-match", b"")
        status, body, headers = _answer(found, known, asked.get(b"accept-encoding", b""), scope["scheme"])
        self._counted(status)
        answered = headers + time_lines(self._site)
        await send({"type": "http.response.start", "status": status, "headers": answered})
        await send({"type": "http.response.body", "body": body})


@lru_cache(maxsize=16)
def _answer(found: Packed, known: bytes, taken: bytes, scheme: str) -> tuple[int, bytes, Raw]:
    """Status, body and the headers that stay the same for as long as the frame does."""
    status, body, headers = parts(found, known, taken)
    return status, body, [*headers, *raw(scheme)]
