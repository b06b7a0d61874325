"""The wall keeps living: timers tick, reports come in, and the map stays the same map."""

import pytest
from playwright.sync_api import Page, expect

from tests.dashboard.conftest import Look
from tests.dashboard.waiting import until
from tests.dashboard.web_contexts import WallServer

pytestmark = pytest.mark.browser

LEFT, LATE = ".timer.approaching .left", ".timer.late .left"
SECONDS = """selector => {
  const [h, m, s] = document.querySelector(selector).textContent.replace('+ ', '').split('.').map(Number);
  return h * 3600 + m * 60 + s;
}"""


def seconds_left(page: Page, selector: str = LEFT) -> int:
    return int(page.evaluate(SECONDS, selector))


def test_timers_tick_without_a_callback(wall_server: WallServer, look: Look) -> None:
    page = look(wall_server)
    first = seconds_left(page)
    assert 3_540 <= first <= 3_600, "one of twelve hours is left, less what this test took"
    until(page, f"({SECONDS})({LEFT!r}) <= {first - 2}")


def test_a_late_timer_counts_up(wall_server: WallServer, look: Look) -> None:
    page = look(wall_server)
    expect(page.locator(LATE)).to_contain_text("+ 4.0")
    first = seconds_left(page, LATE)
    until(page, f"({SECONDS})({LATE!r}) >= {first + 2}")


def test_a_new_report_appears_without_reload(wall_server: WallServer, look: Look) -> None:
    page = look(wall_server)
    page.evaluate("window.sameDocument = true")
    wall_server.take_more()
    expect(page.locator("#wall-open .tile-value")).to_have_text("9")
    expect(page.locator("#wall-overdue .tile-value")).to_have_text("3")
    assert page.evaluate("window.sameDocument") is True


def test_a_report_that_is_closed_leaves_the_screen(wall_server: WallServer, look: Look) -> None:
    page = look(wall_server)
    wall_server.close_first()
    expect(page.locator("#wall-overdue .tile-value")).to_have_text("1")
    expect(page.locator("#wall-closed .tile-value")).to_have_text("1")
    expect(page.locator(".news").first).to_contain_text("Selesai: Banjir")


# What a refresh changes is an area's fill, so only the areas are drawn again, inside the same map.
KEPT = ".map-main :is(.leaflet-container, .leaflet-pane, .map-label, .leaflet-main-borders-pane path)"


def test_the_map_is_never_mounted_anew(wall_server: WallServer, look: Look) -> None:
    page = look(wall_server)
    page.wait_for_selector(".leaflet-main-borders-pane path", state="attached")
    kept = page.evaluate_handle("selector => [...document.querySelectorAll(selector)]", KEPT)
    assert page.evaluate("kept => kept.length", kept) > 10
    for open_ in range(9, 14):
        wall_server.take_more()
        expect(page.locator("#wall-open .tile-value")).to_have_text(str(open_))
    lost = page.evaluate("kept => kept.filter(node => !node.isConnected).map(node => node.className)", kept)
    assert lost == []


def test_points_stay_on_top_of_areas_that_are_drawn_anew(wall_server: WallServer, look: Look) -> None:
    page = look(wall_server)
    dots = page.locator(".map-main path[fill='#eef4fc']")
    expect(dots).to_have_count(2)
    wall_server.take_more()
    expect(page.locator("#wall-open .tile-value")).to_have_text("9")
    expect(page.locator(".leaflet-main-dots-pane path")).to_have_count(2)
    height = "pane => Number(getComputedStyle(pane).zIndex)"
    dots_pane, areas_pane = (page.locator(f".map-main .leaflet-{n}-pane") for n in ("main-dots", "overlay"))
    assert dots_pane.evaluate(height) > areas_pane.evaluate(height)


def test_late_ones_beyond_a_page_are_turned_to(wall_server: WallServer, look: Look) -> None:
    for _ in range(4):
        wall_server.take_more()
    page = look(wall_server)
    note = page.locator("#wall-late-head .head-note")
    expect(note).to_have_text("6–6 dari 6 laporan", timeout=25_000)  # noqa: RUF001
    expect(page.locator(".late-timers .timer:visible")).to_have_count(1)
    expect(note).to_have_text("1–5 dari 6 laporan", timeout=25_000)  # noqa: RUF001
    expect(page.locator(".late-timers .timer:visible")).to_have_count(5)
