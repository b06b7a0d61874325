"""``/rekap`` in Chromium, on a phone and in an office, as the deputy mayor and as a camat."""

from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from axe_playwright_python.sync_playwright import Axe
from dash import Dash
from playwright.sync_api import Browser, Page, ViewportSize

from dashboard.app import create_app
from dashboard.site import Site
from data.core.access import Who
from tests.dashboard.asking import CAMAT_BARAT, DEPUTY, asked_by
from tests.dashboard.conftest import Seen
from tests.dashboard.office import served, site_of, town_at_work
from tests.dashboard.recaps import values

pytestmark = pytest.mark.browser

SIZES: list[ViewportSize] = [{"width": 360, "height": 740}, {"width": 1440, "height": 900}]


@pytest.fixture(scope="module")
def addresses(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """Where the town is served: to the deputy mayor, and to the camat of Barat."""
    site = site_of(town_at_work(tmp_path_factory.mktemp("town")))
    with served(_app(site, DEPUTY)) as deputy, served(_app(site, CAMAT_BARAT)) as camat:
        yield {"deputy": deputy, "camat": camat}


def _app(site: Site, who: Who) -> Dash:
    return asked_by(create_app(site), who)


def opened(page: Page, address: str) -> Page:
    """The page, once its figures are there."""
    page.goto(address)
    page.wait_for_selector(".recap-table tfoot td")
    page.wait_for_selector(".recap-form select")
    return page


@pytest.mark.parametrize("size", SIZES, ids=["phone", "office"])
def test_it_fits_its_screen_and_axe_finds_no_serious_fault(
    page: Page, seen: Seen, addresses: dict[str, str], size: ViewportSize
) -> None:
    """Nothing is wider than the screen, and nothing is said on the console."""
    page.set_viewport_size(size)
    opened(page, addresses["deputy"] + "/rekap?periode=hari&dari=2026-11-23")
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    found = Axe().run(page).response["violations"]
    assert [fault["id"] for fault in found if fault["impact"] in ("serious", "critical")] == []
    assert seen.errors == []


def test_it_shows_what_the_recap_says_and_changes_by_one_tap(page: Page, addresses: dict[str, str]) -> None:
    """Monday until noon: three came in, two were resolved; of Sunday nothing was."""
    opened(page, addresses["deputy"] + "/rekap?periode=hari&dari=2026-11-23")
    assert page.inner_text(".tile.received b") == "3"
    assert page.inner_text(".tile.resolved b") == "2"
    assert page.inner_text(".tile.on_time b") == "67 %"
    page.click("text=Kemarin")
    page.wait_for_function("document.querySelector('.tile.received b').textContent === '3'")
    page.wait_for_function("document.querySelector('.tile.resolved b').textContent === '0'")
    assert "dari=2026-11-22" in page.url
    assert page.input_value("#recap-dari") == "2026-11-22"


def test_the_form_asks_for_an_area(page: Page, addresses: dict[str, str]) -> None:
    """By keyboard alone: chosen in the list, sent from the button."""
    opened(page, addresses["deputy"] + "/rekap?periode=hari&dari=2026-11-23")
    page.select_option("select[name=wilayah]", label="Kecamatan Timur")
    page.select_option("select[name=menurut]", label="Kategori")
    page.focus(".recap-form button")
    page.keyboard.press("Enter")
    page.wait_for_url("**wilayah=31.01.02**")
    page.wait_for_selector("h2:has-text('Kecamatan Timur')")
    assert page.inner_text(".tile.received b") == "1"
    assert page.inner_text(".recap-table thead th:first-child >> nth=0") == "Kategori"


def test_files_are_of_the_recap_that_is_shown(page: Page, addresses: dict[str, str], tmp_path: Path) -> None:
    """The Excel file of that day and area."""
    opened(page, addresses["deputy"] + "/rekap?periode=hari&dari=2026-11-23&wilayah=31.01.01")
    with page.expect_download() as started:
        page.click("text=Excel >> nth=0")
    started.value.save_as(tmp_path / "rekap.xlsx")
    rows = values(openpyxl.load_workbook(tmp_path / "rekap.xlsx")["Rekap"])
    assert [row[0] for row in rows] == ["Kelurahan", "Anggrek", "Barito", "Jumlah"]
    assert rows[-1][2] == 2


def test_the_message_is_copied_at_one_tap(browser: Browser, addresses: dict[str, str]) -> None:
    """And it names nobody."""
    context = browser.new_context(locale="id-ID", permissions=["clipboard-read", "clipboard-write"])
    page = opened(context.new_page(), addresses["deputy"] + "/rekap?periode=hari&dari=2026-11-23")
    page.click("text=Salin teks")
    page.wait_for_selector("text=Tersalin.")
    copied = page.evaluate("navigator.clipboard.readText()")
    context.close()
    assert "*Rekapitulasi Laporan*" in copied
    assert "• Barat: 2 / 2 / 2, terlambat 1" in copied
    assert "Maria" not in copied


def test_a_camat_sees_his_own_kecamatan_and_no_other(page: Page, addresses: dict[str, str]) -> None:
    """By the plain address; another kecamatan's shows nothing."""
    opened(page, addresses["camat"] + "/rekap")
    assert "Kecamatan Barat" in page.inner_text("h2 >> nth=0")
    assert "Timur" not in page.inner_text("body")
    page.goto(addresses["camat"] + "/rekap?wilayah=31.01.02")
    page.wait_for_selector("#recap")
    page.wait_for_load_state("networkidle")
    assert page.query_selector(".recap-table") is None
