"""Requests as bytes on a connection of their own, as no HTTP client would send them."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import SimpleNamespace
from typing import cast

import httpx
from dash import Dash
from starlette.applications import Starlette
from starlette.routing import BaseRoute

from dashboard.web.server import Streams
from tests.dashboard.office_pages import serve_app

PATIENCE_SECONDS = 60


@contextmanager
def serve_routes(routes: list[BaseRoute]) -> Iterator[str]:
    """Serve a small app until the block ends, as the board is served; yield its address."""
    app = Starlette(routes=routes)
    app.state.streams = cast(Streams, SimpleNamespace(close=lambda: None))
    with serve_app(cast(Dash, SimpleNamespace(server=app))) as url:
        yield url


def connect(address: str, sender: str = "127.0.0.1") -> socket.socket:
    """Return a connection to a server, from one of this machine's own addresses."""
    url = httpx.URL(address)
    return socket.create_connection(
        (url.host, url.port or 80), timeout=PATIENCE_SECONDS, source_address=(sender, 0)
    )


def read_all(connection: socket.socket) -> bytes:
    """Return what the server sends until it closes the connection."""
    received = b""
    with suppress(ConnectionResetError):
        while part := connection.recv(65_536):
            received += part
    return received


def exchange(address: str, request: bytes, sender: str = "127.0.0.1") -> bytes:
    """Send a request that closes its connection; return the whole response."""
    with connect(address, sender) as connection:
        with suppress(ConnectionError):
            connection.sendall(request)
        return read_all(connection)


def status_of(response: bytes) -> int:
    """Return the status of a response; 0 if the connection was closed without any."""
    return int(response.split(b" ", 2)[1]) if response.startswith(b"HTTP/1.1 ") else 0
