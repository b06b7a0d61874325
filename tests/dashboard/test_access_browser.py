"""Sign-in in Chromium: under the content security policy, by keyboard, and for screen readers."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.dashboard.conftest import OpenWall, PageLog, SignInAs
from tests.dashboard.sign_in import PASSWORD
from tests.dashboard.web_contexts import WallServer
from tests.personas import BARAT, CAMAT_BARAT, OPERATOR

pytestmark = pytest.mark.browser

NEW_PASSWORD = "ikan bakar rica-rica"


def url_at(server: WallServer, path: str) -> str:
    return server.url.replace("/layar", path)


def type_in(page: Page, *values: str) -> None:
    """Fill in the fields by keyboard alone."""
    for number, value in enumerate(values):
        page.keyboard.type(value)
        page.keyboard.press("Enter" if number == len(values) - 1 else "Tab")
        if number < len(values) - 1 and page.evaluate("document.activeElement.className") == "show":
            page.keyboard.press("Tab")


def test_first_sign_in_by_keyboard_changes_password_then_opens_the_requested_page(
    wall_server: WallServer, page: Page, page_log: PageLog
) -> None:
    first_password = wall_server.accounts.create_account(OPERATOR)
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(url_at(wall_server, "/sumber"))
    page.focus("#name")
    type_in(page, OPERATOR.name, first_password)
    expect(page.get_by_role("heading", name="Ganti kata sandi pertama")).to_be_visible()
    assert Axe().run(page).violations_count == 0
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    page.focus("#old")
    type_in(page, first_password, NEW_PASSWORD, NEW_PASSWORD)
    expect(page.locator(".source")).to_have_count(1)
    assert page.url == url_at(wall_server, "/sumber")
    page.get_by_role("link", name="Akun").click()
    page.get_by_role("main").get_by_role("button", name="Keluar", exact=True).click()
    expect(page.get_by_role("heading", name="Masuk")).to_be_visible()
    assert page_log.errors == []


def test_wrong_password_shows_an_error_and_keeps_the_account_name(
    wall_server: WallServer, page: Page
) -> None:
    wall_server.accounts.create_account(CAMAT_BARAT, PASSWORD, must_change=False)
    page.goto(url_at(wall_server, "/masuk"))
    page.focus("#name")
    type_in(page, CAMAT_BARAT.name, "salah sekali ini")
    expect(page.get_by_role("alert")).to_contain_text("tidak sesuai")
    expect(page.locator("#name")).to_have_value(CAMAT_BARAT.name)
    expect(page.locator("#password")).to_be_focused()
    assert Axe().run(page).violations_count == 0
    type_in(page, PASSWORD)
    expect(page).to_have_url(url_at(wall_server, f"/kecamatan/{BARAT}"))
    expect(page.get_by_role("heading", name="Kecamatan Barat")).to_be_visible()


def test_sign_in_works_without_a_script(wall_server: WallServer, page: Page) -> None:
    wall_server.accounts.create_account(OPERATOR, PASSWORD, must_change=False)
    browser = page.context.browser
    assert browser
    plain_page = browser.new_context(java_script_enabled=False).new_page()
    plain_page.goto(url_at(wall_server, "/masuk?ke=/akun"))
    plain_page.fill("#name", OPERATOR.name)
    plain_page.fill("#password", PASSWORD)
    plain_page.click("button[type=submit]")
    expect(plain_page.get_by_text("Operator command center")).to_be_visible()
    plain_page.context.close()


def test_password_field_can_be_shown_and_hidden(wall_server: WallServer, page: Page) -> None:
    page.goto(url_at(wall_server, "/masuk"))
    page.fill("#password", PASSWORD)
    page.get_by_role("button", name="Tampilkan").click()
    assert page.get_attribute("#password", "type") == "text"
    page.get_by_role("button", name="Sembunyikan").click()
    assert page.get_attribute("#password", "type") == "password"


@pytest.mark.parametrize("size", [(360, 740), (1440, 900)])
def test_forbidden_page_says_what_to_do_next(
    wall_server: WallServer, sign_in_as: SignInAs, size: tuple[int, int]
) -> None:
    page = sign_in_as(wall_server, CAMAT_BARAT)
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.goto(url_at(wall_server, "/sumber"))
    expect(page.get_by_role("heading", name="Halaman ini bukan untuk akun Anda")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == size[0]
    assert Axe().run(page).violations_count == 0


def test_every_page_obeys_the_content_security_policy(
    wall_server: WallServer, sign_in_as: SignInAs, open_wall: OpenWall, page_log: PageLog
) -> None:
    sign_in_as(wall_server, OPERATOR)
    page = open_wall(wall_server)
    for path, selector in (("/sumber", ".source"), ("/cara-hitung", "#example-arus .sum"), ("/akun", "#new")):
        page.goto(url_at(wall_server, path))
        page.wait_for_selector(selector)
    assert page_log.errors == []


def test_a_script_written_into_a_page_does_not_run(
    wall_server: WallServer, open_wall: OpenWall, page_log: PageLog
) -> None:
    page = open_wall(wall_server)
    page.evaluate("document.body.append(Object.assign(document.createElement('script'), {text: 'evil = 1'}))")
    assert page.evaluate("window.evil") is None
    assert any("Content Security Policy" in error for error in page_log.errors)


def test_page_with_ended_session_redirects_to_sign_in(wall_server: WallServer, sign_in_as: SignInAs) -> None:
    page = sign_in_as(wall_server, OPERATOR)
    page.goto(url_at(wall_server, "/sumber"))
    page.wait_for_selector(".source")
    page.context.clear_cookies()
    page.wait_for_url("**/masuk?ke=%2Fsumber", timeout=60_000)
