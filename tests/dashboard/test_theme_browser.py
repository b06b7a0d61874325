"""The choice of the theme in a browser: at once, without losing what is typed, and kept."""

from collections.abc import Iterator

import pytest
from dash import Dash
from playwright.sync_api import Page, expect

from tests.dashboard.office_pages import serve_app
from tests.dashboard.play_through import PHONE, accessibility_faults

pytestmark = pytest.mark.browser

DARK_GROUND, LIGHT_GROUND = "rgb(10, 16, 28)", "rgb(243, 245, 249)"


@pytest.fixture
def address(shared_app: Dash) -> Iterator[str]:
    """Serve the shared app; return its address."""
    with serve_app(shared_app) as url:
        yield url


def test_a_choice_shows_at_once_keeps_what_is_typed_and_stays(page: Page, address: str) -> None:
    page.set_viewport_size(PHONE)
    page.goto(f"{address}/masuk")
    expect(page.locator("body")).to_have_css("background-color", LIGHT_GROUND)  # as the device is set
    page.fill("#name", "camat.barat")
    page.locator(".bar-theme summary").click()
    with page.expect_response("**/tema"):
        page.get_by_role("button", name="Gelap").click()
    expect(page.locator("body")).to_have_css("background-color", DARK_GROUND)
    expect(page.locator("#name")).to_have_value("camat.barat")
    assert accessibility_faults(page) == []
    page.goto(f"{address}/cara-hitung")
    expect(page.locator("body")).to_have_css("background-color", DARK_GROUND)
