"""Programs, styles and fonts are read and compressed once, and answered from memory ever after.

They stay what they are for as long as the server runs. Compressing them for each screen that starts takes a
tenth of a second, in which no other screen is answered.
"""

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

UNCHANGING = ("/_dash-component-suites/", "/assets/", "/bundel/", "/fonts/")
MOST_KEPT = 400  # several times the files that there are: Dash answers to any number in a file's name
ASKS_FOR_LESS = (b"if-none-match", b"if-modified-since", b"range")


class Unchanging:
    """Remembers whole answers by address, compressed and not."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._kept: dict[tuple[str, bool], tuple[Message, Message]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if not _is_for_a_file(scope):
            return await self._app(scope, receive, send)
        zipped = any(b"gzip" in value for name, value in scope["headers"] if name == b"accept-encoding")
        key = scope["path"], zipped
        answer = self._kept.get(key) or await _whole(self._app, scope, receive)
        if answer[0]["status"] == 200 and len(self._kept) < MOST_KEPT:
            self._kept[key] = answer
        for message in answer:
            await send(_copy(message))


def _is_for_a_file(scope: Scope) -> bool:
    if scope["type"] != "http" or scope["method"] != "GET" or not scope["path"].startswith(UNCHANGING):
        return False
    return not any(name in ASKS_FOR_LESS for name, _value in scope["headers"])


async def _whole(app: ASGIApp, scope: Scope, receive: Receive) -> tuple[Message, Message]:
    """An answer in one piece, whose length is known."""
    messages: list[Message] = []

    async def keep(message: Message) -> None:
        messages.append(message)

    await app(scope, receive, keep)
    start, *parts = messages
    body = b"".join(part.get("body", b"") for part in parts)
    MutableHeaders(scope=start)["content-length"] = str(len(body))
    return start, {"type": "http.response.body", "body": body}


def _copy(message: Message) -> Message:
    """Those further out add headers of their own."""
    return {**message, "headers": [*message["headers"]]} if "headers" in message else message
