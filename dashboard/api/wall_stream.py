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
from dashboard.web.authentication import Authenticator
from dashboard.web.clock_headers import store_silent_since
from dashboard.web.context import WebContext
from dashboard.web.frames import FrameCache
from dashboard.web.security_headers import RawHeaders
from dashboard.web.version import frontend_version
from data.core.access import Permission, Principal, is_allowed
from data.services.live_board import do_nothing

HEARTBEAT_SECONDS = 2.0  # a screen that hears nothing for three beats says so
RETRY_FIELD = b"retry: 1000\n\n"  # milliseconds after which a browser comes back
STREAM_HEADERS = [
    (b"content-type", b"text/event-stream"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
]
OVER_EVENT = b"event: over\ndata: {}\n\n"  # this screen's token was taken back


class StreamHub:
    """Every open stream of one process, and what is said to them."""

    def __init__(self, context: WebContext, frames: FrameCache) -> None:
        self._context, self._frames = context, frames
        self._streams: set[WallStream] = set()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._heartbeat: asyncio.Task[None] | None = None
        self.message, self.closed = b"", True  # until a server runs
        self._last_state: tuple[object, ...] = ()
        self._messages: dict[str, bytes] = {}  # by the name of the screen

    def start(self) -> None:
        """Starts the beat in the running loop, and listens to the board."""
        self._loop, self.closed = asyncio.get_running_loop(), False
        self._heartbeat = self._loop.create_task(self._heartbeat_loop())
        self._context.live_board.on_change = self._on_board_change

    def close(self) -> None:
        """Ends every stream: the server goes down, and screens look for the next one."""
        self.closed = True
        self._context.live_board.on_change = do_nothing
        if self._heartbeat:
            self._heartbeat.cancel()
        self._wake_streams()

    def _on_board_change(self) -> None:
        """From the refreshing thread, which makes the frame too: the loop only sends."""
        self._frames.current()
        if self._loop and not self._loop.is_closed():
            with suppress(RuntimeError):  # the loop ended between the two
                self._loop.call_soon_threadsafe(self._broadcast_if_changed)

    async def _heartbeat_loop(self) -> None:
        while True:
            self.broadcast()
            await asyncio.sleep(HEARTBEAT_SECONDS)

    def _broadcast_if_changed(self) -> None:
        """A pull that brought nothing makes a new snapshot, but no new frame: no screen needs to hear it."""
        if self._current_state() != self._last_state:
            self.broadcast()

    def _current_state(self) -> tuple[object, ...]:
        frame = self._frames.current()
        return frame.etag if frame else None, self._context.live_board.displays.order_changes

    def broadcast(self) -> None:
        """Tells every screen how things stand."""
        self._last_state = self._current_state()
        self.message = (
            b"event: board\ndata: " + orjson.dumps(board_state(self._context, self._frames)) + b"\n\n"
        )
        self._wake_streams()

    def message_for(self, principal: Principal) -> bytes:
        """The present message for one screen with its own order; empty for whoever may not see the wall."""
        if not is_allowed(principal, Permission.VIEW_WALL, public_wall=self._context.open_wall):
            return b""
        if principal.name not in self._messages:
            self._messages[principal.name] = self.message + order_event(self._context, principal)
        return self._messages[principal.name]

    def _wake_streams(self) -> None:
        self._messages = {}
        for stream in self._streams:
            stream.wake.set()

    def add(self, stream: "WallStream") -> None:
        """One more."""
        self._streams.add(stream)

    def remove(self, stream: "WallStream") -> None:
        """One less."""
        self._streams.discard(stream)


def board_state(context: WebContext, frames: FrameCache) -> dict[str, object]:
    """What every screen is told: which frame, the time, the version, since when the store is silent."""
    live, frame = context.live_board, frames.current()
    return {
        "etag": frame.etag if frame else None,
        "now": milliseconds(live.clock.now()),
        "real": int(time.time() * 1000),
        "speed": live.clock.speed,
        "version": frontend_version(),
        "silent_since": store_silent_since(context),
    }


class WallStream(Response):
    """One screen's stream. It is asked again at every message whether it still may see the wall."""

    media_type = "text/event-stream"

    def __init__(
        self, hub: StreamHub, get_principal: Callable[[], Awaitable[Principal]], headers: RawHeaders
    ) -> None:
        self._hub, self._get_principal, self._extra_headers = hub, get_principal, headers
        self.wake, self.status_code, self.background = asyncio.Event(), 200, None

    async def __call__(self, _scope: Scope, receive: Receive, send: Send) -> None:
        await send(
            {"type": "http.response.start", "status": 200, "headers": [*STREAM_HEADERS, *self._extra_headers]}
        )
        disconnected = asyncio.ensure_future(_wait_for_disconnect(receive, self.wake))
        self._hub.add(self)
        try:
            await self._send_events(send, disconnected)
        finally:
            self._hub.remove(self)
            disconnected.cancel()

    async def _send_events(self, send: Send, disconnected: "asyncio.Future[None]") -> None:
        self.wake.set()
        await send({"type": "http.response.body", "body": RETRY_FIELD, "more_body": True})
        while not disconnected.done():
            await self.wake.wait()
            self.wake.clear()
            if disconnected.done() or self._hub.closed:
                break
            body = self._hub.message_for(await self._get_principal())
            await send({"type": "http.response.body", "body": body or OVER_EVENT, "more_body": True})
            if not body:
                break
        await send({"type": "http.response.body", "body": b""})


async def _wait_for_disconnect(receive: Receive, wake: asyncio.Event) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    wake.set()


def stream_handler(hub: StreamHub, authenticator: Authenticator) -> Callable[[Request], Awaitable[Response]]:
    """Return the handler of the stream; :mod:`dashboard.api.wall_fast_path` answers most requests first."""

    async def stream(request: Request) -> Response:
        return WallStream(hub, partial(authenticator.principal, request), [])

    return stream


def order_event(context: WebContext, principal: Principal) -> bytes:
    """What an operator asked of this screen, as another event."""
    order = context.live_board.displays.order(principal.name)
    payload = {"view": order.view, "paused": order.paused, "message": order.message} if order else {}
    return b"event: order\ndata: " + orjson.dumps(payload) + b"\n\n"
