"""The outermost layer: what is too large, too long or packed is rejected before any framework reads a byte.

Dash and FastAPI read and parse whole bodies by themselves, on the event loop and before a route's own checks.
So the middleware here is around everything else, and each route declares how much it takes
(:mod:`dashboard.web.limits`); an address that no route declares takes nothing.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.ui import form_labels, limit_labels
from dashboard.web.limits import MAX_BUFFERED_BYTES, MAX_CHUNKED_BYTES, PHOTO_FORM, LimitsOf
from dashboard.web.request_head import head_problem, stated_length, without_many_ranges
from dashboard.web.security_headers import content_security_policy, security_headers
from dashboard.web.templates import render_page
from data.core.config.city import City
from data.lib.log_throttle import lines_of_request
from data.lib.translation import Text

BODY_TOO_LARGE, BUSY = 413, 503
RETRY_SECONDS = 2
PART_BYTES = 64 * 1024  # of a response that are handed to the connection at once


Take = Callable[[int], bool]  # so many more bytes; False if they are too many


class BodyBuffer:
    """The bytes of all bodies that are read before they are passed on, for the event loop's thread alone."""

    def __init__(self, max_bytes: int = MAX_BUFFERED_BYTES) -> None:
        self._max_bytes, self.held_bytes = max_bytes, 0

    @contextmanager
    def hold(self) -> Iterator[Take]:
        """Yield what counts the bytes of one request's body; all are given back when the block ends."""
        taken = 0

        def take(size: int) -> bool:
            nonlocal taken
            if self.held_bytes + size > self._max_bytes:
                return False
            self.held_bytes, taken = self.held_bytes + size, taken + size
            return True

        try:
            yield take
        finally:
            self.held_bytes -= taken


class RequestLimitMiddleware:
    """ASGI middleware around everything else: it rejects by the head, then by the limits of the route.

    A stated length is checked unread, and the server reads no more than that. A body without one is read
    first, up to the limit, so that nothing is parsed of a body that turns out too large; all such bodies
    share one budget.

    :param limits_of: returns the limits of a request's route
    :param count_response: called with the status of every response that is sent here
    """

    def __init__(
        self, app: ASGIApp, city: City, limits_of: LimitsOf, count_response: Callable[[int], None]
    ) -> None:
        self._app, self._city = app, city
        self._limits_of, self._count_response = limits_of, count_response
        self._buffer = BodyBuffer()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        if status := head_problem(scope, self._limits_of):
            return await self._reject(status, limit_labels.MESSAGES[status], scope, send)
        with self._buffer.hold() as take:
            if (length := stated_length(scope)) != 0:
                limits = self._limits_of(scope["method"], scope["path"])
                body_receive = await _receive_within(limits.max_body, length, receive, take)
                if isinstance(body_receive, int):
                    too_large = form_labels.TOO_LARGE if limits == PHOTO_FORM else form_labels.BODY_TOO_LARGE
                    message = limit_labels.BOARD_BUSY if body_receive == BUSY else too_large
                    return await self._reject(body_receive, message, scope, send)
                receive = body_receive
            with lines_of_request():
                await self._app(without_many_ranges(scope), receive, send_in_parts(send))

    async def _reject(self, status: int, message: Text, scope: Scope, send: Send) -> None:
        self._count_response(status)
        response = _page(self._city, status, message) if _is_of_a_page(scope) else _json(status, message)
        if status == BUSY:
            response.headers["Retry-After"] = str(RETRY_SECONDS)
        response.raw_headers.extend(security_headers(scope["scheme"]))
        await response(scope, _disconnect, send)


def send_in_parts(send: Send) -> Send:
    """Return a ``send`` that waits for the reader after each part of a large body.

    The server writes a whole message at once, so a reader that does not read would hold all of it in memory.
    """

    async def send_parts(message: Message) -> None:
        body = message.get("body", b"")
        for start in range(0, len(body) - PART_BYTES, PART_BYTES):
            part = body[start : start + PART_BYTES]
            await send({"type": "http.response.body", "body": part, "more_body": True})
        if len(body) > PART_BYTES:
            message = {**message, "body": body[-(len(body) % PART_BYTES or PART_BYTES) :]}
        await send(message)

    return send_parts


async def _receive_within(max_body: int, length: int | None, receive: Receive, take: Take) -> Receive | int:
    """Return the ``receive`` of a body within a limit; else the status by which it is rejected."""
    if length is None:
        return await _read_chunks(receive, min(max_body, MAX_CHUNKED_BYTES), take)
    return receive if length <= max_body else BODY_TOO_LARGE


async def _read_chunks(receive: Receive, max_body: int, take: Take) -> Receive | int:
    """Return a ``receive`` that passes on a body that was read already; else the status that rejects it."""
    chunks: list[bytes] = []
    size, more_body = 0, True
    while more_body:
        message = await receive()
        if message["type"] != "http.request":
            return receive  # disconnected: says so again
        chunks.append(message.get("body", b""))
        size, more_body = size + len(chunks[-1]), message.get("more_body", False)
        if size > max_body:
            return BODY_TOO_LARGE
        if not take(len(chunks[-1])):
            return BUSY
    return _replay(b"".join(chunks), receive)


def _replay(body: bytes, receive: Receive) -> Receive:
    """Return a ``receive`` whose first message is the whole body."""
    unsent = [{"type": "http.request", "body": body, "more_body": False}]

    async def replay() -> Message:
        return unsent.pop() if unsent else await receive()

    return replay


def _is_of_a_page(scope: Scope) -> bool:
    """Return whether a page sends the request, which shows the response's message to a person."""
    headers = dict(scope["headers"])
    is_form = headers.get(b"content-type", b"").startswith(b"multipart/form-data")
    return b"text/html" in headers.get(b"accept", b"") or (is_form and b"sec-fetch-mode" in headers)


def _page(city: City, status: int, message: Text) -> Response:
    title = form_labels.TOO_LARGE_TITLE if status == BODY_TOO_LARGE else limit_labels.TITLE
    response = render_page(city, "errors/message.html", title, status=status, message=message)
    response.headers["Content-Security-Policy"] = content_security_policy(())
    return response


def _json(status: int, message: Text) -> Response:
    return JSONResponse({"detail": str(message)}, status_code=status, headers={"Cache-Control": "no-store"})


async def _disconnect() -> Message:
    return {"type": "http.disconnect"}
