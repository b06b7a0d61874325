"""The town on a wall, and a browser that looks at it."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Protocol

import pytest
from dash import Dash
from playwright.sync_api import Browser, Page

from bootstrap import World
from dashboard.app import create_app
from dashboard.web.context import Site
from data.core.access import Who
from data.core.snapshot.snapshot import Snapshot
from tests.chromium import FULL_HD
from tests.dashboard import office_pages
from tests.dashboard.manado import manado_on_a_wall
from tests.dashboard.sign_in import sign_in
from tests.dashboard.web_contexts import (
    BUSY,
    MovableTime,
    Visit,
    WallServer,
    open_moving_town,
    site_of,
    take,
    visitor,
)
from tests.personas import OPERATOR

UNCOLOURED = "#14233b"  # an area whose count has not reached the map yet


@pytest.fixture
def moving() -> MovableTime:
    """The time of day on the wall, from Monday noon on."""
    return MovableTime()


@pytest.fixture
def quiet_town(tmp_path: Path, moving: MovableTime) -> World:
    """The town under a moving clock, without a report."""
    return open_moving_town(tmp_path, moving)


@pytest.fixture
def busy_town(quiet_town: World, tmp_path: Path) -> World:
    """The town with reports of every kind."""
    assert take(quiet_town, tmp_path, BUSY)["new"] == len(BUSY)
    return quiet_town


@pytest.fixture
def snapshot(busy_town: World) -> Snapshot:
    """What the screens of the busy town show."""
    held = site_of(busy_town).live.current()
    assert held is not None
    return held.snapshot


@pytest.fixture
def visit(busy_town: World) -> Visit:
    """Asks the busy town's web app for an address."""
    return visitor(create_app(site_of(busy_town)))


@pytest.fixture
def empty_wall(tmp_path: Path, moving: MovableTime, quiet_town: World) -> Iterator[WallServer]:
    """A wall whose store has never had data, served on loopback."""
    with WallServer(tmp_path, moving, quiet_town).serving() as server:
        yield server


@pytest.fixture
def wall_server(tmp_path: Path, moving: MovableTime, busy_town: World) -> Iterator[WallServer]:
    """The busy town's wall, served on loopback."""
    with WallServer(tmp_path, moving, busy_town).serving() as server:
        yield server


@pytest.fixture
def closed_wall(tmp_path: Path, moving: MovableTime, busy_town: World) -> Iterator[WallServer]:
    """The busy town's wall, for displays and sign-ins only."""
    with WallServer(tmp_path, moving, busy_town, closed=True).serving() as server:
        yield server


@pytest.fixture(scope="module")
def still_site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The town at Monday noon, seen from an office: one for all the tests of a file."""
    return office_pages.site_of(office_pages.town_at_work(tmp_path_factory.mktemp("town")))


@pytest.fixture(scope="module")
def still(still_site: Site) -> Dash:
    """Its web app."""
    return create_app(still_site)


@pytest.fixture(scope="module")
def manado_wall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WallServer]:
    """Manado's own map, full of reports."""
    with manado_on_a_wall(tmp_path_factory.mktemp("manado")) as server:
        yield server


@dataclass
class Seen:
    """What a page did that nobody sees on it."""

    requests: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    sockets: list[str] = field(default_factory=list)


@pytest.fixture
def seen() -> Seen:
    """Filled by ``page``."""
    return Seen()


@pytest.fixture
def page(browser: Browser, seen: Seen) -> Iterator[Page]:
    """A wall PC's browser at 1920 x 1080."""
    context = browser.new_context(viewport=FULL_HD, locale="id-ID")
    made = context.new_page()
    made.set_default_timeout(30_000)
    made.on("request", lambda request: seen.requests.append(request.url))
    made.on("requestfailed", lambda request: seen.failed.append(f"{request.url} {request.failure}"))
    made.on("pageerror", lambda error: seen.errors.append(str(error)))
    made.on("websocket", lambda socket: seen.sockets.append(socket.url))
    made.on("console", lambda said: seen.errors.append(said.text) if said.type == "error" else None)
    yield made
    context.close()


class SignedIn(Protocol):
    """Signs one of the cast in to a served board; the page then opens its addresses as that one."""

    def __call__(self, server: WallServer, who: Who = OPERATOR) -> Page:
        """The page, which has not opened anything yet."""


@pytest.fixture
def signed_in(page: Page) -> SignedIn:
    """The page, signed in."""

    def as_one_of_the_cast(server: WallServer, who: Who = OPERATOR) -> Page:
        return sign_in(page, server.url, server.accounts, who)

    return as_one_of_the_cast


@pytest.fixture
def closed_site(busy_town: World) -> Site:
    """The busy town, its wall for displays and sign-ins only."""
    site = site_of(busy_town)
    return replace(site, settings=replace(site.settings, wall_access="token"))


@pytest.fixture
def closed(closed_site: Site) -> Dash:
    """Its app."""
    return create_app(closed_site)


class Look(Protocol):
    """Opens a wall and waits until it is drawn, map and all."""

    def __call__(self, server: WallServer, query: str = "", pc_clock: datetime | None = None) -> Page:
        """:param pc_clock: what the wall PC believes the time to be, where it is wrong"""


@pytest.fixture
def look(page: Page) -> Look:
    """The page, opened on a wall."""

    def opened(server: WallServer, query: str = "", pc_clock: datetime | None = None) -> Page:
        if pc_clock:
            page.clock.install(time=pc_clock)
        page.goto(server.url + (query or "?lihat=kota"))  # a wall goes round by itself, a test's stays
        page.wait_for_selector("#wall:not(.waiting)", state="attached")
        page.wait_for_selector(f".map-main path.area:not([fill='{UNCOLOURED}'])", state="attached")
        page.wait_for_selector(".map-label", state="attached")
        return page

    return opened
