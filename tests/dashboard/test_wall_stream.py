"""The event stream of a display: events, their delay, and its end."""

import json
import threading
import time
from collections.abc import Iterator
from queue import Queue
from typing import Any

import httpx
import pytest

from dashboard.web.version import frontend_version
from data.core.access import ANONYMOUS, Principal
from tests.dashboard.sign_in import session_header
from tests.dashboard.web_contexts import WallServer
from tests.personas import CAMAT_BARAT, OPERATOR, WALL_DISPLAY

ReceivedEvent = tuple[str, dict[str, Any]]


class StreamListener:
    """One stream, read in a thread."""

    def __init__(self, server: WallServer, headers: dict[str, str], query: str = "") -> None:
        self.events: Queue[ReceivedEvent | None] = Queue()
        self._address = server.url.replace("/layar", f"/api/v1/wall/stream{query}")
        self._headers = headers
        self.thread = threading.Thread(target=self._read, daemon=True)
        self.thread.start()

    def _read(self) -> None:
        try:
            with httpx.stream("GET", self._address, headers=self._headers, timeout=30) as answer:
                assert answer.headers["content-type"] == "text/event-stream"
                self._read_events(answer.iter_lines())
        except httpx.HTTPError:
            pass
        self.events.put(None)

    def _read_events(self, lines: Iterator[str]) -> None:
        name = ""
        for line in lines:
            if line.startswith("event: "):
                name = line.removeprefix("event: ")
            elif line.startswith("data: "):
                self.events.put((name, json.loads(line.removeprefix("data: "))))

    def next_event(self, name: str = "board") -> dict[str, Any]:
        """Return the next event of that name."""
        while True:
            event = self.events.get(timeout=30)
            assert event is not None, "the stream ended"
            if event[0] == name:
                return event[1]


@pytest.fixture
def operator(wall_server: WallServer) -> dict[str, str]:
    return session_header(wall_server.accounts, OPERATOR)


def test_the_stream_announces_the_current_frame(wall_server: WallServer, operator: dict[str, str]) -> None:
    stream = StreamListener(wall_server, operator)
    while (board_event := stream.next_event())["etag"] is None:
        pass  # the server has just started
    answer = httpx.get(wall_server.url.replace("/layar", "/api/v1/wall"), headers=operator)
    assert board_event["etag"] == answer.headers["etag"]
    assert (board_event["version"], board_event["silent_since"], board_event["speed"]) == (
        frontend_version(),
        None,
        1,
    )
    assert abs(board_event["real"] - time.time() * 1000) < 60_000


def test_a_commit_of_another_process_is_announced_before_the_next_heartbeat(
    wall_server: WallServer, operator: dict[str, str]
) -> None:
    stream = StreamListener(wall_server, operator)
    while (first := stream.next_event()["etag"]) is None:
        pass  # the server has just started
    wall_server.add_late_report()
    etags = [stream.next_event()["etag"] for _ in range(3)]
    assert first not in etags[1:]


def test_a_revoked_token_ends_the_stream(closed_wall: WallServer) -> None:
    stream = StreamListener(closed_wall, session_header(closed_wall.accounts, WALL_DISPLAY))
    stream.next_event()
    closed_wall.accounts.revoke_display(WALL_DISPLAY.name)
    assert stream.next_event("over") == {}
    stream.thread.join(20)
    assert stream.events.get(timeout=60) is None


@pytest.mark.parametrize("who", [ANONYMOUS, CAMAT_BARAT], ids=["nobody", "a camat"])
def test_the_stream_is_denied_without_permission(closed_wall: WallServer, who: Principal) -> None:
    headers = session_header(closed_wall.accounts, who)
    answer = httpx.get(closed_wall.url.replace("/layar", "/api/v1/wall/stream"), headers=headers)
    assert answer.status_code in (401, 403)


def test_a_server_shutdown_ends_its_streams(wall_server: WallServer, operator: dict[str, str]) -> None:
    stream = StreamListener(wall_server, operator)
    stream.next_event()
    wall_server.stop()
    stream.thread.join(20)
    assert not stream.thread.is_alive()


def test_an_order_reaches_only_its_screen(wall_server: WallServer, operator: dict[str, str]) -> None:
    screens = wall_server.live_board.displays
    stream = StreamListener(wall_server, operator)
    assert stream.next_event("order") == {}
    screens.set_order(
        WALL_DISPLAY.name, "operator.1", view="kota", paused=False, message="bukan untuk ini", minutes=None
    )
    screens.set_order(OPERATOR.name, "operator.1", view=None, paused=True, message="Rapat", minutes=5)
    while (order := stream.next_event("order")) == {}:
        pass
    assert order == {"view": None, "paused": True, "message": "Rapat"}
