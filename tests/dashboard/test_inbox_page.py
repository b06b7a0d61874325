"""The inbox of an account, and the operator queue."""

import json
from typing import Any

import pytest
from dash import Dash

from bootstrap import AppContext
from dashboard.app import create_app
from dashboard.web.context import WebContext
from data.core.access import ANONYMOUS, Principal
from data.services.submission import OWN_SOURCE, NewReport
from jobs.delivery import deliver
from tests.dashboard.office_pages import open_city_at_work, photo, web_context_of
from tests.dashboard.sign_in import request_as
from tests.dashboard.test_follow_up_page import REPORT, submit_action
from tests.jobs.message_server import create_accounts
from tests.personas import CAMAT_BARAT, CAMAT_TIMUR, EXECUTOR_BARAT, IN_ANGGREK, OPERATOR, WALL_DISPLAY

SUBSCRIPTION = {"endpoint": "https://dorong.contoh.test/1", "keys": {"p256dh": "x", "auth": "y"}}


@pytest.fixture
def app_context(tmp_path: Any) -> AppContext:
    """Return the test city at Monday noon, with accounts."""
    context = open_city_at_work(tmp_path)
    create_accounts(context)
    return context


@pytest.fixture
def web_context(app_context: AppContext) -> WebContext:
    """Return its web context."""
    return web_context_of(app_context)


@pytest.fixture
def app(web_context: WebContext) -> Dash:
    """Return its app."""
    return create_app(web_context)


def file_report(app_context: AppContext) -> str:
    """Submit a report; return the address of its receipt."""
    lat, long = IN_ANGGREK
    receipt = app_context.submissions.submit(
        NewReport("kirim-satu-123456", "warga", "sampah", "menumpuk", lat=lat, long=long)
    )
    return f"/lacak/{receipt.service_request_id}/{receipt.tracking_key}"


def test_new_report_is_in_the_inboxes_of_its_kecamatan_and_unread_until_opened(
    app: Dash, app_context: AppContext
) -> None:
    number = file_report(app_context).split("/")[2]
    deliver(app_context)
    for principal in (CAMAT_BARAT, EXECUTOR_BARAT):
        first, second = (request_as(app, "GET", "/pemberitahuan", principal).text for _ in range(2))
        assert f"nomor {number}" in first
        assert first.count("class=new") > second.count("class=new") == 0
    assert number not in request_as(app, "GET", "/pemberitahuan", CAMAT_TIMUR).text


@pytest.mark.parametrize(
    ("principal", "status"), [(ANONYMOUS, 401), (WALL_DISPLAY, 403)], ids=["nobody", "screen"]
)
def test_inbox_needs_an_account(app: Dash, principal: Principal, status: int) -> None:
    assert request_as(app, "GET", "/pemberitahuan", principal).status_code == status


def test_disputed_report_waits_in_the_operator_queue(app: Dash, web_context: WebContext) -> None:
    assert "Tidak ada keberatan yang menunggu." in request_as(app, "GET", "/meja", OPERATOR).text
    submit_action(app, CAMAT_BARAT, "bukan_wilayah", note="di seberang")
    web_context.live_board.refresh()
    page = request_as(app, "GET", "/meja", OPERATOR).text
    assert ("Tidak ada keberatan yang menunggu." in page, REPORT in page) == (False, True)
    assert request_as(app, "GET", "/meja", CAMAT_BARAT).status_code == 403


def test_low_rating_waits_in_the_operator_queue_until_checked(app: Dash, app_context: AppContext) -> None:
    receipt = file_report(app_context)
    path = f"/tindak/{OWN_SOURCE}/{receipt.split('/')[2]}"
    submit_action(app, OPERATOR, "proses", path)
    files = [("before", photo()), ("after", photo())]
    assert submit_action(app, OPERATOR, "selesaikan", path, note="bersih", files=files).status_code == 303
    report = app_context.follow_ups.get((OWN_SOURCE, receipt.split("/")[2]))
    assert report is not None
    rating = {"move": "nilai", "stars": "2", "submission": "nilai-123456789012", "seen": str(report.change)}
    assert request_as(app, "POST", receipt, data=rating).status_code == 303
    assert path in request_as(app, "GET", "/meja", OPERATOR).text
    assert submit_action(app, OPERATOR, "tetap_selesai", path, note="sudah diperiksa").status_code == 303
    assert path not in request_as(app, "GET", "/meja", OPERATOR).text


def test_dead_letters_are_listed_and_resent(app: Dash) -> None:
    assert "Semua kabar terkirim atau masih dicoba." in request_as(app, "GET", "/meja", OPERATOR).text
    answer = request_as(app, "POST", "/meja/kirim-ulang", OPERATOR)
    assert (answer.status_code, answer.headers["location"]) == (303, "/meja?terkirim=0")
    assert "0 kabar dikirim ulang." in request_as(app, "GET", "/meja?terkirim=0", OPERATOR).text


def test_push_subscription_is_stored_for_an_account_and_for_a_receipt(
    app: Dash, app_context: AppContext
) -> None:
    body = json.dumps(SUBSCRIPTION)
    assert request_as(app, "POST", "/pemberitahuan/langganan", CAMAT_BARAT, content=body).status_code == 204
    receipt = file_report(app_context)
    assert request_as(app, "POST", f"{receipt}/langganan", content=body).status_code == 204
    assert request_as(app, "POST", f"{receipt}x/langganan", content=body).status_code == 404
    assert (
        app_context.notifications.get_subscription(1) is None
        or app_context.notifications.get_subscription(1) == SUBSCRIPTION
    )
    assert len(request_as(app, "GET", "/pemberitahuan/kunci").json()["key"]) == 87  # 65 bytes


@pytest.mark.parametrize(
    "body",
    ["", "[]", "null", json.dumps({"endpoint": "http://a"}), json.dumps({**SUBSCRIPTION, "endpoint": "http://a"}),
     json.dumps({**SUBSCRIPTION, "keys": {"p256dh": 1, "auth": "y"}}), "x" * 10_000],
    ids=["nothing", "a list", "null", "no keys", "no TLS", "a number", "too much"],
)  # fmt: skip
def test_invalid_push_subscription_is_rejected(app: Dash, body: str) -> None:
    assert request_as(app, "POST", "/pemberitahuan/langganan", CAMAT_BARAT, content=body).status_code == 422


def test_push_subscriptions_of_an_account_are_limited(app: Dash) -> None:
    def subscribe(number: int) -> int:
        body = json.dumps({**SUBSCRIPTION, "endpoint": f"https://dorong.contoh.test/{number}"})
        return request_as(app, "POST", "/pemberitahuan/langganan", CAMAT_BARAT, content=body).status_code

    assert [subscribe(number) for number in range(9)] == [204] * 8 + [422]
