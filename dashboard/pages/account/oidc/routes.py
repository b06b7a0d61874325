"""``/masuk/direktori`` redirects to the city's directory, which redirects to ``/masuk/direktori/kembali``."""

from hmac import compare_digest
from html import escape

import structlog
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from dashboard.pages.account import labels
from dashboard.pages.account.oidc.http import DirectoryError
from dashboard.pages.account.oidc.id_token import TokenError
from dashboard.pages.account.oidc.login_state import (
    LIFETIME_SECONDS,
    PendingSignIn,
    PendingSignInCipher,
    new_pending_sign_in,
)
from dashboard.pages.account.oidc.provider import DirectoryClient
from dashboard.pages.account.sign_in import SignInPage, client_address
from dashboard.web import html, redirects
from dashboard.web.context import WebContext
from dashboard.web.limits import LONG_QUERY
from dashboard.web.redirects import NEXT_PARAM, IsPage
from dashboard.web.routes import RouteRegistry
from dashboard.web.threads import run_in_threadpool
from data.core.access import ANONYMOUS, Permission
from data.services.auth.models import InvalidCredentialsError

SIGN_IN_COOKIE, AUDIT_ACTION = "pantau_direktori", "masuk lewat direktori"
# Errors of OAuth 2.0 and OpenID Connect; any other text is not written to the audit log.
KNOWN_ERRORS = (
    "access_denied", "invalid_request", "unauthorized_client", "unsupported_response_type", "invalid_scope",
    "server_error", "temporarily_unavailable", "interaction_required", "login_required",
    "account_selection_required", "consent_required",
)  # fmt: skip

log = structlog.get_logger(__name__)


def register_directory_routes(routes: RouteRegistry, context: WebContext) -> None:
    """Declare the routes to the directory and back; none if the settings name no directory."""
    if context.settings.oidc_issuer:
        page = DirectorySignIn(context, routes.is_page)
        routes.add(redirects.DIRECTORY_PATH, page.start, Permission.VIEW_PUBLIC)
        routes.add(
            redirects.DIRECTORY_CALLBACK_PATH, page.callback, Permission.VIEW_PUBLIC, limits=LONG_QUERY
        )


class DirectorySignIn:
    """Handlers of the sign-in through the city's directory."""

    def __init__(self, context: WebContext, is_page: IsPage) -> None:
        self._context, self._sign_in = context, SignInPage(context, is_page)
        self._cipher = PendingSignInCipher(context.settings.oidc_client_secret)
        self._directory = DirectoryClient(context.settings, context.accounts.clock)

    async def start(self, request: Request) -> Response:
        """Redirect to the directory, with the login state in an encrypted cookie."""
        next_path = redirects.local_path(request.query_params.get(NEXT_PARAM, ""))
        if self._context.cookies.lacks_tls(request):  # `/masuk` shows the message
            return RedirectResponse(redirects.with_next(redirects.SIGN_IN_PATH, next_path), status_code=303)
        pending = new_pending_sign_in(next_path)
        try:
            authorization_url = await self._directory.authorization_url(pending, _redirect_uri(request))
        except DirectoryError as error:
            return await self._unavailable(request, next_path, error)
        response = RedirectResponse(authorization_url, status_code=303)
        encrypted = self._cipher.encrypt(pending, self._context.accounts.clock.now())
        self._context.cookies.set_cookie(request, response, SIGN_IN_COOKIE, encrypted, LIFETIME_SECONDS)
        return response

    async def callback(self, request: Request) -> Response:
        """Start a session for the account that the directory names, if the board has it."""
        query, pending = request.query_params, self._pending_sign_in(request)
        if pending is None or not compare_digest(query.get("state", "").encode(), pending.state.encode()):
            return await self._denied(request, "", labels.DIRECTORY_STALE, "state", 400)
        response = await self._finish(request, pending, query.get("code", ""))
        self._context.cookies.delete_cookie(response, SIGN_IN_COOKIE)
        return response

    def _pending_sign_in(self, request: Request) -> PendingSignIn | None:
        value = self._context.cookies.read(request, SIGN_IN_COOKIE)
        return self._cipher.decrypt(value, self._context.accounts.clock.now()) if value else None

    async def _finish(self, request: Request, pending: PendingSignIn, code: str) -> Response:
        if not code:
            provider_error = request.query_params.get("error", "")
            reason = provider_error if provider_error in KNOWN_ERRORS else "tanpa kode"
            return await self._denied(request, pending.next_path, labels.DIRECTORY_DENIED, reason, 403)
        try:
            name = await self._directory.account_name(code, pending, _redirect_uri(request))
        except DirectoryError as error:
            return await self._unavailable(request, pending.next_path, error)
        except TokenError as error:
            message = labels.DIRECTORY_UNTRUSTED
            return await self._denied(request, pending.next_path, message, error.reason, 403)
        return await self._start_session(request, pending.next_path, name)

    async def _start_session(self, request: Request, next_path: str, name: str) -> Response:
        sign_in = self._context.accounts.sign_in_via_directory
        try:
            session = await run_in_threadpool(
                sign_in, name, client_address(request), self._sign_in.browser(request)
            )
        except InvalidCredentialsError:  # the service wrote the audit log
            message = labels.DIRECTORY_UNKNOWN.format(name=escape(name[:100]))
            return self._page(labels.DIRECTORY_FAILED, message, next_path, 403)
        return self._sign_in.start_session(request, session, next_path)

    async def _denied(
        self, request: Request, next_path: str, message: str, reason: str, status: int
    ) -> Response:
        await self._audit(request, reason, "ditolak")
        return self._page(labels.DIRECTORY_FAILED, message, next_path, status)

    async def _unavailable(self, request: Request, next_path: str, error: DirectoryError) -> Response:
        log.error("the city's directory is out of order", reason=str(error))
        await self._audit(request, "", "direktori tidak menjawab")
        return self._page(labels.DIRECTORY_DOWN, labels.DIRECTORY_DOWN_LEAD, next_path, 503)

    async def _audit(self, request: Request, target: str, outcome: str) -> None:
        write_audit = self._context.accounts.write_audit_once
        await run_in_threadpool(
            write_audit, ANONYMOUS, AUDIT_ACTION, target, outcome, client_address(request)
        )

    def _page(self, title: str, message: str, next_path: str, status: int) -> Response:
        retry_link = html.button(
            redirects.with_next(redirects.DIRECTORY_PATH, next_path), labels.TRY_AGAIN, "second"
        )
        password_link = html.button(
            redirects.with_next(redirects.SIGN_IN_PATH, next_path), labels.WITH_PASSWORD
        )
        body = (
            f'<section class="card"><h1>{title}</h1><p class="lead">{message}</p>'
            f"{password_link}{retry_link}</section>"
        )
        return html.page(self._context.city, title, body, status=status)


def _redirect_uri(request: Request) -> str:
    """Return the callback address as the browser sees this board, which a proxy passes on."""
    return f"{request.url.scheme}://{request.url.netloc}{redirects.DIRECTORY_CALLBACK_PATH}"
