"""``/rekap`` in Chromium, on a phone and in an office, as the deputy mayor and as a camat."""

from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, ViewportSize

from dashboard.app import create_app
from dashboard.web.context import Site
from tests.dashboard.conftest import Seen
from tests.dashboard.office_pages import served, site_of, town_at_work
from tests.dashboard.recaps import values
from tests.dashboard.sign_in import sign_in
from tests.personas import CAMAT_BARAT, DEPUTY_MAYOR

pytestmark = pytest.mark.browser

SIZES: list[ViewportSize] = [{"width": 360, "height": 740}, {"width": 1440, "height": 900}]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The town at Monday noon."""
    return site_of(town_at_work(tmp_path_factory.mktemp("town")))


@pytest.fixture(scope="module")
def address(site: Site) -> Iterator[str]:
    """Where it is served."""
    with served(create_app(site)) as found:
        yield found


@pytest.fixture
def office(page: Page, site: Site, address: str) -> Page:
    """A browser in which the deputy mayor has signed in."""
    return sign_in(page, address, site.accounts, DEPUTY_MAYOR)


def opened(page: Page, address: str) -> Page:
    """The page, once its figures are there."""
    page.goto(address)
    page.wait_for_selector(".recap-table tfoot td")
    page.wait_for_selector(".recap-form select")
    return page


@pytest.mark.parametrize("size", SIZES, ids=["phone", "office"])
def test_it_fits_its_screen_and_axe_finds_no_serious_fault(
    office: Page, seen: Seen, address: str, size: ViewportSize
) -> None:
    """Nothing is wider than the screen, and nothing is said on the console."""
    office.set_viewport_size(size)
    opened(office, address + "/rekap?periode=hari&dari=2026-11-23")
    assert office.evaluate("document.documentElement.scrollWidth") <= size["width"]
    found = Axe().run(office).response["violations"]
    assert [fault["id"] for fault in found if fault["impact"] in ("serious", "critical")] == []
    assert seen.errors == []


def test_it_shows_what_the_recap_says_and_changes_by_one_tap(office: Page, address: str) -> None:
    """Monday until noon: three came in, two were resolved; of Sunday nothing was."""
    opened(office, address + "/rekap?periode=hari&dari=2026-11-23")
    assert office.inner_text(".tile.received b") == "3"
    assert office.inner_text(".tile.resolved b") == "2"
    assert office.inner_text(".tile.on_time b") == "67 %"
    office.click("text=Kemarin")
    office.wait_for_selector(".tile.resolved b:text-is('0')")
    assert office.inner_text(".tile.received b") == "3"
    assert "dari=2026-11-22" in office.url
    assert office.input_value("#recap-dari") == "2026-11-22"


def test_the_form_asks_for_an_area(office: Page, address: str) -> None:
    """By keyboard alone: chosen in the list, sent from the button."""
    opened(office, address + "/rekap?periode=hari&dari=2026-11-23")
    office.select_option("select[name=wilayah]", label="Kecamatan Timur")
    office.select_option("select[name=menurut]", label="Kategori")
    office.focus(".recap-form button")
    office.keyboard.press("Enter")
    office.wait_for_url("**wilayah=31.01.02**")
    office.wait_for_selector("h2:has-text('Kecamatan Timur')")
    assert office.inner_text(".tile.received b") == "1"
    assert office.inner_text(".recap-table thead th:first-child >> nth=0") == "Kategori"


def test_files_are_of_the_recap_that_is_shown(office: Page, address: str, tmp_path: Path) -> None:
    """The Excel file of that day and area."""
    opened(office, address + "/rekap?periode=hari&dari=2026-11-23&wilayah=31.01.01")
    with office.expect_download() as started:
        office.click("text=Excel >> nth=0")
    started.value.save_as(tmp_path / "rekap.xlsx")
    rows = values(openpyxl.load_workbook(tmp_path / "rekap.xlsx")["Rekap"])
    assert [row[0] for row in rows] == ["Kelurahan", "Anggrek", "Barito", "Jumlah"]
    assert rows[-1][2] == 2


def test_the_message_is_copied_at_one_tap(browser: Browser, site: Site, address: str) -> None:
    """And it names nobody."""
    context = browser.new_context(locale="id-ID", permissions=["clipboard-read", "clipboard-write"])
    page = sign_in(context.new_page(), address, site.accounts, DEPUTY_MAYOR)
    opened(page, address + "/rekap?periode=hari&dari=2026-11-23")
    page.click("text=Salin teks")
    page.wait_for_selector("text=Tersalin.")
    copied = page.evaluate("navigator.clipboard.readText()")
    context.close()
    assert "*Rekapitulasi Laporan*" in copied
    assert "• Barat: 2 / 2 / 2, terlambat 1" in copied
    assert "Maria" not in copied


def test_a_camat_sees_his_own_kecamatan_and_no_other(page: Page, site: Site, address: str) -> None:
    """By the plain address; another kecamatan's shows nothing."""
    sign_in(page, address, site.accounts, CAMAT_BARAT)
    opened(page, address + "/rekap")
    assert "Kecamatan Barat" in page.inner_text("h2 >> nth=0")
    assert "Timur" not in page.inner_text("#recap")
    with page.expect_response(lambda answer: answer.status == 403):
        page.goto(address + "/rekap?wilayah=31.01.02")
    page.wait_for_load_state("networkidle")
    assert page.query_selector(".recap-table") is None
