"""``/masuk`` and ``/keluar``."""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from dashboard.pages.account import labels
from dashboard.web import html, redirects
from dashboard.web.context import WebContext
from dashboard.web.cookies import SESSION_COOKIE
from dashboard.web.form_body import read_form
from dashboard.web.redirects import NEXT_PARAM, IsPage
from dashboard.web.routes import RouteRegistry
from data.core.access import Permission, Role
from data.services.auth.models import (
    ANONYMOUS_USER,
    InvalidCredentialsError,
    NewSession,
    RateLimitedError,
    SessionUser,
)


def register_sign_in_routes(routes: RouteRegistry, context: WebContext, is_page: IsPage) -> None:
    """The doors to sign in and out."""
    pages = SignInPage(context, is_page)
    routes.add(redirects.SIGN_IN_PATH, pages.show, Permission.VIEW_PUBLIC)
    routes.add(redirects.SIGN_IN_PATH, pages.submit, Permission.VIEW_PUBLIC, methods=("POST",))
    routes.add(redirects.SIGN_OUT_PATH, pages.sign_out, Permission.VIEW_PUBLIC, methods=("POST",))


def current_user(request: Request) -> SessionUser:
    """Whoever sent the request, as the middleware found."""
    user: SessionUser = request.state.user
    return user


def client_address(request: Request) -> str:
    """Where a request came from; behind a proxy that the server trusts, where the proxy says."""
    return request.client.host if request.client else ""


class SignInPage:
    """The sign-in of one app."""

    def __init__(self, context: WebContext, is_page: IsPage) -> None:
        self._context, self._is_page = context, is_page

    async def show(self, request: Request) -> Response:
        """The form, or straight on for whoever has signed in."""
        next_path, user = (
            redirects.local_path(request.query_params.get(NEXT_PARAM, "")),
            current_user(request),
        )
        if user.principal.role not in (Role.ANONYMOUS, Role.DISPLAY):
            return RedirectResponse(self.destination(user, next_path), status_code=303)
        return self._form_page(request, next_path, "")

    async def submit(self, request: Request) -> Response:
        """Name and password; the same words whichever of them is wrong."""
        fields = await read_form(request)
        name, next_path = fields.get("name", ""), redirects.local_path(fields.get(NEXT_PARAM, ""))
        sign_in = self._context.accounts.sign_in
        try:
            session = await run_in_threadpool(
                sign_in, name, fields.get("password", ""), client_address(request)
            )
        except InvalidCredentialsError:
            return self._form_page(request, next_path, labels.WRONG_CREDENTIALS, name=name, status=401)
        except RateLimitedError as error:
            return self._rate_limited(request, next_path, name, error)
        return self.start_session(request, session, next_path)

    def _rate_limited(self, request: Request, next_path: str, name: str, error: RateLimitedError) -> Response:
        seconds = (error.until - self._context.accounts.clock.now()).total_seconds()
        response = self._form_page(
            request, next_path, labels.too_many_attempts(seconds), name=name, status=429
        )
        response.headers["Retry-After"] = str(max(1, round(seconds)))
        return response

    def start_session(self, request: Request, session: NewSession, next_path: str) -> Response:
        """Gives the browser its session and leads on."""
        response = RedirectResponse(self.destination(session.user, next_path), status_code=303)
        seconds = int(self._context.accounts.lifetime.max_age.total_seconds())
        self._context.cookies.set_cookie(request, response, SESSION_COOKIE, session.token, seconds)
        return response

    def destination(self, user: SessionUser, next_path: str) -> str:
        """To where somebody wanted, or home; but first to a password of one's own."""
        if user.must_change:
            return redirects.with_next(redirects.ACCOUNT_PATH, next_path)
        return next_path or redirects.home_path(user.principal, self._is_page)

    async def sign_out(self, request: Request) -> Response:
        """Ends the session. A wall's token stays: it is the screen's, not a person's."""
        token = self._context.cookies.read(request, SESSION_COOKIE)
        if token and current_user(request) is not ANONYMOUS_USER:
            await run_in_threadpool(self._context.accounts.sign_out, token, client_address(request))
        response = RedirectResponse(redirects.SIGN_IN_PATH, status_code=303)
        self._context.cookies.delete_cookie(response, SESSION_COOKIE)
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
            f'<section class="card"><h1>{labels.SIGN_IN}</h1><p class="lead">{labels.SIGN_IN_LEAD}</p>'
            f"{html.banner(error)}{html.form(redirects.SIGN_IN_PATH, fields, labels.SIGN_IN)}"
            f"{self._directory_link(next_path)}</section>"
            f'<p class="under"><a href="/cara-hitung">Cara setiap angka dihitung</a></p>'
        )
        return html.page(self._context.city, labels.SIGN_IN, body, status=status)

    def _directory_link(self, next_path: str) -> str:
        """The way to the city's own directory, where there is one: a link, for it leads to another site."""
        settings = self._context.settings
        if not settings.oidc_issuer:
            return ""
        return html.button(
            redirects.with_next(redirects.DIRECTORY_PATH, next_path), settings.oidc_label, "second"
        )
