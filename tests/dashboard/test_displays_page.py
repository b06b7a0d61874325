"""The page of all displays: what an operator sees, and the orders they give."""

from urllib.parse import urlencode

import pytest
from dash import Dash
from playwright.sync_api import Page, expect

from dashboard.web.context import WebContext
from tests.dashboard.conftest import SignInAs
from tests.dashboard.play_through import OFFICE, PHONE, accessibility_faults
from tests.dashboard.sign_in import request_as, sign_in
from tests.dashboard.web_contexts import WallServer
from tests.personas import BARAT, DEPUTY_MAYOR, OPERATOR, WALL_DISPLAY

HEARTBEAT = {
    "tab": "a1", "view": "kota", "mood": "fresh", "width": 1920, "height": 1080, "as_of": 0,
    "version": "lama", "streaming": False,
}  # fmt: skip


def send_order(app: Dash, **fields: str) -> int:
    form = {"screen": WALL_DISPLAY.name, "view": "", "minutes": "", "message": "", "act": "give", **fields}
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    answer = request_as(
        app, "POST", "/layar/semua/perintah", OPERATOR, content=urlencode(form), headers=headers
    )
    return answer.status_code


def test_display_is_listed_with_its_view_and_condition(
    closed_wall_app: Dash, closed_wall_context: WebContext
) -> None:
    assert (
        request_as(closed_wall_app, "POST", "/api/v1/wall/seen", WALL_DISPLAY, json=HEARTBEAT).status_code
        == 204
    )
    closed_wall_context.live_board.displays.flush()
    page = request_as(closed_wall_app, "GET", "/layar/semua", OPERATOR).text
    for text in (
        WALL_DISPLAY.name,
        "hidup",
        "Kota",
        "data terkini",
        "versi lama",
        "tanpa aliran",
        "1920\N{MULTIPLICATION SIGN}1080",
    ):
        assert text in page, text


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"{}", b"x" * 5_000, b'{"tab": 1}', b'{"tab": "a", "width": "x"}']
)
def test_invalid_heartbeat_is_rejected_and_not_stored(
    closed_wall_app: Dash, closed_wall_context: WebContext, body: bytes
) -> None:
    assert (
        request_as(closed_wall_app, "POST", "/api/v1/wall/seen", WALL_DISPLAY, content=body).status_code
        == 422
    )
    closed_wall_context.live_board.displays.flush()
    assert [display.tabs for display in closed_wall_context.live_board.displays.overview()] == [()]


def test_watchdog_reads_the_last_heartbeat(closed_wall_app: Dash) -> None:
    heartbeat_path = "/api/v1/wall/heard?tab=a1"
    assert request_as(closed_wall_app, "GET", heartbeat_path, WALL_DISPLAY).json() == {"seconds": None}
    request_as(closed_wall_app, "POST", "/api/v1/wall/seen", WALL_DISPLAY, json=HEARTBEAT)
    assert request_as(closed_wall_app, "GET", heartbeat_path, WALL_DISPLAY).json()["seconds"] < 30


def test_order_is_given_and_audited(closed_wall_app: Dash, closed_wall_context: WebContext) -> None:
    assert send_order(closed_wall_app, view=BARAT, message="<b>Rapat</b>", minutes="30", paused="1") == 303
    closed_wall_context.live_board.displays.refresh()
    current_order = closed_wall_context.live_board.displays.order(WALL_DISPLAY.name)
    assert current_order and (current_order.view, current_order.message, current_order.paused) == (
        BARAT,
        "<b>Rapat</b>",
        True,
    )
    assert ("arahkan layar", WALL_DISPLAY.name) in {
        (line.act, line.object) for line in closed_wall_context.accounts.list_audit()
    }
    page = request_as(closed_wall_app, "GET", "/layar/semua", OPERATOR).text
    assert "&lt;b&gt;Rapat&lt;/b&gt;" in page and "<b>Rapat</b>" not in page
    assert send_order(closed_wall_app, act="end") == 303
    closed_wall_context.live_board.displays.refresh()
    assert closed_wall_context.live_board.displays.order(WALL_DISPLAY.name) is None


@pytest.mark.parametrize("wrong", [{"view": "99.99"}, {"minutes": "7"}, {"screen": "x" * 101}])
def test_invalid_order_is_rejected(closed_wall_app: Dash, wrong: dict[str, str]) -> None:
    assert send_order(closed_wall_app, **wrong) == 422


def test_only_operators_direct_displays(closed_wall_app: Dash) -> None:
    assert request_as(closed_wall_app, "GET", "/layar/semua", DEPUTY_MAYOR).status_code == 403


@pytest.mark.browser
def test_operator_directs_a_display_in_a_browser(
    wall_server: WallServer, sign_in_as: SignInAs, page: Page
) -> None:
    operator_page = sign_in_as(wall_server)
    address = wall_server.url.replace("/layar", "/layar/semua")
    display_page = sign_in(
        page.context.browser.new_context().new_page(), wall_server.url, wall_server.accounts, WALL_DISPLAY
    )  # type: ignore[union-attr]
    display_page.goto(wall_server.url)
    display_page.wait_for_selector("#wall:not(.waiting)", state="attached")
    operator_page.goto(address)
    card = operator_page.locator(f"[data-display='{WALL_DISPLAY.name}']")
    expect(card).to_contain_text("hidup", timeout=40_000)
    for size in (PHONE, OFFICE):
        operator_page.set_viewport_size(size)
        assert accessibility_faults(operator_page) == []
    card.locator("summary").click()
    card.locator("select[name=view]").select_option(label="Barat")
    card.locator("input[name=message]").fill("Perhatikan Barat")
    card.get_by_role("button", name="Terapkan").click()
    expect(display_page.locator(".city")).to_have_text("BaratKecamatan", timeout=20_000)
    expect(display_page.locator(".lines")).to_contain_text("Perhatikan Barat")
    expect(card).to_contain_text("Disematkan: Barat")
    display_page.context.close()
