"""Connections, streams and requests by who sends them: strangers never take the room of the others.

Kind: a number of something that one sender may hold without end, at the cost of everybody else.
"""

from collections.abc import Iterator
from contextlib import ExitStack
from typing import cast

import pytest
from dash import Dash
from starlette.types import Message, Receive, Scope, Send

from dashboard.api import stream_bounds
from dashboard.api.stream_bounds import StreamBounds
from dashboard.api.wall_stream import STREAM_PATH
from dashboard.web import callers, server
from dashboard.web.address_counts import AddressCounts
from dashboard.web.authorization import CURRENT_PRINCIPAL
from dashboard.web.caller_limits import MAX_REQUESTS_PER_ADDRESS, CallerLimitMiddleware
from dashboard.web.callers import ConnectionBounds, counted_address
from dashboard.web.context import WebContext
from data.core.access import ANONYMOUS, Principal
from tests.dashboard.asgi_client import run_in_own_loop, send_request
from tests.dashboard.office_pages import serve_app
from tests.dashboard.raw_http import connect, read_all, status_of
from tests.dashboard.sign_in import session_header
from tests.personas import OPERATOR, WALL_DISPLAY

STRANGER, NEIGHBOUR = "203.0.113.7", "203.0.113.8"


def test_an_address_holds_its_share_and_leaves_the_rest() -> None:
    counts = AddressCounts(per_address=2, in_all=3)
    assert [counts.take(STRANGER) for _ in range(3)] == [True, True, False]
    assert [counts.take(NEIGHBOUR) for _ in range(2)] == [True, False]
    counts.release(STRANGER)
    assert counts.take(None)
    for address in (STRANGER, NEIGHBOUR, None):
        counts.release(address)
    assert (counts.total, len(counts)) == (0, 0)


def test_a_network_of_addresses_holds_no_more_than_several_machines() -> None:
    """One sender with a whole network of IPv6."""
    counts = AddressCounts(per_address=2, in_all=10_000)
    taken = sum(counts.take(f"2001:db8:0:{network:x}::{host}") for network in range(500) for host in range(4))
    assert 2 <= taken < 100


def test_a_network_of_addresses_leaves_half_to_the_others() -> None:
    counts = AddressCounts(per_address=5, in_all=20)
    for network in range(30):
        counts.take(f"2001:db8:0:{network:x}::1")
    assert counts.total == 10
    assert counts.take("2001:db8:1::1")
    assert AddressCounts(per_address=1, in_all=1).take("2001:db8::1")


def bounds(max_connections: int = 8, proxy: str = "127.0.0.1") -> ConnectionBounds:
    """Return the bounds of a small server."""
    return ConnectionBounds(max_connections, lambda address: address == proxy)


def test_strangers_leave_a_quarter_of_all_connections() -> None:
    small = bounds()
    connections = [small.open(f"203.0.113.{host}") for host in range(8)]
    assert [connection and connection.is_reserved for connection in connections] == [False] * 6 + [True] * 2
    assert small.open(STRANGER) is None
    for connection in connections:
        assert connection is not None
        connection.close()
    assert (small.total, small.unknown.total, small.reserved.total) == (0, 0, 0)


def test_known_callers_give_their_place_to_others() -> None:
    small = bounds()
    for _ in range(2):
        connection = small.open(STRANGER)
        assert connection is not None
        connection.recognize()
        connection.recognize()
    assert (small.total, small.unknown.total) == (2, 0)


def test_caller_known_after_the_connection_closed_gives_its_place_back_once() -> None:
    small = bounds()
    closed, other = small.open(STRANGER), small.open(STRANGER)
    assert closed is not None
    assert other is not None
    closed.close()
    closed.recognize()
    assert (small.total, small.unknown.total, small.unknown._held[STRANGER]) == (1, 1, 1)
    other.recognize()
    other.close()
    assert (small.total, small.unknown.total, len(small.unknown)) == (0, 0, 0)


def test_one_address_holds_a_share_unless_it_is_the_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(callers, "MAX_UNKNOWN_PER_ADDRESS", 2)
    monkeypatch.setattr(callers, "MAX_RESERVED_PER_ADDRESS", 1)
    wide = bounds(100)
    states = [connection and connection.is_reserved for connection in (wide.open(STRANGER) for _ in range(4))]
    assert states == [False, False, True, None]
    assert all(wide.open("127.0.0.1") for _ in range(50))


def scope_of(address: str, connection: object = None) -> Scope:
    """Return what the limits read of a request."""
    return {"type": "http", "client": (address, 1), "state": {"connection": connection}, "headers": []}


def test_request_counts_for_the_address_that_the_proxy_states() -> None:
    behind_proxy = bounds().open("127.0.0.1")
    assert counted_address(scope_of(STRANGER, behind_proxy)) == STRANGER
    assert counted_address(scope_of("127.0.0.1", behind_proxy)) is None
    assert counted_address(scope_of("127.0.0.1")) == "127.0.0.1"


def test_stated_address_counts_though_its_whole_network_is_trusted() -> None:
    """Kind: a setting that trusts a network, or everybody, to state addresses, and so ends the bounds."""
    trusting = ConnectionBounds(8, lambda _address: True).open("10.0.0.1")
    assert counted_address(scope_of("10.0.0.9", trusting)) == "10.0.0.9"
    assert counted_address(scope_of("10.0.0.1", trusting)) is None


async def _never_read() -> Message:
    raise AssertionError("a refused request is not read")


async def _refused_status(app: CallerLimitMiddleware, scope: Scope) -> int:
    """Return the status of a request that reaches no handler."""
    messages: list[Message] = []

    async def send(message: Message) -> None:
        messages.append(message)

    await app(scope, _never_read, send)
    return int(messages[0]["status"])


def test_requests_of_one_address_are_bounded_at_once() -> None:
    """The handler of each is still at work when the next one comes."""
    statuses: list[int] = []

    async def ask_again(scope: Scope, receive: Receive, send: Send) -> None:
        if len(opened := scope["opened"]) == MAX_REQUESTS_PER_ADDRESS:
            statuses.append(await _refused_status(app, {**scope_of(STRANGER), "opened": opened}))
            other = {**scope_of(NEIGHBOUR), "opened": [*opened, 1]}
            return await app(other, receive, send)
        if len(opened) < MAX_REQUESTS_PER_ADDRESS:
            await app({**scope, "opened": [*opened, 1]}, receive, send)

    app = CallerLimitMiddleware(ask_again)
    run_in_own_loop(app({**scope_of(STRANGER), "opened": [1]}, _never_read, cast(Send, None)))
    assert statuses == [429]
    assert (app._open.total, len(app._open)) == (0, 0)


def test_connection_for_known_callers_refuses_strangers_and_serves_the_others() -> None:
    small = bounds(max_connections=1)
    reserved = small.open(STRANGER)
    assert reserved is not None
    assert reserved.is_reserved
    served: list[Principal] = []

    async def serve(_scope: Scope, _receive: Receive, _send: Send) -> None:
        served.append(CURRENT_PRINCIPAL.get())

    app = CallerLimitMiddleware(serve)
    assert run_in_own_loop(_refused_status(app, scope_of(STRANGER, reserved))) == 503
    token = CURRENT_PRINCIPAL.set(OPERATOR)
    try:
        run_in_own_loop(_as(OPERATOR, app, scope_of(STRANGER, reserved)))
    finally:
        CURRENT_PRINCIPAL.reset(token)
    assert served == [OPERATOR]


async def _as(principal: Principal, app: CallerLimitMiddleware, scope: Scope) -> None:
    CURRENT_PRINCIPAL.set(principal)
    await app(scope, _never_read, cast(Send, None))


def test_streams_are_bounded_by_address_and_displays_by_name() -> None:
    """A wall room of 40 screens behind one address has room, beside whoever else is there."""
    open_streams = StreamBounds()
    with ExitStack() as stack:

        def opened(address: str, principal: Principal) -> bool:
            return stack.enter_context(open_streams.hold(scope_of(address), principal))

        assert all(opened(STRANGER, ANONYMOUS) for _ in range(stream_bounds.MAX_STREAMS_PER_ADDRESS))
        assert not opened(STRANGER, ANONYMOUS)
        assert opened(NEIGHBOUR, ANONYMOUS)
        assert all(opened(STRANGER, WALL_DISPLAY) for _ in range(40))
    assert stream_bounds.MAX_STREAMS_PER_ADDRESS > 40
    assert open_streams.has_room(scope_of(STRANGER), ANONYMOUS)


@pytest.fixture
def four_connections(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let a server have four connections, three of them for strangers."""
    monkeypatch.setattr(server, "raise_file_limit", lambda: 4)
    yield


def get(path: str, headers: dict[str, str] | None = None) -> bytes:
    """Return a request."""
    lines = [f"{name}: {value}" for name, value in {"Host": "a", **(headers or {})}.items()]
    return "\r\n".join([f"GET {path} HTTP/1.1", *lines, "", ""]).encode()


def test_session_gets_in_while_strangers_hold_all_that_they_may(
    four_connections: None, shared_app: Dash, shared_context: WebContext
) -> None:
    """On a real server, with half heads that nobody ends."""
    with serve_app(shared_app) as address, ExitStack() as stack:
        for host in range(3):
            half = stack.enter_context(connect(address, f"127.0.0.{host + 2}"))
            half.sendall(b"GET / HTTP/1.1\r\nHost: ")
        with connect(address, "127.0.0.9") as stranger:
            stranger.sendall(get("/masuk"))
            assert status_of(read_all(stranger)) == 503  # and the connection is closed
        with connect(address, "127.0.0.9") as known:
            known.sendall(get("/akun", session_header(shared_context.accounts, OPERATOR)))
            assert status_of(known.recv(4_096)) == 200


def test_stream_too_many_is_told_to_ask_for_frames(
    shared_app: Dash, monkeypatch: pytest.MonkeyPatch, shared_context: WebContext
) -> None:
    monkeypatch.setattr(AddressCounts, "has_room", lambda *_: False)
    monkeypatch.setattr(CallerLimitMiddleware, "__call__", _passed_on)
    headers = session_header(shared_context.accounts, OPERATOR)
    answer = send_request(shared_app.server, STREAM_PATH, headers=headers)
    assert (answer.status_code, "retry-after" in answer.headers) == (429, True)
    frame = send_request(shared_app.server, "/api/v1/wall", headers=headers)
    assert frame.status_code == 200


async def _passed_on(middleware: CallerLimitMiddleware, scope: Scope, receive: Receive, send: Send) -> None:
    await middleware._app(scope, receive, send)
