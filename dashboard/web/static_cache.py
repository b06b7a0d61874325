"""Programs, styles and fonts are read and compressed once, and answered from memory ever after.

They stay what they are for as long as the server runs. Compressing them for each screen that starts takes a
tenth of a second, in which no other screen is answered.
"""

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

STATIC_PREFIXES = ("/_dash-component-suites/", "/assets/", "/bundel/", "/fonts/")
MOST_KEPT = 400  # several times the files that there are: Dash answers to any number in a file's name
CONDITIONAL_HEADERS = (b"if-none-match", b"if-modified-since", b"range")


class StaticCacheMiddleware:
    """Remembers whole answers by address, compressed and not."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._cached: dict[tuple[str, bool], tuple[Message, Message]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if not _is_static_request(scope):
            return await self._app(scope, receive, send)
        accepts_gzip = any(b"gzip" in value for name, value in scope["headers"] if name == b"accept-encoding")
        key = scope["path"], accepts_gzip
        messages = self._cached.get(key) or await _read_whole_response(self._app, scope, receive)
        if messages[0]["status"] == 200 and len(self._cached) < MOST_KEPT:
            self._cached[key] = messages
        for message in messages:
            await send(_copy_message(message))


def _is_static_request(scope: Scope) -> bool:
    if scope["type"] != "http" or scope["method"] != "GET" or not scope["path"].startswith(STATIC_PREFIXES):
        return False
    return not any(name in CONDITIONAL_HEADERS for name, _value in scope["headers"])


async def _read_whole_response(app: ASGIApp, scope: Scope, receive: Receive) -> tuple[Message, Message]:
    """An answer in one piece, whose length is known."""
    messages: list[Message] = []

    async def collect(message: Message) -> None:
        messages.append(message)

    await app(scope, receive, collect)
    start, *chunks = messages
    body = b"".join(chunk.get("body", b"") for chunk in chunks)
    MutableHeaders(scope=start)["content-length"] = str(len(body))
    return start, {"type": "http.response.body", "body": body}


def _copy_message(message: Message) -> Message:
    """Those further out add headers of their own."""
    return {**message, "headers": [*message["headers"]]} if "headers" in message else message
