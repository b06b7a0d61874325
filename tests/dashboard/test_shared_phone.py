"""A phone that several accounts share: what one wrote is never sent, stored or audited as another's."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from dashboard.app import create_app
from dashboard.web.context import WebContext
from data.core.access import Principal
from tests.dashboard.office_pages import open_city_at_work, serve_app, web_context_of
from tests.dashboard.sign_in import sign_in
from tests.personas import CAMAT_BARAT, EXECUTOR_BARAT
from tests.pulls import reports

ACCOUNT_KNOWN = """() => new Promise((resolve) => {
  const look = () => (localStorage.getItem("pantau-account") ? resolve() : setTimeout(look, 50));
  look();
})"""
READY = "navigator.serviceWorker.ready.then(() => true)"
CACHED = """async () => {
  const caches_ = await Promise.all((await caches.keys()).map((name) => caches.open(name)));
  const lists = await Promise.all(caches_.map((cache) => cache.keys()));
  return lists.flat().map((request) => new URL(request.url).pathname);
}"""
# The server refuses it, so that it waits until its account has corrected it.
WAITING_ITEM = """() => pantau.outbox.add({
  id: "x".repeat(20), account: localStorage.getItem("pantau-account"), label: "Catat",
  fields: [["move", "catat"]], action: location.origin + "/tindak/qlue/1",
  page: "/tindak/qlue/1",
})"""


@pytest.fixture
def web_context(tmp_path: Path) -> WebContext:
    """Return the test city's web context at Monday noon."""
    return web_context_of(open_city_at_work(tmp_path))


@pytest.fixture
def address(web_context: WebContext) -> Iterator[str]:
    """Serve its app on loopback."""
    with serve_app(create_app(web_context)) as url:
        yield url


@pytest.fixture
def phone(browser: Browser, address: str) -> Iterator[Page]:
    """Open a phone's browser with the service worker started."""
    context = browser.new_context(viewport={"width": 360, "height": 740}, locale="id-ID")
    page = context.new_page()
    page.goto(f"{address}/lapor")
    assert page.evaluate(READY)
    page.reload()
    yield page
    context.close()


def become(phone: Page, address: str, web_context: WebContext, principal: Principal) -> None:
    """Sign another account in, as after the session of the last one is over."""
    phone.context.clear_cookies()
    sign_in(phone, address, web_context.accounts, principal)


def write_note_offline(phone: Page, address: str, note: str) -> None:
    """Write a note on a report while there is no network; it waits in the outbox."""
    phone.goto(f"{address}/tindak/qlue/1")
    expect(phone.locator(".action.catat")).to_be_visible()
    phone.evaluate(ACCOUNT_KNOWN)
    phone.context.set_offline(True)
    phone.click(".action.catat summary")
    phone.fill("#catat-note", note)
    phone.click(".action.catat button")
    expect(phone.locator("#outbox")).to_contain_text("1 kiriman belum sampai")


def notes(web_context: WebContext) -> list[tuple[str, str]]:
    """Return account and note of each follow-up of the report."""
    return [(step.who, step.note) for step in web_context.follow_ups.list_follow_ups(("qlue", "1"))]


def audited(web_context: WebContext, action: str) -> list[str]:
    """Return the accounts that did an action by the audit log."""
    return [line.who for line in web_context.accounts.list_audit(100) if line.act == action]


def test_an_item_of_another_account_waits_and_is_sent_by_its_own(
    phone: Page, web_context: WebContext, address: str
) -> None:
    become(phone, address, web_context, EXECUTOR_BARAT)
    write_note_offline(phone, address, "dari pelaksana")
    become(phone, address, web_context, CAMAT_BARAT)
    phone.context.set_offline(False)
    phone.goto(f"{address}/tindak/qlue/1")
    expect(phone.locator("#outbox")).to_contain_text("1 kiriman milik akun lain menunggu")
    expect(phone.locator("#outbox")).not_to_contain_text("Catat")
    phone.evaluate("pantau.outbox.flush()")
    assert (notes(web_context), audited(web_context, "tindak catat")) == ([], [])
    become(phone, address, web_context, EXECUTOR_BARAT)
    phone.goto(f"{address}/tindak/qlue/1")
    expect(phone.locator("#outbox")).to_be_hidden(timeout=30_000)
    assert notes(web_context) == [(EXECUTOR_BARAT.name, "dari pelaksana")]
    assert audited(web_context, "tindak catat") == [EXECUTOR_BARAT.name]


def test_a_page_of_another_account_is_refused_by_the_server_and_kept(
    phone: Page, web_context: WebContext, address: str
) -> None:
    """The outbox of an older page, which believes that its own account is still signed in."""
    become(phone, address, web_context, EXECUTOR_BARAT)
    write_note_offline(phone, address, "dari pelaksana")
    owner = phone.evaluate("localStorage.getItem('pantau-account')")
    become(phone, address, web_context, CAMAT_BARAT)
    phone.route("**/kiriman/akun", lambda route: route.fulfill(json={"account": owner}))
    phone.context.set_offline(False)
    with phone.expect_response("**/tindak/qlue/1") as answer:
        phone.evaluate("pantau.outbox.flush()")
    assert answer.value.status == 409
    assert (notes(web_context), audited(web_context, "tindak catat")) == ([], [])
    phone.unroute("**/kiriman/akun")
    phone.evaluate("pantau.outbox.flush()")
    expect(phone.locator("#outbox")).to_contain_text("1 kiriman milik akun lain menunggu")


def test_a_report_written_without_an_account_is_sent_without_one(
    phone: Page, web_context: WebContext, address: str
) -> None:
    phone.context.set_offline(True)
    phone.reload()  # from the cache
    phone.select_option("#area", label="Anggrek")
    phone.click("text=Sampah")
    phone.fill("#description", "tanpa akun")
    phone.click("form.report button[type=submit]")
    expect(phone.locator("#outbox")).to_contain_text("1 kiriman belum sampai")
    become(phone, address, web_context, CAMAT_BARAT)
    phone.context.set_offline(False)
    phone.goto(f"{address}/lapor")
    expect(phone.locator("#outbox")).to_be_hidden(timeout=30_000)
    rows = reports(web_context.live_board.backlogs._engine)
    assert sum(row["details"].get("description") == "tanpa akun" for row in rows.values()) == 1
    assert audited(web_context, "lapor") == [""]


def test_sign_out_warns_of_what_waits_and_leaves_nothing_of_the_session(
    phone: Page, web_context: WebContext, address: str
) -> None:
    become(phone, address, web_context, EXECUTOR_BARAT)
    phone.goto(f"{address}/tindak/qlue/1")
    phone.evaluate(ACCOUNT_KNOWN)
    phone.evaluate(WAITING_ITEM)
    phone.goto(f"{address}/akun")
    phone.click("form[action='/keluar'] button")
    expect(phone.locator("dialog.sign-out")).to_contain_text("1 kiriman Anda masih menunggu")
    phone.click("text=Batal")
    expect(phone.locator("dialog.sign-out")).to_have_count(0)
    assert phone.url == f"{address}/akun"
    phone.click("form[action='/keluar'] button")
    phone.click("text=Tetap keluar")
    phone.wait_for_url("**/masuk")
    phone.goto(f"{address}/lapor")
    expect(phone.locator("#outbox")).to_contain_text("1 kiriman menunggu akun penulisnya")
    expect(phone.locator("#outbox a")).to_have_attribute("href", "/masuk?ke=%2Flapor")
    assert not [path for path in phone.evaluate(CACHED) if path.startswith(("/tindak", "/foto", "/akun"))]
    assert notes(web_context) == []
