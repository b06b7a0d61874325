"""The wall in Chromium: all panels drawn, own requests only, no errors."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.dashboard.conftest import OpenWall, PageLog
from tests.dashboard.web_contexts import WallServer

pytestmark = pytest.mark.browser


def test_every_panel_is_filled(wall_server: WallServer, open_wall: OpenWall) -> None:
    page = open_wall(wall_server)
    figures = page.locator(".tile-value").all_inner_texts()
    assert figures == ["2", "1", "8", "5", "0"]
    expect(page.locator(".map-main path.area")).to_have_count(4)
    expect(page.locator(".map-label")).to_have_text(["Barat", "Timur"])
    expect(page.locator(".late-timers .timer")).to_have_count(2)
    expect(page.locator(".ranking .who")).to_have_text(["Barat", "Timur"])
    expect(page.locator(".news").first).to_have_text("12.00Selesai: Sampah, Barito · Barat")
    expect(page.locator(".reconciliation")).to_have_text(
        "8 belum selesai = 6 di peta + 1 tanpa lokasi + 1 di luar batas"
    )
    expect(page).to_have_title("Kota Uji · Layar Pantau")


def test_all_requests_go_to_the_server_and_none_fails(
    wall_server: WallServer, open_wall: OpenWall, page_log: PageLog
) -> None:
    page = open_wall(wall_server)
    with page.expect_response("**/api/v1/wall"):
        """Cause one more refresh, to record its requests."""
    hosts = {urlsplit(url).netloc for url in page_log.requests if not url.startswith(("data:", "blob:"))}
    assert hosts == {f"127.0.0.1:{wall_server.port}"}
    assert (page_log.errors, page_log.sockets, page_log.failed) == ([], [], [])


def test_no_callback_runs_for_a_refresh(
    wall_server: WallServer, open_wall: OpenWall, page_log: PageLog
) -> None:
    page = open_wall(wall_server)
    request_count = len(page_log.requests)
    wall_server.add_late_report()
    expect(page.locator("#wall-open .tile-value")).to_have_text("9")
    paths = {urlsplit(url).path for url in page_log.requests[request_count:]}
    assert paths - {"/api/v1/wall/seen"} == {"/api/v1/wall"}  # a heartbeat may fall into the same moment


def test_late_is_shown_by_shape_and_hatching_beside_colour(
    wall_server: WallServer, open_wall: OpenWall
) -> None:
    page = open_wall(wall_server)
    fills = page.locator(".map-main path.area").evaluate_all("els => els.map(e => e.getAttribute('fill'))")
    assert sum(fill.startswith("url(#hatch-") for fill in fills) == 2
    shapes = page.locator(".late-timers .status-icon, .next-timers .status-icon").evaluate_all(
        "els => els.map(e => [e.className, getComputedStyle(e).clipPath])"
    )
    assert len({shape for _, shape in shapes}) == len({name for name, _ in shapes}) >= 3


def test_a_wall_loads_no_library_that_only_office_pages_use(
    wall_server: WallServer, open_wall: OpenWall, page_log: PageLog
) -> None:
    open_wall(wall_server)
    assert any("dash_leaflet" in url for url in page_log.requests)
    assert [url for url in page_log.requests if "ag_grid" in url or "dash_table" in url] == []
