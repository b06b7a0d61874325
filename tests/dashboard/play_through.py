"""Playing through the board as people do: typing, tapping and tabbing in Chromium."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, ViewportSize, expect

from dashboard.web.context import WebContext
from data.core.access import Principal

PHONE: ViewportSize = {"width": 360, "height": 740}
OFFICE: ViewportSize = {"width": 1440, "height": 900}
NEW_PASSWORD = "ikan bakar rica-rica"
MAX_TABS = 80  # taps of the tabulator after which a part counts as out of reach


def first_sign_in(page: Page, address: str, web_context: WebContext, principal: Principal) -> None:
    """With the password that the operator handed out, over one of one's own, to one's own page."""
    first_password = web_context.accounts.create_account(principal)
    page.goto(f"{address}/masuk")
    page.fill("#name", principal.name)
    page.fill("#password", first_password)
    page.click("button[type=submit]")
    expect(page.get_by_role("heading", name="Ganti kata sandi pertama")).to_be_visible()
    assert accessibility_faults(page) == []
    page.fill("#old", first_password)
    page.fill("#new", NEW_PASSWORD)
    page.fill("#again", NEW_PASSWORD)
    page.get_by_role("button", name="Simpan kata sandi").click()


def sign_out(page: Page, address: str, protected_path: str) -> None:
    """By the bar's button; the page that was open before asks for a sign-in then."""
    page.locator(".bar-account button").click()
    expect(page.get_by_role("heading", name="Masuk")).to_be_visible()
    page.goto(address + protected_path)
    expect(page.get_by_role("heading", name="Masuk")).to_be_visible()


def accessibility_faults(page: Page) -> list[Any]:
    """What keeps people out: serious faults for axe-core, or a page wider than its screen."""
    axe_report: dict[str, Any] = Axe().run(page).response
    serious_faults = [
        violation["id"]
        for violation in axe_report["violations"]
        if violation["impact"] in ("serious", "critical")
    ]
    width = page.evaluate("document.documentElement.scrollWidth")
    return serious_faults + ([width] if width > page.evaluate("window.innerWidth") else [])


def expect_refused(page: Page) -> None:
    """The page says in words that it is not for this account."""
    expect(page.get_by_role("heading", name="Halaman ini bukan untuk akun Anda")).to_be_visible()
    assert accessibility_faults(page) == []


def tab_to(page: Page, selector: str) -> None:
    """Goes on by the tabulator alone until an element that matches has the focus."""
    for _ in range(MAX_TABS):
        if page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{selector} is not reached by {MAX_TABS} taps of the tabulator")
