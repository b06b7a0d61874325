"""Playing through the board as people do: typing, tapping and tabbing in Chromium."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, ViewportSize, expect

from dashboard.web.context import Site
from data.core.access import Who

PHONE: ViewportSize = {"width": 360, "height": 740}
OFFICE: ViewportSize = {"width": 1440, "height": 900}
OWN_WORDS = "ikan bakar rica-rica"
FURTHEST = 80  # taps of the tabulator after which a part counts as out of reach


def first_sign_in(page: Page, address: str, site: Site, who: Who) -> None:
    """With the password that the operator handed out, over one of one's own, to one's own page."""
    first = site.accounts.add(who)
    page.goto(f"{address}/masuk")
    page.fill("#name", who.name)
    page.fill("#password", first)
    page.click("button[type=submit]")
    expect(page.get_by_role("heading", name="Ganti kata sandi pertama")).to_be_visible()
    assert faults(page) == []
    page.fill("#old", first)
    page.fill("#new", OWN_WORDS)
    page.fill("#again", OWN_WORDS)
    page.get_by_role("button", name="Simpan kata sandi").click()


def sign_out(page: Page, address: str, locked: str) -> None:
    """By the bar's button; the page that was open before asks for a sign-in then."""
    page.locator(".bar-who button").click()
    expect(page.get_by_role("heading", name="Masuk")).to_be_visible()
    page.goto(address + locked)
    expect(page.get_by_role("heading", name="Masuk")).to_be_visible()


def faults(page: Page) -> list[Any]:
    """What keeps people out: serious faults for axe-core, or a page wider than its screen."""
    found: dict[str, Any] = Axe().run(page).response
    said = [fault["id"] for fault in found["violations"] if fault["impact"] in ("serious", "critical")]
    width = page.evaluate("document.documentElement.scrollWidth")
    return said + ([width] if width > page.evaluate("window.innerWidth") else [])


def refused(page: Page) -> None:
    """The page says in words that it is not for this account."""
    expect(page.get_by_role("heading", name="Halaman ini bukan untuk akun Anda")).to_be_visible()
    assert faults(page) == []


def tab_to(page: Page, selector: str) -> None:
    """Goes on by the tabulator alone until an element that matches has the focus."""
    for _ in range(FURTHEST):
        if page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{selector} is not reached by {FURTHEST} taps of the tabulator")
