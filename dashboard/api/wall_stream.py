"""The event stream of every screen: what is new, and every few seconds that the server lives.

A message is made once for all screens and is small; the frame itself is fetched by its ETag. A screen that
reads slowly gets the newest message only. Nothing here asks the store.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import partial

import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from dashboard.ui.format import milliseconds
from dashboard.web.authentication import Visitors
from dashboard.web.clock_headers import silent_since
from dashboard.web.context import Site
from dashboard.web.frames import Frames
from dashboard.web.security_headers import Raw
from dashboard.web.version import version_shown
from data.core.access import Act, Who, may
from data.services.live_board import nobody

BEAT_SECONDS = 2.0  # a screen that hears nothing for three beats says so
RETRY = b"retry: 1000\n\n"  # milliseconds after which a browser comes back
START = [
    (b"content-type", b"text/event-stream"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
]
LAST = b"event: over\ndata: {}\n\n"  # this screen's token was taken back


class Streams:
    """Every open stream of one process, and what is said to them."""

    def __init__(self, site: Site, frames: Frames) -> None:
        self._site, self._frames = site, frames
        self._open: set[Stream] = set()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._beat: asyncio.Task[None] | None = None
        self.message, self.closed = b"", True  # until a server runs
        self._last: tuple[object, ...] = ()
        self._made: dict[str, bytes] = {}  # by the name of the screen

    def begin(self) -> None:
        """Starts the beat in the running loop, and listens to the board."""
        self._loop, self.closed = asyncio.get_running_loop(), False
        self._beat = self._loop.create_task(self._beating())
        self._site.live.tell = self._told

    def close(self) -> None:
        """Ends every stream: the server goes down, and screens look for the next one."""
        self.closed = True
        self._site.live.tell = nobody
        if self._beat:
            self._beat.cancel()
        self._wake()

    def _told(self) -> None:
        """From the refreshing thread, which makes the frame too: the loop only sends."""
        self._frames.now()
        if self._loop and not self._loop.is_closed():
            with suppress(RuntimeError):  # the loop ended between the two
                self._loop.call_soon_threadsafe(self._say_news)

    async def _beating(self) -> None:
        while True:
            self.say()
            await asyncio.sleep(BEAT_SECONDS)

    def _say_news(self) -> None:
        """A pull that brought nothing makes a new snapshot, but no new frame: no screen needs to hear it."""
        if self._news() != self._last:
            self.say()

    def _news(self) -> tuple[object, ...]:
        found = self._frames.now()
        return found.etag if found else None, self._site.live.screens.changes

    def say(self) -> None:
        """Tells every screen how things stand."""
        self._last = self._news()
        self.message = b"event: board\ndata: " + orjson.dumps(state_of(self._site, self._frames)) + b"\n\n"
        self._wake()

    def said_to(self, who: Who) -> bytes:
        """The present message for one screen with its own order; empty for whoever may not see the wall."""
        if not may(who, Act.SEE_WALL, open_wall=self._site.open_wall):
            return b""
        if who.name not in self._made:
            self._made[who.name] = self.message + order_line(self._site, who)
        return self._made[who.name]

    def _wake(self) -> None:
        self._made = {}
        for stream in self._open:
            stream.news.set()

    def enter(self, stream: "Stream") -> None:
        """One more."""
        self._open.add(stream)

    def leave(self, stream: "Stream") -> None:
        """One less."""
        self._open.discard(stream)


def state_of(site: Site, frames: Frames) -> dict[str, object]:
    """What every screen is told: which frame, the time, the version, since when the store is silent."""
    live, found = site.live, frames.now()
    return {
        "etag": found.etag if found else None,
        "now": milliseconds(live.clock.now()),
        "real": int(time.time() * 1000),
        "speed": live.clock.speed,
        "version": version_shown(),
        "silent_since": silent_since(site),
    }


class Stream(Response):
    """One screen's stream. It is asked again at every message whether it still may see the wall."""

    media_type = "text/event-stream"

    def __init__(self, streams: Streams, look: Callable[[], Awaitable[Who]], headers: Raw) -> None:
        self._streams, self._look, self._more = streams, look, headers
        self.news, self.status_code, self.background = asyncio.Event(), 200, None

    async def __call__(self, _scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": [*START, *self._more]})
        gone = asyncio.ensure_future(_gone(receive, self.news))
        self._streams.enter(self)
        try:
            await self._speak(send, gone)
        finally:
            self._streams.leave(self)
            gone.cancel()

    async def _speak(self, send: Send, gone: "asyncio.Future[None]") -> None:
        self.news.set()
        await send({"type": "http.response.body", "body": RETRY, "more_body": True})
        while not gone.done():
            await self.news.wait()
            self.news.clear()
            if gone.done() or self._streams.closed:
                break
            body = self._streams.said_to(await self._look())
            await send({"type": "http.response.body", "body": body or LAST, "more_body": True})
            if not body:
                break
        await send({"type": "http.response.body", "body": b""})


async def _gone(receive: Receive, news: asyncio.Event) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    news.set()


def stream_door(streams: Streams, visitors: Visitors) -> Callable[[Request], Awaitable[Response]]:
    """Return the handler of the stream; :mod:`dashboard.api.wall_fast_path` answers most requests first."""

    async def stream(request: Request) -> Response:
        return Stream(streams, partial(visitors.who, request), [])

    return stream


def order_line(site: Site, who: Who) -> bytes:
    """What an operator asked of this screen, as another event."""
    order = site.live.screens.order(who.name)
    asked = {"view": order.view, "paused": order.paused, "message": order.message} if order else {}
    return b"event: order\ndata: " + orjson.dumps(asked) + b"\n\n"
