"""The installable app: submissions written without a network are sent once, without the user."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from dash import Dash
from playwright.sync_api import Browser, Page, expect

from dashboard.app import create_app
from dashboard.pages.pwa.routes import APP_SHELL
from dashboard.pages.report_form.routes import STYLES
from dashboard.web.assets import asset_url
from dashboard.web.context import WebContext
from dashboard.web.language import LANGUAGE_COOKIE
from tests.dashboard.office_pages import open_city_at_work, photo, serve_app, web_context_of
from tests.dashboard.sign_in import request_as, sign_in
from tests.personas import CAMAT_BARAT, IN_ANGGREK
from tests.pulls import reports

SIZE = "src => fetch(src).then(a => a.blob()).then(createImageBitmap).then(i => [i.width, i.height])"
KEPT_LANGUAGE = "caches.match('/bahasa').then((kept) => kept && kept.text()).then((text) => text === 'en')"
READY = "navigator.serviceWorker.ready.then(() => true)"


@pytest.fixture(scope="module")
def web_context(tmp_path_factory: pytest.TempPathFactory) -> WebContext:
    """Return the test city's web context at Monday noon."""
    return web_context_of(open_city_at_work(tmp_path_factory.mktemp("city")))


@pytest.fixture(scope="module")
def address(web_context: WebContext) -> Iterator[str]:
    """Serve its app on loopback, which a browser trusts as it trusts TLS."""
    with serve_app(create_app(web_context)) as url:
        yield url


@pytest.fixture
def phone(browser: Browser, address: str) -> Iterator[Page]:
    """Open a phone's browser in Anggrek, with the service worker started."""
    context = browser.new_context(
        viewport={"width": 360, "height": 740},
        locale="id-ID",
        geolocation={"latitude": IN_ANGGREK[0], "longitude": IN_ANGGREK[1]},
        permissions=["geolocation"],
    )
    page = context.new_page()
    page.goto(f"{address}/lapor")
    assert page.evaluate(READY)
    page.reload()
    yield page
    context.close()


def fill_and_send(page: Page, description: str) -> None:
    """Fill in the form and submit it."""
    expect(page.locator("#pin-map path").first).to_be_attached()
    page.set_input_files("#photo", {"name": "foto.jpg", "mimeType": "image/jpeg", "buffer": photo()})
    page.click("#gps")
    expect(page.locator("#location")).to_have_text("Anggrek, Kecamatan Barat")
    page.click("text=Sampah")
    page.fill("#description", description)
    page.click("form.report button[type=submit]")


def numbers_of(web_context: WebContext, description: str) -> list[str]:
    """Return the numbers of the reports with a description."""
    rows = reports(web_context.live_board.backlogs._engine)
    return [number for number, row in rows.items() if row["details"].get("description") == description]


def test_board_meets_the_installability_requirements(phone: Page, address: str) -> None:
    manifest = phone.evaluate("fetch('/manifest.webmanifest').then((answer) => answer.json())")
    assert (manifest["display"], manifest["start_url"], manifest["lang"]) == ("standalone", "/", "id")
    for icon in manifest["icons"]:
        size = phone.evaluate(SIZE, icon["src"])
        assert "x".join(map(str, size)) == icon["sizes"]
    errors = phone.context.new_cdp_session(phone).send("Page.getInstallabilityErrors")
    # A test's browser always reports this one; it checks everything else all the same.
    assert [error["errorId"] for error in errors["installabilityErrors"]] == ["in-incognito"]


def test_report_written_offline_is_sent_once_when_online(phone: Page, web_context: WebContext) -> None:
    phone.context.set_offline(True)
    phone.reload()  # from the cache
    fill_and_send(phone, "tertulis tanpa jaringan")
    expect(phone.locator("#outbox")).to_contain_text("1 kiriman belum sampai")
    assert numbers_of(web_context, "tertulis tanpa jaringan") == []
    phone.context.set_offline(False)
    expect(phone.locator("#outbox")).to_be_hidden(timeout=30_000)
    phone.evaluate("pantau.outbox.flush()")
    assert len(numbers_of(web_context, "tertulis tanpa jaringan")) == 1


def test_report_written_online_is_sent_at_once(phone: Page, web_context: WebContext) -> None:
    fill_and_send(phone, "langsung terkirim")
    phone.wait_for_url("**/lacak/**")
    assert len(numbers_of(web_context, "langsung terkirim")) == 1


def test_rejected_report_shows_the_error_and_keeps_the_form(phone: Page) -> None:
    expect(phone.locator("#pin-map path").first).to_be_attached()
    phone.click("text=Sampah")
    phone.fill("#description", "tanpa tempat")
    phone.click("form.report button[type=submit]")
    expect(phone.locator(".from-server")).to_contain_text("pilih kelurahan")
    expect(phone.locator("#description")).to_have_value("tanpa tempat")
    expect(phone.locator("#outbox")).to_be_hidden()


def write_note_offline(phone: Page, address: str, note: str) -> None:
    """Write a note on a report after the network has gone."""
    phone.goto(f"{address}/tindak/qlue/1")
    phone.context.set_offline(True)
    phone.click(".action.catat summary")
    phone.fill("#catat-note", note)
    phone.click(".action.catat button")


def test_follow_up_written_offline_is_applied_when_online(
    phone: Page, web_context: WebContext, address: str
) -> None:
    sign_in(phone, address, web_context.accounts, CAMAT_BARAT)
    write_note_offline(phone, address, "dari lapangan")
    expect(phone.locator("#outbox")).to_contain_text("Catat")
    phone.context.set_offline(False)
    expect(phone.locator("#outbox")).to_be_hidden(timeout=30_000)
    report = web_context.follow_ups.get(("qlue", "1"))
    assert report is not None
    assert [follow_up.note for follow_up in report.follow_ups] == ["dari lapangan"]


def test_account_of_a_form_is_known_when_the_network_goes_before_it_was_asked_for(
    phone: Page, web_context: WebContext, address: str
) -> None:
    sign_in(phone, address, web_context.accounts, CAMAT_BARAT)
    phone.evaluate("localStorage.setItem('pantau-account', '')")
    phone.route("**/kiriman/akun", lambda route: route.abort())
    write_note_offline(phone, address, "sebelum ditanya")
    expect(phone.locator("#outbox")).to_contain_text("1 kiriman belum sampai")
    phone.unroute("**/kiriman/akun")
    phone.context.set_offline(False)
    expect(phone.locator("#outbox")).to_be_hidden(timeout=30_000)


def test_offline_page_is_replaced_when_online(phone: Page, address: str) -> None:
    phone.context.set_offline(True)
    phone.goto(f"{address}/lacak")
    expect(phone.locator("h1")).to_have_text("Tidak ada jaringan")
    phone.context.set_offline(False)
    expect(phone.locator("h1")).to_have_text("Lacak laporan", timeout=30_000)


def test_what_is_shown_without_a_network_is_in_the_language_of_the_pages_before(
    phone: Page, web_context: WebContext, address: str
) -> None:
    phone.context.add_cookies([{"name": LANGUAGE_COOKIE, "value": "en", "url": address}])
    phone.goto(f"{address}/lacak")
    phone.wait_for_function(KEPT_LANGUAGE)
    phone.context.set_offline(True)
    phone.goto(f"{address}/lacak")
    expect(phone.locator("h1")).to_have_text("No network")
    phone.goto(f"{address}/lapor")
    expect(phone.locator("html")).to_have_attribute("lang", "en")
    phone.click("text=Sampah")
    phone.fill("#description", "without a network")
    phone.select_option("#area", index=1)
    phone.click("form.report button[type=submit]")
    expect(phone.locator("#outbox h2")).to_have_text("1 submission not yet sent")


def test_service_worker_caches_every_file_of_the_report_form(web_context: WebContext, tmp_path: Path) -> None:
    app: Dash = create_app(web_context)
    page = request_as(app, "GET", "/lapor").text
    linked_files = set(re.findall(r'(?:src|href)="(/(?:assets|bundel)/[^"]+)"', page))
    assert linked_files <= {asset_url(name) for name in APP_SHELL}
    assert {asset_url(name) for name in STYLES} <= linked_files


def test_service_worker_is_always_revalidated(web_context: WebContext) -> None:
    answer = request_as(create_app(web_context), "GET", "/sw.js")
    assert answer.headers["cache-control"] == "no-cache"
    assert "__" not in answer.text
    assert request_as(create_app(web_context), "GET", "/ikon/any-193.png").status_code == 404
