"""The wall on monitors that stand upright: nothing cut, type as large as lying down."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.dashboard.manado import open_wall_at, overlapping_pairs
from tests.dashboard.test_wall_fits import DISJOINT_SELECTORS
from tests.dashboard.web_contexts import WallServer

pytestmark = pytest.mark.browser

WIDTH, HEIGHT = 1080, 1920
SIZES = [(WIDTH, HEIGHT), (1440, 2560), (720, 1280)]
SMALLEST_LYING_DOWN = 18  # pixels on a monitor of 1920 x 1080
TEXTS = ".head *, h2, h2 *, .rank *, .tile *, .timer *, .legend *, .bands *, .reconciliation"
ORDER = "['.head', '.tiles', '.map-panel', '.timers-panel', '.foot']"


@pytest.fixture(scope="module")
def upright_wall(browser: Browser, manado_wall: WallServer) -> Iterator[Page]:
    """Return Manado's wall on a monitor that stands upright."""
    page = open_wall_at(browser, manado_wall, (WIDTH, HEIGHT))
    yield page
    page.context.close()


def expect_nothing_cut(page: Page) -> None:
    assert page.evaluate("measure.overflow()") == [[0, 0], [0, 0]]
    assert (page.evaluate("measure.cutOff()"), page.evaluate("measure.outside()")) == ([], [])
    assert overlapping_pairs(page.evaluate("selector => measure.inked(selector)", TEXTS)) == []


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_an_upright_wall_cuts_nothing_and_its_type_is_as_large_as_lying_down(
    upright_wall: Page, size: tuple[int, int]
) -> None:
    upright_wall.set_viewport_size({"width": size[0], "height": size[1]})
    expect(upright_wall.locator("html")).to_have_css("font-size", f"{10 * size[0] / WIDTH:g}px")
    expect_nothing_cut(upright_wall)
    assert upright_wall.evaluate("measure.smallest()") >= SMALLEST_LYING_DOWN * size[0] / WIDTH - 0.01


def test_no_elements_of_an_upright_wall_overlap(upright_wall: Page) -> None:
    pairs = {
        selector: overlapping_pairs(upright_wall.evaluate("selector => measure.boxes(selector)", selector))
        for selector in DISJOINT_SELECTORS
        if ".map-" not in selector
    }
    assert {selector: found for selector, found in pairs.items() if found} == {}


def test_blocks_are_below_each_other_and_the_map_is_as_wide_as_the_counters(upright_wall: Page) -> None:
    tops = upright_wall.evaluate(
        f"{ORDER}.map((one) => document.querySelector(one).getBoundingClientRect().top)"
    )
    assert tops == sorted(tops)
    map_width, tiles_width = upright_wall.evaluate(
        "['.map-panel', '.tiles'].map((one) => document.querySelector(one).getBoundingClientRect().width)"
    )
    assert map_width == pytest.approx(tiles_width, abs=1)


def test_a_late_source_and_long_texts_have_room(upright_wall: Page) -> None:
    upright_wall.locator(".freshness .sources").evaluate(
        "(e) => { e.textContent = ' · 2 dari 3 sumber terputus, SP4N-LAPOR! sejak 23 Nov 09.40'; }"
    )
    upright_wall.evaluate("document.querySelectorAll('.ranks').forEach((e) => { e.textContent = '10–11'; })")  # noqa: RUF001
    upright_wall.evaluate(
        "document.querySelectorAll('.tile-value').forEach((e) => { e.textContent = '12.345'; })"
    )
    expect_nothing_cut(upright_wall)


def test_a_screen_that_is_turned_changes_its_layout(upright_wall: Page) -> None:
    upright_wall.set_viewport_size({"width": HEIGHT, "height": WIDTH})
    expect(upright_wall.locator("html")).to_have_class("display")
    upright_wall.set_viewport_size({"width": WIDTH, "height": HEIGHT})
    expect(upright_wall.locator("html")).to_have_class("display upright")


def test_an_upright_wall_that_is_read_from_far_away_shows_less_and_cuts_nothing(
    browser: Browser, manado_wall: WallServer
) -> None:
    page = open_wall_at(browser, manado_wall, (WIDTH, HEIGHT), "tinggi=1.21&jarak=8")
    assert "far" in (page.locator("#wall").get_attribute("class") or "").split()
    expect_nothing_cut(page)
    page.context.close()


def test_monitors_beside_each_other_keep_their_layout(browser: Browser, manado_wall: WallServer) -> None:
    """Two by four monitors are higher than wide, yet their blocks lie between the seams."""
    page = open_wall_at(browser, manado_wall, (960, 1080), "panel=2x4")
    assert "upright" not in (page.locator("html").get_attribute("class") or "").split()
    page.context.close()
