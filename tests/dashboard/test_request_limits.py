"""Bodies of requests: each route's limit holds before any framework reads a byte.

Kind: a framework that reads and parses what anybody sends before the board decides whether it may.
"""

import json
import socket
from collections.abc import AsyncIterator
from dataclasses import replace
from urllib.parse import urlsplit

import httpx
import pytest
from dash import Dash
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from dashboard.ui import form_labels
from dashboard.web.dependencies import accept, require
from dashboard.web.limits import (
    CALLBACK,
    LONG_QUERY,
    MAX_CHUNKED_BYTES,
    NO_BODY,
    PHOTO_FORM,
    PLAIN_FORM,
    SMALL_JSON,
)
from dashboard.web.page_router import api_router, page_router
from dashboard.web.request_limits import BodyBuffer, RequestLimitMiddleware
from dashboard.web.routes import Route, RouteRegistry, UndeclaredRouteError
from data.core.access import Permission
from tests.builders import city
from tests.dashboard.asgi_client import send_request
from tests.dashboard.office_pages import serve_app
from tests.dashboard.sign_in import SAME_ORIGIN, request_as
from tests.dashboard.test_access_every_route import BARAT, route_url
from tests.personas import OPERATOR

JSON_HEADER = {"content-type": "application/json"}


def declared_routes(app: Dash) -> list[Route]:
    """Return every route of an app, the framework's own among them."""
    registry: RouteRegistry = app.server.state.routes
    return registry.routes


def url_of(route: Route) -> str:
    """Return an address of a route."""
    names = {"package_name": "dash", "fingerprinted_path:path": "deps/react.js", "file": "papan.css"}
    path = route.path
    for name, value in names.items():
        path = path.replace(f"{{{name}}}", value)
    return route_url(replace(route, path=path), BARAT).split("?")[0]


@pytest.fixture
def read_requests(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the paths of requests whose bodies a framework or a handler read; it grows."""
    paths: list[str] = []
    read_stream = Request.stream

    async def recorded_stream(request: Request) -> AsyncIterator[bytes]:
        paths.append(request.scope["path"])
        async for chunk in read_stream(request):
            yield chunk

    monkeypatch.setattr(Request, "stream", recorded_stream)
    return paths


def in_chunks(body: bytes) -> AsyncIterator[bytes]:
    """Return a body that httpx sends without its length."""

    async def chunks() -> AsyncIterator[bytes]:
        yield body[: len(body) // 2]
        yield body[len(body) // 2 :]

    return chunks()


def test_each_route_rejects_one_byte_more_than_its_limit_unread(
    shared_app: Dash, read_requests: list[str]
) -> None:
    assert len(declared_routes(shared_app)) > 60
    for route in declared_routes(shared_app):
        url, max_body = url_of(route), route.limits.max_body
        stated = {**JSON_HEADER, "content-length": str(max_body + 1)}
        answer = send_request(shared_app.server, url, route.method, headers=stated)
        assert (answer.status_code, answer.headers["content-type"]) == (413, "application/json"), route
        too_long = in_chunks(b" " * (min(max_body, MAX_CHUNKED_BYTES) + 1))
        answer = send_request(shared_app.server, url, route.method, headers=JSON_HEADER, content=too_long)
        assert answer.status_code == 413, route
    assert read_requests == []


def test_each_route_takes_a_body_of_its_limit(shared_app: Dash) -> None:
    """A form with photos states its length, so that nothing of it is read without one."""
    headers = {**SAME_ORIGIN, "content-type": "text/plain"}
    for route in declared_routes(shared_app):
        if route.path.endswith("/stream"):
            continue  # its response does not end
        body = b" " * min(route.limits.max_body, MAX_CHUNKED_BYTES)
        for content in (body, *([in_chunks(body)] if route.limits != PHOTO_FORM else [])):
            answer = send_request(
                shared_app.server, url_of(route), route.method, headers=headers, content=content
            )
            assert answer.status_code != 413, route


def test_limits_of_routes_are_those_of_their_forms(shared_app: Dash) -> None:
    by_limits = {
        limits: {route.path for route in declared_routes(shared_app) if route.limits == limits}
        for limits in (CALLBACK, PHOTO_FORM, SMALL_JSON)
    }
    assert by_limits[CALLBACK] == {"/_dash-update-component"}
    assert by_limits[SMALL_JSON] >= {"/api/v1/wall/seen", "/pemberitahuan/langganan"}
    assert by_limits[PHOTO_FORM] == {
        "/lapor",
        "/tindak/{source}/{number:path}",
        "/open311/v2/requests.{kind}",
    }
    taken_by_get = {route.limits for route in declared_routes(shared_app) if route.method == "GET"}
    assert taken_by_get <= {NO_BODY, LONG_QUERY}
    assert PLAIN_FORM.max_body == 16_384


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "QUERY"])
@pytest.mark.parametrize("path", ["/", "/_dash-layout", "/_dash-none", "/tiada", "/api/v1/wall"])
def test_undeclared_addresses_and_methods_take_no_body(
    shared_app: Dash, read_requests: list[str], method: str, path: str
) -> None:
    """Dash parses what comes to ``/`` and ``/_dash-*``, with any method and without any permission."""
    for content in (b"[]", in_chunks(b"[]")):
        answer = send_request(shared_app.server, path, method, headers=JSON_HEADER, content=content)
        assert answer.status_code == 413
    assert read_requests == []


@pytest.mark.parametrize("length", ["9" * 5_000, "-1", "lots", "", "1e3"])
def test_unreadable_length_is_rejected(shared_app: Dash, length: str) -> None:
    headers = {"content-length": length}
    assert send_request(shared_app.server, "/masuk", "POST", headers=headers).status_code == 413


def test_chunked_callback_is_answered_as_one_with_a_length(shared_app: Dash) -> None:
    (show_page,) = [row for row in shared_app._callback_list if row["output"] == "page.children"]
    sent = [{**row, "value": "/rekap"} for row in show_page["inputs"]]
    call = {"output": "page.children", "outputs": {"id": "page", "property": "children"}, "inputs": sent,
            "changedPropIds": [], "state": []}  # fmt: skip
    body = json.dumps(call).encode()
    answers = [
        request_as(
            shared_app, "POST", "/_dash-update-component", OPERATOR, headers=JSON_HEADER, content=content
        )
        for content in (body, in_chunks(body))
    ]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].text == answers[1].text


def test_bodies_without_a_length_share_a_budget_until_their_requests_end() -> None:
    """Kind: a limit of one request that many requests multiply."""
    nested: list[httpx.Response] = []

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        if not nested:  # the first body is still held
            for size in (MAX_CHUNKED_BYTES, 10):
                nested.append(send_request(limited, "/", "POST", content=in_chunks(b" " * size)))
        await Response()(scope, receive, send)

    limited = RequestLimitMiddleware(answer, city(), lambda *_: CALLBACK, lambda _status: None)
    limited._buffer = BodyBuffer(MAX_CHUNKED_BYTES + 10)
    for _ in range(2):
        body = in_chunks(b" " * MAX_CHUNKED_BYTES)
        assert send_request(limited, "/", "POST", content=body).status_code == 200
        assert limited._buffer.held_bytes == 0
    assert [other.status_code for other in nested] == [503, 200]
    assert "retry-after" in nested[0].headers


def test_page_shows_the_reason_to_a_person(shared_app: Dash) -> None:
    headers = {"content-length": str(PHOTO_FORM.max_body + 1), "accept": "text/html"}
    answer = send_request(shared_app.server, "/lapor", "POST", headers=headers)
    assert (answer.status_code, str(form_labels.TOO_LARGE) in answer.text) == (413, True)
    assert "script-src 'self'" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"


HEAD = "{method} {path} HTTP/1.1\r\nHost: papan.uji\r\nContent-Type: application/json\r\n"


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/_dash-layout"), ("GET", "/"), ("POST", "/_dash-update-component")]
)
@pytest.mark.parametrize("body", ["Content-Length: 100000000\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\n"])
def test_server_answers_before_the_body_has_come(shared_app: Dash, method: str, path: str, body: str) -> None:
    """A real server, and a sender whose body never ends."""
    with serve_app(shared_app) as address:
        parts = urlsplit(address)
        with socket.create_connection((parts.hostname, parts.port), timeout=30) as connection:
            connection.sendall((HEAD.format(method=method, path=path) + body).encode())
            if "chunked" in body:
                chunk = b" " * (CALLBACK.max_body + 1)
                connection.sendall(b"%x\r\n%s\r\n" % (len(chunk), chunk))
            assert connection.recv(64).startswith(b"HTTP/1.1 413")


def test_route_that_dash_adds_without_an_entry_stops_the_start(closed_wall_app: Dash) -> None:
    closed_wall_app._add_url("_dash-new", lambda: "new", methods=["POST"])
    with pytest.raises(UndeclaredRouteError, match="/_dash-new"):
        closed_wall_app.server.state.routes.check()


async def answer_nothing(_request: Request) -> Response:
    """Answer without content."""
    return Response(status_code=204)


def test_route_without_limits_stops_the_start(closed_wall_app: Dash) -> None:
    routes: RouteRegistry = closed_wall_app.server.state.routes
    for router in (page_router(require(Permission.VIEW_PUBLIC)), api_router(require(Permission.VIEW_PUBLIC))):
        for method in ("POST", "PUT", "PATCH", "DELETE"):
            router.add_api_route("/baru", answer_nothing, methods=[method])
            with pytest.raises(UndeclaredRouteError, match=f"{method} /baru: no limits"):
                routes.include(router)
            router.routes.clear()
    allowed = page_router(require(Permission.VIEW_PUBLIC), accept(PLAIN_FORM))
    allowed.get("/baru")(answer_nothing)
    routes.include(allowed)
    assert routes.limits_of("GET", "/baru") == NO_BODY
