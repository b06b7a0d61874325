"""The wall and its responses: no names of people, no point and kelurahan of sensitive reports."""

import pytest
from playwright.sync_api import Page, Response, expect

from tests.dashboard.conftest import OpenWall
from tests.dashboard.web_contexts import WallServer
from tests.personas import MARIA, YOHANIS

pytestmark = pytest.mark.browser


def test_no_response_contains_a_person_name(wall_server: WallServer, open_wall: OpenWall, page: Page) -> None:
    responses: list[Response] = []
    page.on("response", lambda answer: responses.append(answer))
    open_wall(wall_server)
    with page.expect_response("**/api/v1/wall"):
        """Cause one more refresh."""
    text_by_url = {
        answer.url: answer.text() for answer in responses if "json" in answer.headers.get("content-type", "")
    }
    assert any("/api/v1/wall" in url for url in text_by_url)
    for secret in (MARIA.name, YOHANIS.name, "rumah kuning"):
        assert [url for url, text in text_by_url.items() if secret in text] == []


def test_a_sensitive_report_is_counted_without_a_point(wall_server: WallServer, open_wall: OpenWall) -> None:
    page = open_wall(wall_server)
    row = page.locator(".timer", has_text="Narkoba")
    expect(row.locator(".timer-what span")).to_have_text("Timur")
    icon_count = page.locator(".map-main .map-icon").count()
    dot_count = page.locator(".map-main path[fill='#eef4fc']").count()
    assert icon_count + dot_count == 5, "six reports lie on the map, the sensitive one without a point"
