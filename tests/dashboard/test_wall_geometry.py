"""The wall on video walls: no text on seams, no overflow, readable text, colors for all color vision."""

import os
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.dashboard.manado import open_wall_at, overlapping_pairs
from tests.dashboard.web_contexts import WallServer

pytestmark = pytest.mark.browser

# Width, height, monitors across x down, metres high: monitors of 55 inches are 1.21 x 0.68 m.
WALLS = {
    "one monitor": (1920, 1080, "1x1", 0.68),
    "2 x 2": (3840, 2160, "2x2", 1.36),
    "3 x 1": (5760, 1080, "3x1", 0.68),
    "4 x 2": (7680, 2160, "4x2", 1.36),
    "7 x 3": (13440, 3240, "7x3", 2.04),
    "LED 6 : 1.8": (3600, 1080, "1x1", 1.8),
}
DEFAULT_WALLS = {"on seams": ("3 x 1", "7 x 3"), "from afar": ("4 x 2",)}  # all of them: EVERY_WALL=1
VIEWING_METRES = 8
MIN_ARC_MINUTES = 10  # twice the limit of normal sight


def selected_walls(suite: str) -> tuple[str, ...]:
    """Return the walls of a usual run; all with ``EVERY_WALL`` set, since each takes some ten seconds."""
    return tuple(WALLS) if os.environ.get("EVERY_WALL") else DEFAULT_WALLS[suite]


@pytest.fixture(params=selected_walls("on seams"))
def wall(request: pytest.FixtureRequest, browser: Browser, manado_wall: WallServer) -> Iterator[Page]:
    """Return Manado's wall on each video wall."""
    width, height, panels, _metres = WALLS[request.param]
    page = open_wall_at(browser, manado_wall, (width, height), f"panel={panels}&bezel=24")
    yield page
    page.context.close()


def test_no_text_crosses_a_seam_and_nothing_is_cut_or_overflows(wall: Page) -> None:
    assert wall.evaluate("measure.onSeams()") == []
    assert wall.evaluate("measure.overflow()") == [[0, 0], [0, 0]]
    assert (wall.evaluate("measure.cutOff()"), wall.evaluate("measure.outside()")) == ([], [])
    ratio, sample_text = wall.evaluate("measure.faintest()")
    assert ratio >= 7, sample_text


def test_a_light_wall_is_as_readable_as_a_dark_one(browser: Browser, manado_wall: WallServer) -> None:
    page = open_wall_at(browser, manado_wall, (1920, 1080), "tema=terang")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(243, 245, 249)"
    ratio, sample_text = page.evaluate("measure.faintest()")
    assert ratio >= 7, sample_text
    assert page.evaluate("measure.overflow()") == [[0, 0], [0, 0]]
    page.context.close()


def test_texts_do_not_overlap_at_any_width(wall: Page) -> None:
    """This includes rank ranges of two digits and long times."""
    wall.evaluate("document.querySelectorAll('.ranks').forEach((e) => { e.textContent = '10–11'; })")  # noqa: RUF001
    assert overlapping_pairs(wall.evaluate("measure.inked('.head *, h2, h2 *, .rank *')")) == []


@pytest.mark.parametrize("name", selected_walls("from afar"))
def test_text_is_readable_from_eight_metres_or_the_screen_shows_less(
    browser: Browser,
    manado_wall: WallServer,
    name: str,
) -> None:
    width, height, panels, metres = WALLS[name]
    page = open_wall_at(
        browser,
        manado_wall,
        (width, height),
        f"panel={panels}&bezel=24&tinggi={metres}&jarak={VIEWING_METRES}",
    )
    angle = page.evaluate("window.pantau.screen.minutes(measure.smallest())")
    far = page.evaluate("document.getElementById('wall').classList.contains('far')")
    assert angle >= MIN_ARC_MINUTES - 0.1 or (far and angle > 6.9)  # one monitor is the largest size
    assert page.evaluate("measure.overflow()") == [[0, 0], [0, 0]]
    assert (page.evaluate("measure.cutOff()"), page.evaluate("measure.outside()")) == ([], [])
    page.context.close()


def test_the_screen_dims_at_night_and_ignores_invalid_settings(
    browser: Browser, manado_wall: WallServer
) -> None:
    invalid_settings = "panel=abc&bezel=-5&tepi=99&zoom=nol&tinggi=-1"
    page = open_wall_at(
        browser, manado_wall, (1920, 1080), f"malam=11-13&{invalid_settings}"
    )  # it is Monday noon
    assert "night" in (page.locator("#wall").get_attribute("class") or "").split()
    assert page.evaluate("measure.overflow()") == [[0, 0], [0, 0]]
    page.evaluate("window.pantau.screen.dim(document.getElementById('wall'), 14)")
    assert "night" not in (page.locator("#wall").get_attribute("class") or "").split()
    page.context.close()


def test_the_screen_shifts_by_some_pixels_against_burn_in(
    browser: Browser,
    manado_wall: WallServer,
) -> None:
    page = browser.new_context(viewport={"width": 1920, "height": 1080}).new_page()
    page.clock.install()
    page.goto(f"{manado_wall.url}?lihat=kota")
    page.wait_for_selector("#wall", state="attached")
    translations = set()
    for _ in range(12):
        page.clock.fast_forward(60_000)
        translations.add(page.evaluate("getComputedStyle(document.getElementById('wall')).transform"))
    assert len(translations) >= 5
    assert all(
        abs(float(pixels)) <= 6
        for translation in translations
        for pixels in re.findall(r"-?[\d.]+", translation)[4:]  # matrix(1, 0, 0, 1, right, down)
    )
    page.context.close()
