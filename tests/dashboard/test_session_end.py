"""The end of a session: photos, pages and push notifications of the account leave browser and server."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from dash import Dash
from playwright.sync_api import Browser, Page, expect
from sqlalchemy.exc import OperationalError

from dashboard.app import create_app
from dashboard.pages.report.sections.photo_album import photo_url
from dashboard.web.context import WebContext
from dashboard.web.cookies import SESSION_COOKIE
from data.core.access import Principal
from data.store import subscriptions
from tests.dashboard.office_pages import open_city_at_work, photo, serve_app, web_context_of
from tests.dashboard.sign_in import PASSWORD, request_as, session_cookie, session_header, sign_in
from tests.dashboard.test_follow_up_page import submit_action
from tests.personas import CAMAT_BARAT, EXECUTOR_BARAT, OPERATOR

STATUS = "async (path) => (await fetch(path)).status"
ENDPOINT = "https://dorong.contoh.test/1"
NAVIGATION = {"Sec-Fetch-Mode": "navigate", "Accept": "text/html"}


@pytest.fixture
def web_context(tmp_path: Path) -> WebContext:
    """Return the test city's web context at Monday noon."""
    return web_context_of(open_city_at_work(tmp_path))


@pytest.fixture
def app(web_context: WebContext) -> Dash:
    """Return its app."""
    return create_app(web_context)


@pytest.fixture
def photo_path(app: Dash, web_context: WebContext) -> str:
    """Upload a photo of the first report, and return its address."""
    answer = submit_action(app, CAMAT_BARAT, "catat", note="lihat foto", files=[("before", photo())])
    assert answer.status_code == 303
    return photo_url(web_context.follow_ups.pictures(("qlue", "1"))[0].picture_id, ("qlue", "1"))


@pytest.fixture
def phone(browser: Browser, app: Dash, web_context: WebContext) -> Iterator[Page]:
    """Open a phone's browser on the board, with a camat signed in."""
    with serve_app(app) as address:
        context = browser.new_context(viewport={"width": 360, "height": 740}, base_url=address)
        page = sign_in(context.new_page(), address, web_context.accounts, CAMAT_BARAT)
        page.goto("/akun")
        yield page
        context.close()


def subscribe(web_context: WebContext, principal: Principal, endpoint: str = ENDPOINT) -> None:
    """Store a push subscription of an account's browser."""
    keys = {"p256dh": "x", "auth": "y"}
    assert web_context.notifications.subscribe(principal.name, {"endpoint": endpoint, "keys": keys})


def subscribers(web_context: WebContext) -> set[str]:
    """Return the accounts that have a push subscription."""
    names = [CAMAT_BARAT.name, EXECUTOR_BARAT.name]
    with web_context.app.engine.connect() as connection:
        return set(subscriptions.ids_by_receiver(connection, names))


def test_a_photo_is_revalidated_and_sent_once(app: Dash, photo_path: str) -> None:
    first = request_as(app, "GET", photo_path, CAMAT_BARAT)
    assert first.headers["cache-control"] == "private, no-cache"
    etag = {"If-None-Match": first.headers["etag"]}
    again = request_as(app, "GET", photo_path, CAMAT_BARAT, headers=etag)
    assert (again.status_code, again.content) == (304, b"")
    assert request_as(app, "GET", photo_path, headers=etag).status_code == 401


def test_a_photo_seen_before_is_gone_after_sign_out(phone: Page, photo_path: str) -> None:
    assert phone.evaluate(STATUS, photo_path) == 200
    with phone.expect_response("**/keluar") as answer:
        phone.click("form[action='/keluar'] button")
    assert answer.value.all_headers()["clear-site-data"] == '"cache"'
    phone.wait_for_url("**/masuk")
    assert phone.evaluate(STATUS, photo_path) == 401
    phone.go_back()
    expect(phone.locator("h1")).not_to_have_text("Akun")


def test_a_session_ended_by_the_server_leaves_the_browser_with_the_next_page(
    phone: Page, web_context: WebContext, photo_path: str
) -> None:
    assert phone.evaluate(STATUS, photo_path) == 200
    web_context.accounts.sign_out_everywhere(CAMAT_BARAT, "127.0.0.1")
    assert phone.evaluate(STATUS, photo_path) == 401
    phone.goto("/tinjauan")  # by the service worker, which shows no headers to the browser's tools
    phone.wait_for_url("**/masuk?**")
    assert SESSION_COOKIE not in {cookie.get("name") for cookie in phone.context.cookies()}


def test_only_the_page_after_an_ended_session_clears_the_browser(app: Dash, web_context: WebContext) -> None:
    def answer(headers: dict[str, str]) -> httpx.Response:
        return request_as(app, "GET", "/masuk", headers={**NAVIGATION, **headers})

    active = session_header(web_context.accounts, OPERATOR)
    assert "clear-site-data" not in answer(active).headers
    assert "clear-site-data" not in answer({}).headers
    web_context.accounts.sign_out_everywhere(OPERATOR, "")
    assert "clear-site-data" not in answer({**active, "Sec-Fetch-Mode": "cors"}).headers
    ended = answer(active)
    assert ended.headers["clear-site-data"] == '"cache"'
    assert all("Max-Age=0" in cookie for cookie in ended.headers.get_list("set-cookie"))


def test_a_session_has_not_ended_while_the_store_cannot_say_so(
    web_context: WebContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = session_cookie(web_context.accounts, OPERATOR)[SESSION_COOKIE]
    assert not web_context.accounts.has_ended(token)
    assert web_context.accounts.has_ended("lain")

    def unavailable(*_arguments: Any) -> None:
        raise OperationalError("", {}, Exception())

    monkeypatch.setattr(web_context.accounts, "_load_user", unavailable)
    assert not web_context.accounts.has_ended("lain")


def test_sign_out_ends_the_push_of_this_browser_only(app: Dash, web_context: WebContext) -> None:
    subscribe(web_context, CAMAT_BARAT)
    subscribe(web_context, EXECUTOR_BARAT, ENDPOINT + "/lain")
    other = request_as(app, "POST", "/keluar", CAMAT_BARAT, data={"langganan": ENDPOINT + "/lain"})
    assert other.status_code == 303
    assert subscribers(web_context) == {CAMAT_BARAT.name, EXECUTOR_BARAT.name}
    request_as(app, "POST", "/keluar", CAMAT_BARAT, data={"langganan": ENDPOINT})
    assert subscribers(web_context) == {EXECUTOR_BARAT.name}


def test_with_all_sessions_of_an_account_all_its_push_ends(web_context: WebContext) -> None:
    accounts, ends = (
        web_context.accounts,
        (
            lambda: accounts.sign_out_everywhere(CAMAT_BARAT, ""),
            lambda: accounts.change_password(CAMAT_BARAT, PASSWORD, "teh tarik sore hari", ""),
            lambda: accounts.reset_password(CAMAT_BARAT.name),
            lambda: accounts.disable_account(CAMAT_BARAT.name),
        ),
    )
    session_cookie(accounts, CAMAT_BARAT)
    for end in ends:
        subscribe(web_context, CAMAT_BARAT)
        subscribe(web_context, EXECUTOR_BARAT, ENDPOINT + "/lain")
        end()
        assert subscribers(web_context) == {EXECUTOR_BARAT.name}


FAKE_PUSH = """(endpoint) => {
  const unsubscribe = async () => sessionStorage.setItem("unsubscribed", "yes");
  const subscription = { endpoint, unsubscribe };
  PushManager.prototype.getSubscription = async () => subscription;
}"""


def test_the_page_names_its_push_subscription_at_sign_out(phone: Page, web_context: WebContext) -> None:
    subscribe(web_context, CAMAT_BARAT)
    phone.evaluate("navigator.serviceWorker.ready.then(() => true)")
    phone.evaluate(FAKE_PUSH, ENDPOINT)
    phone.evaluate("localStorage.setItem('pantau-push', 'x')")
    phone.click("form[action='/keluar'] button")
    phone.wait_for_url("**/masuk")
    assert subscribers(web_context) == set()
    assert phone.evaluate("sessionStorage.getItem('unsubscribed')") == "yes"
    assert phone.evaluate("localStorage.getItem('pantau-push')") is None


def test_another_account_ends_the_push_that_an_ended_session_left(
    phone: Page, web_context: WebContext
) -> None:
    phone.evaluate("navigator.serviceWorker.ready.then(() => true)")
    phone.evaluate("localStorage.setItem('pantau-push', 'akun lain')")
    phone.context.add_init_script(f"({FAKE_PUSH})('{ENDPOINT}')")
    phone.goto("/akun")
    phone.evaluate(
        """() => new Promise((resolve) => {
          const look = () => (localStorage.getItem("pantau-push") ? setTimeout(look, 50) : resolve());
          look();
        })"""
    )
    assert phone.evaluate("sessionStorage.getItem('unsubscribed')") == "yes"
