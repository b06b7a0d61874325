"""Errors as people and programs can read them: a page in their language for browsers, JSON for all others.

Handlers, the framework and Dash respond with a status and little else. The middleware here is around all of
them, so there is one rule for every address; what a handler made for its own error stays as it is.
"""

import json
from http import HTTPStatus
from urllib.parse import quote

from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.ui import error_labels, labels
from dashboard.ui.error_labels import ERROR_TEXTS, ErrorText
from dashboard.web import redirects
from dashboard.web.csrf import API_KEY_PREFIX
from dashboard.web.security_headers import RawHeaders, content_security_policy, security_headers
from dashboard.web.shell import shell_of_scope
from dashboard.web.templates import render_page
from data.core.config.city import City
from data.lib.translation import Text

MAX_DETAIL_BYTES = 16 * 1024  # of an error's own body, in which its message is looked for
BODY_HEADERS = (b"content-type", b"content-length", b"content-encoding", b"cache-control", b"etag", b"vary")
PAGE, TEXT, JSON = b"text/html", b"text/plain", b"application/json"
RETRY_STATUSES = (429, 500, 503)


class ErrorPageMiddleware:
    """ASGI middleware around everything else: it replaces bare errors, and responds where nothing did."""

    def __init__(self, app: ASGIApp, city: City) -> None:
        self._app, self._city = app, city

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        replacement = _Replacement(self._city, scope, send)
        try:
            await self._app(scope, receive, replacement.send)
        except Exception:
            await replacement.fail()
            raise  # the server logs it


class _Replacement:
    """Pass one response on; or hold it back if it is a bare error, and send a better one in its place."""

    def __init__(self, city: City, scope: Scope, send: Send) -> None:
        self._city, self._scope, self._send = city, scope, send
        self._is_started = False
        self._start: Message | None = None  # of the response that is held back
        self._body = b""

    async def send(self, message: Message) -> None:
        """Send a message of the app, unless it belongs to a bare error."""
        if message["type"] == "http.response.start":
            if message["status"] >= HTTPStatus.BAD_REQUEST and is_bare(self._scope, message):
                self._start = message
                return
            self._is_started = True
        if self._start is None:
            return await self._send(message)
        if len(self._body) < MAX_DETAIL_BYTES:
            self._body += message.get("body", b"")
        if not message.get("more_body", False):
            await self._send_replacement(self._start)

    async def fail(self) -> None:
        """Respond to a request whose handler failed before it responded."""
        if not self._is_started:
            await self._send_replacement({"status": HTTPStatus.INTERNAL_SERVER_ERROR, "headers": []})

    async def _send_replacement(self, start: Message) -> None:
        self._is_started, self._start = True, None
        status: int = start["status"]
        detail = "" if status == HTTPStatus.INTERNAL_SERVER_ERROR else _detail(self._body)
        make = _page if wants_page(self._scope) else _document
        with shell_of_scope(self._scope):
            response = make(self._city, self._scope, status, detail)
        response.raw_headers.extend(_other_headers(start["headers"], response, self._scope["scheme"]))
        await response(self._scope, _disconnect, self._send)


def wants_page(scope: Scope) -> bool:
    """Return whether a browser shows the response to a person; scripts and pictures accept other types."""
    return PAGE in _accepted(scope) and not scope["path"].startswith(API_KEY_PREFIX)


def _accepted(scope: Scope) -> bytes:
    return next((value for name, value in scope["headers"] if name == b"accept"), b"")


def is_bare(scope: Scope, start: Message) -> bool:
    """Return whether an error response lacks what its reader needs."""
    if start["status"] not in ERROR_TEXTS:
        return False
    content_type = dict(start["headers"]).get(b"content-type", b"").split(b";")[0]
    if start["status"] == HTTPStatus.INTERNAL_SERVER_ERROR:  # of the framework or Dash, or in Open311's form
        return content_type == TEXT or not scope["path"].startswith(API_KEY_PREFIX)
    if content_type == TEXT:
        return wants_page(scope) or JSON in _accepted(scope)
    return content_type == b"" or (wants_page(scope) and content_type != PAGE)


def _detail(body: bytes) -> str:
    """Return the message of a JSON error; empty where it has none, or only the name of its status."""
    try:
        detail = json.loads(body)["detail"]
    except (ValueError, KeyError, TypeError):
        return ""
    names = {status.phrase for status in HTTPStatus}
    return detail if isinstance(detail, str) and detail not in names else ""


def _page(city: City, scope: Scope, status: int, detail: str) -> Response:
    text = ERROR_TEXTS[status]
    response = render_page(
        city,
        "errors/error.html",
        text.title,
        status=status,
        text=text,
        message=detail or text.message,
        links=_links(scope, status),
    )
    response.headers["Content-Security-Policy"] = content_security_policy(())
    return response


def _links(scope: Scope, status: int) -> list[tuple[str, Text]]:
    """Return addresses and labels of what to do next."""
    address, home = _address(scope), ("/", error_labels.HOME)
    if status == HTTPStatus.UNAUTHORIZED:
        return [(redirects.with_next(redirects.SIGN_IN_PATH, address), labels.SIGN_IN), home]
    if status in RETRY_STATUSES and address:
        return [(address, error_labels.RETRY), home]
    return [home]


def _address(scope: Scope) -> str:
    """Return the address that was opened; empty if it was no plain reading, or cannot be linked."""
    if scope["method"] != "GET":
        return ""
    query = scope["query_string"].decode("latin-1")
    return redirects.local_path(quote(scope["path"]) + (f"?{quote(query, safe='=&%+')}" if query else ""))


def _document(_city: City, _scope: Scope, status: int, detail: str) -> Response:
    text: ErrorText = ERROR_TEXTS[status]
    headers = {"Cache-Control": "no-store"}
    return JSONResponse({"detail": detail or str(text.message)}, status_code=status, headers=headers)


def _other_headers(headers: RawHeaders, response: Response, scheme: str) -> RawHeaders:
    """Return the headers of the first response that are not of its body, and the security headers."""
    names = {name for name, _value in response.raw_headers}
    own = [pair for pair in headers if pair[0].lower() not in BODY_HEADERS and pair[0].lower() not in names]
    present = {name.lower() for name, _value in own} | names
    return [*own, *(pair for pair in security_headers(scheme) if pair[0] not in present)]


async def _disconnect() -> Message:
    return {"type": "http.disconnect"}
