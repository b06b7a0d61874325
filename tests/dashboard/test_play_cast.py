"""The whole way of each of the cast: first sign-in, backlog, review, time machine, recap, sign-out."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from dashboard.app import create_app
from dashboard.web.context import Site
from data.core.access import Who
from tests.dashboard.conftest import Seen
from tests.dashboard.office_pages import served, site_of, town_at_work
from tests.dashboard.play_through import OFFICE, PHONE, faults, first_sign_in, refused, sign_out, tab_to
from tests.dashboard.sign_in import PASSWORD, sign_in
from tests.personas import BARAT, CAMAT_BARAT, CAMAT_TIMUR, DEPUTY_MAYOR, EXECUTOR_BARAT, OPERATOR, SCREEN

pytestmark = pytest.mark.browser

BACKLOG, RECAP = f"/kecamatan/{BARAT}", "/rekap?periode=hari&dari=2026-11-23"
REVIEW, THEN = "/tinjauan?dari=2026-11-21T00:00&sampai=2026-11-23T12:00", "/layar?pada=2026-11-23T08:00"
OWN_WAYS = ["Kecamatan saya", "Rekap", "Pemberitahuan", "Buat laporan", "Cara hitung"]
MAYORS_WAYS = ["Tinjauan", "Rekap", "Sumber data", "Pemberitahuan", "Buat laporan", "Layar", "Cara hitung"]
WAYS = {
    OPERATOR: [*MAYORS_WAYS[:2], "Meja operator", "Semua layar", *MAYORS_WAYS[2:]],
    DEPUTY_MAYOR: MAYORS_WAYS,
}
CITY = (OPERATOR, DEPUTY_MAYOR)
HOME = {OPERATOR: "/layar", DEPUTY_MAYOR: "/tinjauan", CAMAT_BARAT: BACKLOG, EXECUTOR_BARAT: BACKLOG}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The town at Monday noon, its wall for displays and sign-ins."""
    found = site_of(town_at_work(tmp_path_factory.mktemp("town")))
    return replace(found, settings=replace(found.settings, wall_access="token"))


@pytest.fixture(scope="module")
def address(site: Site) -> Iterator[str]:
    """Where it is served."""
    with served(create_app(site)) as found:
        yield found


def backlog(page: Page) -> None:
    for size in (PHONE, OFFICE):
        page.set_viewport_size(size)
        expect(page.locator("#camat-five .ticking").first).to_contain_text("sisa", timeout=30_000)
        assert faults(page) == []


def review(page: Page) -> None:
    """From a number to the reports behind it, and from there to the page of one."""
    page.wait_for_selector(".headline")
    assert faults(page) == []
    page.locator('#arus a.figure[data-cell="closing"]').click()
    page.locator(".panel.open .cases a.report").first.click()
    expect(page.locator("#casefile-body section").first).to_be_visible()
    assert faults(page) == []


def time_machine(page: Page) -> None:
    page.wait_for_selector("#wall:not(.waiting)", state="attached")
    expect(page.locator(".practice.archive")).to_have_text("ARSIP")
    expect(page.locator(".clock [data-clock=time]")).to_contain_text("08.00")
    assert faults(page) == []


def recap(page: Page) -> None:
    page.wait_for_selector(".recap-table tfoot td")
    assert faults(page) == []
    with page.expect_download() as started:
        page.get_by_role("link", name="CSV").first.click()
    assert "Jumlah" in Path(started.value.path()).read_text(encoding="utf-8-sig")


@pytest.mark.parametrize("who", HOME, ids=lambda who: who.name)
def test_the_whole_way_of_an_office(page: Page, seen: Seen, site: Site, address: str, who: Who) -> None:
    first_sign_in(page, address, site, who)
    page.wait_for_url(f"**{HOME[who]}*")
    page.goto(address + BACKLOG)
    backlog(page)
    assert page.locator(".bar-ways a").all_inner_texts() == WAYS.get(who, OWN_WAYS)
    page.goto(address + REVIEW)
    review(page) if who in CITY else refused(page)
    page.goto(address + THEN)
    time_machine(page) if who in CITY else refused(page)
    page.goto(address + RECAP)
    recap(page)
    sign_out(page, address, BACKLOG)
    assert [said for said in seen.errors if "403" not in said] == []


def test_a_screen_shows_the_wall_without_a_bar_and_nothing_else(page: Page, site: Site, address: str) -> None:
    sign_in(page, address, site.accounts, SCREEN).goto(f"{address}/layar")
    page.wait_for_selector("#wall:not(.waiting)", state="attached")
    expect(page.locator("#office-bar")).to_be_empty()
    page.goto(address + RECAP)
    refused(page)


def test_nobody_reads_the_formulas_and_is_led_to_the_sign_in(page: Page, address: str) -> None:
    page.set_viewport_size(PHONE)
    page.goto(f"{address}/cara-hitung")
    expect(page.locator("#example-arus")).to_contain_text("berwenang")
    assert faults(page) == []
    assert page.locator(".bar-ways a").all_inner_texts() == ["Buat laporan", "Cara hitung"]
    page.get_by_role("link", name="Masuk").click()
    expect(page.get_by_role("heading", name="Masuk")).to_be_visible()
    page.goto(address + REVIEW)
    expect(page.get_by_role("heading", name="Masuk")).to_be_visible()


def test_the_bar_is_over_the_wall_while_an_operator_moves_the_mouse(
    page: Page, site: Site, address: str
) -> None:
    sign_in(page, address, site.accounts, OPERATOR).goto(f"{address}/layar")
    page.wait_for_selector("#office-bar nav", state="attached")
    expect(page.locator("#office-bar")).to_have_css("opacity", "0")
    page.mouse.move(400, 400)
    expect(page.locator("#office-bar")).to_have_css("opacity", "1")
    page.get_by_role("link", name="Sumber data").click()
    expect(page.locator(".feed")).to_have_count(1)


def test_keys_alone_sign_in_filter_open_a_report_and_sign_out(page: Page, site: Site, address: str) -> None:
    site.accounts.add(CAMAT_TIMUR, PASSWORD, must_change=False)
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
    tab_to(page, ".bar-who button")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Masuk")).to_be_visible()
