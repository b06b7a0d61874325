"""Kind: time is not trusted. A clock that is wrong is told on every wall and on office pages, in words."""

from datetime import timedelta
from urllib.parse import unquote

import pytest
from playwright.sync_api import expect

from dashboard.app import create_app
from dashboard.ui.clock_labels import clock_fault_text
from dashboard.web.clock_faults import status_badges
from data.config.steady_clock import ClockJump
from data.core.time_trust import ClockFault
from data.services import live_board_clock
from tests.dashboard.asgi_client import send_request
from tests.dashboard.components import visible_text
from tests.dashboard.conftest import OpenWall
from tests.dashboard.web_contexts import HttpGet, WallServer, web_context_of
from tests.personas import MONDAY_NOON, ZONE

HELD = ClockJump(timedelta(days=40).total_seconds(), MONDAY_NOON.timestamp(), believed=False)
HELD_TEXT = "Jam server melompat maju 40 hari pada pukul 12.00."


@pytest.fixture
def jumps(monkeypatch: pytest.MonkeyPatch) -> list[ClockJump]:
    """Return a list; while a jump is in it, the server's clock has made that jump."""
    jumps = list[ClockJump]()
    monkeypatch.setattr(live_board_clock, "clock_jump", lambda: jumps[0] if jumps else None)
    return jumps


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (ClockFault("held", timedelta(days=40), MONDAY_NOON), "melompat maju 40 hari pada pukul 12.00"),
        (ClockFault("held", timedelta(minutes=-1), MONDAY_NOON), "melompat mundur 1 menit pada pukul"),
        (ClockFault("believed", timedelta(hours=1), MONDAY_NOON), "berubah maju 1 jam; waktu yang baru"),
        (ClockFault("held", timedelta(days=-3652), MONDAY_NOON), "mundur lebih dari 10 tahun"),
        (ClockFault("jobs", timedelta(hours=1), MONDAY_NOON), "Jam penarik data 1 jam lebih cepat"),
        (ClockFault("jobs", timedelta(seconds=-90), MONDAY_NOON), "2 menit lebih lambat daripada jam server"),
    ],
)
def test_the_words_tell_which_clock_how_far_and_since_when(fault: ClockFault, words: str) -> None:
    assert words in clock_fault_text(fault, ZONE)


def test_a_wall_without_a_stream_is_told_too(http_get: HttpGet, jumps: list[ClockJump]) -> None:
    assert "x-clock-fault" not in http_get("/api/v1/wall").headers
    jumps.append(HELD)
    assert HELD_TEXT in unquote(http_get("/api/v1/wall").headers["x-clock-fault"])


def test_office_pages_tell_it_beside_the_age_of_their_data(busy_city, jumps: list[ClockJump]) -> None:
    context = web_context_of(busy_city)
    current = context.live_board.current()
    assert current is not None
    assert HELD_TEXT not in visible_text(status_badges(context, current.snapshot))
    jumps.append(HELD)
    assert HELD_TEXT in visible_text(status_badges(context, current.snapshot))


@pytest.mark.browser
def test_a_wall_tells_it_while_it_matters(
    wall_server: WallServer, open_wall: OpenWall, jumps: list[ClockJump]
) -> None:
    page = open_wall(wall_server)
    trouble = page.locator(".trouble")
    expect(trouble).to_be_empty()
    jumps.append(HELD)
    expect(trouble).to_contain_text(HELD_TEXT, timeout=20_000)
    expect(trouble).not_to_have_class("trouble mild")
    jumps.clear()
    expect(trouble).to_be_empty(timeout=20_000)


def test_the_readiness_is_not_moved_by_a_jump(busy_city, jumps: list[ClockJump]) -> None:
    context = web_context_of(busy_city)
    jumps.append(HELD)
    response = send_request(create_app(context).server, "/readyz")
    assert response.status_code == 200
