"""``/kecamatan/<kode>`` in Chromium: on a phone and a desktop, by touch, mouse and keyboard."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from dashboard.app import create_app
from tests.dashboard.backlogs import (
    BACKLOG_ROWS,
    CAMAT_BARAT,
    FIRST_FIVE,
    backlog_context,
    open_backlog_city,
    with_principal,
)
from tests.dashboard.office_pages import serve_app
from tests.dashboard.web_contexts import STALE_SECONDS, MovableClock, web_context_of
from tests.personas import BARAT, local_time

pytestmark = pytest.mark.browser

PHONE, OFFICE = (360, 740), (1440, 900)
ADDRESS = f"/kecamatan/{BARAT}"
SMALL_TARGETS_SCRIPT = """() => [...document.querySelectorAll(
    '.office a[href], .office button, .office select, .office summary')]
  .filter((e) => e.offsetParent && !e.closest('.ag-root-wrapper'))
  .map((e) => [e.textContent, e.getBoundingClientRect()])
  .filter(([, box]) => box.height < 44 || box.width < 44).map(([label]) => label)"""


@contextmanager
def open_page(browser: Browser, address: str, size: tuple[int, int]) -> Iterator[Page]:
    """Yield a page in a viewport of that size; fail if the console shows an error."""
    browser_context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        locale="id-ID",
        permissions=["clipboard-read", "clipboard-write"],
    )
    page = browser_context.new_page()
    page.set_default_timeout(60_000)
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on(
        "console",
        lambda console_message: (
            errors.append(console_message.text) if console_message.type == "error" else None
        ),
    )
    page.goto(address)
    yield page
    browser_context.close()
    assert errors == []


@pytest.fixture
def kecamatan_url(tmp_path: Path) -> Iterator[str]:
    """Return the address of Barat's page, served to its camat."""
    with serve_app(create_app(backlog_context(tmp_path, principal=CAMAT_BARAT))) as address:
        yield address + ADDRESS


def wait_until_drawn(page: Page) -> Page:
    """Wait until the page shows its figures and the countdown runs."""
    expect(page.locator("#camat-five .ticking").first).to_contain_text("sisa", timeout=60_000)
    expect(page.locator("#camat-count")).to_contain_text("Menampilkan")
    return page


def serious_violations(page: Page) -> list[str]:
    """Return the serious and critical violations that axe-core finds."""
    axe_response: dict[str, Any] = Axe().run(page).response
    return [fault["id"] for fault in axe_response["violations"] if fault["impact"] in ("serious", "critical")]


def test_a_phone_shows_the_five_the_list_and_the_recap(browser: Browser, kecamatan_url: str) -> None:
    """Nothing overflows sideways, touch targets are large enough, and the countdown runs."""
    with open_page(browser, kecamatan_url, PHONE) as page:
        wait_until_drawn(page)
        links = page.locator("#camat-five a.first")
        assert [str(a.get_attribute("href")) for a in links.all()] == [
            f"/laporan/qlue/{n}" for n in FIRST_FIVE
        ]
        expect(page.locator("#camat-list li")).to_have_count(7)
        assert page.evaluate("document.documentElement.scrollWidth") == PHONE[0]
        assert page.evaluate(SMALL_TARGETS_SCRIPT) == []
        assert serious_violations(page) == []
        first_countdown = page.inner_text("#camat-five .ticking >> nth=0")
        expect(page.locator("#camat-five .ticking").first).not_to_have_text(first_countdown)
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
    browser: Browser, kecamatan_url: str
) -> None:
    with open_page(browser, kecamatan_url, OFFICE) as page:
        wait_until_drawn(page)
        rows = page.locator(".ag-center-cols-container .ag-row")
        expect(rows).to_have_count(7)
        expect(page.locator(".ag-cell .ticking").first).to_contain_text("sisa")
        assert page.evaluate("document.documentElement.scrollWidth") == OFFICE[0]
        assert serious_violations(page) == []
        page.focus("select[data-choice=category]")
        page.keyboard.press("B")
        expect(rows).to_have_count(3)
        page.locator(".ag-cell").first.focus()
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        expect(page.locator("#casefile-name")).to_have_text("Banjir")
        expect(page.locator("#casefile-standing")).to_contain_text("nomor 2")
        assert page.evaluate("document.documentElement.scrollWidth") == OFFICE[0]
        assert serious_violations(page) == []


def test_the_keyboard_reaches_every_part_in_the_order_it_is_read(
    browser: Browser, kecamatan_url: str
) -> None:
    with open_page(browser, kecamatan_url, PHONE) as page:
        wait_until_drawn(page)
        focused_ids: list[str] = []
        for _ in range(60):
            page.keyboard.press("Tab")
            focused_ids.append(page.evaluate("document.activeElement.closest('[id]')?.id || ''"))
        parts = ["camat-tiles", "camat-five", "camat-filters", "camat-list", "camat-picks", "camat-morning"]
        first = [focused_ids.index(part) for part in parts]
        assert first == sorted(first)


def test_a_redrawn_list_keeps_the_focus_on_the_same_report(browser: Browser, kecamatan_url: str) -> None:
    with open_page(browser, kecamatan_url, PHONE) as page:
        link = wait_until_drawn(page).locator("#camat-list a").nth(1)
        link.focus()
        focused_href = link.get_attribute("href")
        page.evaluate("document.getElementById('camat-list').innerHTML += ''")
        assert page.evaluate("document.activeElement.getAttribute('href')") == focused_href


def test_stale_data_shows_a_banner_and_stops_the_countdown(browser: Browser, tmp_path: Path) -> None:
    movable_clock = MovableClock()
    web_context = with_principal(
        CAMAT_BARAT, web_context_of(open_backlog_city(tmp_path, movable_clock, BACKLOG_ROWS))
    )
    movable_clock.jump(seconds=STALE_SECONDS + 60)
    with ExitStack() as stack:
        address = stack.enter_context(serve_app(create_app(web_context)))
        page = stack.enter_context(open_page(browser, address + ADDRESS, PHONE))
        expect(page.locator(".kecamatan-page.stale .old-data")).to_contain_text(
            "Data belum diperbarui sejak", timeout=60_000
        )
        live_snapshot = web_context.live_board.current()
        assert live_snapshot and live_snapshot.snapshot.data_as_of
        left = int((local_time("2026-11-23 13:00") - live_snapshot.snapshot.data_as_of).total_seconds())
        frozen = f"sisa {left // 3600}.{left // 60 % 60:02d}.{left % 60:02d}"
        expect(page.locator("#camat-five .ticking").first).to_have_text(frozen)
        expect(page.locator("#camat-tiles b").first).to_have_text("7")
