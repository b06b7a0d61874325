"""Every geometry: no text on a seam, nothing cut, large enough to be read, for every kind of eye."""

import os
import re
from collections.abc import Iterator
from itertools import combinations

import numpy as np
import pytest
from playwright.sync_api import Browser, Page

from dashboard.web.asset_files import read_asset
from tests.dashboard.manado import covering, opened
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
IN_THE_SUITE = {"on seams": ("3 x 1", "7 x 3"), "from afar": ("4 x 2",)}  # all of them: EVERY_WALL=1
FROM_METRES = 8
READ_MINUTES = 10  # of arc; twice what normal sight just tells apart

# Machado, Oliveira, Fernandes (2009), "A Physiologically-based Model for Simulation of Color Vision
# Deficiency", IEEE TVCG 15(6): table for severity 1.0, in linear RGB.
EYES = {
    "protanopia": [
        [0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881],
    ],
    "tritanopia": [
        [1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900],
    ],
}  # fmt: skip
STATES = ("late", "near", "calm")


def chosen(what: str) -> tuple[str, ...]:
    """Those that every run looks at; with ``EVERY_WALL`` set, all of them: each takes some ten seconds."""
    return tuple(WALLS) if os.environ.get("EVERY_WALL") else IN_THE_SUITE[what]


@pytest.fixture(params=chosen("on seams"))
def wall(request: pytest.FixtureRequest, browser: Browser, manado_wall: WallServer) -> Iterator[Page]:
    """Manado's wall on each geometry."""
    width, height, panels, _metres = WALLS[request.param]
    page = opened(browser, manado_wall, (width, height), f"panel={panels}&bezel=24")
    yield page
    page.context.close()


def test_no_text_lies_on_a_seam_and_nothing_is_cut_or_overflows(wall: Page) -> None:
    assert wall.evaluate("measure.onSeams()") == []
    assert wall.evaluate("measure.overflow()") == [[0, 0], [0, 0]]
    assert (wall.evaluate("measure.cutOff()"), wall.evaluate("measure.outside()")) == ([], [])
    ratio, words = wall.evaluate("measure.faintest()")
    assert ratio >= 7, words


def test_no_words_run_into_others_in_whatever_width(wall: Page) -> None:
    """Also where ranks have two figures and the time is told in full."""
    wall.evaluate("document.querySelectorAll('.ranks').forEach((e) => { e.textContent = '10–11'; })")  # noqa: RUF001
    assert covering(wall.evaluate("measure.inked('.head *, h2, h2 *, .rank *')")) == []


@pytest.mark.parametrize("name", chosen("from afar"))
def test_what_is_shown_can_be_read_from_eight_metres_or_the_screen_shows_less(
    browser: Browser,
    manado_wall: WallServer,
    name: str,
) -> None:
    width, height, panels, metres = WALLS[name]
    page = opened(
        browser, manado_wall, (width, height), f"panel={panels}&bezel=24&tinggi={metres}&jarak={FROM_METRES}"
    )
    angle = page.evaluate("window.pantau.screen.minutes(measure.smallest())")
    far = page.evaluate("document.getElementById('wall').classList.contains('far')")
    assert angle >= READ_MINUTES - 0.1 or (far and angle > 6.9)  # one monitor is as large as it can be made
    assert page.evaluate("measure.overflow()") == [[0, 0], [0, 0]]
    assert (page.evaluate("measure.cutOff()"), page.evaluate("measure.outside()")) == ([], [])
    page.context.close()


def test_at_night_the_screen_is_dimmed_and_a_wrong_setting_is_as_good_as_none(
    browser: Browser, manado_wall: WallServer
) -> None:
    wrong = "panel=abc&bezel=-5&tepi=99&zoom=nol&tinggi=-1"
    page = opened(browser, manado_wall, (1920, 1080), f"malam=11-13&{wrong}")  # it is Monday noon
    assert "night" in (page.locator("#wall").get_attribute("class") or "").split()
    assert page.evaluate("measure.overflow()") == [[0, 0], [0, 0]]
    page.evaluate("window.pantau.screen.dim(document.getElementById('wall'), 14)")
    assert "night" not in (page.locator("#wall").get_attribute("class") or "").split()
    page.context.close()


def test_the_whole_screen_moves_by_some_pixels_so_that_nothing_burns_in(
    browser: Browser,
    manado_wall: WallServer,
) -> None:
    page = browser.new_context(viewport={"width": 1920, "height": 1080}).new_page()
    page.clock.install()
    page.goto(f"{manado_wall.url}?lihat=kota")
    page.wait_for_selector("#wall", state="attached")
    seen = set()
    for _ in range(12):
        page.clock.fast_forward(60_000)
        seen.add(page.evaluate("getComputedStyle(document.getElementById('wall')).translate"))
    assert len(seen) >= 5
    assert all(abs(float(pixels)) <= 6 for said in seen for pixels in re.findall(r"-?[\d.]+(?=px)", said))
    page.context.close()


def linear(colour: str) -> np.ndarray:
    values = np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    return np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)


def lab(rgb: np.ndarray) -> np.ndarray:
    """CIE L*a*b* of linear sRGB under D65."""
    to_xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
    xyz = to_xyz @ np.clip(rgb, 0, 1) / np.array([0.9505, 1.0, 1.089])
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.mark.parametrize("eye", EYES)
def test_states_are_told_apart_by_eyes_that_lack_a_colour(eye: str) -> None:
    base = read_asset("base.css").decode()
    colours = {name: re.search(rf"--{name}: (#[0-9a-f]{{6}})", base)[1] for name in STATES}  # type: ignore[index]
    seen = {name: lab(np.array(EYES[eye]) @ linear(colour)) for name, colour in colours.items()}
    apart = {pair: float(np.linalg.norm(seen[pair[0]] - seen[pair[1]])) for pair in combinations(STATES, 2)}
    assert min(apart.values()) >= 18, apart  # and each has a shape of its own besides
