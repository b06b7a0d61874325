"""The event stream of a screen: what it is told, how soon, and when it is told no more."""

import json
import threading
import time
from collections.abc import Iterator
from queue import Queue
from typing import Any

import httpx
import pytest

from dashboard.web.version import version_shown
from data.core.access import NOBODY, Who
from tests.dashboard.sign_in import header_of
from tests.dashboard.web_contexts import WallServer
from tests.personas import CAMAT_BARAT, OPERATOR, SCREEN

Said = tuple[str, dict[str, Any]]


class Listener:
    """One stream, read in a thread."""

    def __init__(self, server: WallServer, headers: dict[str, str]) -> None:
        self.events: Queue[Said | None] = Queue()
        self._address, self._headers = server.url.replace("/layar", "/api/v1/wall/stream"), headers
        self.thread = threading.Thread(target=self._read, daemon=True)
        self.thread.start()

    def _read(self) -> None:
        try:
            with httpx.stream("GET", self._address, headers=self._headers, timeout=30) as answer:
                assert answer.headers["content-type"] == "text/event-stream"
                self._take(answer.iter_lines())
        except httpx.HTTPError:
            pass
        self.events.put(None)

    def _take(self, lines: Iterator[str]) -> None:
        name = ""
        for line in lines:
            if line.startswith("event: "):
                name = line.removeprefix("event: ")
            elif line.startswith("data: "):
                self.events.put((name, json.loads(line.removeprefix("data: "))))

    def next(self, name: str = "board") -> dict[str, Any]:
        """The next event of that name."""
        while True:
            found = self.events.get(timeout=30)
            assert found is not None, "the stream ended"
            if found[0] == name:
                return found[1]


@pytest.fixture
def operator(wall_server: WallServer) -> dict[str, str]:
    return header_of(wall_server.accounts, OPERATOR)


def test_a_screen_is_told_which_frame_to_show(wall_server: WallServer, operator: dict[str, str]) -> None:
    stream = Listener(wall_server, operator)
    while (said := stream.next())["etag"] is None:
        pass  # the server has just begun
    answer = httpx.get(wall_server.url.replace("/layar", "/api/v1/wall"), headers=operator)
    assert said["etag"] == answer.headers["etag"]
    assert (said["version"], said["silent_since"], said["speed"]) == (version_shown(), None, 1)
    assert abs(said["real"] - time.time() * 1000) < 60_000


def test_a_commit_of_another_process_is_told_before_the_next_beat(
    wall_server: WallServer, operator: dict[str, str]
) -> None:
    stream = Listener(wall_server, operator)
    while (first := stream.next()["etag"]) is None:
        pass  # the server has just begun
    wall_server.take_more()
    told = [stream.next()["etag"] for _ in range(3)]
    assert first not in told[1:]


def test_a_token_that_is_taken_back_ends_the_stream(closed_wall: WallServer) -> None:
    stream = Listener(closed_wall, header_of(closed_wall.accounts, SCREEN))
    stream.next()
    closed_wall.accounts.revoke_display(SCREEN.name)
    assert stream.next("over") == {}
    stream.thread.join(20)
    assert stream.events.get(timeout=5) is None


@pytest.mark.parametrize("who", [NOBODY, CAMAT_BARAT], ids=["nobody", "a camat"])
def test_nobody_listens_who_may_not_see_the_wall(closed_wall: WallServer, who: Who) -> None:
    headers = header_of(closed_wall.accounts, who)
    answer = httpx.get(closed_wall.url.replace("/layar", "/api/v1/wall/stream"), headers=headers)
    assert answer.status_code in (401, 403)


def test_a_server_that_goes_down_ends_its_streams_at_once(
    wall_server: WallServer, operator: dict[str, str]
) -> None:
    stream = Listener(wall_server, operator)
    stream.next()
    wall_server.stop()
    stream.thread.join(20)
    assert not stream.thread.is_alive()


def test_an_order_reaches_the_screen_it_is_for(wall_server: WallServer, operator: dict[str, str]) -> None:
    screens = wall_server.live.screens
    stream = Listener(wall_server, operator)
    assert stream.next("order") == {}
    screens.give(
        SCREEN.name, "operator.1", view="kota", paused=False, message="bukan untuk ini", minutes=None
    )
    screens.give(OPERATOR.name, "operator.1", view=None, paused=True, message="Rapat", minutes=5)
    while (order := stream.next("order")) == {}:
        pass
    assert order == {"view": None, "paused": True, "message": "Rapat"}
