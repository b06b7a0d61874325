"""The middleware around every request: authentication, cross-site protection, security headers."""

from collections.abc import Callable, Iterable
from functools import partial
from urllib.parse import urlencode

import structlog
from starlette.requests import HTTPConnection
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.ui import access_labels
from dashboard.web.authentication import Authenticator, effective_principal
from dashboard.web.authorization import CURRENT_PRINCIPAL, CURRENT_REQUEST, RequestContext
from dashboard.web.callers import client_address
from dashboard.web.context import WebContext
from dashboard.web.cookies import DISPLAY_COOKIE, DISPLAY_COOKIE_SECONDS
from dashboard.web.csrf import is_cross_site
from dashboard.web.display_settings import use_display_language
from dashboard.web.ended_sessions import ended_session_headers
from dashboard.web.redirects import IsPage
from dashboard.web.routes import AuditTarget, is_framework_path
from dashboard.web.security_headers import RawHeaders, content_security_policy, security_headers
from dashboard.web.shell import shell_of, use_shell
from dashboard.web.static_cache import STATIC_PREFIXES
from dashboard.web.threads import run_in_threadpool
from data.services.auth.models import ANONYMOUS_USER

DISPLAY_TOKEN_PARAM = "layar"  # the query parameter that holds a display's token, once

log = structlog.get_logger(__name__)


class AccessMiddleware:
    """Plain ASGI, so that a streamed response is passed on part by part.

    :param audit_target: returns what the audit log calls a refused address
    :param hashes: returns those of the inline scripts that Dash writes, once it knows them
    :param count_response: called with the status of every response
    """

    def __init__(
        self,
        app: ASGIApp,
        context: WebContext,
        is_page: IsPage,
        audit_target: AuditTarget,
        hashes: Callable[[], Iterable[str]],
        count_response: Callable[[int], None],
    ) -> None:
        self._app, self._context, self._is_page = app, context, is_page
        self._authenticator, self._audit_target = Authenticator(context), audit_target
        self._hashes, self._count_response = hashes, count_response

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        request = HTTPConnection(scope)
        request_context = RequestContext(client_address(scope))
        user = await self._authenticator.authenticate(request)
        scope.setdefault("state", {})["user"] = user
        scope["state"]["ended_session"] = await ended_session_headers(self._context, request, user)
        principal, shell = effective_principal(user), partial(shell_of, self._context, request, user)
        reset_tokens = CURRENT_PRINCIPAL.set(principal), CURRENT_REQUEST.set(request_context)
        try:
            guarded = self._guard_send(request, request_context, send)
            early_response = None if _is_plain_read(scope) else await self._early_response(request)
            with use_shell(shell, scope), use_display_language(self._context, request, principal):
                await (early_response or self._app)(scope, receive, guarded)
        finally:
            CURRENT_REQUEST.reset(reset_tokens[1])
            CURRENT_PRINCIPAL.reset(reset_tokens[0])

    async def _early_response(self, request: HTTPConnection) -> Response | None:
        """Return the response that needs no app: to a cross-site request, and to a display's token."""
        if is_cross_site(request):
            await run_in_threadpool(self._audit_cross_site, request.scope["method"], request.scope["path"])
            return JSONResponse({"detail": str(access_labels.CROSS_SITE)}, status_code=403)
        token = request.query_params.get(DISPLAY_TOKEN_PARAM)
        if token and request.scope["method"] == "GET" and self._is_page(request.scope["path"]):
            return await self._store_display_token(request, token)
        return None

    def _audit_cross_site(self, method: str, path: str) -> None:
        request_context, principal = CURRENT_REQUEST.get(), CURRENT_PRINCIPAL.get()
        self._context.accounts.write_audit_once(
            principal,
            "asal permintaan",
            self._audit_target(principal, method, path),
            "ditolak",
            request_context.client_address if request_context else "",
        )

    async def _store_display_token(self, request: HTTPConnection, token: str) -> Response | None:
        """Move a display's token from the address into a cookie, so that no screen shows it."""
        user = await run_in_threadpool(self._context.accounts.authenticate_display, token)
        if user is ANONYMOUS_USER:
            return None
        query = urlencode(
            [pair for pair in request.query_params.multi_items() if pair[0] != DISPLAY_TOKEN_PARAM]
        )
        response = RedirectResponse(request.scope["path"] + (f"?{query}" if query else ""), status_code=303)
        self._context.cookies.set_cookie(request, response, DISPLAY_COOKIE, token, DISPLAY_COOKIE_SECONDS)
        return response

    def _guard_send(self, request: HTTPConnection, request_context: RequestContext, send: Send) -> Send:
        """Return a ``send`` that adds headers, and holds back data for which no permission was checked."""
        blocked = False

        async def guarded_send(message: Message) -> None:
            nonlocal blocked
            if blocked:
                return
            if message["type"] == "http.response.start":
                if self._is_unchecked(request, request_context, message["status"]):
                    blocked = True
                    return await self._block(request, send)
                self._add_headers(request, message)
            await send(message)

        return guarded_send

    def _is_unchecked(self, request: HTTPConnection, request_context: RequestContext, status: int) -> bool:
        """Return whether a response holds data for which no callback or route checked a permission."""
        has_content = 200 <= status < 300 and status != 204  # 204: a callback that changes nothing
        return (
            has_content
            and not request_context.permission_checked
            and not is_framework_path(request.scope["path"])
        )

    async def _block(self, request: HTTPConnection, send: Send) -> None:
        path = request.scope["path"]
        log.error("response held back: its route or callback checked no permission", path=path)
        response = JSONResponse({"detail": str(access_labels.NOT_ALLOWED)}, status_code=403)
        await response(request.scope, _disconnect, send)

    def _add_headers(self, request: HTTPConnection, message: Message) -> None:
        """Add our headers to those of the app, by plain lists: a wall requests each second."""
        self._count_response(message["status"])
        headers: list[tuple[bytes, bytes]] = message["headers"]
        header_values = dict(headers)
        added = [*security_headers(request.scope["scheme"]), *self._ended_session(request, header_values)]
        is_page = header_values.get(b"content-type", b"").startswith(b"text/html")
        if is_page:
            tile_url, picture_hosts = self._context.settings.tile_url, self._context.city.picture_hosts
            csp = content_security_policy(self._hashes(), tile_url, picture_hosts)
            added.append((b"content-security-policy", csp.encode()))
        if b"cache-control" not in header_values and not request.scope["path"].startswith(STATIC_PREFIXES):
            added.append((b"cache-control", b"no-store"))
        message["headers"] = [*headers, *added]

    def _ended_session(self, request: HTTPConnection, header_values: dict[bytes, bytes]) -> RawHeaders:
        """Return the headers that clear the browser after a session, unless a new one begins just now."""
        headers: RawHeaders = request.scope["state"]["ended_session"]
        return [] if b"set-cookie" in header_values else headers


def _is_plain_read(scope: Scope) -> bool:
    """Return whether a request changes nothing and has no token in its address."""
    return scope["method"] == "GET" and DISPLAY_TOKEN_PARAM.encode() not in scope["query_string"]


async def _disconnect() -> Message:
    return {"type": "http.disconnect"}
