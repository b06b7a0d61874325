"""Signing in for tests: sessions of the cast without typing passwords, for programs and for browsers."""

from contextlib import suppress
from typing import Any

import httpx
from argon2 import PasswordHasher
from dash import Dash
from playwright.sync_api import Page

from bootstrap import World
from dashboard.web.context import Site
from dashboard.web.cookies import SCREEN, SESSION
from data.config.clock import clock
from data.core.access import Role, Who
from data.services.auth.models import KnownError, Lifetime
from data.services.auth.passwords import Passwords
from data.services.auth.service import Accounts
from data.services.live_board import LiveBoard
from tests.dashboard.asgi_client import HOST, answered
from tests.personas import OPERATOR

QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)  # argon2id all the same
PASSWORD = "kopi tubruk pagi hari"


def accounts_of(world: World, lifetime: Lifetime | None = None) -> Accounts:
    """The accounts of a town's store, by real time, with hashes that cost next to nothing."""
    return Accounts(world.engine, clock(1), lifetime, Passwords(QUICK), practice=world.city.simulated)


def site_with(world: World, live: LiveBoard, accounts: Accounts | None = None) -> Site:
    """What a web app of that town stands on."""
    ways_in = (world.filings, world.follow_ups, world.post, world.published)
    return Site(world.settings, world.city, world.layer, live, accounts or accounts_of(world), *ways_in)


def cookie_of(accounts: Accounts, who: Who) -> dict[str, str]:
    """The cookie of one of the cast who has signed in, or of a screen; none for nobody."""
    if who.role is Role.NOBODY:
        return {}
    if who.role is Role.DISPLAY:
        return {SCREEN: _screen_token(accounts, who.name)}
    with suppress(KnownError):
        accounts.add(who, PASSWORD, must_change=False)
    return {SESSION: accounts.sign_in_directory(who.name, "127.0.0.1").token}


def _screen_token(accounts: Accounts, name: str) -> str:
    try:
        return accounts.add_display(name)
    except KnownError:
        accounts.revoke_display(name)
        return accounts.add_display(name)


def site_in(app: Dash) -> Site:
    """What an app stands on."""
    found: Site = app.server.state.site
    return found


def header_of(accounts: Accounts, who: Who) -> dict[str, str]:
    """The same as a header, under the plain name and the one that goes over TLS only."""
    cookies = cookie_of(accounts, who).items()
    said = "; ".join(f"{name}={value}; __Host-{name}={value}" for name, value in cookies)
    return {"Cookie": said} if said else {}


def sign_in(page: Page, address: str, accounts: Accounts, who: Who = OPERATOR) -> Page:
    """A browser in which one of the cast has signed in to the board at an address."""
    cookies = cookie_of(accounts, who)
    page.context.add_cookies(
        [{"name": name, "value": value, "url": address} for name, value in cookies.items()]
    )
    return page


OURS = {"Origin": f"http://{HOST}"}


def ask(app: Dash, method: str, path: str, who: Who | None = None, **more: Any) -> httpx.Response:
    """A request as one of the cast, as a page of ours sends it, without a server.

    :param more: arguments of httpx
    """
    signed_in = header_of(site_in(app).accounts, who) if who else {}
    headers = {**OURS, **signed_in, **more.pop("headers", {})}
    answered(app.server, "/_dash-layout")
    return answered(app.server, path, method, headers=headers, **more)
