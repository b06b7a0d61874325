"""Cache of scripts, styles and fonts, which are read and compressed once.

They do not change while the server runs. Compressing them for each display that starts would take a tenth of
a second, in which no other display gets a response.
"""

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

STATIC_PREFIXES = ("/_dash-component-suites/", "/assets/", "/bundel/", "/fonts/")
MAX_CACHED = 400  # several times the number of files: Dash responds to any version number in a file's name
CONDITIONAL_HEADERS = (b"if-none-match", b"if-modified-since", b"range")


class StaticCacheMiddleware:
    """Cache whole responses by address, compressed and not."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._cached: dict[tuple[str, bool], tuple[Message, Message]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Respond to one request."""
        if not _is_static_request(scope):
            return await self._app(scope, receive, send)
        accepts_gzip = any(b"gzip" in value for name, value in scope["headers"] if name == b"accept-encoding")
        key = scope["path"], accepts_gzip
        messages = self._cached.get(key) or await _read_whole_response(self._app, scope, receive)
        if messages[0]["status"] == 200 and len(self._cached) < MAX_CACHED:
            self._cached[key] = messages
        for message in messages:
            await send(_copy_message(message))


def _is_static_request(scope: Scope) -> bool:
    if scope["type"] != "http" or scope["method"] != "GET" or not scope["path"].startswith(STATIC_PREFIXES):
        return False
    return not any(name in CONDITIONAL_HEADERS for name, _value in scope["headers"])


async def _read_whole_response(app: ASGIApp, scope: Scope, receive: Receive) -> tuple[Message, Message]:
    """Return a response as one start and one body message, with its content length."""
    messages: list[Message] = []

    async def collect(message: Message) -> None:
        messages.append(message)

    await app(scope, receive, collect)
    start, *chunks = messages
    body = b"".join(chunk.get("body", b"") for chunk in chunks)
    MutableHeaders(scope=start)["content-length"] = str(len(body))
    return start, {"type": "http.response.body", "body": body}


def _copy_message(message: Message) -> Message:
    """Copy a message, since outer middleware adds headers to it."""
    return {**message, "headers": [*message["headers"]]} if "headers" in message else message
