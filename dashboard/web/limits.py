"""Limits of request bodies, enforced before any framework reads a byte.

Dash and FastAPI read and parse whole bodies by themselves, on the event loop and before a route's own checks.
So the middleware here is around everything else, and each route declares how much it takes
(:mod:`dashboard.web.routes`); an address that no route declares takes nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass

from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.ui import form_labels
from dashboard.web import html
from dashboard.web.form_body import MAX_FORM_BYTES
from dashboard.web.form_parsing import MAX_FORM_BYTES as MAX_PHOTO_FORM_BYTES
from dashboard.web.security_headers import content_security_policy, security_headers
from data.core.config.city import City

MAX_CALLBACK_BYTES = 256 * 1024  # a table's filters and rows, sent back as a callback's state
MAX_CHUNKED_BYTES = 256 * 1024  # of any body without a stated length: it is read before it is passed on
MAX_LENGTH_DIGITS = 15  # of a Content-Length that is read as a number
UNREADABLE_LENGTH = 10**MAX_LENGTH_DIGITS  # more than any route takes


@dataclass(frozen=True)
class Limits:
    """What a route takes at most.

    :param max_body: bytes of a request's body
    """

    max_body: int


NO_BODY = Limits(0)
PLAIN_FORM = Limits(MAX_FORM_BYTES)
CALLBACK = Limits(MAX_CALLBACK_BYTES)
PHOTO_FORM = Limits(MAX_PHOTO_FORM_BYTES)

LimitsOf = Callable[[str, str], Limits]  # by method and path


class BodyLimitMiddleware:
    """ASGI middleware around everything else: 413 for a body that is larger than its route takes.

    A stated length is checked unread, and the server reads no more than that. A body without one is read
    first, up to the limit, so that nothing is parsed of a body that turns out too large.

    :param limits_of: returns the limits of a request's route
    :param count_response: called with the status of every response that is sent here
    """

    def __init__(
        self, app: ASGIApp, city: City, limits_of: LimitsOf, count_response: Callable[[int], None]
    ) -> None:
        self._app, self._city = app, city
        self._limits_of, self._count_response = limits_of, count_response

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        length = stated_length(scope) if scope["type"] == "http" else 0
        if length == 0:
            return await self._app(scope, receive, send)
        limits = self._limits_of(scope["method"], scope["path"])
        body_receive = await _receive_within(limits.max_body, length, receive)
        if body_receive is None:
            return await self._reject(limits, scope, send)
        await self._app(scope, body_receive, send)

    async def _reject(self, limits: Limits, scope: Scope, send: Send) -> None:
        self._count_response(413)
        message = form_labels.TOO_LARGE if limits == PHOTO_FORM else form_labels.BODY_TOO_LARGE
        response = _too_large_page(self._city, message) if _is_of_a_page(scope) else _too_large_json(message)
        response.raw_headers.extend(security_headers(scope["scheme"]))
        await response(scope, _disconnect, send)


def stated_length(scope: Scope) -> int | None:
    """Return the length of a request's body in bytes; None if it comes in chunks, without a length."""
    length = b"0"
    for name, value in scope["headers"]:  # a plain loop: every wall's request passes here
        if name == b"transfer-encoding":
            return None
        if name == b"content-length":
            length = value
    return int(length) if length.isdigit() and len(length) <= MAX_LENGTH_DIGITS else UNREADABLE_LENGTH


async def _receive_within(max_body: int, length: int | None, receive: Receive) -> Receive | None:
    """Return the ``receive`` of a body within a limit; None for a larger one."""
    if length is None:
        return await _read_chunks(receive, min(max_body, MAX_CHUNKED_BYTES))
    return receive if length <= max_body else None


async def _read_chunks(receive: Receive, max_body: int) -> Receive | None:
    """Return a ``receive`` that passes on a body that was read already; None if it has more bytes."""
    chunks: list[bytes] = []
    size, more_body = 0, True
    while more_body:
        message = await receive()
        if message["type"] != "http.request":
            return receive  # disconnected: says so again
        chunks.append(message.get("body", b""))
        size, more_body = size + len(chunks[-1]), message.get("more_body", False)
        if size > max_body:
            return None
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


def _too_large_page(city: City, message: str) -> Response:
    response = html.page(city, form_labels.TOO_LARGE_TITLE, html.banner(message), status=413)
    response.headers["Content-Security-Policy"] = content_security_policy(())
    return response


def _too_large_json(message: str) -> Response:
    return JSONResponse({"detail": message}, status_code=413, headers={"Cache-Control": "no-store"})


async def _disconnect() -> Message:
    return {"type": "http.disconnect"}
