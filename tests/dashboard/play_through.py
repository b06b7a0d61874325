"""Steps of a user in Chromium: typing, tapping and tabbing."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, ViewportSize, expect

from dashboard.web.context import WebContext
from data.core.access import Principal

PHONE: ViewportSize = {"width": 360, "height": 740}
OFFICE: ViewportSize = {"width": 1440, "height": 900}
NEW_PASSWORD = "ikan bakar rica-rica"
MAX_TABS = 80  # presses of the tab key after which an element counts as unreachable


def first_sign_in(page: Page, address: str, web_context: WebContext, principal: Principal) -> None:
    """Sign in with a first password and replace it, which leads to the home page."""
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
    """Sign out by the navigation bar; a protected page then leads to the sign-in."""
    page.locator(".bar-account button").click()
    expect(page.get_by_role("heading", name="Masuk")).to_be_visible()
    page.goto(address + protected_path)
    expect(page.get_by_role("heading", name="Masuk")).to_be_visible()


def accessibility_faults(page: Page) -> list[Any]:
    """Return serious accessibility faults by axe-core, and the page's width if it exceeds the screen."""
    axe_report: dict[str, Any] = Axe().run(page).response
    serious_faults = [
        violation["id"]
        for violation in axe_report["violations"]
        if violation["impact"] in ("serious", "critical")
    ]
    width = page.evaluate("document.documentElement.scrollWidth")
    return serious_faults + ([width] if width > page.evaluate("window.innerWidth") else [])


def expect_refused(page: Page) -> None:
    """Check that the page is denied to this account."""
    expect(page.get_by_role("heading", name="Halaman ini bukan untuk akun Anda")).to_be_visible()
    assert accessibility_faults(page) == []


def tab_to(page: Page, selector: str) -> None:
    """Press the tab key until an element that matches has the focus."""
    for _ in range(MAX_TABS):
        if page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{selector} is not reached by {MAX_TABS} presses of the tab key")
