"""Heads of requests: long addresses, many headers, packed bodies, web sockets, ranges, invalid bytes.

Kind: something in a request's head that costs more to take apart, or to answer, than it cost to send.
"""

from urllib.parse import urlsplit

import pytest
from dash import Dash

from dashboard.ui import limit_labels
from dashboard.web import http_parsing
from dashboard.web.limits import LONG_QUERY, MAX_QUERY_BYTES, PLAIN_FORM
from dashboard.web.request_head import MAX_HEAD_BYTES, MAX_HEADERS, MAX_PATH_BYTES
from tests.dashboard.asgi_client import send_request
from tests.dashboard.office_pages import serve_app
from tests.dashboard.raw_http import exchange, status_of
from tests.dashboard.sign_in import SAME_ORIGIN
from tests.dashboard.test_request_limits import declared_routes, url_of


def test_each_route_rejects_a_query_of_one_byte_more_than_it_takes(shared_app: Dash) -> None:
    for route in declared_routes(shared_app):
        query = "a" * (route.limits.max_query + 1)
        answer = send_request(shared_app.server, f"{url_of(route)}?{query}", route.method)
        assert (answer.status_code, answer.json()) == (414, {"detail": str(limit_labels.MESSAGES[414])}), (
            route
        )
    assert LONG_QUERY.max_query > MAX_QUERY_BYTES == PLAIN_FORM.max_query


def test_query_of_its_limit_is_taken(shared_app: Dash) -> None:
    for path in ("/masuk", "/lapor", "/open311/v2/services.json"):
        answer = send_request(shared_app.server, f"{path}?{'a' * MAX_QUERY_BYTES}")
        assert answer.status_code == 200, path


def test_long_path_is_rejected(shared_app: Dash) -> None:
    assert send_request(shared_app.server, "/" + "a" * MAX_PATH_BYTES).status_code == 414


@pytest.mark.parametrize(
    "headers",
    [[(f"x-{number}", "a") for number in range(MAX_HEADERS + 1)], [("x-long", "a" * (MAX_HEAD_BYTES + 1))]],
    ids=["many", "long"],
)
def test_many_or_large_headers_are_rejected(shared_app: Dash, headers: list[tuple[str, str]]) -> None:
    assert send_request(shared_app.server, "/masuk", headers=headers).status_code == 431
    people = send_request(shared_app.server, "/masuk", headers=[*headers, ("accept", "text/html")])
    assert people.headers["content-type"].startswith("text/html")
    assert str(limit_labels.MESSAGES[431]) in people.text


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "zstd", "GZIP, gzip"])
def test_packed_body_is_rejected_on_every_route(shared_app: Dash, encoding: str) -> None:
    headers = {**SAME_ORIGIN, "content-encoding": encoding, "content-length": "10"}
    for route in declared_routes(shared_app):
        answer = send_request(shared_app.server, url_of(route), route.method, headers=headers)
        assert answer.status_code == 415, route
    identity = {**SAME_ORIGIN, "content-encoding": "identity"}
    assert send_request(shared_app.server, "/masuk", "POST", headers=identity, data={}).status_code == 401


@pytest.mark.parametrize("ranges", [10, 100, 2_000])
def test_file_is_sent_whole_to_whoever_asks_for_many_parts(shared_app: Dash, ranges: int) -> None:
    (path,) = {route.path for route in declared_routes(shared_app) if route.path == "/assets"}
    whole = send_request(shared_app.server, f"{path}/base.css")
    many = {"range": "bytes=" + ",".join(["0-1"] * ranges)}
    answer = send_request(shared_app.server, f"{path}/base.css", headers=many)
    assert (answer.status_code, answer.content) == (200, whole.content)
    one = send_request(shared_app.server, f"{path}/base.css", headers={"range": "bytes=0-9"})
    assert (one.status_code, one.content) == (206, whole.content[:10])


WEB_SOCKET = (
    b"GET /layar HTTP/1.1\r\nHost: a\r\nConnection: Upgrade, close\r\nUpgrade: websocket\r\n"
    b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: x3JJHMbDL1EzLkh9GBhXDw==\r\n\r\n"
)


def test_web_socket_is_refused_at_once(shared_app: Dash) -> None:
    with serve_app(shared_app) as address:
        assert status_of(exchange(address, WEB_SOCKET)) == 400
        assert b"HTTP/1.1 101" not in exchange(address, WEB_SOCKET.replace(b"websocket", b"h2c"))


START = b"GET /healthz HTTP/1.1\r\nHost: a\r\n"


@pytest.mark.parametrize(
    ("request_bytes", "status"),
    [
        (START + b"X: a\r\n" * 40_000 + b"\r\n", 431),
        (START + b"a:\n" * 40_000 + b"\n", 431),
        (START + b"X: " + b"a" * 250_000 + b"\r\n\r\n", 431),
        (b"GET /" + b"a" * 250_000, 431),
        (START + b"Connection: close\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab", 400),
        (START + b"Transfer-Encoding: gzip, chunked\r\n\r\n", 400),
        (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400),
        (b"GET /\0 HTTP/1.1\r\nHost: a\r\n\r\n", 400),
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\0" * 200 + b"\r\n\r\n", 400),
    ],
    ids=["headers", "short headers", "one header", "address", "lengths", "coding", "http2", "null", "tls"],
)
def test_server_rejects_what_is_no_request_unparsed(
    shared_app: Dash, request_bytes: bytes, status: int
) -> None:
    """On a real server, which answers the next sender as ever."""
    with serve_app(shared_app) as address:
        assert status_of(exchange(address, request_bytes)) in (status, 0)
        assert status_of(exchange(address, START + b"Connection: close\r\n\r\n")) == 200
        assert urlsplit(address).hostname == "127.0.0.1"


@pytest.mark.parametrize("pieces", [1, 7, 16_000])
def test_head_is_bounded_however_it_arrives(pieces: int) -> None:
    """Without a server: nothing of a head that is too large reaches the parser of headers."""
    data = START + b"X: a\r\n" * 2_000 + b"\r\n"
    parser, sent = http_parsing.BoundedParser(), 0
    with pytest.raises(http_parsing.h11.RemoteProtocolError):
        while sent < len(data):
            parser.receive_data(data[sent : sent + pieces])
            sent += pieces
            parser.next_event()
    assert parser.rejection().startswith(b"HTTP/1.1 431 ")
    assert sent <= (MAX_HEADERS + 4) * len(b"X: a\r\n") + len(START) + pieces
