"""Sessions of personas without typing passwords, for programs and for browsers."""

from contextlib import suppress
from copy import copy
from typing import Any

import httpx
from argon2 import PasswordHasher
from dash import Dash
from playwright.sync_api import Page

from bootstrap import AppContext
from dashboard.web.context import WebContext
from dashboard.web.cookies import DISPLAY_COOKIE, SESSION_COOKIE
from data.config.clock import start_clock
from data.core.access import Principal, Role
from data.services.auth.models import AccountError, SessionLifetime
from data.services.auth.passwords import PasswordService
from data.services.auth.service import AuthService
from data.services.live_board import LiveBoard
from tests.dashboard.asgi_client import HOST, send_request
from tests.personas import OPERATOR

FAST_HASHER = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)  # argon2id all the same
PASSWORD = "kopi tubruk pagi hari"


def accounts_of(app_context: AppContext, lifetime: SessionLifetime | None = None) -> AuthService:
    """Return the accounts of a city's store, by real time, with cheap hashes."""
    return AuthService(
        app_context.engine,
        start_clock(1),
        lifetime,
        PasswordService(FAST_HASHER),
        practice=app_context.city.simulated,
    )


def build_web_context(
    app_context: AppContext, live_board: LiveBoard, accounts: AuthService | None = None
) -> WebContext:
    """Return the web context of a city, with this live board and accounts that hash fast."""
    web_context = WebContext(app_context)
    return with_changes(web_context, live_board=live_board, accounts=accounts or accounts_of(app_context))


def with_changes(web_context: WebContext, **changes: Any) -> WebContext:
    """Return the same web context with other settings or services; it shares everything else.

    A service may be given in place of the one that its cached property would build.
    """
    app_context = copy(web_context.app)
    vars(app_context).update(changes)
    return WebContext(app_context)


def session_cookie(accounts: AuthService, principal: Principal) -> dict[str, str]:
    """Return the cookie of a signed-in persona or of a display; none for the anonymous principal."""
    if principal.role is Role.ANONYMOUS:
        return {}
    if principal.role is Role.DISPLAY:
        return {DISPLAY_COOKIE: _display_token(accounts, principal.name)}
    with suppress(AccountError):
        accounts.create_account(principal, PASSWORD, must_change=False)
    return {SESSION_COOKIE: accounts.sign_in_via_directory(principal.name, "127.0.0.1").token}


def _display_token(accounts: AuthService, name: str) -> str:
    try:
        return accounts.add_display(name)
    except AccountError:
        accounts.revoke_display(name)
        return accounts.add_display(name)


def web_context_of_app(app: Dash) -> WebContext:
    """Return the web context of an app."""
    context: WebContext = app.server.state.context
    return context


def session_header(accounts: AuthService, principal: Principal) -> dict[str, str]:
    """Return the cookie as a header, under the plain name and the one for TLS only."""
    cookies = session_cookie(accounts, principal).items()
    cookie_header = "; ".join(f"{name}={value}; __Host-{name}={value}" for name, value in cookies)
    return {"Cookie": cookie_header} if cookie_header else {}


def sign_in(page: Page, address: str, accounts: AuthService, principal: Principal = OPERATOR) -> Page:
    """Sign a persona in to the board at an address, in the browser of a page."""
    cookies = session_cookie(accounts, principal)
    page.context.add_cookies(
        [{"name": name, "value": value, "url": address} for name, value in cookies.items()]
    )
    return page


SAME_ORIGIN = {"Origin": f"http://{HOST}"}


def same_origin(url: str) -> dict[str, str]:
    """Return the header by which a browser says that a page of the board sends the request.

    :param url: a path, which is requested without TLS, or a whole address
    """
    return {"Origin": f"https://{HOST}"} if url.startswith("https:") else SAME_ORIGIN


def request_as(
    app: Dash, method: str, path: str, principal: Principal | None = None, **httpx_arguments: Any
) -> httpx.Response:
    """Send a request as a persona, as the board's own pages send it, without a server.

    :param httpx_arguments: of the request
    """
    session_headers = session_header(web_context_of_app(app).accounts, principal) if principal else {}
    headers = {**same_origin(path), **session_headers, **httpx_arguments.pop("headers", {})}
    send_request(app.server, "/_dash-layout")
    return send_request(app.server, path, method, headers=headers, **httpx_arguments)
