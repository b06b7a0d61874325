"""The board as an app: it can be installed, and what is written without a network is sent once, by itself."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from dash import Dash
from playwright.sync_api import Browser, Page, expect

from dashboard.app import create_app
from dashboard.pages.pwa.routes import SHELL
from dashboard.pages.report_form.routes import STYLES
from dashboard.web.context import Site
from tests.dashboard.office_pages import photo, served, site_of, town_at_work
from tests.dashboard.sign_in import ask, sign_in
from tests.personas import CAMAT_BARAT, IN_ANGGREK
from tests.pulls import reports

SIZE = "src => fetch(src).then(a => a.blob()).then(createImageBitmap).then(i => [i.width, i.height])"
READY = "navigator.serviceWorker.ready.then(() => true)"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The town at Monday noon."""
    return site_of(town_at_work(tmp_path_factory.mktemp("town")))


@pytest.fixture(scope="module")
def address(site: Site) -> Iterator[str]:
    """Its web app on loopback, which a browser trusts as it trusts TLS."""
    with served(create_app(site)) as found:
        yield found


@pytest.fixture
def phone(browser: Browser, address: str) -> Iterator[Page]:
    """A phone in Anggrek, on which the app's worker has started."""
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


def write(page: Page, words: str) -> None:
    """Fills the form and sends it."""
    expect(page.locator("#pin-map path").first).to_be_attached()
    page.set_input_files("#photo", {"name": "foto.jpg", "mimeType": "image/jpeg", "buffer": photo()})
    page.click("#gps")
    expect(page.locator("#spot")).to_have_text("Anggrek, Kecamatan Barat")
    page.click("text=Sampah")
    page.fill("#description", words)
    page.click("form.filing button[type=submit]")


def told(site: Site, words: str) -> list[str]:
    """The numbers of the reports with those words."""
    rows = reports(site.live.desk._engine)
    return [number for number, row in rows.items() if row["details"].get("description") == words]


def test_a_browser_finds_all_it_needs_to_install_the_board(phone: Page, address: str) -> None:
    manifest = phone.evaluate("fetch('/manifest.webmanifest').then((answer) => answer.json())")
    assert (manifest["display"], manifest["start_url"], manifest["lang"]) == ("standalone", "/", "id")
    for icon in manifest["icons"]:
        size = phone.evaluate(SIZE, icon["src"])
        assert "x".join(map(str, size)) == icon["sizes"]
    errors = phone.context.new_cdp_session(phone).send("Page.getInstallabilityErrors")
    # What a browser of a test always says; it looks at everything else all the same.
    assert [e["errorId"] for e in errors["installabilityErrors"]] == ["in-incognito"]


def test_a_report_written_without_a_network_is_sent_once_when_there_is_one(phone: Page, site: Site) -> None:
    phone.context.set_offline(True)
    phone.reload()  # from what the phone has kept
    write(phone, "tertulis tanpa jaringan")
    expect(phone.locator("#outbox")).to_contain_text("1 kiriman belum sampai")
    assert told(site, "tertulis tanpa jaringan") == []
    phone.context.set_offline(False)
    expect(phone.locator("#outbox")).to_be_hidden(timeout=30_000)
    phone.evaluate("outbox.flush()")
    assert len(told(site, "tertulis tanpa jaringan")) == 1


def test_with_a_network_a_report_goes_out_at_once(phone: Page, site: Site) -> None:
    write(phone, "langsung terkirim")
    phone.wait_for_url("**/lacak/**")
    assert len(told(site, "langsung terkirim")) == 1


def test_what_the_server_refuses_is_said_in_the_page_and_stays_in_the_form(phone: Page) -> None:
    expect(phone.locator("#pin-map path").first).to_be_attached()
    phone.click("text=Sampah")
    phone.fill("#description", "tanpa tempat")
    phone.click("form.filing button[type=submit]")
    expect(phone.locator(".from-server")).to_contain_text("pilih kelurahan")
    expect(phone.locator("#description")).to_have_value("tanpa tempat")
    expect(phone.locator("#outbox")).to_be_hidden()


def test_a_follow_up_written_without_a_network_is_made_once_it_is_back(
    phone: Page, site: Site, address: str
) -> None:
    sign_in(phone, address, site.accounts, CAMAT_BARAT)
    phone.goto(f"{address}/tindak/qlue/1")
    phone.context.set_offline(True)
    phone.click(".move.catat summary")
    phone.fill("#catat-note", "dari lapangan")
    phone.click(".move.catat button")
    expect(phone.locator("#outbox")).to_contain_text("Catat")
    phone.context.set_offline(False)
    expect(phone.locator("#outbox")).to_be_hidden(timeout=30_000)
    looked = site.follow_ups.look(("qlue", "1"))
    assert looked is not None
    assert [made.note for made in looked.follow_ups] == ["dari lapangan"]


def test_without_a_network_every_other_page_says_so_and_comes_back_by_itself(
    phone: Page, address: str
) -> None:
    phone.context.set_offline(True)
    phone.goto(f"{address}/lacak")
    expect(phone.locator("h1")).to_have_text("Tidak ada jaringan")
    phone.context.set_offline(False)
    expect(phone.locator("h1")).to_have_text("Lacak laporan", timeout=30_000)


def test_the_worker_keeps_every_file_of_the_filing_page(site: Site, tmp_path: Path) -> None:
    app: Dash = create_app(site)
    page = ask(app, "GET", "/lapor").text
    named = {name.split('"')[0] for name in page.split("/assets/")[1:]}
    assert named <= set(SHELL)
    assert set(STYLES) <= named


def test_the_worker_is_never_kept_by_a_browser_as_it_was(site: Site) -> None:
    answer = ask(create_app(site), "GET", "/sw.js")
    assert answer.headers["cache-control"] == "no-cache"
    assert "__" not in answer.text
    assert ask(create_app(site), "GET", "/ikon/any-193.png").status_code == 404
