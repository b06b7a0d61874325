"""The camat's page in a browser: on a phone and in an office, by finger, mouse and keyboard alone."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from dashboard.app import create_app
from tests.dashboard.backlogs import CAMAT_BARAT, DESK, FIRST_FIVE, desk_site, desk_town, seen_by
from tests.dashboard.office_pages import served
from tests.dashboard.web_contexts import STALE_SECONDS, MovableTime, site_of
from tests.personas import BARAT, local

pytestmark = pytest.mark.browser

PHONE, OFFICE = (360, 740), (1440, 900)
ADDRESS = f"/kecamatan/{BARAT}"
TOO_SMALL = """() => [...document.querySelectorAll(
    '.office a[href], .office button, .office select, .office summary')]
  .filter((e) => e.offsetParent && !e.closest('.ag-root-wrapper'))
  .map((e) => [e.textContent, e.getBoundingClientRect()])
  .filter(([, box]) => box.height < 44 || box.width < 44).map(([said]) => said)"""


@contextmanager
def opened(browser: Browser, address: str, size: tuple[int, int]) -> Iterator[Page]:
    """A page in a browser of that size, which must not write a single error."""
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        locale="id-ID",
        permissions=["clipboard-read", "clipboard-write"],
    )
    page = context.new_page()
    page.set_default_timeout(60_000)
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
    page.goto(address)
    yield page
    context.close()
    assert errors == []


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[str]:
    """The address of Barat's page, as its camat is answered."""
    with served(create_app(desk_site(tmp_path, asking=CAMAT_BARAT))) as address:
        yield address + ADDRESS


def drawn(page: Page) -> Page:
    """Waits until the page shows its figures and its time ticks."""
    expect(page.locator("#camat-five .ticking").first).to_contain_text("sisa", timeout=60_000)
    expect(page.locator("#camat-count")).to_contain_text("Menampilkan")
    return page


def serious(page: Page) -> list[str]:
    """What axe-core finds that keeps people out."""
    found: dict[str, Any] = Axe().run(page).response
    return [fault["id"] for fault in found["violations"] if fault["impact"] in ("serious", "critical")]


def test_a_phone_shows_the_five_the_list_and_the_recap(browser: Browser, desk: str) -> None:
    """Nothing is cut off at the side, everything can be tapped, and the time ticks."""
    with opened(browser, desk, PHONE) as page:
        drawn(page)
        links = page.locator("#camat-five a.first")
        assert [str(a.get_attribute("href")) for a in links.all()] == [
            f"/laporan/qlue/{n}" for n in FIRST_FIVE
        ]
        expect(page.locator("#camat-list li")).to_have_count(7)
        assert page.evaluate("document.documentElement.scrollWidth") == PHONE[0]
        assert page.evaluate(TOO_SMALL) == []
        assert serious(page) == []
        said = page.inner_text("#camat-five .ticking >> nth=0")
        expect(page.locator("#camat-five .ticking").first).not_to_have_text(said)
        page.select_option("select[data-choice=state]", "overdue")
        expect(page.locator("#camat-list li")).to_have_count(2)
        expect(page.locator("#camat-count")).to_contain_text("Menampilkan 2 dari 2 (7 tanpa saringan)")
        page.click("#camat-morning button")
        expect(page.locator("#camat-morning button")).to_have_text("Tersalin")
        copied = page.evaluate("navigator.clipboard.readText()")
        assert "Belum selesai: 7\nTerlambat: 2" in copied
        page.click("#camat-list a >> nth=0")
        expect(page.locator("#casefile-name")).to_have_text("Banjir")


def test_an_office_shows_a_table_that_sorts_filters_and_opens_by_keyboard_alone(
    browser: Browser, desk: str
) -> None:
    with opened(browser, desk, OFFICE) as page:
        drawn(page)
        rows = page.locator(".ag-center-cols-container .ag-row")
        expect(rows).to_have_count(7)
        expect(page.locator(".ag-cell .ticking").first).to_contain_text("sisa")
        assert page.evaluate("document.documentElement.scrollWidth") == OFFICE[0]
        assert serious(page) == []
        page.focus("select[data-choice=category]")
        page.keyboard.press("B")
        expect(rows).to_have_count(3)
        page.locator(".ag-cell").first.focus()
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        expect(page.locator("#casefile-name")).to_have_text("Banjir")
        expect(page.locator("#casefile-standing")).to_contain_text("nomor 2")
        assert page.evaluate("document.documentElement.scrollWidth") == OFFICE[0]
        assert serious(page) == []


def test_the_keyboard_reaches_every_part_in_the_order_it_is_read(browser: Browser, desk: str) -> None:
    with opened(browser, desk, PHONE) as page:
        drawn(page)
        reached: list[str] = []
        for _ in range(60):
            page.keyboard.press("Tab")
            reached.append(page.evaluate("document.activeElement.closest('[id]')?.id || ''"))
        parts = ["camat-tiles", "camat-five", "camat-filters", "camat-list", "camat-picks", "camat-morning"]
        first = [reached.index(part) for part in parts]
        assert first == sorted(first)


def test_a_list_that_is_drawn_anew_keeps_the_focus_on_the_same_report(browser: Browser, desk: str) -> None:
    with opened(browser, desk, PHONE) as page:
        link = drawn(page).locator("#camat-list a").nth(1)
        link.focus()
        wanted = link.get_attribute("href")
        page.evaluate("document.getElementById('camat-list').innerHTML += ''")
        assert page.evaluate("document.activeElement.getAttribute('href')") == wanted


def test_old_data_is_loud_and_its_time_stands_still(browser: Browser, tmp_path: Path) -> None:
    moving = MovableTime()
    site = seen_by(CAMAT_BARAT, site_of(desk_town(tmp_path, moving, DESK)))
    moving.jump(seconds=STALE_SECONDS + 60)
    with ExitStack() as stack:
        address = stack.enter_context(served(create_app(site)))
        page = stack.enter_context(opened(browser, address + ADDRESS, PHONE))
        expect(page.locator(".camat.stale .old-data")).to_contain_text(
            "Data belum diperbarui sejak", timeout=60_000
        )
        held = site.live.current()
        assert held and held.snapshot.data_as_of
        left = int((local("2026-11-23 13:00") - held.snapshot.data_as_of).total_seconds())
        frozen = f"sisa {left // 3600}.{left // 60 % 60:02d}.{left % 60:02d}"
        expect(page.locator("#camat-five .ticking").first).to_have_text(frozen)
        expect(page.locator("#camat-tiles b").first).to_have_text("7")
