"""The event stream of displays: changes of the board, and a heartbeat every few seconds.

A message is built once for all displays and is small; the frame itself is fetched by its ETag. A display that
reads slowly gets only the newest message. Nothing here queries the store.
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import partial

import orjson
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import Receive, Scope, Send

from dashboard.api.stream_bounds import StreamBounds
from dashboard.ui import limit_labels
from dashboard.ui.format import milliseconds
from dashboard.web.authentication import Authenticator
from dashboard.web.clock_faults import clock_fault
from dashboard.web.clock_headers import store_silent_since
from dashboard.web.context import WebContext
from dashboard.web.display_settings import settings_of
from dashboard.web.frames import FrameCache
from dashboard.web.language import named_language
from dashboard.web.routes import Handler
from dashboard.web.security_headers import RawHeaders
from dashboard.web.version import frontend_version
from data.config.clock import real_seconds
from data.core.access import Permission, Principal, is_allowed
from data.lib.translation import use_language
from data.services.live_board import do_nothing

STREAM_PATH = "/api/v1/wall/stream"
HEARTBEAT_SECONDS = 2.0  # a display that receives nothing for three heartbeats shows that
RETRY_FIELD = b"retry: 1000\n\n"  # milliseconds after which a browser reconnects
STREAM_HEADERS = [
    (b"content-type", b"text/event-stream"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
]
RETRY_SECONDS = 10  # after which a display that got no stream may ask for one again
OVER_EVENT = b"event: over\ndata: {}\n\n"  # this display's token was revoked


class StreamHub:
    """The open streams of one process, and the message that they send."""

    def __init__(self, context: WebContext, frames: FrameCache) -> None:
        self._context, self._frames = context, frames
        self._streams: set[WallStream] = set()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._heartbeat: asyncio.Task[None] | None = None
        self.closed = True  # until a server runs
        self._last_state: tuple[object, ...] = ()
        self._state: dict[str, object] = {}
        self._events: dict[str, bytes] = {}  # the state as an event, by language
        self._messages: dict[tuple[str, str], bytes] = {}  # by the display's name and language
        self.bounds = StreamBounds()

    def start(self) -> None:
        """Start the heartbeat in the running loop, and listen to the board's changes."""
        self._loop, self.closed = asyncio.get_running_loop(), False
        self._heartbeat = self._loop.create_task(self._heartbeat_loop())
        self._context.live_board.on_change = self._on_board_change

    def close(self) -> None:
        """End every stream: the server shuts down, and displays reconnect to the next one."""
        self.closed = True
        self._context.live_board.on_change = do_nothing
        if self._heartbeat:
            self._heartbeat.cancel()
        self._wake_streams()

    def _on_board_change(self) -> None:
        """Build the new frame in the refreshing thread; the event loop only sends."""
        self._frames.current()
        if self._loop and not self._loop.is_closed():
            with suppress(RuntimeError):  # the loop ended between the two
                self._loop.call_soon_threadsafe(self._broadcast_if_changed)

    async def _heartbeat_loop(self) -> None:
        while True:
            self.broadcast()
            await asyncio.sleep(HEARTBEAT_SECONDS)

    def _broadcast_if_changed(self) -> None:
        """Broadcast if frame or orders changed: a pull without changes makes only a new snapshot."""
        if self._current_state() != self._last_state:
            self.broadcast()

    def _current_state(self) -> tuple[object, ...]:
        frame = self._frames.current()
        return frame.etag if frame else None, self._context.live_board.displays.order_changes

    def broadcast(self) -> None:
        """Take the present state and wake every stream."""
        self._last_state = self._current_state()
        self._state, self._events = board_state(self._context, self._frames), {}
        self._wake_streams()

    def message_for(self, principal: Principal, language: str) -> bytes:
        """Return the message for one display with its order; empty if the principal may not see the wall."""
        if not is_allowed(principal, Permission.VIEW_WALL, public_wall=self._context.open_wall):
            return b""
        key = principal.name, language
        if key not in self._messages:
            self._messages[key] = self._board_event(language) + order_event(self._context, principal)
        return self._messages[key]

    def _board_event(self, language: str) -> bytes:
        """Return the state as an event: only what is wrong is said in words, once in each language."""
        if language not in self._events:
            with use_language(language):
                state = self._state | {"clock_fault": clock_fault(self._context)}
            self._events[language] = b"event: board\ndata: " + orjson.dumps(state) + b"\n\n"
        return self._events[language]

    def _wake_streams(self) -> None:
        self._messages = {}
        for stream in self._streams:
            stream.wake.set()

    def add(self, stream: "WallStream") -> None:
        """Add a stream."""
        self._streams.add(stream)

    def remove(self, stream: "WallStream") -> None:
        """Remove a stream."""
        self._streams.discard(stream)


def board_state(context: WebContext, frames: FrameCache) -> dict[str, object]:
    """Return the state of the board: the ETag of its frame, times in milliseconds, and the version.

    The ETag tells that something changed, to displays in every language.
    """
    live, frame = context.live_board, frames.current()
    return {
        "etag": frame.etag if frame else None,
        "now": milliseconds(live.clock.now()),
        "real": int(real_seconds() * 1000),
        "speed": live.clock.speed,
        "version": frontend_version(),
        "silent_since": store_silent_since(context),
    }


class WallStream(Response):
    """One display's stream; whether it may see the wall is checked again at every message."""

    media_type = "text/event-stream"

    def __init__(
        self,
        hub: StreamHub,
        get_principal: Callable[[], Awaitable[Principal]],
        headers: RawHeaders,
        language: str,
    ) -> None:
        self._hub, self._get_principal, self._extra_headers = hub, get_principal, headers
        self._language = language
        self.wake, self.status_code, self.background = asyncio.Event(), 200, None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        with self._hub.bounds.hold(scope, await self._get_principal()) as is_open:
            if is_open:
                return await self._stream(receive, send)
        await _too_many_streams()(scope, receive, send)

    async def _stream(self, receive: Receive, send: Send) -> None:
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
            body = self._hub.message_for(await self._get_principal(), self._language)
            await send({"type": "http.response.body", "body": body or OVER_EVENT, "more_body": True})
            if not body:
                break
        await send({"type": "http.response.body", "body": b""})


def _too_many_streams() -> Response:
    """Return the response to one stream too many; its display asks for the frame each second instead."""
    headers = {"Retry-After": str(RETRY_SECONDS), "Cache-Control": "no-store"}
    return JSONResponse({"detail": str(limit_labels.TOO_MANY_REQUESTS)}, status_code=429, headers=headers)


async def _wait_for_disconnect(receive: Receive, wake: asyncio.Event) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    wake.set()


def stream_handler(context: WebContext, hub: StreamHub) -> Handler:
    """Return the handler of the stream; :mod:`dashboard.api.wall_fast_path` serves most requests first."""
    authenticator = Authenticator(context)

    async def stream(request: Request) -> Response:
        language = named_language(request) or context.city.language
        return WallStream(hub, partial(authenticator.principal, request), [], language)

    return stream


def order_event(context: WebContext, principal: Principal) -> bytes:
    """Return the event that holds a principal's display order and settings, empty data for none."""
    order, settings = context.live_board.displays.order(principal.name), settings_of(context, principal)
    payload = {"view": order.view, "paused": order.paused, "message": order.message} if order else {}
    payload |= {"settings": settings.key} if settings.key else {}
    return b"event: order\ndata: " + orjson.dumps(payload) + b"\n\n"
