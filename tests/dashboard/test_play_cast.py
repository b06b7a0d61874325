"""Each persona from first sign-in over backlog, review, timeline and recap to sign-out."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from dashboard.app import create_app
from dashboard.web.context import WebContext
from data.core.access import Principal
from tests.dashboard.conftest import PageLog
from tests.dashboard.office_pages import open_city_at_work, serve_app, web_context_of
from tests.dashboard.play_through import (
    OFFICE,
    PHONE,
    accessibility_faults,
    expect_refused,
    first_sign_in,
    sign_out,
    tab_to,
)
from tests.dashboard.sign_in import PASSWORD, sign_in, with_changes
from tests.personas import (
    BARAT,
    CAMAT_BARAT,
    CAMAT_TIMUR,
    DEPUTY_MAYOR,
    EXECUTOR_BARAT,
    OPERATOR,
    WALL_DISPLAY,
)

pytestmark = pytest.mark.browser

BACKLOG, RECAP = f"/kecamatan/{BARAT}", "/rekap?periode=hari&dari=2026-11-23"
REVIEW, PAST_WALL = "/tinjauan?dari=2026-11-21T00:00&sampai=2026-11-23T12:00", "/layar?pada=2026-11-23T08:00"
KECAMATAN_LINKS = ["Kecamatan saya", "Rekap", "Cari laporan", "Pemberitahuan", "Buat laporan", "Cara hitung"]
DEPUTY_MAYOR_LINKS = [
    "Tinjauan",
    "Rekap",
    "Cari laporan",
    "Sumber data",
    "Pemberitahuan",
    "Buat laporan",
    "Layar",
    "Cara hitung",
]
LINKS_BY_PRINCIPAL = {
    OPERATOR: [*DEPUTY_MAYOR_LINKS[:3], "Meja operator", "Semua layar", *DEPUTY_MAYOR_LINKS[3:]],
    DEPUTY_MAYOR: DEPUTY_MAYOR_LINKS,
}
CITY_WIDE = (OPERATOR, DEPUTY_MAYOR)
HOME = {OPERATOR: "/layar", DEPUTY_MAYOR: "/tinjauan", CAMAT_BARAT: BACKLOG, EXECUTOR_BARAT: BACKLOG}


@pytest.fixture(scope="module")
def web_context(tmp_path_factory: pytest.TempPathFactory) -> WebContext:
    """Return the test city's web context at Monday noon, its wall for displays and accounts only."""
    context = web_context_of(open_city_at_work(tmp_path_factory.mktemp("city")))
    return with_changes(context, settings=context.settings.model_copy(update={"wall_access": "token"}))


@pytest.fixture(scope="module")
def address(web_context: WebContext) -> Iterator[str]:
    """Serve it; return its address."""
    with serve_app(create_app(web_context)) as url:
        yield url


def check_backlog(page: Page) -> None:
    for size in (PHONE, OFFICE):
        page.set_viewport_size(size)
        expect(page.locator("#camat-five .ticking").first).to_contain_text("sisa", timeout=30_000)
        assert accessibility_faults(page) == []


def check_review(page: Page) -> None:
    """Open the drilldown of a number, and from there the page of a report."""
    page.wait_for_selector(".headline")
    assert accessibility_faults(page) == []
    page.locator('#arus a.figure[data-cell="closing"]').click()
    page.locator(".panel.open .cases a.report").first.click()
    expect(page.locator("#casefile-body section").first).to_be_visible()
    assert accessibility_faults(page) == []


def check_past_wall(page: Page) -> None:
    page.wait_for_selector("#wall:not(.waiting)", state="attached")
    expect(page.locator(".practice.archive")).to_have_text("ARSIP")
    expect(page.locator(".clock [data-clock=time]")).to_contain_text("08.00")
    assert accessibility_faults(page) == []


def check_recap(page: Page) -> None:
    page.wait_for_selector(".recap-table tfoot td")
    assert accessibility_faults(page) == []
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").first.click()
    assert "Jumlah" in Path(download.value.path()).read_text(encoding="utf-8-sig")


@pytest.mark.parametrize("principal", HOME, ids=lambda principal: principal.name)
def test_office_account_from_first_sign_in_to_sign_out(
    page: Page, page_log: PageLog, web_context: WebContext, address: str, principal: Principal
) -> None:
    first_sign_in(page, address, web_context, principal)
    page.wait_for_url(f"**{HOME[principal]}*")
    page.goto(address + BACKLOG)
    check_backlog(page)
    assert page.locator(".bar-links a").all_inner_texts() == LINKS_BY_PRINCIPAL.get(
        principal, KECAMATAN_LINKS
    )
    page.goto(address + REVIEW)
    check_review(page) if principal in CITY_WIDE else expect_refused(page)
    page.goto(address + PAST_WALL)
    check_past_wall(page) if principal in CITY_WIDE else expect_refused(page)
    page.goto(address + RECAP)
    check_recap(page)
    sign_out(page, address, BACKLOG)
    assert [error for error in page_log.errors if "403" not in error] == []


def test_display_shows_the_wall_without_navbar_and_nothing_else(
    page: Page, web_context: WebContext, address: str
) -> None:
    sign_in(page, address, web_context.accounts, WALL_DISPLAY).goto(f"{address}/layar")
    page.wait_for_selector("#wall:not(.waiting)", state="attached")
    expect(page.locator("#navbar")).to_be_empty()
    page.goto(address + RECAP)
    expect_refused(page)


def test_anonymous_user_reads_the_methodology_and_is_sent_to_sign_in(page: Page, address: str) -> None:
    page.set_viewport_size(PHONE)
    page.goto(f"{address}/cara-hitung")
    expect(page.locator("#example-arus")).to_contain_text("berwenang")
    assert accessibility_faults(page) == []
    assert page.locator(".bar-links a").all_inner_texts() == ["Buat laporan", "Lacak laporan", "Cara hitung"]
    page.get_by_role("link", name="Masuk").click()
    expect(page.get_by_role("heading", name="Masuk")).to_be_visible()
    page.goto(address + REVIEW)
    expect(page.get_by_role("heading", name="Masuk")).to_be_visible()


def test_navbar_appears_over_the_wall_while_the_mouse_moves(
    page: Page, web_context: WebContext, address: str
) -> None:
    sign_in(page, address, web_context.accounts, OPERATOR).goto(f"{address}/layar")
    page.wait_for_selector("#navbar nav", state="attached")
    expect(page.locator("#navbar")).to_have_css("opacity", "0")
    page.mouse.move(400, 400)
    expect(page.locator("#navbar")).to_have_css("opacity", "1")
    page.get_by_role("link", name="Sumber data").click()
    expect(page.locator(".source")).to_have_count(1)


def test_keyboard_alone_signs_in_filters_opens_a_report_and_signs_out(
    page: Page, web_context: WebContext, address: str
) -> None:
    web_context.accounts.create_account(CAMAT_TIMUR, PASSWORD, must_change=False)
    page.set_viewport_size(PHONE)
    page.goto(f"{address}/masuk")
    tab_to(page, "#name")
    page.keyboard.type(CAMAT_TIMUR.name)
    tab_to(page, "#password")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("#camat-count")).to_contain_text("Menampilkan 1 dari 1", timeout=30_000)
    tab_to(page, "select[data-choice=category]")
    page.keyboard.press("B")
    expect(page.locator("select[data-choice=category] option:checked")).to_contain_text("Banjir")
    tab_to(page, "#camat-list a")
    page.keyboard.press("Enter")
    expect(page.locator("#casefile-name")).to_have_text("Banjir", timeout=30_000)
    tab_to(page, ".bar-account button")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Masuk")).to_be_visible()
