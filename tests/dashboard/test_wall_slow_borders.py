"""The map colors areas whose borders load late, on the live wall and at a past moment."""

import pytest
from playwright.sync_api import Page, Route

from tests.dashboard.conftest import UNFILLED_AREA_COLOR
from tests.dashboard.sign_in import sign_in
from tests.dashboard.waiting import wait_until
from tests.dashboard.web_contexts import WallServer

pytestmark = pytest.mark.browser

COLORED_AREAS = f".map-main path.area:not([fill='{UNFILLED_AREA_COLOR}'])"


@pytest.mark.parametrize("query", ["", "?pada=2026-11-23T13:30"])
def test_borders_loaded_after_the_frame_are_colored(wall_server: WallServer, page: Page, query: str) -> None:
    delayed_routes: list[Route] = []
    page.route("**/geo/main/areas.json", lambda route: delayed_routes.append(route))
    sign_in(page, wall_server.url, wall_server.accounts)
    page.goto(wall_server.url + query)
    wait_until(page, "document.querySelector('#wall-open .tile-value')?.textContent.length > 0")
    assert page.locator(COLORED_AREAS).count() == 0
    for route in delayed_routes:
        route.continue_()
    page.wait_for_selector(COLORED_AREAS, state="attached")
