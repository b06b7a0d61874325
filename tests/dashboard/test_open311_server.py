"""``/open311/v2`` as other programs use it: two published clients, and single requests."""

import itertools
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from xml.etree.ElementTree import Element, fromstring

import pytest
from dash import Dash
from georeport import GeoReport

from bootstrap import AppContext
from dashboard.app import create_app
from dashboard.web.context import WebContext
from data.services.submission import OWN_SOURCE, NewReport
from tests.dashboard.office_pages import open_city_at_work, photo, serve_app, web_context_of
from tests.dashboard.sign_in import request_as
from tests.personas import ANGGREK, AT_SEA, CAMAT_BARAT, IN_ANGGREK, MONDAY_NOON, WALL_DISPLAY

LAT, LONG = IN_ANGGREK
BASE = "/open311/v2"
REPORT_FIELDS = {
    "service_code": "sampah",
    "lat": str(LAT),
    "long": str(LONG),
    "description": "menumpuk di selokan",
}


@pytest.fixture
def app_context(tmp_path: Any) -> AppContext:
    """Return the test city at Monday noon."""
    return open_city_at_work(tmp_path)


@pytest.fixture
def web_context(app_context: AppContext) -> WebContext:
    """Return its web context."""
    return web_context_of(app_context)


@pytest.fixture
def api_key(web_context: WebContext) -> str:
    """Return the API key of a program."""
    new_key = web_context.open311.add_key("jaki")
    assert new_key is not None
    return new_key


@pytest.fixture
def app(web_context: WebContext) -> Dash:
    """Return its app."""
    return create_app(web_context)


@pytest.fixture(scope="module")
def shared_api_key(shared_context: WebContext) -> str:
    """Return an API key of the shared app."""
    new_key = shared_context.open311.add_key("jaki")
    assert new_key is not None
    return new_key


@pytest.fixture
def open311_url(app: Dash) -> Iterator[str]:
    """Serve the app; return the address of the API."""
    with serve_app(app) as url:
        yield url + BASE


def three_client(address: str, **client_options: str) -> Any:
    """Return the client ``three``, which was written for an older Python."""
    itertools.ifilter = filter  # type: ignore[attr-defined]
    from three import Three

    return Three(address, **client_options)


def test_client_three_reads_files_and_tracks(open311_url: str, api_key: str, web_context: WebContext) -> None:
    client = three_client(open311_url, api_key=api_key)
    assert client.discovery()["endpoints"][0]["url"] == open311_url
    assert "sampah" in {item["service_code"] for item in client.services()}
    assert client.services("sampah") == {"service_code": "sampah", "attributes": []}
    (posted,) = client.post("sampah", lat=LAT, long=LONG, description="menumpuk", media=photo())
    number = posted["service_request_id"]
    (item,) = client.request(number)
    assert (item["status"], item["service_code"], item["lat"]) == ("open", "sampah", LAT)
    assert number in {item["service_request_id"] for item in client.requests("sampah")}
    assert client.token(number) == [{"service_request_id": number, "token": number}]
    report = web_context.follow_ups.get((OWN_SOURCE, number))
    assert report is not None
    assert (report.standing.area_code, [picture.purpose for picture in report.pictures]) == (
        ANGGREK,
        ["report"],
    )


@pytest.mark.parametrize("form", ["json", "xml"])
def test_the_client_georeport_reads_both_formats(open311_url: str, form: str) -> None:
    client = GeoReport(open311_url, output_format=form)
    services = {item["service_code"] for item in client.get_service_list()}
    assert {"sampah", "banjir", "narkoba", "usul", "lainnya"} == services
    assert client.get_service_definition("sampah")["service_code"] == "sampah"
    item = client.get_service_requests(service_code="banjir", status="open")
    assert {request_item["service_request_id"] for request_item in item} == {"qlue:1", "qlue:2"}
    assert client.get_service_request("qlue:1")["service_name"] == "Banjir"


def get(app: Dash, path: str, **query: str) -> Any:
    response = request_as(app, "GET", f"{BASE}/{path}", params=query)
    return response.status_code, response.json()


def post(app: Dash, kind: str = "json", headers: dict[str, str] | None = None, **fields: str) -> Any:
    return request_as(app, "POST", f"{BASE}/requests.{kind}", data=fields, headers=headers or {})


def test_json_and_xml_carry_the_same_data(shared_app: Dash) -> None:
    for path in ("requests", "services"):
        json_items = request_as(shared_app, "GET", f"{BASE}/{path}.json").json()
        root = fromstring(request_as(shared_app, "GET", f"{BASE}/{path}.xml").content)
        assert [non_empty(flat_item(element)) for element in root] == [
            non_empty(json_item) for json_item in json_items
        ]


def non_empty(item: dict[str, Any]) -> dict[str, str]:
    """Return what is not empty, as text."""
    return {name: as_text(value) for name, value in item.items() if value not in ("", None)}


def flat_item(item: Element) -> dict[str, str]:
    return {child.tag: child.text or "" for child in item}


def as_text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def test_report_has_every_field_of_the_specification(shared_app: Dash) -> None:
    _status, (report, *_) = get(shared_app, "requests.json")
    assert set(report) == {
        "service_request_id", "status", "status_notes", "service_name", "service_code", "description",
        "agency_responsible", "service_notice", "requested_datetime", "updated_datetime", "expected_datetime",
        "address", "address_id", "zipcode", "lat", "long",
    }  # fmt: skip
    text_fields = {name: value for name, value in report.items() if name not in ("lat", "long")}
    assert all(isinstance(value, str) for value in text_fields.values())


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
def test_query_parameters_filter_the_reports(
    shared_app: Dash, query: dict[str, str], numbers: list[str]
) -> None:
    status, items = get(shared_app, "requests.json", **query)
    assert status == 200
    assert [item["service_request_id"].removeprefix("qlue:") for item in items] == numbers


@pytest.mark.parametrize(
    ("path", "query", "code"),
    [
        ("requests.json", {"status": "baru"}, 400),
        ("requests.json", {"start_date": "kemarin"}, 400),
        ("requests.json", {"start_date": "0001-01-01T00:00:00+14:00"}, 400),
        ("requests.json", {"end_date": "0001-01-01"}, 400),  # the 90 days before it do not exist
        ("requests.json", {"end_date": "9999-12-31T23:59:59-14:00"}, 400),
        ("requests.json", {"page": "0"}, 400),
        ("requests.json", {"page": "9" * 5_000}, 400),
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
def test_invalid_query_answers_the_error_of_the_specification(
    shared_app: Dash, path: str, query: dict[str, str], code: int
) -> None:
    status, errors = get(shared_app, path, **query)
    assert (status, errors[0]["code"]) == (code, code)
    assert errors[0]["description"]


def test_error_uses_the_requested_format(shared_app: Dash) -> None:
    answer = request_as(shared_app, "GET", f"{BASE}/services/tidak_ada.xml")
    root = fromstring(answer.content)
    assert (answer.status_code, root.tag, flat_item(root[0])["code"]) == (404, "errors", "404")


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
def test_invalid_report_is_rejected_with_a_reason(
    shared_app: Dash, shared_api_key: str, changed: dict[str, str], code: int
) -> None:
    answer = post(shared_app, **{**REPORT_FIELDS, "api_key": shared_api_key, **changed})
    assert (answer.status_code, answer.json()[0]["code"]) == (code, code)


def test_program_files_under_its_own_name_with_a_contact(
    app: Dash, api_key: str, web_context: WebContext
) -> None:
    answer = post(
        app, **REPORT_FIELDS, api_key=api_key, email="maria@contoh.test", first_name="Maria", phone="0812"
    )
    (item,) = answer.json()
    assert answer.status_code == 200
    number = item["service_request_id"]
    assert f"/lacak/{number}/" in item["service_notice"]
    assert web_context.notifications.contact_of(f"pelapor:{OWN_SOURCE}/{number}") == "maria@contoh.test"
    lines = [(line.act, line.object) for line in web_context.accounts.list_audit(5)]
    assert ("lapor jaki", f"{OWN_SOURCE}/{number}") in lines


def test_idempotency_key_files_a_report_once(app: Dash, api_key: str) -> None:
    headers = {"Idempotency-Key": "laporan-123456789"}
    numbers = {
        post(app, headers=headers, **REPORT_FIELDS, api_key=api_key).json()[0]["service_request_id"]
        for _ in "ab"
    }
    assert len(numbers) == 1
    assert post(app, **REPORT_FIELDS, api_key=api_key).json()[0]["service_request_id"] not in numbers


def test_address_replaces_a_missing_point(app: Dash, api_key: str) -> None:
    answer = post(app, service_code="sampah", address_string="Jalan Sam Ratulangi 1", api_key=api_key)
    assert answer.status_code == 200
    (report,) = get(app, f"requests/{answer.json()[0]['service_request_id']}.json", api_key=api_key)[1]
    assert ("lat" in report, report["address"]) == (False, "Jalan Sam Ratulangi 1")


def test_text_of_a_citizen_needs_an_api_key(app: Dash, api_key: str) -> None:
    number = post(app, **REPORT_FIELDS, api_key=api_key).json()[0]["service_request_id"]
    (public_report,), (full_report,) = (
        get(app, f"requests/{number}.json", **query)[1] for query in ({}, {"api_key": api_key})
    )
    assert (public_report["description"], public_report["address"]) == ("", "Anggrek, Barat")
    assert full_report["description"] == REPORT_FIELDS["description"]


def test_sensitive_reports_are_never_published(app: Dash, api_key: str, app_context: AppContext) -> None:
    new_report = NewReport("narkoba-1234567890", "warga", "narkoba", "di sini", lat=LAT, long=LONG)
    number = app_context.submissions.submit(new_report).service_request_id
    assert get(app, f"requests/{number}.json", api_key=api_key)[0] == 404
    assert number not in str(get(app, "requests.json", api_key=api_key, service_code="narkoba"))


def test_revoked_api_key_is_rejected(app: Dash, api_key: str, web_context: WebContext) -> None:
    assert web_context.open311.add_key("jaki") is None
    assert web_context.open311.revoke_key("jaki")
    assert post(app, **REPORT_FIELDS, api_key=api_key).status_code == 403
    assert web_context.open311.key_names() == [("jaki", False)]


def test_session_cookie_is_not_an_api_key(shared_app: Dash) -> None:
    for principal in (CAMAT_BARAT, WALL_DISPLAY):
        assert (
            request_as(shared_app, "POST", f"{BASE}/requests.json", principal, data=REPORT_FIELDS).status_code
            == 403
        )


def test_characters_invalid_in_xml_are_replaced(app: Dash, api_key: str) -> None:
    answer = post(app, **{**REPORT_FIELDS, "description": "a\x00\x0b<b>&"}, api_key=api_key)
    number = answer.json()[0]["service_request_id"]
    root = fromstring(
        request_as(app, "GET", f"{BASE}/requests/{number}.xml", params={"api_key": api_key}).content
    )
    assert flat_item(root[0])["description"].endswith("<b>&")


def test_reports_are_newest_first_and_at_most_90_days_old(shared_app: Dash) -> None:
    _status, items = get(shared_app, "requests.json")
    times = [item["requested_datetime"] for item in items]
    assert times == sorted(times, reverse=True)
    assert min(times) > (MONDAY_NOON - timedelta(days=90)).isoformat()


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({"start_date": "2026-08-01T00:00:00Z"}, "longer than 90 days"),  # it was cut to the last 90 days
        ({"start_date": "2026-01-01", "end_date": "2026-05-01"}, "longer than 90 days"),
        ({"updated_after": "2026-01-01T00:00:00Z"}, "longer than 90 days"),
        ({"start_date": "2026-11-22", "end_date": "2026-11-20"}, "lies after"),
        ({"page": "10001"}, "from 1 to 10,000"),
        ({"radius": "500"}, "no such filter"),
    ],
)
def test_what_would_be_cut_or_ignored_is_refused(shared_app: Dash, query: dict[str, str], words: str) -> None:
    status, errors = get(shared_app, "requests.json", **query)
    assert (status, errors[0]["code"], words in errors[0]["description"]) == (400, 400, True)


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        (
            {"start_date": "2026-11-23", "end_date": "2026-11-23"},
            ["5", "6", "2"],
        ),  # the city's day, to its end
        ({"end_date": "2026-11-21"}, []),
        ({"start_date": "2026-08-26", "end_date": "2026-11-23"}, ["5", "6", "2", "1", "3", "4"]),
        ({"updated_after": "2026-11-23T00:00:00Z", "status": "closed"}, ["5", "6"]),
        ({"updated_before": "2026-11-01T00:00:00Z"}, []),
        ({"unheard_of": "1", "status": "closed"}, ["5", "6"]),
    ],
    ids=str,
)
def test_days_are_whole_and_changes_can_be_asked_for(
    shared_app: Dash, query: dict[str, str], numbers: list[str]
) -> None:
    _status, items = get(shared_app, "requests.json", **query)
    assert [item["service_request_id"].removeprefix("qlue:") for item in items] == numbers


@pytest.mark.parametrize("query", [{}, {"service_request_id": "qlue:5,qlue:6,qlue:2,qlue:1,qlue:3"}], ids=str)
def test_links_lead_through_every_page(shared_app: Dash, query: dict[str, str]) -> None:
    complete = [item["service_request_id"] for item in get(shared_app, "requests.json", **query)[1]]
    answer = request_as(shared_app, "GET", f"{BASE}/requests.json", params={**query, "page_size": "2"})
    pages = [answer]
    while link := pages[-1].headers.get("link"):
        address, _semicolon, relation = link.partition("; ")
        assert relation == 'rel="next"'
        pages.append(request_as(shared_app, "GET", address.strip("<>")))
    assert [len(page.json()) for page in pages] == [2, 2, len(complete) - 4]
    assert [item["service_request_id"] for page in pages for item in page.json()] == complete


def test_a_link_does_not_name_the_key(shared_app: Dash, shared_api_key: str) -> None:
    query = {"page_size": "2", "api_key": shared_api_key}
    answer = request_as(shared_app, "GET", f"{BASE}/requests.json", params=query)
    assert "page=2" in answer.headers["link"] and shared_api_key not in answer.headers["link"]


def test_unknown_degrees_are_neither_zero_nor_a_text(app: Dash, api_key: str) -> None:
    answer = post(app, service_code="sampah", address_string="Jalan Sam Ratulangi 1", api_key=api_key)
    path = f"requests/{answer.json()[0]['service_request_id']}"
    (json_item,) = get(app, f"{path}.json")[1]
    element = fromstring(request_as(app, "GET", f"{BASE}/{path}.xml").content)[0]
    xml_item, nil = flat_item(element), "{http://www.w3.org/2001/XMLSchema-instance}nil"
    assert not {"lat", "long"} & {*json_item}
    assert [child.get(nil) for child in element if child.tag in ("lat", "long")] == ["true", "true"]
    assert [child.tag for child in element if child.get(nil) and child.tag[:3] not in ("lat", "lon")] == []
    assert {"address_id", "zipcode", "status_notes"} <= {*json_item} & {*xml_item}


def test_services_have_keywords(shared_app: Dash) -> None:
    _status, services = get(shared_app, "services.json")
    assert all(isinstance(item["keywords"], str) and item["keywords"] for item in services)
    root = fromstring(request_as(shared_app, "GET", f"{BASE}/services.xml").content)
    assert [flat_item(element)["keywords"] for element in root] == [item["keywords"] for item in services]


def test_discovery_names_formats_in_xml_as_texts(shared_app: Dash) -> None:
    root = fromstring(request_as(shared_app, "GET", f"{BASE}/discovery.xml").content)
    formats = [element.text for element in root.findall("endpoints/endpoint/formats/format")]
    assert formats == ["text/xml", "application/json"]
    assert root.findtext("endpoints/endpoint/type") in ("test", "production")
