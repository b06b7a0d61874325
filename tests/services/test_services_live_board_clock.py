"""The live board under a clock that jumps and comes back: right again at the next refresh."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bootstrap import AppContext
from data.config.clock import Clock
from data.core.snapshot.snapshot import Snapshot
from data.services.live_board import LiveBoard
from jobs.area_reassignment import sync_layer
from tests.builders import open_test_context, qlue_row
from tests.personas import MONDAY_NOON
from tests.pulls import TWO_SOURCES, app_context_at, pull_rows

JUMPS = [timedelta(days=40), timedelta(hours=-1), timedelta(days=3652), timedelta(days=-3652)]


class JumpingBoard:
    """A board, and pulls, under a clock that a test sets."""

    def __init__(self, app_context: AppContext) -> None:
        self.moment = MONDAY_NOON
        self._app_context = app_context
        self.board = LiveBoard(
            app_context.engine, app_context.city, Clock(time_source=lambda: self.moment.timestamp())
        )

    def pull(self, *rows: dict[str, object]) -> None:
        """Pull these rows from both sources at the clock's moment."""
        context = app_context_at(self._app_context, self.moment)
        for source in TWO_SOURCES:
            pull_rows(context, *rows, source=str(source["name"]))

    def refresh(self, moment: datetime) -> Snapshot:
        """Set the clock, refresh, and return the snapshot."""
        self.moment = moment
        self.board.refresh()
        current = self.board.current()
        assert current is not None
        return current.snapshot


@pytest.fixture
def jumping(tmp_path: Path) -> JumpingBoard:
    app_context = open_test_context(tmp_path, source=TWO_SOURCES)
    sync_layer(app_context)
    return JumpingBoard(app_context)


@pytest.mark.parametrize("jump", JUMPS, ids=str)
def test_the_board_is_right_again_after_the_clock_is(jumping: JumpingBoard, jump: timedelta) -> None:
    """Kind: time is not trusted. ``as_of`` stayed where a pull had ended "in the future"."""
    jumping.pull(qlue_row(1), qlue_row(2, status="complete"))
    before = jumping.refresh(MONDAY_NOON)
    jumping.moment = MONDAY_NOON + jump
    jumping.pull(qlue_row(1), qlue_row(2, status="complete"))
    jumping.refresh(jumping.moment)
    after = jumping.refresh(MONDAY_NOON + timedelta(seconds=50))
    assert after.as_of == MONDAY_NOON + timedelta(seconds=50)
    assert after.totals == before.totals


def test_a_pull_that_ended_in_the_future_is_not_the_last_success(jumping: JumpingBoard) -> None:
    """Kind: time is not trusted. Nothing was pulled for 40 days, and the board said that it was fresh."""
    jumping.pull(qlue_row(1))
    jumping.moment = MONDAY_NOON + timedelta(days=40)
    jumping.pull(qlue_row(1))
    after = jumping.refresh(MONDAY_NOON + timedelta(seconds=50))
    assert after.data_as_of == MONDAY_NOON
    assert {pull["last_success"] for pull in after.pulls} == {MONDAY_NOON}
    assert jumping.refresh(MONDAY_NOON + timedelta(days=1)).stale


def test_a_new_pull_is_the_last_success_after_one_in_the_future(jumping: JumpingBoard) -> None:
    """Kind: time is not trusted: nothing waits for the wrong time to come."""
    jumping.moment = MONDAY_NOON + timedelta(days=40)
    jumping.pull(qlue_row(1))
    jumping.moment = MONDAY_NOON
    jumping.pull(qlue_row(1))
    after = jumping.refresh(MONDAY_NOON)
    assert (after.data_as_of, after.stale) == (MONDAY_NOON, False)


def test_the_moment_of_a_snapshot_is_at_most_a_minute_ahead(jumping: JumpingBoard) -> None:
    """Kind: time is not trusted: clocks of two processes differ by seconds, not more."""
    jumping.moment = MONDAY_NOON + timedelta(seconds=59)
    jumping.pull(qlue_row(1))
    assert jumping.refresh(MONDAY_NOON).as_of == MONDAY_NOON + timedelta(seconds=59)
    jumping.moment = MONDAY_NOON + timedelta(seconds=61)
    jumping.pull(qlue_row(1))
    assert jumping.refresh(MONDAY_NOON).as_of == MONDAY_NOON + timedelta(seconds=59)
