"""The map takes its colours however late its borders come: on the live wall and on one of the past."""

import pytest
from playwright.sync_api import Page, Route

from tests.dashboard.conftest import UNCOLOURED
from tests.dashboard.waiting import until
from tests.dashboard.web_contexts import WallServer

pytestmark = pytest.mark.browser

COLOURED = f".map-main path.area:not([fill='{UNCOLOURED}'])"


@pytest.mark.parametrize("query", ["", "?pada=2026-11-23T13:30"])
def test_borders_that_come_after_the_figures_are_coloured(
    wall_server: WallServer, page: Page, query: str
) -> None:
    held: list[Route] = []
    page.route("**/geo/main/areas.json", lambda route: held.append(route))
    page.goto(wall_server.url + query)
    until(page, "document.querySelector('#wall-open .tile-value')?.textContent.length > 0")
    assert page.locator(COLOURED).count() == 0
    for route in held:
        route.continue_()
    page.wait_for_selector(COLOURED, state="attached")
