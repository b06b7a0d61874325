"""Connections of the server: half requests are closed, and there are never more than fit.

Kind: something that a sender begins, never ends, and the server keeps for ever. On a real server.
"""

import resource
import select
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from dashboard.web import connections, server
from dashboard.web.connections import READ_BYTES, WRITE_BYTES, BoundedProtocol, raise_file_limit
from dashboard.web.request_limits import PART_BYTES, send_in_parts
from tests.dashboard.raw_http import connect, read_all, serve_routes

PIPELINED = 3_000
LONG_BODY = 64_000_000  # bytes, several times what the kernel keeps for a reader


async def respond(request: Request) -> Response:
    """Respond with the length of the body."""
    return PlainTextResponse(str(len(await request.body())))


class LongResponse(PlainTextResponse):
    """A response in one message, which the board's outermost layer sends in parts."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it."""
        await super().__call__(scope, receive, send_in_parts(send))


async def respond_at_length(_request: Request) -> Response:
    """Respond with more than any buffer of a connection takes."""
    return LongResponse("x" * LONG_BODY)


@pytest.fixture
def address() -> Iterator[str]:
    """Serve a small app, as the board is served."""
    routes = [Route("/", respond, methods=["GET", "POST"]), Route("/panjang", respond_at_length)]
    with serve_routes(routes) as url:
        yield url


@pytest.mark.parametrize("ending", [b"", b"Connection: close\r\n"], ids=["kept", "closed"])
def test_response_that_nobody_reads_is_closed_and_holds_little_memory(
    address: str, monkeypatch: pytest.MonkeyPatch, ending: bytes
) -> None:
    """Whatever the app sends at once: the part that waits for the reader is small."""
    held = measure_waits(monkeypatch, lambda protocol: protocol.transport.get_write_buffer_size())
    monkeypatch.setattr(connections, "UNREAD_SECONDS", 0.0)
    with connect(address) as connection:
        connection.sendall(b"GET /panjang HTTP/1.1\r\nHost: a\r\n" + ending + b"\r\n")
        closed = select.poll()
        closed.register(connection, select.POLLHUP)
        assert closed.poll(60_000)  # by the server, before anything was read
        assert len(read_all(connection)) < LONG_BODY
    assert 0 < max(held) <= WRITE_BYTES + PART_BYTES


def measure_waits(monkeypatch: pytest.MonkeyPatch, measure: Callable[[BoundedProtocol], int]) -> list[int]:
    """Return a figure of each connection, once a second; the list grows."""
    figures: list[int] = []
    present_wait = BoundedProtocol._present_wait

    def measured_wait(protocol: BoundedProtocol) -> object:
        figures.append(measure(protocol))
        return present_wait(protocol)

    monkeypatch.setattr(BoundedProtocol, "_present_wait", measured_wait)
    return figures


def test_pipelined_requests_are_answered_one_after_another(address: str) -> None:
    """Thousands on one connection, of a sender that reads nothing until all are sent."""
    request = b"GET / HTTP/1.1\r\nHost: a\r\n\r\n"
    with connect(address) as connection:
        sender = threading.Thread(target=connection.sendall, args=(request * PIPELINED,))
        sender.start()
        received = b""
        while received.count(b"HTTP/1.1 200 OK") < PIPELINED:
            part = connection.recv(65_536)
            assert part
            received += part
        sender.join()


def test_pipelined_requests_behind_a_slow_one_wait_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    """What waits for a response that does not end stays with its sender."""
    held = measure_waits(monkeypatch, lambda protocol: len(protocol.conn.trailing_data[0]))

    async def never_respond(request: Request) -> Response:
        while (await request.receive())["type"] != "http.disconnect":
            pass
        return Response()

    with serve_routes([Route("/", never_respond)]) as address, connect(address) as connection:
        connection.settimeout(2.0)
        with pytest.raises(TimeoutError):  # the kernel's own buffers are full, and the server reads no more
            connection.sendall(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n" * 2_000_000)
    assert 0 < max(held) <= 2 * READ_BYTES


@pytest.fixture
def three_connections(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a server have three connections."""
    monkeypatch.setattr(server, "raise_file_limit", lambda: 3)


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
