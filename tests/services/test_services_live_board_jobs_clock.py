"""Kind: time is not trusted. The process that pulls may run by another time than the web process."""

from datetime import timedelta

import pytest

from data.services import live_board_clock
from tests.personas import MONDAY_NOON
from tests.services.test_services_live_board_clock import JumpingBoard, jumping  # noqa: F401 (a fixture)

SECOND = timedelta(seconds=1)


@pytest.mark.parametrize("ahead", [timedelta(minutes=2), timedelta(days=3652), timedelta(hours=-1)], ids=str)
def test_the_end_of_a_new_pull_tells_another_clock_until_one_agrees(
    jumping: JumpingBoard,  # noqa: F811
    ahead: timedelta,
) -> None:
    jumping.pull()
    jumping.refresh(MONDAY_NOON)
    assert jumping.board.clock_watch.fault() is None
    jumping.moment = MONDAY_NOON + ahead
    jumping.pull()
    jumping.refresh(MONDAY_NOON + SECOND)
    fault = jumping.board.clock_watch.fault()
    assert fault is not None
    assert (fault.kind, fault.ahead, fault.since) == ("jobs", ahead - SECOND, MONDAY_NOON + SECOND)
    jumping.moment = MONDAY_NOON + 2 * SECOND
    jumping.pull()
    jumping.refresh(MONDAY_NOON + 2 * SECOND)
    assert jumping.board.clock_watch.fault() is None


def test_pulls_from_before_the_start_tell_nothing_but_a_time_ahead(jumping: JumpingBoard) -> None:  # noqa: F811
    jumping.pull()
    jumping.refresh(MONDAY_NOON + timedelta(hours=1))
    assert jumping.board.clock_watch.fault() is None
    jumping.board.clock_watch = live_board_clock.BoardClockWatch(jumping.board.clock)
    jumping.board._state_key = None
    jumping.refresh(MONDAY_NOON - timedelta(hours=1))
    fault = jumping.board.clock_watch.fault()
    assert fault is not None
    assert fault.ahead == timedelta(hours=1)
