"""Connections of the server: half requests are closed, and there are never more than fit.

Kind: something that a sender begins, never ends, and the server keeps for ever. On a real server.
"""

import resource
import socket
from collections.abc import Iterator
from contextlib import ExitStack
from types import SimpleNamespace
from typing import cast

import httpx
import pytest
from dash import Dash
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from dashboard.web import connections, server
from dashboard.web.connections import raise_file_limit
from dashboard.web.server import Streams
from tests.dashboard.office_pages import serve_app

LONG_BODY = 64_000_000  # bytes, several times what the kernel keeps for a reader


async def respond(request: Request) -> Response:
    """Respond with the length of the body."""
    return PlainTextResponse(str(len(await request.body())))


async def respond_at_length(_request: Request) -> Response:
    """Respond with more than any buffer of a connection takes."""
    return PlainTextResponse("x" * LONG_BODY)


@pytest.fixture
def address() -> Iterator[str]:
    """Serve a small app, as the board is served."""
    routes = [Route("/", respond, methods=["GET", "POST"]), Route("/panjang", respond_at_length)]
    app = Starlette(routes=routes)
    app.state.streams = cast(Streams, SimpleNamespace(close=lambda: None))
    with serve_app(cast(Dash, SimpleNamespace(server=app))) as url:
        yield url


@pytest.fixture
def three_connections(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a server have three connections."""
    monkeypatch.setattr(server, "raise_file_limit", lambda: 3)


def connect(address: str) -> socket.socket:
    """Return a connection to the server."""
    url = httpx.URL(address)
    return socket.create_connection((url.host, url.port or 80), timeout=60)


def read_all(connection: socket.socket) -> bytes:
    """Return what the server sends until it closes the connection."""
    received = b""
    while part := connection.recv(4_096):
        received += part
    return received


@pytest.mark.parametrize(
    "start", [b"", b"GET / HTTP/1.1\r\nHost: pap", b"GET / HTTP/1.1\r\nHost: a\r\n\r\nGET /"]
)
def test_half_head_is_closed(address: str, monkeypatch: pytest.MonkeyPatch, start: bytes) -> None:
    monkeypatch.setattr(connections, "HEAD_SECONDS", 0.0)
    with connect(address) as connection:
        connection.sendall(start)
        received = read_all(connection)
    assert b"HTTP/1.1 408 Request Timeout\r\n" in received
    assert received.endswith(b"\r\n\r\n")


@pytest.mark.parametrize(
    "body", [b"Content-Length: 10\r\n\r\nhalf", b"Transfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n"]
)
def test_half_body_is_closed(address: str, monkeypatch: pytest.MonkeyPatch, body: bytes) -> None:
    monkeypatch.setattr(connections, "BODY_SECONDS", 0.0)
    monkeypatch.setattr(connections, "SLOWEST_BYTES_PER_SECOND", 10**9)
    with connect(address) as connection:
        connection.sendall(b"POST / HTTP/1.1\r\nHost: a\r\n" + body)
        assert read_all(connection) == b""


def test_more_connections_than_fit_are_closed_and_others_are_served(
    three_connections: None, address: str
) -> None:
    with ExitStack() as stack:
        kept = [stack.enter_context(connect(address)) for _ in range(3)]
        for connection in kept[:2]:  # the third is kept for known callers, see test_callers.py
            connection.sendall(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            assert connection.recv(4_096).startswith(b"HTTP/1.1 200")
        with connect(address) as refused, pytest.raises(ConnectionError):
            refused.sendall(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            assert refused.recv(4_096) == b"closed"


def test_file_limit_leaves_room_for_connections() -> None:
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    try:
        fitting = raise_file_limit()
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        assert hard == before[1]
        assert soft == resource.RLIM_INFINITY or soft >= fitting
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)
