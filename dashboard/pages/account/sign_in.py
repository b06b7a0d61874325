"""``/masuk`` and ``/keluar``: sign-in by name and password, and sign-out."""

from collections.abc import Coroutine
from functools import partial
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from dashboard.pages.account import labels
from dashboard.pages.account.theme import apply_preferred_theme
from dashboard.web import callers, html, redirects
from dashboard.web.context import WebContext
from dashboard.web.cookies import DEVICE_COOKIE, DEVICE_COOKIE_SECONDS, SESSION_COOKIE
from dashboard.web.form_body import read_form
from dashboard.web.limits import PLAIN_FORM
from dashboard.web.redirects import NEXT_PARAM, IsPage
from dashboard.web.routes import RouteRegistry
from dashboard.web.threads import run_in_threadpool
from data.core.access import Permission, Role
from data.services.auth.models import (
    ANONYMOUS_USER,
    Browser,
    InvalidCredentialsError,
    NewSession,
    RateLimitedError,
    SessionUser,
    SignInUnavailableError,
)
from data.services.auth.password_queue import SignInsBusyError

BUSY_RETRY_SECONDS = 5  # in which a full queue of sign-ins has been worked off
PUSH_FIELD = "langganan"  # of the form that signs out: the endpoint of this browser's push subscription
PAST_WALL = "/layar?pada="


def register_sign_in_routes(routes: RouteRegistry, context: WebContext) -> None:
    """Declare the routes to sign in and out."""
    page = SignInPage(context, routes.is_page)
    routes.add(redirects.SIGN_IN_PATH, page.show, Permission.VIEW_PUBLIC)
    for path, handler in ((redirects.SIGN_IN_PATH, page.submit), (redirects.SIGN_OUT_PATH, page.sign_out)):
        routes.add(path, handler, Permission.VIEW_PUBLIC, methods=("POST",), limits=PLAIN_FORM)


def current_user(request: Request) -> SessionUser:
    """Return the user that the middleware authenticated."""
    user: SessionUser = request.state.user
    return user


def client_address(request: Request) -> str:
    """Return the address of the client, as stated by the proxy if the server trusts it."""
    return callers.client_address(request.scope)


class SignInPage:
    """Handlers of sign-in and sign-out."""

    def __init__(self, context: WebContext, is_page: IsPage) -> None:
        self._context, self._is_page = context, is_page

    async def show(self, request: Request) -> Response:
        """Respond with the form, or redirect somebody who has signed in already."""
        user = current_user(request)
        next_path = redirects.local_path(request.query_params.get(NEXT_PARAM, ""))
        if user.principal.role not in (Role.ANONYMOUS, Role.DISPLAY):
            return RedirectResponse(self.destination(user, next_path), status_code=303)
        return self._form_page(request, next_path, "")

    async def submit(self, request: Request) -> Response:
        """Sign in; the message is the same whether the name or the password is wrong."""
        fields = await read_form(request)
        name, next_path = fields.get("name", ""), redirects.local_path(fields.get(NEXT_PARAM, ""))
        try:
            session = await self._sign_in(request, name, fields.get("password", ""))
        except InvalidCredentialsError:
            return self._form_page(request, next_path, labels.WRONG_CREDENTIALS, name=name, status=401)
        except RateLimitedError as error:
            return self._rate_limited(request, next_path, name, error)
        except SignInsBusyError:
            return self._busy(request, next_path, name)
        except SignInUnavailableError:
            return self._form_page(request, next_path, labels.STORE_UNAVAILABLE, name=name, status=503)
        return self.start_session(request, session, next_path)

    def _sign_in(self, request: Request, name: str, password: str) -> Coroutine[Any, Any, NewSession]:
        """Return what signs in when its turn has come; for whom it waits is known without the store."""
        accounts, address, browser = self._context.accounts, client_address(request), self.browser(request)
        sign_in = partial(accounts.sign_in, name, password, address, browser)
        return accounts.password_queue.run(accounts.queue_caller(name, address, browser), sign_in)

    def _rate_limited(self, request: Request, next_path: str, name: str, error: RateLimitedError) -> Response:
        seconds = (error.until - self._context.accounts.clock.now()).total_seconds()
        response = self._form_page(
            request, next_path, labels.too_many_attempts(seconds), name=name, status=429
        )
        response.headers["Retry-After"] = str(max(1, round(seconds)))
        return response

    def _busy(self, request: Request, next_path: str, name: str) -> Response:
        response = self._form_page(request, next_path, labels.SIGN_IN_BUSY, name=name, status=503)
        response.headers["Retry-After"] = str(BUSY_RETRY_SECONDS)
        return response

    def browser(self, request: Request) -> Browser:
        """Return what the browser shows of itself: its present session, and that it has signed in before."""
        cookies = self._context.cookies
        return Browser(cookies.read(request, SESSION_COOKIE), cookies.read(request, DEVICE_COOKIE))

    def start_session(self, request: Request, session: NewSession, next_path: str) -> Response:
        """Set the session's cookie and the device's, and redirect."""
        response = RedirectResponse(self.destination(session.user, next_path), status_code=303)
        seconds = int(self._context.accounts.lifetime.max_age.total_seconds())
        cookies = self._context.cookies
        cookies.set_cookie(request, response, SESSION_COOKIE, session.token, seconds)
        cookies.set_cookie(request, response, DEVICE_COOKIE, session.device_cookie, DEVICE_COOKIE_SECONDS)
        apply_preferred_theme(self._context, request, response, session)
        return response

    def destination(self, user: SessionUser, next_path: str) -> str:
        """Return the requested page or the home page, but first the change of a first password."""
        if user.must_change:
            return redirects.with_next(redirects.ACCOUNT_PATH, next_path)
        return next_path or redirects.home_path(user.principal, self._is_page)

    async def sign_out(self, request: Request) -> Response:
        """End the session and this browser's push notifications; a display's token, not a person's, stays."""
        token, user = self._context.cookies.read(request, SESSION_COOKIE), current_user(request)
        if token and user is not ANONYMOUS_USER:
            endpoint = (await read_form(request)).get(PUSH_FIELD, "")
            if endpoint:
                await run_in_threadpool(
                    self._context.notifications.unsubscribe, user.principal.name, endpoint
                )
            await run_in_threadpool(self._context.accounts.sign_out, token, client_address(request))
        response = RedirectResponse(redirects.SIGN_IN_PATH, status_code=303)
        self._context.cookies.end_session(response)
        return response

    def _form_page(
        self, request: Request, next_path: str, error: str, *, name: str = "", status: int = 200
    ) -> Response:
        if self._context.cookies.lacks_tls(request):
            error = labels.INSECURE_CONNECTION
        fields = (
            html.hidden(NEXT_PARAM, next_path)
            + html.field("name", labels.NAME, "username", value=name[:100])
            + html.field("password", labels.PASSWORD, "current-password", show_label=labels.SHOW_PASSWORD)
        )
        body = (
            f'<section class="card"><h1>{labels.SIGN_IN}</h1><p class="lead">{_lead(next_path)}</p>'
            f"{html.banner(error)}{html.form(redirects.SIGN_IN_PATH, fields, labels.SIGN_IN)}"
            f"{self._directory_link(next_path)}</section>"
            f'<p class="under"><a href="/cara-hitung">Cara setiap angka dihitung</a></p>'
        )
        return html.page(self._context.city, labels.SIGN_IN, body, status=status)

    def _directory_link(self, next_path: str) -> str:
        """Return the link to the city's directory, if any; no form, since it leads to another site."""
        settings = self._context.settings
        if not settings.oidc_issuer:
            return ""
        return html.button(
            redirects.with_next(redirects.DIRECTORY_PATH, next_path), settings.oidc_label, "second"
        )


def _lead(next_path: str) -> str:
    """Return what the page says first: why a past board needs an account, else what accounts are for."""
    return labels.SIGN_IN_FOR_PAST if next_path.startswith(PAST_WALL) else labels.SIGN_IN_LEAD
