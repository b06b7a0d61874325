"""``/rekap`` in Chromium, on a phone and a desktop, as the deputy mayor and as a camat."""

from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, ViewportSize

from dashboard.app import create_app
from dashboard.web.context import WebContext
from tests.dashboard.conftest import PageLog
from tests.dashboard.office_pages import open_city_at_work, serve_app, web_context_of
from tests.dashboard.recaps import sheet_rows
from tests.dashboard.sign_in import sign_in
from tests.personas import CAMAT_BARAT, DEPUTY_MAYOR

pytestmark = pytest.mark.browser

SIZES: list[ViewportSize] = [{"width": 360, "height": 740}, {"width": 1440, "height": 900}]


@pytest.fixture(scope="module")
def web_context(tmp_path_factory: pytest.TempPathFactory) -> WebContext:
    """Return the test city's web context at Monday noon."""
    return web_context_of(open_city_at_work(tmp_path_factory.mktemp("city")))


@pytest.fixture(scope="module")
def base_url(web_context: WebContext) -> Iterator[str]:
    """Yield the address of its server."""
    with serve_app(create_app(web_context)) as base:
        yield base


@pytest.fixture
def signed_in_page(page: Page, web_context: WebContext, base_url: str) -> Page:
    """Return a page with the deputy mayor signed in."""
    return sign_in(page, base_url, web_context.accounts, DEPUTY_MAYOR)


def open_recap(page: Page, address: str) -> Page:
    """Open an address and wait for the figures."""
    page.goto(address)
    page.wait_for_selector(".recap-table tfoot td")
    page.wait_for_selector(".recap-form select")
    return page


@pytest.mark.parametrize("size", SIZES, ids=["phone", "office"])
def test_the_page_fits_the_screen_and_axe_finds_no_serious_violation(
    signed_in_page: Page, page_log: PageLog, base_url: str, size: ViewportSize
) -> None:
    """Nothing overflows sideways, and the console is empty."""
    signed_in_page.set_viewport_size(size)
    open_recap(signed_in_page, base_url + "/rekap?periode=hari&dari=2026-11-23")
    assert signed_in_page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    violations = Axe().run(signed_in_page).response["violations"]
    assert [fault["id"] for fault in violations if fault["impact"] in ("serious", "critical")] == []
    assert page_log.errors == []


def test_the_page_shows_the_recap_and_changes_the_period_by_one_tap(
    signed_in_page: Page, base_url: str
) -> None:
    """Monday until noon has three received and two resolved reports, Sunday none resolved."""
    open_recap(signed_in_page, base_url + "/rekap?periode=hari&dari=2026-11-23")
    assert signed_in_page.inner_text(".tile.received b") == "3"
    assert signed_in_page.inner_text(".tile.resolved b") == "2"
    assert signed_in_page.inner_text(".tile.on_time b") == "67 %"
    signed_in_page.click("text=Kemarin")
    signed_in_page.wait_for_selector(".tile.resolved b:text-is('0')")
    assert signed_in_page.inner_text(".tile.received b") == "3"
    assert "dari=2026-11-22" in signed_in_page.url
    assert signed_in_page.input_value("#recap-dari") == "22/11/2026"


def test_the_form_selects_an_area_and_a_grouping(signed_in_page: Page, base_url: str) -> None:
    """It works by keyboard alone."""
    open_recap(signed_in_page, base_url + "/rekap?periode=hari&dari=2026-11-23")
    signed_in_page.select_option("select[name=wilayah]", label="Kecamatan Timur")
    signed_in_page.select_option("select[name=menurut]", label="Kategori")
    signed_in_page.focus(".recap-form button")
    signed_in_page.keyboard.press("Enter")
    signed_in_page.wait_for_url("**wilayah=31.01.02**")
    signed_in_page.wait_for_selector("h2:has-text('Kecamatan Timur')")
    assert signed_in_page.inner_text(".tile.received b") == "1"
    assert signed_in_page.inner_text(".recap-table thead th:first-child >> nth=0") == "Kategori"


def test_a_download_matches_the_displayed_recap(signed_in_page: Page, base_url: str, tmp_path: Path) -> None:
    """The download is the Excel file of the same day and area."""
    open_recap(signed_in_page, base_url + "/rekap?periode=hari&dari=2026-11-23&wilayah=31.01.01")
    with signed_in_page.expect_download() as download:
        signed_in_page.click("text=Excel >> nth=0")
    download.value.save_as(tmp_path / "rekap.xlsx")
    rows = sheet_rows(openpyxl.load_workbook(tmp_path / "rekap.xlsx")["Rekap"])
    assert [row[0] for row in rows] == ["Kelurahan", "Anggrek", "Barito", "Jumlah"]
    assert rows[-1][2] == 2


def test_the_message_is_copied_at_one_tap(browser: Browser, web_context: WebContext, base_url: str) -> None:
    """The message contains no reporter name."""
    browser_context = browser.new_context(locale="id-ID", permissions=["clipboard-read", "clipboard-write"])
    page = sign_in(browser_context.new_page(), base_url, web_context.accounts, DEPUTY_MAYOR)
    open_recap(page, base_url + "/rekap?periode=hari&dari=2026-11-23")
    page.click("text=Salin teks")
    page.wait_for_selector("text=Tersalin.")
    copied = page.evaluate("navigator.clipboard.readText()")
    browser_context.close()
    assert "*Rekapitulasi Laporan*" in copied
    assert "• Barat: 2 / 2 / 2, terlambat 1" in copied
    assert "Maria" not in copied


def test_a_camat_sees_only_their_own_kecamatan(page: Page, web_context: WebContext, base_url: str) -> None:
    """Without a query the page shows it; the page of another kecamatan stays empty."""
    sign_in(page, base_url, web_context.accounts, CAMAT_BARAT)
    open_recap(page, base_url + "/rekap")
    assert "Kecamatan Barat" in page.inner_text("h2 >> nth=0")
    assert "Timur" not in page.inner_text("#recap")
    with page.expect_response(lambda answer: answer.status == 403):
        page.goto(base_url + "/rekap?wilayah=31.01.02")
    page.wait_for_load_state("networkidle")
    assert page.query_selector(".recap-table") is None
