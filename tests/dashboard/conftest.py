"""Fixtures of a test city with a wall, office pages and a browser."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Protocol

import pytest
from dash import Dash
from playwright.sync_api import Browser, Page, expect

from bootstrap import AppContext
from dashboard.app import create_app
from dashboard.web.context import WebContext
from data.core.access import Principal
from data.core.snapshot.snapshot import Snapshot
from tests.chromium import FULL_HD
from tests.dashboard import office_pages
from tests.dashboard.manado import serve_manado_wall
from tests.dashboard.sign_in import sign_in, with_changes
from tests.dashboard.web_contexts import (
    BUSY,
    HttpGet,
    MovableClock,
    WallServer,
    http_getter,
    open_city_with_clock,
    pull_reports,
    web_context_of,
)
from tests.personas import OPERATOR
from tests.pseudo_language import installed_language

PATIENCE_MS = 60_000  # of everything that a page is expected to do: a busy machine is slow, not wrong
expect.set_options(timeout=PATIENCE_MS)

UNFILLED_AREA_COLOR = "#14233b"  # an area whose count has not reached the map yet


@pytest.fixture
def movable_clock() -> MovableClock:
    """Return a clock that starts at Monday noon."""
    return MovableClock()


@pytest.fixture
def empty_city(tmp_path: Path, movable_clock: MovableClock) -> AppContext:
    """Return the test city under a movable clock, without reports."""
    return open_city_with_clock(tmp_path, movable_clock)


@pytest.fixture
def busy_city(empty_city: AppContext, tmp_path: Path) -> AppContext:
    """Return the test city with reports of every state."""
    assert pull_reports(empty_city, tmp_path, BUSY)["new"] == len(BUSY)
    return empty_city


@pytest.fixture
def snapshot(busy_city: AppContext) -> Snapshot:
    """Return the busy city's snapshot."""
    current = web_context_of(busy_city).live_board.current()
    assert current is not None
    return current.snapshot


@pytest.fixture
def http_get(busy_city: AppContext) -> HttpGet:
    """Return a function that requests an address of the busy city's app."""
    return http_getter(create_app(web_context_of(busy_city)))


@pytest.fixture
def empty_wall(tmp_path: Path, movable_clock: MovableClock, empty_city: AppContext) -> Iterator[WallServer]:
    """Serve a wall whose store has never had data."""
    with WallServer(tmp_path, movable_clock, empty_city).serving() as server:
        yield server


@pytest.fixture
def wall_server(tmp_path: Path, movable_clock: MovableClock, busy_city: AppContext) -> Iterator[WallServer]:
    """Serve the busy city's wall."""
    with WallServer(tmp_path, movable_clock, busy_city).serving() as server:
        yield server


@pytest.fixture
def closed_wall(tmp_path: Path, movable_clock: MovableClock, busy_city: AppContext) -> Iterator[WallServer]:
    """Serve the busy city's wall, for displays and accounts only."""
    with WallServer(tmp_path, movable_clock, busy_city, closed=True).serving() as server:
        yield server


@pytest.fixture(scope="module")
def shared_context(tmp_path_factory: pytest.TempPathFactory) -> WebContext:
    """Return the web context of the test city at Monday noon, shared by the tests of a file."""
    return office_pages.web_context_of(office_pages.open_city_at_work(tmp_path_factory.mktemp("city")))


@pytest.fixture(scope="module")
def shared_app(shared_context: WebContext) -> Dash:
    """Return the shared app."""
    return create_app(shared_context)


@pytest.fixture(scope="module")
def pseudo_language(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the code of a language whose words are like no others, and 40 % longer."""
    with installed_language(tmp_path_factory.mktemp("locale")) as language:
        yield language


@pytest.fixture(scope="module")
def manado_wall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WallServer]:
    """Serve a wall with Manado's own map, full of reports."""
    with serve_manado_wall(tmp_path_factory.mktemp("manado")) as server:
        yield server


@dataclass
class PageLog:
    """Requests, failures, errors and sockets of a page."""

    requests: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    sockets: list[str] = field(default_factory=list)


@pytest.fixture
def page_log() -> PageLog:
    """Return a log that ``page`` fills."""
    return PageLog()


@pytest.fixture
def page(browser: Browser, page_log: PageLog) -> Iterator[Page]:
    """Open a browser page of 1920 x 1080, as a wall PC has."""
    context = browser.new_context(viewport=FULL_HD, locale="id-ID")
    new_page = context.new_page()
    new_page.set_default_timeout(PATIENCE_MS)
    new_page.on("request", lambda request: page_log.requests.append(request.url))
    new_page.on("requestfailed", lambda request: page_log.failed.append(f"{request.url} {request.failure}"))
    new_page.on("pageerror", lambda error: page_log.errors.append(str(error)))
    new_page.on("websocket", lambda socket: page_log.sockets.append(socket.url))
    new_page.on(
        "console",
        lambda console_message: (
            page_log.errors.append(console_message.text) if console_message.type == "error" else None
        ),
    )
    yield new_page
    context.close()


class SignInAs(Protocol):
    """Signs a persona in to a served board."""

    def __call__(self, server: WallServer, principal: Principal = OPERATOR) -> Page:
        """Return the page, which has opened no address yet."""


@pytest.fixture
def sign_in_as(page: Page) -> SignInAs:
    """Return a function that signs the page in."""

    def open_as(server: WallServer, principal: Principal = OPERATOR) -> Page:
        return sign_in(page, server.url, server.accounts, principal)

    return open_as


@pytest.fixture
def closed_wall_context(busy_city: AppContext) -> WebContext:
    """Return the busy city's web context, its wall for displays and accounts only."""
    web_context = web_context_of(busy_city)
    return with_changes(
        web_context, settings=web_context.settings.model_copy(update={"wall_access": "token"})
    )


@pytest.fixture
def closed_wall_app(closed_wall_context: WebContext) -> Dash:
    """Return the app of the closed wall."""
    return create_app(closed_wall_context)


class OpenWall(Protocol):
    """Opens a wall and waits until it is drawn, map included."""

    def __call__(self, server: WallServer, query: str = "", pc_clock: datetime | None = None) -> Page:
        """:param pc_clock: the wall PC's time, where it is wrong"""


@pytest.fixture
def open_wall(page: Page) -> OpenWall:
    """Return a function that opens a wall in the page."""

    def open_wall_page(server: WallServer, query: str = "", pc_clock: datetime | None = None) -> Page:
        if pc_clock:
            page.clock.install(time=pc_clock)
        page.goto(server.url + (query or "?lihat=kota"))  # a wall rotates its views, a test's does not
        page.wait_for_selector("#wall:not(.waiting)", state="attached")
        page.wait_for_selector(f".map-main path.area:not([fill='{UNFILLED_AREA_COLOR}'])", state="attached")
        page.wait_for_selector(".map-label", state="attached")
        return page

    return open_wall_page
