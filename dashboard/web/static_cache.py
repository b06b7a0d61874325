"""Cache of scripts, styles and fonts, which are read and compressed once.

They do not change while the server runs. Compressing them for each display that starts would take a tenth of
a second, in which no other display gets a response.

Addresses that a sender makes up take no memory: Dash responds to any version number in a file's name, and the
file servers to any detour through folders. A response is kept under the name of its file, within a budget.
"""

import posixpath
from contextlib import suppress
from dataclasses import dataclass

from cachetools import LRUCache
from dash.fingerprint import check_fingerprint
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

STATIC_PREFIXES = ("/_dash-component-suites/", "/assets/", "/bundel/", "/fonts/")
MAX_CACHED_BYTES = 32 * 1024 * 1024  # of all bodies; the files of every page have less, in both encodings
ENCODINGS = (b"br", b"gzip")
CONDITIONAL_HEADERS = (b"if-none-match", b"if-modified-since", b"range")


Response = tuple[Message, Message]  # start and body


@dataclass(frozen=True)
class FileKey:
    """What a response depends on.

    :param path: without the version that Dash puts into names
    :param versioned: whether the name had one, by which a browser may keep the file
    :param encodings: those that its sender takes and some file may have
    """

    path: str
    versioned: bool
    encodings: tuple[bytes, ...]


def _body_size(response: Response) -> int:
    return len(response[1]["body"])


class StaticCacheMiddleware:
    """Cache whole responses by file, compressed and not; the ones not requested for longest go first."""

    def __init__(self, app: ASGIApp, max_bytes: int = MAX_CACHED_BYTES) -> None:
        self._app, self.cache = app, LRUCache[FileKey, Response](max_bytes, getsizeof=_body_size)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Respond to one request."""
        if not _is_static_request(scope):
            return await self._app(scope, receive, send)
        key = _file_key(scope)
        messages = self.cache.get(key) or await _read_whole_response(self._app, scope, receive)
        if messages is None:  # the client has gone, and nothing was answered
            return
        if messages[0]["status"] == 200 and key not in self.cache:
            with suppress(ValueError):  # larger than the whole cache
                self.cache[key] = messages
        for message in messages:
            await send(_copy_message(message))


def _file_key(scope: Scope) -> FileKey:
    path, versioned = check_fingerprint(scope["path"])
    accepted = b",".join(value for name, value in scope["headers"] if name == b"accept-encoding")
    return FileKey(path, versioned, tuple(name for name in ENCODINGS if name in accepted))


def _is_static_request(scope: Scope) -> bool:
    """Return whether a request is for a whole file under its own name, not by a detour such as ``a/../b``."""
    if scope["type"] != "http" or scope["method"] != "GET" or not scope["path"].startswith(STATIC_PREFIXES):
        return False
    if scope["path"] != posixpath.normpath(scope["path"]):
        return False
    return not any(name in CONDITIONAL_HEADERS for name, _value in scope["headers"])


async def _read_whole_response(app: ASGIApp, scope: Scope, receive: Receive) -> Response | None:
    """Return a response as one start and one body message, with its content length; None if there is none."""
    messages: list[Message] = []

    async def collect(message: Message) -> None:
        messages.append(message)

    await app(scope, receive, collect)
    if not messages:
        return None
    start, *chunks = messages
    body = b"".join(chunk.get("body", b"") for chunk in chunks)
    MutableHeaders(scope=start)["content-length"] = str(len(body))
    return start, {"type": "http.response.body", "body": body}


def _copy_message(message: Message) -> Message:
    """Copy a message, since outer middleware adds headers to it."""
    return {**message, "headers": [*message["headers"]]} if "headers" in message else message
