"""``/masuk/direktori`` redirects to the city's directory, which redirects to ``/masuk/direktori/kembali``."""

from hmac import compare_digest

import structlog
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from dashboard.pages.account import labels
from dashboard.pages.account.forms import NextPath
from dashboard.pages.account.oidc.http import DirectoryError
from dashboard.pages.account.oidc.id_token import TokenError
from dashboard.pages.account.oidc.login_state import (
    LIFETIME_SECONDS,
    PendingSignIn,
    PendingSignInCipher,
    new_pending_sign_in,
)
from dashboard.pages.account.oidc.provider import DirectoryClient
from dashboard.pages.account.sign_in import browser_of, start_session
from dashboard.web import redirects
from dashboard.web.callers import client_address
from dashboard.web.context import WebContext
from dashboard.web.dependencies import accept, require
from dashboard.web.limits import LONG_QUERY
from dashboard.web.page_router import page_router
from dashboard.web.templates import render_page
from dashboard.web.threads import run_in_threadpool
from data.core.access import ANONYMOUS, Permission
from data.lib.translation import Text
from data.services.auth.models import InvalidCredentialsError

SIGN_IN_COOKIE, AUDIT_ACTION = "pantau_direktori", "masuk lewat direktori"
# Errors of OAuth 2.0 and OpenID Connect; any other text is not written to the audit log.
KNOWN_ERRORS = (
    "access_denied", "invalid_request", "unauthorized_client", "unsupported_response_type", "invalid_scope",
    "server_error", "temporarily_unavailable", "interaction_required", "login_required",
    "account_selection_required", "consent_required",
)  # fmt: skip

log = structlog.get_logger(__name__)


def directory_router(context: WebContext) -> APIRouter | None:
    """Return the routes to the directory and back; None if the settings name no directory."""
    if not context.settings.oidc_issuer:
        return None
    router, page = page_router(require(Permission.VIEW_PUBLIC)), DirectorySignIn(context)
    router.get(redirects.DIRECTORY_PATH)(page.start)
    router.get(redirects.DIRECTORY_CALLBACK_PATH, dependencies=[accept(LONG_QUERY)])(page.callback)
    return router


class DirectorySignIn:
    """Handlers of the sign-in through the city's directory."""

    def __init__(self, context: WebContext) -> None:
        self._context = context
        self._cipher = PendingSignInCipher(context.settings.oidc_client_secret)
        self._directory = DirectoryClient(context.settings, context.accounts.clock)

    async def start(self, request: Request, next_path: NextPath = "") -> Response:
        """Redirect to the directory, with the login state in an encrypted cookie."""
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
                sign_in, name, client_address(request.scope), browser_of(request, self._context)
            )
        except InvalidCredentialsError:  # the service wrote the audit log
            return self._page(labels.DIRECTORY_FAILED, labels.DIRECTORY_UNKNOWN, next_path, 403, name[:100])
        return start_session(request, self._context, session, next_path)

    async def _denied(
        self, request: Request, next_path: str, message: Text, reason: str, status: int
    ) -> Response:
        await self._audit(request, reason, "ditolak")
        return self._page(labels.DIRECTORY_FAILED, message, next_path, status)

    async def _unavailable(self, request: Request, next_path: str, error: DirectoryError) -> Response:
        log.error("the city's directory is out of order", reason=str(error))
        await self._audit(request, "", "direktori tidak menjawab")
        return self._page(labels.DIRECTORY_DOWN, labels.DIRECTORY_DOWN_LEAD, next_path, 503)

    async def _audit(self, request: Request, target: str, outcome: str) -> None:
        write_audit = self._context.accounts.write_audit_once
        address = client_address(request.scope)
        await run_in_threadpool(write_audit, ANONYMOUS, AUDIT_ACTION, target, outcome, address)

    def _page(self, title: Text, message: Text, next_path: str, status: int, name: str = "") -> Response:
        return render_page(
            self._context.city,
            "account/directory.html",
            title,
            status=status,
            message=message,
            name=name,
            password_url=redirects.with_next(redirects.SIGN_IN_PATH, next_path),
            retry_url=redirects.with_next(redirects.DIRECTORY_PATH, next_path),
        )


def _redirect_uri(request: Request) -> str:
    """Return the callback address as the browser sees this board, which a proxy passes on."""
    return f"{request.url.scheme}://{request.url.netloc}{redirects.DIRECTORY_CALLBACK_PATH}"
