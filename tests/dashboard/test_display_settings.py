"""Language and theme of each display: set by an operator, kept in the store, shown by its wall at once."""

from urllib.parse import urlencode

import pytest
from dash import Dash
from playwright.sync_api import Page, expect

from dashboard.web.context import WebContext
from data.core.access import Principal
from data.core.displays import ALL_DISPLAYS, DisplaySettings, settings_in_force
from tests.dashboard.conftest import OpenWall
from tests.dashboard.sign_in import request_as
from tests.dashboard.web_contexts import WallServer
from tests.personas import DEPUTY_MAYOR, OPERATOR, WALL_DISPLAY

ENGLISH, LIGHT, BOTH = DisplaySettings("en"), DisplaySettings(theme="light"), DisplaySettings("en", "light")


def send_settings(app: Dash, who: Principal = OPERATOR, **fields: str) -> int:
    form = {"screen": WALL_DISPLAY.name, "act": "settings", **fields}
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    answer = request_as(app, "POST", "/layar/semua/perintah", who, content=urlencode(form), headers=headers)
    return answer.status_code


def wall_of(app: Dash, who: Principal, query: str = "") -> str:
    return request_as(app, "GET", f"/layar{query}", who).text


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({}, DisplaySettings()),
        ({ALL_DISPLAYS: ENGLISH}, ENGLISH),
        ({"a": LIGHT, ALL_DISPLAYS: ENGLISH}, LIGHT),
        ({"b": LIGHT}, DisplaySettings()),
    ],
)
def test_a_display_has_its_own_settings_else_those_of_all(
    settings: dict[str, DisplaySettings], expected: DisplaySettings
) -> None:
    assert settings_in_force("a", settings) == expected


def test_a_page_can_tell_settings_apart() -> None:
    assert [settings.key for settings in (DisplaySettings(), ENGLISH, LIGHT, BOTH)] == [
        "", "en", "light", "en,light",
    ]  # fmt: skip


def test_settings_are_kept_until_they_change(closed_wall_context: WebContext) -> None:
    displays = closed_wall_context.live_board.displays
    displays.set_settings(WALL_DISPLAY.name, BOTH)
    assert displays.refresh() and not displays.refresh()
    assert displays.settings(WALL_DISPLAY.name) == BOTH
    displays.set_settings(ALL_DISPLAYS, LIGHT)
    displays.refresh()
    assert displays.settings(WALL_DISPLAY.name) == LIGHT == displays.settings("another")
    displays.set_settings(ALL_DISPLAYS, DisplaySettings())
    displays.refresh()
    assert displays.settings(WALL_DISPLAY.name) == DisplaySettings()


def test_an_operator_sets_what_a_display_shows(
    closed_wall_app: Dash, closed_wall_context: WebContext
) -> None:
    assert '<html lang="id" data-theme="dark" class="display">' in wall_of(closed_wall_app, WALL_DISPLAY)
    assert send_settings(closed_wall_app, language="en", theme="light") == 303
    closed_wall_context.live_board.displays.refresh()
    shown = wall_of(closed_wall_app, WALL_DISPLAY)
    assert '<html lang="en" data-theme="light" data-other-language="en"' in shown
    assert 'data-display-settings="en,light"' in shown
    page = request_as(closed_wall_app, "GET", "/layar/semua", OPERATOR).text
    assert '<option value="en" lang="en" selected>' in page and '<option value="light" selected>' in page


def test_an_address_is_before_the_settings(closed_wall_app: Dash, closed_wall_context: WebContext) -> None:
    closed_wall_context.live_board.displays.set_settings(WALL_DISPLAY.name, BOTH)
    closed_wall_context.live_board.displays.refresh()
    shown = wall_of(closed_wall_app, WALL_DISPLAY, "?bahasa=id&tema=gelap")
    assert '<html lang="id" data-theme="dark" data-display-settings="en,light"' in shown


def test_the_wall_of_a_person_is_not_that_of_the_displays(
    closed_wall_app: Dash, closed_wall_context: WebContext
) -> None:
    closed_wall_context.live_board.displays.set_settings(ALL_DISPLAYS, BOTH)
    closed_wall_context.live_board.displays.refresh()
    assert '<html lang="id" data-theme="dark" class="display">' in wall_of(closed_wall_app, OPERATOR)


@pytest.mark.parametrize("fields", [{"language": "zz"}, {"language": "../id"}, {"theme": "auto"}])
def test_settings_that_the_page_does_not_offer_are_refused(
    closed_wall_app: Dash, closed_wall_context: WebContext, fields: dict[str, str]
) -> None:
    assert send_settings(closed_wall_app, **fields) == 422
    assert not closed_wall_context.live_board.displays.refresh()


def test_only_an_operator_sets_displays(closed_wall_app: Dash) -> None:
    assert send_settings(closed_wall_app, DEPUTY_MAYOR, language="en") == 403


@pytest.mark.browser
def test_a_wall_that_is_open_takes_its_settings_at_once(
    wall_server: WallServer, open_wall: OpenWall, page: Page
) -> None:
    open_wall(wall_server)
    wall_server.live_board.displays.set_settings(ALL_DISPLAYS, BOTH)
    expect(page.locator("#wall-open .tile-label")).to_have_text("Unresolved")
    expect(page.locator(".bands .key").first).to_have_text("clearly above the city")
    expect(page.locator("html")).to_have_attribute("data-theme", "light")
    wall_server.live_board.displays.set_settings(ALL_DISPLAYS, DisplaySettings())
    expect(page.locator("#wall-open .tile-label")).to_have_text("Belum selesai")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
