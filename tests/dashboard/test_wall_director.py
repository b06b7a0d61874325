"""What a screen shows: its turn, what an operator pinned, what somebody touched, what just happened."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.dashboard.conftest import Look
from tests.dashboard.waiting import until
from tests.dashboard.web_contexts import BUSY, WallServer, filed
from tests.personas import BARAT, IN_CEMPAKA, MONDAY_NOON, OPERATOR

pytestmark = pytest.mark.browser

ROUND = "?"  # an address that pins nothing
FLOODS = [filed(200 + i, i / 30, "Banjir", IN_CEMPAKA) for i in range(9)]


def title(page: Page, *said: str) -> None:
    expect(page.locator(".city")).to_have_text("".join(said), timeout=40_000)


def order(server: WallServer, **asked: object) -> None:
    """As the operator's desk gives it to the screen that looks without a name."""
    usual = {"view": None, "paused": False, "message": "", "minutes": None}
    server.live.screens.give("", OPERATOR.name, **{**usual, **asked})  # type: ignore[arg-type]


def test_a_pinned_view_is_shown_at_once_until_it_is_taken_back(wall_server: WallServer, look: Look) -> None:
    page = look(wall_server)
    title(page, "Kota Uji", "Laporan Warga")
    kept = page.evaluate_handle("document.querySelector('.map-main .leaflet-container')")
    place = "document.querySelector('.map-main path.area').getBoundingClientRect().left"
    whole = page.evaluate(place)
    order(wall_server, view=BARAT)
    title(page, "Barat", "Kecamatan")
    expect(page.locator(".rank.shown .who")).to_have_text("Barat")
    expect(page.locator("#wall-open .tile-value")).to_have_text("3")
    expect(page.locator(".reconciliation")).to_contain_text("3 belum selesai")
    until(page, f"Math.abs({place} - {whole}) > 50")  # the map went there
    wall_server.live.screens.take_back("")
    title(page, "Kota Uji", "Laporan Warga")
    until(page, f"Math.abs({place} - {whole}) < 3")
    assert page.evaluate("map => map.isConnected", kept)  # and was not mounted anew


def test_a_view_that_is_none_any_more_gives_way_to_the_city(wall_server: WallServer, look: Look) -> None:
    page = look(wall_server)
    order(wall_server, view="99.99")
    page.wait_for_timeout(4_500)  # longer than it takes to call a frame torn
    title(page, "Kota Uji", "Laporan Warga")
    expect(page.locator("#wall")).to_have_class("wall fresh")


def test_a_line_of_the_operator_stands_over_everything(wall_server: WallServer, look: Look) -> None:
    page = look(wall_server)
    order(wall_server, message="Rapat <b>evaluasi</b> pukul 09.00")
    expect(page.locator(".lines .message")).to_have_text("Rapat <b>evaluasi</b> pukul 09.00")
    wall_server.live.screens.take_back("")
    expect(page.locator(".lines .message")).to_have_count(0)


def test_screens_go_round_and_an_area_with_nothing_late_gets_no_turn(
    wall_server: WallServer, look: Look
) -> None:
    page = look(wall_server, ROUND)
    program = page.evaluate(
        "fetch('/api/v1/wall').then((answer) => answer.json()).then((frame) => frame.program)"
    )
    assert [scene["view"] for scene in program] == ["kota", BARAT]
    shown = set[str]()
    for _ in range(20):
        wall_server.time.jump(seconds=7)
        page.wait_for_timeout(2_300)  # a beat, by which the screen hears the time
        shown.add(page.locator(".city b").inner_text())
        if shown == {"Kota Uji", "Barat"}:
            break
    assert shown == {"Kota Uji", "Barat"}


def test_a_finger_on_the_ranking_shows_that_area_and_on_the_title_the_city(
    wall_server: WallServer, look: Look
) -> None:
    page = look(wall_server)
    page.locator(".rank", has_text="Barat").click()
    title(page, "Barat", "Kecamatan")
    page.locator(".city").click()
    title(page, "Kota Uji", "Laporan Warga")


def test_a_missed_deadline_interrupts_in_its_very_minute(wall_server: WallServer, look: Look) -> None:
    page = look(wall_server)
    wall_server.time.jump(minutes=59, seconds=55)  # one of the floods is due at 13.00
    expect(page.locator(".lines .late")).to_have_text(
        "Baru saja terlambat: Banjir, Cempaka · Timur", timeout=40_000
    )
    wall_server.time.jump(minutes=2)
    expect(page.locator(".lines .late")).to_have_count(0)


def test_a_burst_is_told_in_words_and_ringed_on_the_map(wall_server: WallServer, look: Look) -> None:
    page = look(wall_server)
    expect(page.locator(".burst-ring")).to_have_count(0)
    assert wall_server.take([*BUSY, *FLOODS])["new"] == len(FLOODS)
    expect(page.locator(".lines .burst")).to_contain_text("Banjir: 9 laporan dalam")
    expect(page.locator(".lines .burst")).to_contain_text("Cempaka")
    expect(page.locator(".burst-ring")).to_have_count(1)
    wall_server.time.jump(hours=7)
    assert wall_server.take([*BUSY, *FLOODS])["error"] is None
    expect(page.locator(".burst-ring")).to_have_count(0)


def test_a_paused_screen_stays_with_what_it_shows(wall_server: WallServer, look: Look) -> None:
    page = look(wall_server, ROUND)
    order(wall_server, paused=True)
    page.wait_for_timeout(1_000)
    before = page.locator(".city b").inner_text()
    for _ in range(2):
        wall_server.time.jump(seconds=17)
        page.wait_for_timeout(2_300)
        assert page.locator(".city b").inner_text() == before


def test_the_clock_of_the_test_town_is_where_it_should_be() -> None:
    """The turns of the tests above are counted from here."""
    assert MONDAY_NOON.timestamp() % timedelta(minutes=1).total_seconds() == 0
