"""No person is on the wall, nor on the way to it; a sensitive report shows neither point nor kelurahan."""

import pytest
from playwright.sync_api import Page, Response, expect

from tests.dashboard.conftest import Look
from tests.dashboard.web_contexts import WallServer
from tests.personas import MARIA, YOHANIS

pytestmark = pytest.mark.browser


def test_no_answer_to_a_browser_names_a_person(wall_server: WallServer, look: Look, page: Page) -> None:
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))
    look(wall_server)
    with page.expect_response("**/api/v1/wall"):
        """One more refresh."""
    told = {
        answer.url: answer.text() for answer in answers if "json" in answer.headers.get("content-type", "")
    }
    assert any("/api/v1/wall" in url for url in told)
    for secret in (MARIA.name, YOHANIS.name, "rumah kuning"):
        assert [url for url, text in told.items() if secret in text] == []


def test_a_sensitive_report_is_counted_but_not_placed(wall_server: WallServer, look: Look) -> None:
    page = look(wall_server)
    row = page.locator(".timer", has_text="Narkoba")
    expect(row.locator(".timer-what span")).to_have_text("Timur")
    drawn = page.locator(".map-main .map-mark").count()
    dots = page.locator(".map-main path[fill='#eef4fc']").count()
    assert drawn + dots == 5, "six reports lie on the map, the sensitive one without a point"
