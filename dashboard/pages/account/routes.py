"""``/akun``: the account's name and role, the change of its password, and sign-out everywhere."""

from functools import partial
from html import escape

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from dashboard.pages.account import labels
from dashboard.pages.account.oidc.routes import register_directory_routes
from dashboard.pages.account.sign_in import SignInPage, client_address, current_user, register_sign_in_routes
from dashboard.ui import access_labels
from dashboard.web import html, redirects
from dashboard.web.context import WebContext
from dashboard.web.form_body import read_form
from dashboard.web.limits import PLAIN_FORM
from dashboard.web.redirects import NEXT_PARAM, IsPage
from dashboard.web.routes import RouteRegistry
from dashboard.web.threads import run_in_threadpool
from dashboard.web.unverified import unverified_response
from data.core.access import Permission, Role
from data.services.auth.models import (
    Browser,
    InvalidCredentialsError,
    NewSession,
    RateLimitedError,
    SessionUser,
    WeakPasswordError,
)
from data.services.auth.password_queue import SignInsBusyError, known_caller

SIGN_OUT_EVERYWHERE_PATH = f"{redirects.ACCOUNT_PATH}/keluar-semua"
CHANGED_PARAM = "diganti"  # the query parameter after a change of the password


def register_routes(routes: RouteRegistry, context: WebContext) -> None:
    """Declare the routes of sign-in, account and directory."""
    register_sign_in_routes(routes, context)
    register_directory_routes(routes, context)
    page = AccountPage(context, routes.is_page)
    routes.add(redirects.ACCOUNT_PATH, page.show, Permission.VIEW_PUBLIC)
    routes.add(
        redirects.ACCOUNT_PATH,
        page.change_password,
        Permission.VIEW_PUBLIC,
        methods=("POST",),
        limits=PLAIN_FORM,
    )
    routes.add(
        SIGN_OUT_EVERYWHERE_PATH,
        page.sign_out_everywhere,
        Permission.VIEW_PUBLIC,
        methods=("POST",),
        limits=PLAIN_FORM,
    )


def is_signed_in(user: SessionUser) -> bool:
    """Return whether the user is a person: a display has no account."""
    return user.principal.role not in (Role.ANONYMOUS, Role.DISPLAY)


class AccountPage:
    """Handlers of the account page."""

    def __init__(self, context: WebContext, is_page: IsPage) -> None:
        self._context, self._is_page, self._sign_in = context, is_page, SignInPage(context, is_page)

    async def show(self, request: Request) -> Response:
        """Respond with the account, or the form for the first change of the password."""
        user = current_user(request)
        next_path = redirects.local_path(request.query_params.get(NEXT_PARAM, ""))
        if user.unverified:
            return unverified_response(self._context.city, is_page=True)
        if not is_signed_in(user):
            return RedirectResponse(
                f"{redirects.SIGN_IN_PATH}?{NEXT_PARAM}={redirects.ACCOUNT_PATH}", status_code=303
            )
        success = labels.PASSWORD_CHANGED if CHANGED_PARAM in request.query_params else ""
        return self._page(user, next_path, success=success)

    async def change_password(self, request: Request) -> Response:
        """Change the password, which starts a new session."""
        user, fields = current_user(request), await read_form(request)
        if user.unverified:
            return unverified_response(self._context.city, is_page=True)
        if not is_signed_in(user):
            return RedirectResponse(redirects.SIGN_IN_PATH, status_code=303)
        next_path, must_change = redirects.local_path(fields.get(NEXT_PARAM, "")), user.must_change
        address, browser = client_address(request), self._sign_in.browser(request)
        change = partial(self._change_password, user, fields, address, browser)
        try:
            outcome = await self._context.accounts.password_queue.run(
                known_caller(user.principal.name), change
            )
        except SignInsBusyError:
            return self._page(user, next_path, error=labels.SIGN_IN_BUSY, status=503)
        if isinstance(outcome, str):
            return self._page(user, next_path, error=outcome, status=422)
        return self._sign_in.start_session(
            request, outcome, next_path if must_change else f"{redirects.ACCOUNT_PATH}?{CHANGED_PARAM}"
        )

    def _change_password(
        self, user: SessionUser, fields: dict[str, str], address: str, browser: Browser
    ) -> NewSession | str:
        """Return the new session, or the message for the user why there is none."""
        current_password, new_password = fields.get("old", ""), fields.get("new", "")
        if new_password != fields.get("again", ""):
            return labels.PASSWORDS_DIFFER
        accounts = self._context.accounts
        try:
            return accounts.change_password(user.principal, current_password, new_password, address, browser)
        except InvalidCredentialsError:
            return labels.CURRENT_PASSWORD_WRONG
        except WeakPasswordError as error:
            return labels.WEAK_PASSWORD[error.weakness]
        except RateLimitedError as error:
            return labels.too_many_attempts((error.until - accounts.clock.now()).total_seconds())

    async def sign_out_everywhere(self, request: Request) -> Response:
        """End every session of the account."""
        user = current_user(request)
        if is_signed_in(user):
            sign_out = self._context.accounts.sign_out_everywhere
            await run_in_threadpool(sign_out, user.principal, client_address(request))
        response = RedirectResponse(redirects.SIGN_IN_PATH, status_code=303)
        self._context.cookies.end_session(response)
        return response

    def _page(
        self, user: SessionUser, next_path: str, *, error: str = "", success: str = "", status: int = 200
    ) -> Response:
        title = labels.FIRST_PASSWORD if user.must_change else labels.ACCOUNT
        body = (
            self._first_change_card(user, next_path, error)
            if user.must_change
            else self._account_cards(user, error, success)
        )
        return html.page(self._context.city, title, body, status=status)

    def _first_change_card(self, user: SessionUser, next_path: str, error: str) -> str:
        sign_out_form = html.form(redirects.SIGN_OUT_PATH, "", labels.SIGN_OUT, "second")
        return (
            f'<section class="card"><h1>{labels.FIRST_PASSWORD}</h1>'
            f'<p class="lead">{labels.FIRST_PASSWORD_LEAD}</p>'
            f"{html.banner(error)}{_password_form(user, next_path)}{sign_out_form}</section>"
        )

    def _account_cards(self, user: SessionUser, error: str, success: str) -> str:
        home = redirects.home_path(user.principal, self._is_page)
        home_link = (
            ""
            if home == redirects.ACCOUNT_PATH
            else f'<a class="first" href="{home}">{access_labels.CONTINUE}</a>'
        )
        sign_out_form = html.form(redirects.SIGN_OUT_PATH, "", labels.SIGN_OUT, "second")
        sign_out_everywhere_form = html.form(
            SIGN_OUT_EVERYWHERE_PATH, "", labels.SIGN_OUT_EVERYWHERE, "second"
        )
        return (
            f'<section class="card"><h1>{labels.ACCOUNT}</h1>{html.banner(success, "good")}'
            f"{self._identity(user)}{home_link}{sign_out_form}</section>"
            f'<section class="card"><h2>{labels.CHANGE_PASSWORD}</h2>{html.banner(error)}'
            f'{_password_form(user, "")}</section><section class="card"><h2>{labels.SIGN_OUT_EVERYWHERE}</h2>'
            f"<p>{labels.SIGN_OUT_EVERYWHERE_LEAD}</p>{sign_out_everywhere_form}</section>"
        )

    def _identity(self, user: SessionUser) -> str:
        kecamatan_name = self._context.kecamatan_names.get(user.principal.parent or "", "")
        place_text = f" Kecamatan {escape(kecamatan_name)}" if kecamatan_name else ""
        role = access_labels.ROLES[user.principal.role]
        return f'<p class="lead"><b>{escape(user.principal.name)}</b><br>{role}{place_text}</p>'


def _password_form(user: SessionUser, next_path: str) -> str:
    """Return the form; it holds the account's name for the browser's password manager."""
    name_attributes = f'name="name" autocomplete="username" value="{escape(user.principal.name)}"'
    fields = (
        html.hidden(NEXT_PARAM, next_path)
        + f'<input type="text" {name_attributes} hidden readonly>'
        + html.field("old", labels.CURRENT_PASSWORD, "current-password", show_label=labels.SHOW_PASSWORD)
        + html.field(
            "new",
            labels.NEW_PASSWORD,
            "new-password",
            hint=labels.PASSWORD_RULE,
            show_label=labels.SHOW_PASSWORD,
        )
        + html.field("again", labels.REPEAT_PASSWORD, "new-password", show_label=labels.SHOW_PASSWORD)
    )
    return html.form(redirects.ACCOUNT_PATH, fields, labels.SAVE_PASSWORD)
