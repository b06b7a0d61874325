"""The page of all screens: what an operator sees of them and asks of them."""

from urllib.parse import urlencode

import pytest
from dash import Dash
from playwright.sync_api import Page, expect

from dashboard.web.context import Site
from tests.dashboard.conftest import SignedIn
from tests.dashboard.play_through import OFFICE, PHONE, faults
from tests.dashboard.sign_in import ask, sign_in
from tests.dashboard.web_contexts import WallServer
from tests.personas import BARAT, DEPUTY_MAYOR, OPERATOR, SCREEN

SAID = {
    "tab": "a1", "view": "kota", "mood": "fresh", "width": 1920, "height": 1080, "as_of": 0,
    "version": "lama", "streaming": False,
}  # fmt: skip


def order(app: Dash, **fields: str) -> int:
    form = {"screen": SCREEN.name, "view": "", "minutes": "", "message": "", "act": "give", **fields}
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    answer = ask(app, "POST", "/layar/semua/perintah", OPERATOR, content=urlencode(form), headers=headers)
    return answer.status_code


def test_a_screen_is_listed_with_what_it_shows_and_what_ails_it(closed: Dash, closed_site: Site) -> None:
    assert ask(closed, "POST", "/api/v1/wall/seen", SCREEN, json=SAID).status_code == 204
    closed_site.live.screens.flush()
    page = ask(closed, "GET", "/layar/semua", OPERATOR).text
    for said in (SCREEN.name, "hidup", "Kota", "data terkini", "versi lama", "tanpa aliran", "1920×1080"):  # noqa: RUF001
        assert said in page, said


@pytest.mark.parametrize(
    "said", [b"", b"[]", b"{}", b"x" * 5_000, b'{"tab": 1}', b'{"tab": "a", "width": "x"}']
)
def test_nonsense_of_a_screen_is_refused_and_nothing_is_kept(
    closed: Dash, closed_site: Site, said: bytes
) -> None:
    assert ask(closed, "POST", "/api/v1/wall/seen", SCREEN, content=said).status_code == 422
    closed_site.live.screens.flush()
    assert [screen.tabs for screen in closed_site.live.screens.overview()] == [()]


def test_a_watchdog_learns_when_its_screen_was_heard(closed: Dash) -> None:
    asked = "/api/v1/wall/heard?tab=a1"
    assert ask(closed, "GET", asked, SCREEN).json() == {"seconds": None}
    ask(closed, "POST", "/api/v1/wall/seen", SCREEN, json=SAID)
    assert ask(closed, "GET", asked, SCREEN).json()["seconds"] < 30


def test_an_order_is_given_and_written_down(closed: Dash, closed_site: Site) -> None:
    assert order(closed, view=BARAT, message="<b>Rapat</b>", minutes="30", paused="1") == 303
    closed_site.live.screens.refresh()
    found = closed_site.live.screens.order(SCREEN.name)
    assert found and (found.view, found.message, found.paused) == (BARAT, "<b>Rapat</b>", True)
    assert ("arahkan layar", SCREEN.name) in {
        (line.act, line.object) for line in closed_site.accounts.audit()
    }
    page = ask(closed, "GET", "/layar/semua", OPERATOR).text
    assert "&lt;b&gt;Rapat&lt;/b&gt;" in page and "<b>Rapat</b>" not in page
    assert order(closed, act="end") == 303
    closed_site.live.screens.refresh()
    assert closed_site.live.screens.order(SCREEN.name) is None


@pytest.mark.parametrize("wrong", [{"view": "99.99"}, {"minutes": "7"}, {"screen": "x" * 101}])
def test_a_wrong_order_is_refused_in_words(closed: Dash, wrong: dict[str, str]) -> None:
    assert order(closed, **wrong) == 422


def test_only_operators_direct_screens(closed: Dash) -> None:
    assert ask(closed, "GET", "/layar/semua", DEPUTY_MAYOR).status_code == 403


@pytest.mark.browser
def test_an_operator_directs_a_screen_from_his_desk(
    wall_server: WallServer, signed_in: SignedIn, page: Page
) -> None:
    desk = signed_in(wall_server)
    address = wall_server.url.replace("/layar", "/layar/semua")
    wall = sign_in(
        page.context.browser.new_context().new_page(), wall_server.url, wall_server.accounts, SCREEN
    )  # type: ignore[union-attr]
    wall.goto(wall_server.url)
    wall.wait_for_selector("#wall:not(.waiting)", state="attached")
    desk.goto(address)
    card = desk.locator(f"[data-screen='{SCREEN.name}']")
    expect(card).to_contain_text("hidup", timeout=40_000)
    for size in (PHONE, OFFICE):
        desk.set_viewport_size(size)
        assert faults(desk) == []
    card.locator("summary").click()
    card.locator("select[name=view]").select_option(label="Barat")
    card.locator("input[name=message]").fill("Perhatikan Barat")
    card.get_by_role("button", name="Terapkan").click()
    expect(wall.locator(".city")).to_have_text("BaratKecamatan", timeout=20_000)
    expect(wall.locator(".lines")).to_contain_text("Perhatikan Barat")
    expect(card).to_contain_text("Disematkan: Barat")
    wall.context.close()
