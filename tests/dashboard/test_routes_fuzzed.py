"""Fuzzed routes, those for programs by their OpenAPI document: none responds with a server error."""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from dash import Dash
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboard.web.context import WebContext
from tests.dashboard.office_pages import serve_app
from tests.dashboard.sign_in import request_as, session_header
from tests.example_limits import limited_examples
from tests.personas import OPERATOR

EXAMPLES = 12  # per route; a fault shows in the first few


@pytest.fixture(scope="module")
def address(shared_app: Dash) -> Iterator[str]:
    """Serve the shared app on loopback."""
    with serve_app(shared_app) as url:
        yield url


def test_no_api_route_answers_with_a_server_error(address: str, shared_context: WebContext) -> None:
    schema = schemathesis.openapi.from_url(f"{address}/openapi.json")
    headers = {**session_header(shared_context.accounts, OPERATOR), "Origin": address}
    routes = [operation.ok() for operation in schema.get_all_operations()]
    assert {route.path for route in routes} > {"/api/v1/snapshot", "/open311/v2/requests.{kind}"}
    for route in routes:
        fuzz_route(route.as_strategy(), headers)


def fuzz_route(strategy: Any, headers: dict[str, str]) -> None:
    """Send generated requests to one route."""

    @settings(limited_examples(EXAMPLES), database=None, suppress_health_check=list(HealthCheck))
    @given(case=strategy)
    def send_case(case: Any) -> None:
        answer = case.call(headers={**(case.headers or {}), **headers})
        assert answer.status_code < 500, (answer.status_code, case.as_curl_command())

    send_case()


FORM_PATHS = ("/lapor", "/lapor/serupa", "/lacak", "/lacak/P261123-ABCD/kunci", "/tindak/qlue/1", "/masuk",
         "/pemberitahuan/langganan", "/open311/v2/requests.xml")  # fmt: skip
FIELDS = ("submission", "seen", "move", "service_code", "lat", "long", "area", "area_code", "description",
          "contact", "original", "stars", "note", "number", "key", "api_key", "name")  # fmt: skip
VALUES = st.one_of(
    st.text(max_size=40), st.sampled_from(["1", "-1", "1e999", "nan", "x" * 20, "qlue/1", "sampah"])
)


@settings(limited_examples(40), database=None, suppress_health_check=list(HealthCheck))
@given(path=st.sampled_from(FORM_PATHS), fields=st.dictionaries(st.sampled_from(FIELDS), VALUES, max_size=8))
def test_no_form_answers_with_a_server_error(shared_app: Dash, path: str, fields: dict[str, str]) -> None:
    fields = {name: value.encode("utf-8", "replace").decode() for name, value in fields.items()}
    answer = request_as(shared_app, "POST", path, OPERATOR, data=fields)
    assert answer.status_code < 500, (path, fields, answer.text[:200])
