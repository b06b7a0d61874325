"""An account's own notices, and what waits for an operator."""

import json
from typing import Any

import pytest
from dash import Dash

from bootstrap import World
from dashboard.app import create_app
from dashboard.pages.inbox import labels
from dashboard.web.context import Site
from data.core.access import NOBODY, Who
from data.services.submission import OWN, Draft
from jobs.delivery import deliver
from tests.dashboard.office_pages import photo, site_of, town_at_work
from tests.dashboard.sign_in import ask
from tests.dashboard.test_follow_up_page import REPORT, send
from tests.jobs.message_server import people_of
from tests.personas import CAMAT_BARAT, CAMAT_TIMUR, EXECUTOR_BARAT, IN_ANGGREK, OPERATOR, SCREEN

BROWSER = {"endpoint": "https://dorong.contoh.test/1", "keys": {"p256dh": "x", "auth": "y"}}


@pytest.fixture
def world(tmp_path: Any) -> World:
    """The town at Monday noon, with its offices."""
    made = town_at_work(tmp_path)
    people_of(made)
    return made


@pytest.fixture
def site(world: World) -> Site:
    """Its board."""
    return site_of(world)


@pytest.fixture
def app(site: Site) -> Dash:
    """Its web app."""
    return create_app(site)


def track(world: World) -> str:
    """Files a report; where its receipt is."""
    lat, long = IN_ANGGREK
    receipt = world.filings.file(
        Draft("kirim-satu-123456", "warga", "sampah", "menumpuk", lat=lat, long=long)
    )
    return f"/lacak/{receipt.service_request_id}/{receipt.key}"


def test_a_new_report_is_in_the_boxes_of_its_kecamatan_and_new_until_it_is_read(
    app: Dash, world: World
) -> None:
    number = track(world).split("/")[2]
    deliver(world)
    for who in (CAMAT_BARAT, EXECUTOR_BARAT):
        first, again = (ask(app, "GET", "/pemberitahuan", who).text for _ in range(2))
        assert f"nomor {number}" in first
        assert first.count("class=new") > again.count("class=new") == 0
    assert number not in ask(app, "GET", "/pemberitahuan", CAMAT_TIMUR).text


@pytest.mark.parametrize(("who", "status"), [(NOBODY, 401), (SCREEN, 403)], ids=["nobody", "screen"])
def test_who_has_no_account_has_no_box(app: Dash, who: Who, status: int) -> None:
    assert ask(app, "GET", "/pemberitahuan", who).status_code == status


def test_a_claim_waits_on_the_operators_desk(app: Dash, site: Site) -> None:
    assert labels.NO_CLAIMS in ask(app, "GET", "/meja", OPERATOR).text
    send(app, CAMAT_BARAT, "bukan_wilayah", note="di seberang")
    site.live.refresh()
    page = ask(app, "GET", "/meja", OPERATOR).text
    assert (labels.NO_CLAIMS in page, REPORT in page) == (False, True)
    assert ask(app, "GET", "/meja", CAMAT_BARAT).status_code == 403


def test_a_low_rating_waits_until_an_operator_has_looked(app: Dash, world: World) -> None:
    receipt = track(world)
    path = f"/tindak/{OWN}/{receipt.split('/')[2]}"
    send(app, OPERATOR, "proses", path)
    files = [("before", photo()), ("after", photo())]
    assert send(app, OPERATOR, "selesaikan", path, note="bersih", files=files).status_code == 303
    looked = world.follow_ups.look((OWN, receipt.split("/")[2]))
    assert looked is not None
    given = {"move": "nilai", "stars": "2", "submission": "nilai-123456789012", "seen": str(looked.change)}
    assert ask(app, "POST", receipt, data=given).status_code == 303
    assert path in ask(app, "GET", "/meja", OPERATOR).text
    assert send(app, OPERATOR, "tetap_selesai", path, note="sudah diperiksa").status_code == 303
    assert path not in ask(app, "GET", "/meja", OPERATOR).text


def test_messages_that_reached_nobody_are_listed_and_sent_again(app: Dash) -> None:
    assert labels.NO_DEAD in ask(app, "GET", "/meja", OPERATOR).text
    answer = ask(app, "POST", "/meja/kirim-ulang", OPERATOR)
    assert (answer.status_code, answer.headers["location"]) == (303, "/meja?terkirim=0")
    assert labels.RESENT.format(count=0) in ask(app, "GET", "/meja?terkirim=0", OPERATOR).text


def test_a_browser_is_kept_for_an_account_and_for_whoever_holds_a_receipt(app: Dash, world: World) -> None:
    body = json.dumps(BROWSER)
    assert ask(app, "POST", "/pemberitahuan/langganan", CAMAT_BARAT, content=body).status_code == 204
    receipt = track(world)
    assert ask(app, "POST", f"{receipt}/langganan", content=body).status_code == 204
    assert ask(app, "POST", f"{receipt}x/langganan", content=body).status_code == 404
    assert world.post.browser(1) is None or world.post.browser(1) == BROWSER
    assert len(ask(app, "GET", "/pemberitahuan/kunci").json()["key"]) == 87  # 65 bytes


@pytest.mark.parametrize(
    "body",
    ["", "[]", "null", json.dumps({"endpoint": "http://a"}), json.dumps({**BROWSER, "endpoint": "http://a"}),
     json.dumps({**BROWSER, "keys": {"p256dh": 1, "auth": "y"}}), "x" * 10_000],
    ids=["nothing", "a list", "null", "no keys", "no TLS", "a number", "too much"],
)  # fmt: skip
def test_what_is_no_browser_is_not_kept(app: Dash, body: str) -> None:
    assert ask(app, "POST", "/pemberitahuan/langganan", CAMAT_BARAT, content=body).status_code == 422


def test_an_account_has_a_handful_of_browsers_and_not_more(app: Dash) -> None:
    def kept(number: int) -> int:
        body = json.dumps({**BROWSER, "endpoint": f"https://dorong.contoh.test/{number}"})
        return ask(app, "POST", "/pemberitahuan/langganan", CAMAT_BARAT, content=body).status_code

    assert [kept(number) for number in range(9)] == [204] * 8 + [422]
