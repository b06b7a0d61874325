"""`/open311/v2` as other people's programs use it: two clients that were not written here, and by hand."""

import itertools
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from xml.etree.ElementTree import Element, fromstring

import pytest
from dash import Dash
from georeport import GeoReport

from bootstrap import World
from dashboard.app import create_app
from dashboard.web.context import Site
from data.services.submission import OWN, Draft
from tests.dashboard.office_pages import photo, served, site_of, town_at_work
from tests.dashboard.sign_in import ask
from tests.personas import ANGGREK, AT_SEA, CAMAT_BARAT, IN_ANGGREK, MONDAY_NOON, SCREEN

LAT, LONG = IN_ANGGREK
BASE = "/open311/v2"
POSTED = {"service_code": "sampah", "lat": str(LAT), "long": str(LONG), "description": "menumpuk di selokan"}


@pytest.fixture
def world(tmp_path: Any) -> World:
    """The town at Monday noon."""
    return town_at_work(tmp_path)


@pytest.fixture
def site(world: World) -> Site:
    """Its board."""
    return site_of(world)


@pytest.fixture
def key(site: Site) -> str:
    """The key of a program that the city knows."""
    made = site.published.add_key("jaki")
    assert made is not None
    return made


@pytest.fixture
def app(site: Site) -> Dash:
    """Its web app."""
    return create_app(site)


@pytest.fixture(scope="module")
def still_key(still_site: Site) -> str:
    """A key there."""
    made = still_site.published.add_key("jaki")
    assert made is not None
    return made


@pytest.fixture
def address(app: Dash) -> Iterator[str]:
    """Its server."""
    with served(app) as found:
        yield found + BASE


def three(address: str, **more: str) -> Any:
    """The client of that name, which was written for an older Python."""
    itertools.ifilter = filter  # type: ignore[attr-defined]
    from three import Three

    return Three(address, **more)


def test_the_client_three_reads_files_and_follows(address: str, key: str, site: Site) -> None:
    client = three(address, api_key=key)
    assert client.discovery()["endpoints"][0]["url"] == address
    assert "sampah" in {found["service_code"] for found in client.services()}
    assert client.services("sampah") == {"service_code": "sampah", "attributes": []}
    (posted,) = client.post("sampah", lat=LAT, long=LONG, description="menumpuk", media=photo())
    number = posted["service_request_id"]
    (found,) = client.request(number)
    assert (found["status"], found["service_code"], found["lat"]) == ("open", "sampah", LAT)
    assert number in {found["service_request_id"] for found in client.requests("sampah")}
    assert client.token(number) == [{"service_request_id": number, "token": number}]
    looked = site.follow_ups.look((OWN, number))
    assert looked is not None
    assert (looked.standing.area_code, [shown.purpose for shown in looked.pictures]) == (ANGGREK, ["report"])


@pytest.mark.parametrize("form", ["json", "xml"])
def test_the_client_georeport_reads_both_formats(address: str, form: str) -> None:
    client = GeoReport(address, output_format=form)
    services = {found["service_code"] for found in client.get_service_list()}
    assert {"sampah", "banjir", "narkoba", "usul", "lainnya"} == services
    assert client.get_service_definition("sampah")["service_code"] == "sampah"
    found = client.get_service_requests(service_code="banjir", status="open")
    assert {one["service_request_id"] for one in found} == {"qlue:1", "qlue:2"}
    assert client.get_service_request("qlue:1")["service_name"] == "Banjir"


def get(app: Dash, path: str, **query: str) -> Any:
    answer = ask(app, "GET", f"{BASE}/{path}", params=query)
    return answer.status_code, answer.json()


def post(app: Dash, kind: str = "json", headers: dict[str, str] | None = None, **fields: str) -> Any:
    return ask(app, "POST", f"{BASE}/requests.{kind}", data=fields, headers=headers or {})


def test_both_formats_say_the_same(still: Dash) -> None:
    for path in ("requests", "services"):
        told = ask(still, "GET", f"{BASE}/{path}.json").json()
        root = fromstring(ask(still, "GET", f"{BASE}/{path}.xml").content)
        assert [said(flat(item)) for item in root] == [said(one) for one in told]


def said(item: dict[str, Any]) -> dict[str, str]:
    """What is not empty, as text."""
    return {name: text(value) for name, value in item.items() if value not in ("", None)}


def flat(item: Element) -> dict[str, str]:
    return {below.tag: below.text or "" for below in item}


def text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def test_every_field_of_the_specification_is_there(still: Dash) -> None:
    _status, (found, *_) = get(still, "requests.json")
    assert set(found) == {
        "service_request_id", "status", "status_notes", "service_name", "service_code", "description",
        "agency_responsible", "service_notice", "requested_datetime", "updated_datetime", "expected_datetime",
        "address", "address_id", "zipcode", "lat", "long",
    }  # fmt: skip
    texts = {name: value for name, value in found.items() if name not in ("lat", "long")}
    assert all(isinstance(value, str) for value in texts.values())


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ({"status": "closed"}, ["5", "6"]),
        ({"status": "open"}, ["2", "1", "3", "4"]),
        ({"status": "open,closed"}, ["5", "6", "2", "1", "3", "4"]),
        ({"service_code": "banjir"}, ["2", "1"]),
        ({"service_code": "banjir,usul"}, ["2", "1"]),
        ({"service_request_id": "qlue:3,qlue:99,qlue:1"}, ["3", "1"]),
        ({"start_date": "2026-11-22T20:00:00Z"}, ["5", "6"]),
        ({"end_date": "2026-11-22T00:00:00Z"}, ["3", "4"]),
        ({"end_date": "2026-08-01T00:00:00Z"}, []),
        ({"page_size": "2"}, ["5", "6"]),
        ({"page_size": "2", "page": "3"}, ["3", "4"]),
        ({"jurisdiction_id": "31.01", "status": "closed"}, ["5", "6"]),
    ],
    ids=str,
)
def test_a_query_narrows_down_what_is_given(still: Dash, query: dict[str, str], numbers: list[str]) -> None:
    status, found = get(still, "requests.json", **query)
    assert status == 200
    assert [one["service_request_id"].removeprefix("qlue:") for one in found] == numbers


@pytest.mark.parametrize(
    ("path", "query", "code"),
    [
        ("requests.json", {"status": "baru"}, 400),
        ("requests.json", {"start_date": "kemarin"}, 400),
        ("requests.json", {"start_date": "0001-01-01T00:00:00+14:00"}, 400),
        ("requests.json", {"page": "0"}, 400),
        ("requests.json", {"page_size": "-1"}, 400),
        ("requests.json", {"jurisdiction_id": "kota-lain"}, 404),
        ("requests.json", {"api_key": "palsu"}, 403),
        ("requests/99.json", {}, 404),
        ("requests/qlue:99.json", {}, 404),
        ("services/tidak_ada.json", {}, 404),
        ("tokens/99.json", {}, 404),
        ("requests.yaml", {}, 404),
    ],
)
def test_what_is_asked_wrongly_is_answered_as_the_specification_says(
    still: Dash, path: str, query: dict[str, str], code: int
) -> None:
    status, told = get(still, path, **query)
    assert (status, told[0]["code"]) == (code, code)
    assert told[0]["description"]


def test_an_error_comes_in_the_format_asked_for(still: Dash) -> None:
    answer = ask(still, "GET", f"{BASE}/services/tidak_ada.xml")
    root = fromstring(answer.content)
    assert (answer.status_code, root.tag, flat(root[0])["code"]) == (404, "errors", "404")


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"service_code": ""}, 400),
        ({"service_code": "tidak_ada"}, 404),
        ({"lat": "", "long": ""}, 400),
        ({"lat": "nan"}, 400),
        ({"lat": "abc"}, 400),
        ({"lat": str(AT_SEA[0])}, 400),
        ({"jurisdiction_id": "kota-lain"}, 404),
        ({"api_key": ""}, 403),
        ({"api_key": "palsu"}, 403),
    ],
    ids=str,
)
def test_a_report_that_cannot_be_filed_is_refused_with_its_reason(
    still: Dash, still_key: str, changed: dict[str, str], code: int
) -> None:
    answer = post(still, **{**POSTED, "api_key": still_key, **changed})
    assert (answer.status_code, answer.json()[0]["code"]) == (code, code)


def test_a_program_files_under_its_own_name_and_its_reporter_is_reached(
    app: Dash, key: str, site: Site
) -> None:
    answer = post(app, **POSTED, api_key=key, email="maria@contoh.test", first_name="Maria", phone="0812")
    (item,) = answer.json()
    assert answer.status_code == 200
    number = item["service_request_id"]
    assert f"/lacak/{number}/" in item["service_notice"]
    assert site.post.contact(f"pelapor:{OWN}/{number}") == "maria@contoh.test"
    lines = [(line.act, line.object) for line in site.accounts.audit(5)]
    assert ("lapor jaki", f"{OWN}/{number}") in lines


def test_a_report_sent_again_under_one_name_is_filed_once(app: Dash, key: str) -> None:
    headers = {"Idempotency-Key": "laporan-123456789"}
    numbers = {
        post(app, headers=headers, **POSTED, api_key=key).json()[0]["service_request_id"] for _ in "ab"
    }
    assert len(numbers) == 1
    assert post(app, **POSTED, api_key=key).json()[0]["service_request_id"] not in numbers


def test_an_address_is_enough_where_nobody_knows_the_point(app: Dash, key: str) -> None:
    answer = post(app, service_code="sampah", address_string="Jalan Sam Ratulangi 1", api_key=key)
    assert answer.status_code == 200
    (found,) = get(app, f"requests/{answer.json()[0]['service_request_id']}.json", api_key=key)[1]
    assert ("lat" in found, found["address"]) == (False, "Jalan Sam Ratulangi 1")


def test_what_a_citizen_wrote_is_for_programs_that_the_city_knows(app: Dash, key: str) -> None:
    number = post(app, **POSTED, api_key=key).json()[0]["service_request_id"]
    (plain,), (known,) = (get(app, f"requests/{number}.json", **query)[1] for query in ({}, {"api_key": key}))
    assert (plain["description"], plain["address"]) == ("", "Anggrek, Barat")
    assert known["description"] == POSTED["description"]


def test_sensitive_reports_are_given_to_nobody(app: Dash, key: str, world: World) -> None:
    draft = Draft("narkoba-1234567890", "warga", "narkoba", "di sini", lat=LAT, long=LONG)
    number = world.filings.file(draft).service_request_id
    assert get(app, f"requests/{number}.json", api_key=key)[0] == 404
    assert number not in str(get(app, "requests.json", api_key=key, service_code="narkoba"))


def test_a_key_that_was_taken_back_opens_nothing_more(app: Dash, key: str, site: Site) -> None:
    assert site.published.add_key("jaki") is None
    assert site.published.revoke_key("jaki")
    assert post(app, **POSTED, api_key=key).status_code == 403
    assert site.published.key_names() == [("jaki", False)]


def test_a_cookie_is_no_key(still: Dash) -> None:
    for who in (CAMAT_BARAT, SCREEN):
        assert ask(still, "POST", f"{BASE}/requests.json", who, data=POSTED).status_code == 403


def test_letters_that_xml_has_not_are_told_with_a_mark(app: Dash, key: str) -> None:
    answer = post(app, **{**POSTED, "description": "a\x00\x0b<b>&"}, api_key=key)
    number = answer.json()[0]["service_request_id"]
    root = fromstring(ask(app, "GET", f"{BASE}/requests/{number}.xml", params={"api_key": key}).content)
    assert flat(root[0])["description"].endswith("<b>&")


def test_the_newest_are_first_and_none_is_older_than_90_days(still: Dash) -> None:
    _status, found = get(still, "requests.json")
    filed = [one["requested_datetime"] for one in found]
    assert filed == sorted(filed, reverse=True)
    assert min(filed) > (MONDAY_NOON - timedelta(days=90)).isoformat()
