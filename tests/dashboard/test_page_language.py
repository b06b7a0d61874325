"""A page is in the language of its address, of its browser's choice, else of the city."""

import pytest
from starlette.requests import HTTPConnection
from starlette.testclient import TestClient

from dashboard.app import create_app
from dashboard.web.context import WebContext
from dashboard.web.language import LANGUAGE_COOKIE, request_language
from tests.builders import city


@pytest.fixture
def client(closed_wall_context: WebContext) -> TestClient:
    return TestClient(create_app(closed_wall_context).server)


def test_the_city_decides_whatever_the_machine_is_set_to(client: TestClient) -> None:
    page = client.get("/lacak", headers={"Accept-Language": "en-US,en;q=0.9"})
    assert '<html lang="id"' in page.text
    assert "Lacak laporan" in page.text


def test_an_address_may_name_a_language_for_one_request(client: TestClient) -> None:
    page = client.get("/lacak?bahasa=en")
    assert '<html lang="en"' in page.text
    assert "Enter the number and the key" in page.text
    assert "Lacak laporan" in client.get("/lacak").text


def test_a_browser_keeps_its_choice(client: TestClient) -> None:
    client.cookies.set(LANGUAGE_COOKIE, "en")
    assert "Track a report" in client.get("/lacak").text


@pytest.mark.parametrize("language", ["zz", "../id", "", "EN"])
def test_an_unknown_language_is_ignored(client: TestClient, language: str) -> None:
    assert "Lacak laporan" in client.get("/lacak", params={"bahasa": language}).text


@pytest.mark.parametrize(("path", "language"), [("/_dash-update-component", "en"), ("/masuk", "id")])
def test_a_callback_is_in_the_language_of_its_page(path: str, language: str) -> None:
    """Dash calls one address for all pages; the browser says on which of them it is."""
    headers = [(b"referer", b"http://papan.test/rekap?wilayah=1&bahasa=en")]
    scope = {
        "type": "http",
        "path": path,
        "query_string": b"",
        "headers": headers,
        "server": ("papan.test", 80),
    }
    assert request_language(HTTPConnection(scope), city()) == language


def test_a_referer_that_is_no_address_names_no_language() -> None:
    scope = {"type": "http", "path": "/_dash-layout", "query_string": b"", "server": ("a.test", 80)}
    headers = [(b"referer", b"http://[/?bahasa=en")]
    assert request_language(HTTPConnection({**scope, "headers": headers}), city()) == "id"
