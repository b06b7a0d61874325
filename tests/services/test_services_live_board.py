"""The live board publishes only changes, and equals a board built from the store."""

from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bootstrap import AppContext
from data.config.clock import Clock
from data.services.live_board import TICK, LiveBoard, snapshot_now, to_json
from jobs.area_reassignment import sync_layer
from tests.builders import open_test_context, qlue_row
from tests.example_limits import limited_examples
from tests.personas import ANGGREK, AT_SEA, BARAT, IN_ANGGREK, IN_CEMPAKA, IN_DELIMA, MONDAY_NOON, TIMUR
from tests.pulls import TWO_SOURCES, app_context_at, clear_store, pull_body, pull_rows


@dataclass
class AdjustableClock:
    """A clock that the test advances."""

    moment: float = field(default_factory=MONDAY_NOON.timestamp)

    def clock(self) -> Clock:
        return Clock(time_source=lambda: self.moment)

    def advance(self, span: timedelta) -> None:
        self.moment += span.total_seconds()


@pytest.fixture
def app_context(tmp_path) -> AppContext:
    app_context = open_test_context(tmp_path, source=TWO_SOURCES)
    sync_layer(app_context)
    return app_context


@pytest.fixture
def adjustable_clock() -> AdjustableClock:
    return AdjustableClock()


@pytest.fixture
def board(app_context, adjustable_clock) -> LiveBoard:
    return LiveBoard(app_context.engine, app_context.city, adjustable_clock.clock())


def snapshot_bytes(board: LiveBoard) -> bytes:
    current = board.current()
    assert current is not None
    return current.encoded.body


def rebuilt_bytes(app_context: AppContext, adjustable_clock: AdjustableClock) -> bytes:
    """Return the body that a process started now would publish."""
    new_board = LiveBoard(app_context.engine, app_context.city, adjustable_clock.clock())
    assert new_board.refresh()
    return snapshot_bytes(new_board)


def test_before_the_first_refresh_there_is_nothing_to_show(board):
    assert board.current() is None
    assert board.area_snapshot(BARAT) is None


def test_a_refresh_without_changes_publishes_nothing(app_context, board):
    pull_rows(app_context, qlue_row(1))
    assert board.refresh() is True
    published = board.current()
    assert board.refresh() is False
    assert board.current() is published


def test_boards_refreshed_within_one_tick_publish_the_same_bytes(app_context):
    """Processes refresh at different moments, and displays may read from either."""
    pull_rows(app_context, qlue_row(1, category="flood"), qlue_row(2, status="complete"))
    published = set()
    for seconds in (0, 3, 9.9):
        adjustable_clock = AdjustableClock()
        adjustable_clock.advance(timedelta(seconds=seconds))
        published.add(rebuilt_bytes(app_context, adjustable_clock))
    assert len(published) == 1


def test_a_new_report_is_published_with_the_next_refresh(app_context, board):
    pull_rows(app_context, qlue_row(1))
    board.refresh()
    first = board.current()
    pull_rows(app_context, qlue_row(2))
    assert board.refresh() is True
    assert [board.current().snapshot.totals["open"], first.snapshot.totals["open"]] == [2, 1]
    assert board.current().encoded.etag != first.encoded.etag


def test_a_pull_without_changes_still_updates_the_pull_time(app_context, board, adjustable_clock):
    pull_rows(app_context, qlue_row(1))
    board.refresh()
    adjustable_clock.advance(timedelta(seconds=1))
    pull_rows(app_context_at(app_context, adjustable_clock.clock().now()), qlue_row(1))
    assert board.refresh() is True
    assert board.current().snapshot.pulls[0]["last_success"] == adjustable_clock.clock().now()


def test_a_failed_pull_is_published_with_its_reason(app_context, board):
    pull_rows(app_context, qlue_row(1))
    board.refresh()
    pull_body(app_context, b"<html>")
    assert board.refresh() is True
    assert "sign-in" in board.current().snapshot.pulls[0]["error"]


def test_time_alone_moves_a_report_over_its_deadline(app_context, board, adjustable_clock):
    # Filed at ten by the city's clock, with twelve hours allowed.
    pull_rows(app_context, qlue_row(1, category="flood"))
    board.refresh()
    assert board.current().snapshot.totals["overdue"] == 0
    adjustable_clock.advance(timedelta(hours=10))
    board.refresh()
    assert board.current().snapshot.totals["overdue"] == 0  # the deadline itself is on time
    adjustable_clock.advance(TICK)
    assert board.refresh() is True
    assert board.current().snapshot.totals["overdue"] == 1


def test_an_area_snapshot_counts_its_own_reports(app_context, board):
    lat, long = IN_CEMPAKA
    pull_rows(
        app_context, qlue_row(1), qlue_row(2, loc_lat=lat, loc_lng=long), qlue_row(3, loc_lat=0, loc_lng=0)
    )
    board.refresh()
    open_counts = {code: board.area_snapshot(code).totals["open"] for code in (BARAT, TIMUR, ANGGREK)}
    assert open_counts == {BARAT: 1, TIMUR: 1, ANGGREK: 1}
    assert board.area_snapshot("99.99") is None


PLACES = st.sampled_from([IN_ANGGREK, IN_CEMPAKA, IN_DELIMA, AT_SEA, (0, 0)])
ROWS = st.builds(
    lambda number, place, **fields: qlue_row(number, loc_lat=place[0], loc_lng=place[1], **fields),
    st.integers(1, 5),
    PLACES,
    status=st.sampled_from(["wait", "process", "complete", "ditolak", None]),
    category=st.sampled_from(["Sampah", "flood", "Narkoba", "Usul", "entah"]),
    post_date=st.sampled_from(["2026-11-23 09:00:00", "2026-10-01 08:00:00", "2026-11-23 22:00:00"]),
    closed_datetime=st.sampled_from([None, "2026-11-23 10:00:00", "2026-10-02 09:00:00"]),
)
SPANS = st.sampled_from([timedelta(0), timedelta(seconds=3), TICK, timedelta(hours=7), timedelta(days=20)])
PULLS = st.tuples(SPANS, st.sampled_from(["qlue", "lapor"]), st.lists(ROWS, max_size=4), st.booleans())


@limited_examples(15)
@given(pulls=st.lists(PULLS, min_size=1, max_size=6))
def test_an_incrementally_refreshed_board_equals_a_rebuilt_one(app_context: AppContext, pulls):
    """With any pulls, failed ones (without rows) among them, any time between, and refreshes left out."""
    clear_store(app_context.engine)
    adjustable_clock = AdjustableClock()
    board = LiveBoard(app_context.engine, app_context.city, adjustable_clock.clock())
    for span, source, rows, refreshed in pulls:
        adjustable_clock.advance(span)
        pull_rows(app_context_at(app_context, adjustable_clock.clock().now()), *rows, source=source)
        if refreshed:
            board.refresh()
            assert snapshot_bytes(board) == rebuilt_bytes(app_context, adjustable_clock)
    board.refresh()
    assert snapshot_bytes(board) == rebuilt_bytes(app_context, adjustable_clock)


@limited_examples(6)
@given(rows=st.lists(ROWS, min_size=1, max_size=6))
def test_the_board_and_the_command_print_the_same_snapshot(app_context: AppContext, rows):
    clear_store(app_context.engine)
    adjustable_clock = AdjustableClock()
    board = LiveBoard(app_context.engine, app_context.city, adjustable_clock.clock())
    pull_rows(app_context, *rows)
    board.refresh()
    now = board.current().snapshot.as_of
    assert to_json(snapshot_now(app_context.engine, app_context.city, now)) == snapshot_bytes(board)
    for code in (BARAT, TIMUR, ANGGREK):
        assert to_json(snapshot_now(app_context.engine, app_context.city, now, code)) == to_json(
            board.area_snapshot(code)
        )
