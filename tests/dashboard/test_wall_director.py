"""What a display shows: rotation, pinned views, touched views, alerts."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.dashboard.conftest import OpenWall
from tests.dashboard.waiting import wait_for_ticks, wait_for_time, wait_until
from tests.dashboard.web_contexts import BUSY, WallServer, feed_row
from tests.personas import BARAT, IN_CEMPAKA, MONDAY_NOON, OPERATOR

pytestmark = pytest.mark.browser

ROTATING = "?"  # an address without a pinned view
FLOODS = [feed_row(200 + i, i / 30, "Banjir", IN_CEMPAKA) for i in range(9)]


def expect_title(page: Page, *parts: str) -> None:
    expect(page.locator(".city")).to_have_text("".join(parts), timeout=40_000)


def give_order(server: WallServer, **changes: object) -> None:
    """Give the order of displays without a name, as an operator does."""
    defaults = {"view": None, "paused": False, "message": "", "minutes": None}
    server.live_board.displays.set_order("", OPERATOR.name, **{**defaults, **changes})  # type: ignore[arg-type]


def test_a_pinned_view_is_shown_until_it_is_released(wall_server: WallServer, open_wall: OpenWall) -> None:
    page = open_wall(wall_server)
    expect_title(page, "Kota Uji", "Laporan Warga")
    map_handle = page.evaluate_handle("document.querySelector('.map-main .leaflet-container')")
    area_left_script = "document.querySelector('.map-main path.area').getBoundingClientRect().left"
    city_left = page.evaluate(area_left_script)
    give_order(wall_server, view=BARAT)
    expect_title(page, "Barat", "Kecamatan")
    expect(page.locator(".rank.shown .who")).to_have_text("Barat")
    expect(page.locator("#wall-open .tile-value")).to_have_text("3")
    expect(page.locator(".reconciliation")).to_contain_text("3 belum selesai")
    wait_until(page, f"Math.abs({area_left_script} - {city_left}) > 50")  # the map has moved
    wall_server.live_board.displays.cancel_order("")
    expect_title(page, "Kota Uji", "Laporan Warga")
    wait_until(page, f"Math.abs({area_left_script} - {city_left}) < 3")
    assert page.evaluate("map => map.isConnected", map_handle)  # and was not mounted again


def test_an_unknown_view_falls_back_to_the_city(wall_server: WallServer, open_wall: OpenWall) -> None:
    page = open_wall(wall_server)
    give_order(wall_server, view="99.99")
    wait_for_ticks(page, 5)  # more than the check for torn frames takes
    expect_title(page, "Kota Uji", "Laporan Warga")
    expect(page.locator("#wall")).to_have_class("wall fresh")


def test_an_operator_message_is_shown_and_removed(wall_server: WallServer, open_wall: OpenWall) -> None:
    page = open_wall(wall_server)
    give_order(wall_server, message="Rapat <b>evaluasi</b> pukul 09.00")
    expect(page.locator(".lines .message")).to_have_text("Rapat <b>evaluasi</b> pukul 09.00")
    wall_server.live_board.displays.cancel_order("")
    expect(page.locator(".lines .message")).to_have_count(0)


def test_views_rotate_and_an_area_without_late_reports_is_skipped(
    wall_server: WallServer, open_wall: OpenWall
) -> None:
    page = open_wall(wall_server, ROTATING)
    program = page.evaluate(
        "fetch('/api/v1/wall').then((answer) => answer.json()).then((frame) => frame.program)"
    )
    assert [scene["view"] for scene in program] == ["kota", BARAT]
    shown_views = set[str]()
    for _ in range(20):
        wall_server.clock.jump(seconds=7)
        wait_for_time(page, wall_server.clock())
        shown_views.add(page.locator(".city b").inner_text())
        if shown_views == {"Kota Uji", "Barat"}:
            break
    assert shown_views == {"Kota Uji", "Barat"}


def test_tapping_a_ranking_row_shows_its_area_and_the_title_the_city(
    wall_server: WallServer, open_wall: OpenWall
) -> None:
    page = open_wall(wall_server)
    page.locator(".rank", has_text="Barat").click()
    expect_title(page, "Barat", "Kecamatan")
    page.locator(".city").click()
    expect_title(page, "Kota Uji", "Laporan Warga")


def test_a_missed_deadline_interrupts_within_its_minute(wall_server: WallServer, open_wall: OpenWall) -> None:
    page = open_wall(wall_server)
    wall_server.clock.jump(minutes=59, seconds=55)  # one of the floods is due at 13.00
    expect(page.locator(".lines .late")).to_have_text(
        "Baru saja terlambat: Banjir, Cempaka · Timur", timeout=40_000
    )
    wall_server.clock.jump(minutes=2)
    expect(page.locator(".lines .late")).to_have_count(0)


def test_a_burst_has_an_alert_and_a_ring_on_the_map(wall_server: WallServer, open_wall: OpenWall) -> None:
    page = open_wall(wall_server)
    expect(page.locator(".burst-ring")).to_have_count(0)
    assert wall_server.pull_reports([*BUSY, *FLOODS])["new"] == len(FLOODS)
    expect(page.locator(".lines .burst")).to_contain_text("Banjir: 9 laporan dalam")
    expect(page.locator(".lines .burst")).to_contain_text("Cempaka")
    expect(page.locator(".burst-ring")).to_have_count(1)
    wall_server.clock.jump(hours=7)
    assert wall_server.pull_reports([*BUSY, *FLOODS])["error"] is None
    expect(page.locator(".burst-ring")).to_have_count(0)


def test_a_paused_screen_keeps_its_view(wall_server: WallServer, open_wall: OpenWall) -> None:
    page = open_wall(wall_server, ROTATING)
    give_order(wall_server, paused=True, message="Jeda")
    expect(page.locator(".lines .message")).to_have_text("Jeda")
    before = page.locator(".city b").inner_text()
    for _ in range(2):
        wall_server.clock.jump(seconds=17)
        wait_for_time(page, wall_server.clock())
        assert page.locator(".city b").inner_text() == before


def test_the_test_clock_starts_on_a_full_minute() -> None:
    """The rotation in the tests above depends on it."""
    assert MONDAY_NOON.timestamp() % timedelta(minutes=1).total_seconds() == 0
