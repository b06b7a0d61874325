"""Updates of the wall: countdowns, new and closed reports, a map that is never remounted."""

import pytest
from playwright.sync_api import Page, expect

from tests.dashboard.conftest import OpenWall
from tests.dashboard.waiting import wait_until
from tests.dashboard.web_contexts import WallServer

pytestmark = pytest.mark.browser

APPROACHING_TIMER, LATE_TIMER = ".timer.approaching .left", ".timer.late .left"
SECONDS_SCRIPT = """selector => {
  const [h, m, s] = document.querySelector(selector).textContent.replace('+ ', '').split('.').map(Number);
  return h * 3600 + m * 60 + s;
}"""


def seconds_left(page: Page, selector: str = APPROACHING_TIMER) -> int:
    return int(page.evaluate(SECONDS_SCRIPT, selector))


def test_timers_tick_without_a_callback(wall_server: WallServer, open_wall: OpenWall) -> None:
    page = open_wall(wall_server)
    first = seconds_left(page)
    assert 3_540 <= first <= 3_600, "one of twelve hours is left, less what this test took"
    wait_until(page, f"({SECONDS_SCRIPT})({APPROACHING_TIMER!r}) <= {first - 2}")


def test_a_late_timer_counts_up(wall_server: WallServer, open_wall: OpenWall) -> None:
    page = open_wall(wall_server)
    expect(page.locator(LATE_TIMER)).to_contain_text("+ 4.0")
    first = seconds_left(page, LATE_TIMER)
    wait_until(page, f"({SECONDS_SCRIPT})({LATE_TIMER!r}) >= {first + 2}")


def test_a_new_report_appears_without_reload(wall_server: WallServer, open_wall: OpenWall) -> None:
    page = open_wall(wall_server)
    page.evaluate("window.sameDocument = true")
    wall_server.add_late_report()
    expect(page.locator("#wall-open .tile-value")).to_have_text("9")
    expect(page.locator("#wall-overdue .tile-value")).to_have_text("3")
    assert page.evaluate("window.sameDocument") is True


def test_a_closed_report_leaves_the_screen(wall_server: WallServer, open_wall: OpenWall) -> None:
    page = open_wall(wall_server)
    wall_server.close_oldest()
    expect(page.locator("#wall-overdue .tile-value")).to_have_text("1")
    expect(page.locator("#wall-closed .tile-value")).to_have_text("1")
    expect(page.locator(".news").first).to_contain_text("Selesai: Banjir")


# A refresh changes the fill of areas, so only the areas are drawn again, inside the same map.
STABLE_MAP_SELECTOR = (
    ".map-main :is(.leaflet-container, .leaflet-pane, .map-label, .leaflet-main-borders-pane path)"
)


def test_the_map_is_never_remounted(wall_server: WallServer, open_wall: OpenWall) -> None:
    page = open_wall(wall_server)
    page.wait_for_selector(".leaflet-main-borders-pane path", state="attached")
    stable_nodes = page.evaluate_handle(
        "selector => [...document.querySelectorAll(selector)]", STABLE_MAP_SELECTOR
    )
    assert page.evaluate("nodes => nodes.length", stable_nodes) > 10
    for open_ in range(9, 14):
        wall_server.add_late_report()
        expect(page.locator("#wall-open .tile-value")).to_have_text(str(open_))
    detached = page.evaluate(
        "nodes => nodes.filter(node => !node.isConnected).map(node => node.className)", stable_nodes
    )
    assert detached == []


def test_points_stay_above_redrawn_areas(wall_server: WallServer, open_wall: OpenWall) -> None:
    page = open_wall(wall_server)
    dots = page.locator(".map-main path[fill='#eef4fc']")
    expect(dots).to_have_count(2)
    wall_server.add_late_report()
    expect(page.locator("#wall-open .tile-value")).to_have_text("9")
    expect(page.locator(".leaflet-main-dots-pane path")).to_have_count(2)
    height = "pane => Number(getComputedStyle(pane).zIndex)"
    dots_pane, areas_pane = (page.locator(f".map-main .leaflet-{n}-pane") for n in ("main-dots", "overlay"))
    assert dots_pane.evaluate(height) > areas_pane.evaluate(height)


def test_late_reports_beyond_one_page_are_paged(wall_server: WallServer, open_wall: OpenWall) -> None:
    for _ in range(4):
        wall_server.add_late_report()
    page = open_wall(wall_server)
    note = page.locator("#wall-late-head .head-note")
    expect(note).to_have_text("6–6 dari 6 laporan", timeout=25_000)  # noqa: RUF001
    expect(page.locator(".late-timers .timer:visible")).to_have_count(1)
    expect(note).to_have_text("1–5 dari 6 laporan", timeout=25_000)  # noqa: RUF001
    expect(page.locator(".late-timers .timer:visible")).to_have_count(5)
