"""The fast path: the wall's two addresses, which a thousand displays request at once, before the framework.

It serves only principals that may see the wall, by the same rule as everywhere. All other requests go through
the framework, which denies them and writes the audit log.
"""

from collections.abc import Callable
from functools import lru_cache, partial

from fastapi import FastAPI
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Receive, Scope, Send

from dashboard.api.wall_stream import STREAM_PATH, StreamHub, WallStream
from dashboard.web.authentication import Authenticator
from dashboard.web.callers import is_for_known_callers
from dashboard.web.clock_headers import raw_time_headers
from dashboard.web.context import WebContext
from dashboard.web.etag import conditional_parts
from dashboard.web.frames import FrameCache
from dashboard.web.language import LANGUAGE_PARAM
from dashboard.web.security_headers import RawHeaders, security_headers
from data.core.access import Permission, is_allowed
from data.core.displays import CITY_VIEW
from data.lib.payload import EncodedBody
from data.lib.translation import languages, use_language

FRAME_PATH = "/api/v1/wall"


class FastPathApp(FastAPI):
    """The FastAPI app behind a fast path."""

    fast_path: ASGIApp | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":  # past Dash's middleware, which adds a page at every other address
            return await self.router({**scope, "app": self}, receive, send)
        await (self.fast_path or self.call_framework)(scope, receive, send)

    async def call_framework(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request to the framework."""
        await super().__call__(scope, receive, send)


class WallFastPathMiddleware:
    """ASGI middleware around everything else.

    :param count_response: called with the status of every response that is sent here
    """

    def __init__(
        self,
        app: ASGIApp,
        context: WebContext,
        frames: FrameCache,
        streams: StreamHub,
        count_response: Callable[[int], None],
    ) -> None:
        self._app, self._context, self._frames, self._streams = app, context, frames, streams
        self._authenticator, self._count_response = Authenticator(context), count_response
        named = {f"{LANGUAGE_PARAM}={code}".encode(): code for code in languages()}
        self._languages = {b"": frames.language, **named}  # by the whole query

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        language = self._named_language(scope)
        if language and scope["path"] in (STREAM_PATH, FRAME_PATH) and await self._is_served(scope):
            with use_language(language):
                if scope["path"] == STREAM_PATH:
                    return await self._send_stream(scope, language, receive, send)
                if frame := self._ready_frame(language):
                    return await self._send_frame(scope, frame, send)
        await self._app(scope, receive, send)

    def _named_language(self, scope: Scope) -> str | None:
        """Return the language of a plain GET, which names at most that; None for any other request."""
        is_get = scope["type"] == "http" and scope["method"] == "GET"
        return self._languages.get(scope["query_string"]) if is_get else None

    def _ready_frame(self, language: str) -> EncodedBody | None:
        """Return the city's frame; None where a thread of the framework builds it first."""
        is_ready = self._frames.is_ready(CITY_VIEW, language)
        return self._frames.current(language=language) if is_ready else None

    async def _is_served(self, scope: Scope) -> bool:
        """Return whether the request may see the wall, and is not refused by the framework."""
        principal = await self._authenticator.principal(HTTPConnection(scope))
        if is_for_known_callers(scope):
            return False
        if scope["path"] == STREAM_PATH and not self._streams.bounds.has_room(scope, principal):
            return False
        return is_allowed(principal, Permission.VIEW_WALL, public_wall=self._context.open_wall)

    async def _send_stream(self, scope: Scope, language: str, receive: Receive, send: Send) -> None:
        get_principal = partial(self._authenticator.principal, HTTPConnection(scope))
        self._count_response(200)
        headers = security_headers(scope["scheme"])
        await WallStream(self._streams, get_principal, headers, language)(scope, receive, send)

    async def _send_frame(self, scope: Scope, frame: EncodedBody, send: Send) -> None:
        """Send the frame as :func:`dashboard.web.etag.conditional_parts` builds it."""
        request_headers = dict(scope["headers"])
        if_none_match = request_headers.get(b"if-none-match", b"")
        status, body, headers = _frame_response(
            frame, if_none_match, request_headers.get(b"accept-encoding", b""), scope["scheme"]
        )
        self._count_response(status)
        response_headers = headers + raw_time_headers(self._context)
        await send({"type": "http.response.start", "status": status, "headers": response_headers})
        await send({"type": "http.response.body", "body": body})


@lru_cache(maxsize=16)
def _frame_response(
    frame: EncodedBody, if_none_match: bytes, accept_encoding: bytes, scheme: str
) -> tuple[int, bytes, RawHeaders]:
    """Return status, body and the headers that stay the same for as long as the frame does."""
    status, body, headers = conditional_parts(frame, if_none_match, accept_encoding)
    return status, body, [*headers, *security_headers(scheme)]
