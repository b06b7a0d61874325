"""Signing in as people do, in Chromium: under our own policy, by keyboard, and fit for screen readers."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.dashboard.conftest import Look, Seen, SignedIn
from tests.dashboard.sign_in import PASSWORD
from tests.dashboard.web_contexts import WallServer
from tests.personas import BARAT, CAMAT_BARAT, OPERATOR

pytestmark = pytest.mark.browser

OWN = "ikan bakar rica-rica"


def at(server: WallServer, path: str) -> str:
    return server.url.replace("/layar", path)


def type_in(page: Page, *words: str) -> None:
    """From field to field, then enter: nobody needs a mouse."""
    for number, word in enumerate(words):
        page.keyboard.type(word)
        page.keyboard.press("Enter" if number == len(words) - 1 else "Tab")
        if number < len(words) - 1 and page.evaluate("document.activeElement.className") == "show":
            page.keyboard.press("Tab")


def test_a_first_sign_in_by_keyboard_leads_over_a_new_password_to_where_one_wanted(
    wall_server: WallServer, page: Page, seen: Seen
) -> None:
    first = wall_server.accounts.add(OPERATOR)
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(at(wall_server, "/sumber"))
    page.focus("#name")
    type_in(page, OPERATOR.name, first)
    expect(page.get_by_role("heading", name="Ganti kata sandi pertama")).to_be_visible()
    assert Axe().run(page).violations_count == 0
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    page.focus("#old")
    type_in(page, first, OWN, OWN)
    expect(page.locator(".feed")).to_have_count(1)
    assert page.url == at(wall_server, "/sumber")
    page.get_by_role("link", name="Akun").click()
    page.get_by_role("button", name="Keluar", exact=True).click()
    expect(page.get_by_role("heading", name="Masuk")).to_be_visible()
    assert seen.errors == []


def test_a_wrong_password_is_told_and_the_name_stays(wall_server: WallServer, page: Page) -> None:
    wall_server.accounts.add(CAMAT_BARAT, PASSWORD, must_change=False)
    page.goto(at(wall_server, "/masuk"))
    page.focus("#name")
    type_in(page, CAMAT_BARAT.name, "salah sekali ini")
    expect(page.get_by_role("alert")).to_contain_text("tidak sesuai")
    expect(page.locator("#name")).to_have_value(CAMAT_BARAT.name)
    expect(page.locator("#password")).to_be_focused()
    assert Axe().run(page).violations_count == 0
    type_in(page, PASSWORD)
    expect(page).to_have_url(at(wall_server, f"/kecamatan/{BARAT}"))
    expect(page.get_by_role("heading", name="Kecamatan Barat")).to_be_visible()


def test_sign_in_works_without_a_script(wall_server: WallServer, page: Page) -> None:
    wall_server.accounts.add(OPERATOR, PASSWORD, must_change=False)
    browser = page.context.browser
    assert browser
    plain = browser.new_context(java_script_enabled=False).new_page()
    plain.goto(at(wall_server, "/masuk?ke=/akun"))
    plain.fill("#name", OPERATOR.name)
    plain.fill("#password", PASSWORD)
    plain.click("button[type=submit]")
    expect(plain.get_by_text("Operator command center")).to_be_visible()
    plain.context.close()


def test_a_password_is_shown_to_whoever_asks(wall_server: WallServer, page: Page) -> None:
    page.goto(at(wall_server, "/masuk"))
    page.fill("#password", PASSWORD)
    page.get_by_role("button", name="Tampilkan").click()
    assert page.get_attribute("#password", "type") == "text"
    page.get_by_role("button", name="Sembunyikan").click()
    assert page.get_attribute("#password", "type") == "password"


@pytest.mark.parametrize("size", [(360, 740), (1440, 900)])
def test_a_refusal_says_what_to_do_next(
    wall_server: WallServer, signed_in: SignedIn, size: tuple[int, int]
) -> None:
    page = signed_in(wall_server, CAMAT_BARAT)
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.goto(at(wall_server, "/sumber"))
    expect(page.get_by_role("heading", name="Halaman ini bukan untuk akun Anda")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == size[0]
    assert Axe().run(page).violations_count == 0


def test_every_page_keeps_to_the_policy_without_a_complaint(
    wall_server: WallServer, signed_in: SignedIn, look: Look, seen: Seen
) -> None:
    signed_in(wall_server, OPERATOR)
    page = look(wall_server)
    for path, drawn in (("/sumber", ".feed"), ("/cara-hitung", "#example-arus .sum"), ("/akun", "#new")):
        page.goto(at(wall_server, path))
        page.wait_for_selector(drawn)
    assert seen.errors == []


def test_a_script_written_into_a_page_does_not_run(wall_server: WallServer, look: Look, seen: Seen) -> None:
    page = look(wall_server)
    page.evaluate("document.body.append(Object.assign(document.createElement('script'), {text: 'evil = 1'}))")
    assert page.evaluate("window.evil") is None
    assert any("Content Security Policy" in error for error in seen.errors)


def test_a_page_whose_session_is_over_leads_to_the_sign_in(
    wall_server: WallServer, signed_in: SignedIn
) -> None:
    page = signed_in(wall_server, OPERATOR)
    page.goto(at(wall_server, "/sumber"))
    page.wait_for_selector(".feed")
    page.context.clear_cookies()
    page.wait_for_url("**/masuk?ke=%2Fsumber", timeout=60_000)
