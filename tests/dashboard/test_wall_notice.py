"""A display that has no data yet says why: a file, a server or a browser."""

import pytest
from playwright.sync_api import Page, expect

from tests.dashboard.conftest import OpenWall
from tests.dashboard.web_contexts import WallServer

pytestmark = pytest.mark.browser
NOTICE = "#wall-notice"
TOO_OLD = "Peramban layar ini terlalu lama: perlu Chromium 94 atau lebih baru."
CHROMIUM_80 = "Mozilla/5.0 (SMART-TV) AppleWebKit/537.36 Chrome/80.0.3987.1 TV Safari/537.36"


@pytest.fixture
def screen(page: Page) -> Page:
    page.set_default_timeout(20_000)
    return page


def test_a_server_that_fails_is_named_until_it_gives_data(screen: Page, wall_server: WallServer) -> None:
    screen.route("**/api/v1/wall*", lambda route: route.fulfill(status=503))
    screen.goto(f"{wall_server.url}?lihat=kota")
    expect(screen.locator(NOTICE)).to_contain_text("Server belum dapat memberikan data (kode 503).")
    screen.unroute("**/api/v1/wall*")
    expect(screen.locator(NOTICE)).to_be_hidden()
    expect(screen.locator("#wall-open .tile-value")).to_have_text("8")


def test_a_server_that_cannot_be_reached_is_named(screen: Page, wall_server: WallServer) -> None:
    screen.route("**/api/v1/wall*", lambda route: route.abort())
    screen.goto(f"{wall_server.url}?lihat=kota")
    expect(screen.locator(NOTICE)).to_contain_text(
        "Server tidak terjangkau: mohon periksa jaringan layar ini."
    )


@pytest.mark.parametrize("file", ["papan.*.js", "papan.*.css", "dash_renderer.*.js"])
def test_a_file_that_does_not_load_is_named(screen: Page, wall_server: WallServer, file: str) -> None:
    screen.route(f"**/{file}", lambda route: route.abort())
    screen.goto(f"{wall_server.url}?lihat=kota")
    name = file.partition(".")[0]
    expect(screen.locator(NOTICE)).to_contain_text(f"Berkas program layar tidak termuat dari server: {name}")


def test_before_any_script_runs_the_screen_says_that_it_loads(screen: Page, wall_server: WallServer) -> None:
    screen.route(
        "**/*.js*", lambda route: route.abort() if "wall_notice" in route.request.url else route.fulfill()
    )
    screen.goto(f"{wall_server.url}?lihat=kota", wait_until="commit")
    expect(screen.locator(NOTICE)).to_contain_text("Layar Pantau sedang dimuat …")
    assert "Loading..." not in screen.locator("body").inner_text()


def test_a_script_that_the_browser_cannot_read_asks_for_a_newer_one(
    screen: Page, wall_server: WallServer
) -> None:
    screen.route(
        "**/papan.*.js", lambda route: route.fulfill(body="const = ;", content_type="text/javascript")
    )
    screen.route("**/_dash-layout", lambda route: route.abort())
    screen.goto(f"{wall_server.url}?lihat=kota")
    expect(screen.locator(NOTICE)).to_contain_text(TOO_OLD)


def test_an_old_chromium_is_told_what_the_wall_needs(wall_server: WallServer, open_wall: OpenWall) -> None:
    page = open_wall(wall_server)
    expect(page.locator(NOTICE)).to_be_hidden()
    context = page.context.browser.new_context(user_agent=CHROMIUM_80)  # type: ignore[union-attr]
    old = context.new_page()
    old.goto(f"{wall_server.url}?lihat=kota")
    expect(old.locator(NOTICE)).to_contain_text(TOO_OLD)
    expect(old.locator("#wall:not(.waiting)")).to_be_attached(timeout=20_000)
    expect(old.locator(NOTICE)).to_be_visible()
    context.close()
