"""The wall on common screens: no overflow, no overlap, readable text."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.dashboard.manado import open_wall_at, overlapping_pairs
from tests.dashboard.web_contexts import WallServer

pytestmark = pytest.mark.browser

SCREENS = [(1920, 1080), (3840, 2160)]
DISJOINT_SELECTORS = [
    ".map-main .map-icon, .map-main .map-cluster, .map-main .map-label, .map-inset",
    ".tile > *",
    ".timer",
    ".timer.approaching > *",
    ".rank",
    ".swatch",
    ".signs .key",
    ".bands .key",
    ".head > *",
    ".foot > *",
    ".wall > .head, .tiles, .panels, .foot",
]


@pytest.fixture(scope="module", params=SCREENS, ids=lambda size: f"{size[0]}x{size[1]}")
def full_wall(request: pytest.FixtureRequest, browser: Browser, manado_wall: WallServer) -> Iterator[Page]:
    """Return Manado's wall on a screen of either size, when its layout has settled."""
    page = open_wall_at(browser, manado_wall, request.param)
    expect(page.locator(".map-label")).to_have_count(10)
    yield page
    page.context.close()


def test_no_elements_overlap(full_wall: Page) -> None:
    boxes_by_selector = {
        selector: full_wall.evaluate("selector => measure.boxes(selector)", selector)
        for selector in DISJOINT_SELECTORS
    }
    assert [selector for selector, boxes in boxes_by_selector.items() if len(boxes) < 2] == []
    assert {
        selector: pairs
        for selector, boxes in boxes_by_selector.items()
        if (pairs := overlapping_pairs(boxes))
    } == {}


def test_nothing_overflows(full_wall: Page) -> None:
    assert full_wall.evaluate("measure.overflow()") == [[0, 0], [0, 0]]
    assert (full_wall.evaluate("measure.cutOff()"), full_wall.evaluate("measure.outside()")) == ([], [])


def test_text_is_large_enough_and_has_enough_contrast(full_wall: Page) -> None:
    scale = full_wall.evaluate("window.innerWidth") / 1920
    assert full_wall.evaluate("measure.smallest()") >= 18 * scale
    ratio, sample_text = full_wall.evaluate("measure.faintest()")
    assert ratio >= 7, sample_text


LATE_SOURCE_TEXT = " · 2 dari 3 sumber terputus, SP4N-LAPOR! sejak 23 Nov 09.40"


def test_the_header_has_room_for_a_late_source(full_wall: Page) -> None:
    full_wall.locator(".freshness .sources").evaluate(
        "(element, text) => { element.textContent = text; }", LATE_SOURCE_TEXT
    )
    assert overlapping_pairs(full_wall.evaluate("measure.boxes('.head > *')")) == []
    assert (full_wall.evaluate("measure.overflow()"), full_wall.evaluate("measure.outside()")) == (
        [[0, 0], [0, 0]],
        [],
    )


def test_the_overlap_check_finds_overlaps() -> None:
    a, b, apart = ["a", 0, 0, 10, 10], ["b", 9, 9, 20, 20], ["c", 10, 0, 20, 9]
    assert overlapping_pairs([a, b, apart]) == [("a", "b")]


LONGEST_TIME = "+ 9 days 23 hours"


@pytest.mark.parametrize(
    ("size", "query"),
    [((1920, 1080), ""), ((1080, 1920), ""), ((1920, 1080), "panel=2x2")],
    ids=["one monitor", "upright", "2 by 2 monitors"],
)
def test_the_longest_english_time_fits_into_its_panel(
    browser: Browser, manado_wall: WallServer, size: tuple[int, int], query: str
) -> None:
    page = open_wall_at(browser, manado_wall, size, f"bahasa=en&{query}")
    outside, boxes = page.evaluate(
        """(text) => {
          document.querySelectorAll(".timer .left").forEach((e) => { e.textContent = text; });
          return [measure.outside(), measure.boxes(".timer > *")];
        }""",
        LONGEST_TIME,
    )
    page.context.close()
    assert (outside, overlapping_pairs(boxes)) == ([], [])
