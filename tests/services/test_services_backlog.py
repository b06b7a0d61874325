"""Backlogs: built once per snapshot from the board's facts, with details read by key."""

from collections.abc import Callable

import pytest
from sqlalchemy import event

from bootstrap import AppContext
from data.services.live_board import LiveBoard
from jobs.area_reassignment import sync_layer
from tests.builders import open_test_context, qlue_row
from tests.personas import BARAT, IN_ANGGREK, IN_CEMPAKA, MARIA, TIMUR
from tests.pulls import TWO_SOURCES, pull_rows


@pytest.fixture
def app_context(tmp_path) -> AppContext:
    app_context = open_test_context(tmp_path, source=TWO_SOURCES)
    sync_layer(app_context)
    lat, long = IN_CEMPAKA
    pull_rows(app_context, qlue_row(1), qlue_row(2, loc_lat=lat, loc_lng=long), qlue_row(3, category="flood"))
    return app_context


@pytest.fixture
def board(app_context) -> LiveBoard:
    live_board = LiveBoard(app_context.engine, app_context.city, app_context.clock)
    live_board.refresh()
    return live_board


def executed_statements(app_context: AppContext, action: Callable[[], object]) -> list[str]:
    """Return the SQL statements executed by an action."""
    recorded: list[str] = []

    def record(*arguments: object) -> None:
        recorded.append(str(arguments[2]))

    event.listen(app_context.engine, "before_cursor_execute", record)
    action()
    event.remove(app_context.engine, "before_cursor_execute", record)
    return recorded


def test_there_is_no_backlog_before_the_first_snapshot(app_context):
    backlogs = LiveBoard(app_context.engine, app_context.city, app_context.clock).backlogs
    assert backlogs.get(BARAT) is None
    assert backlogs.case_file("qlue", "1") is None


def test_backlogs_are_built_once_per_snapshot_without_reading_the_store(app_context, board):
    def read_backlogs() -> None:
        assert board.backlogs.get(BARAT).backlog is board.backlogs.get(BARAT).backlog
        assert len(board.backlogs.get(TIMUR).backlog.rows) == 1

    assert executed_statements(app_context, read_backlogs) == []


def test_a_new_snapshot_rebuilds_the_backlogs(app_context, board):
    before = board.backlogs.get(BARAT)
    pull_rows(app_context, qlue_row(4))
    board.refresh()
    after = board.backlogs.get(BARAT)
    assert (len(before.backlog.rows), len(after.backlog.rows)) == (2, 3)
    assert after.snapshot is board.current().snapshot


def test_details_are_read_once_until_a_report_changes(app_context, board):
    keys = [("qlue", "1"), ("qlue", "3"), ("qlue", "none such")]
    details = board.backlogs.details(keys)
    assert "menumpuk" in details[keys[0]]["description"]
    assert details[keys[2]] == {}
    assert executed_statements(app_context, lambda: board.backlogs.details(keys[:2])) == []
    pull_rows(app_context, qlue_row(1, post_desc="sudah dua kali dilaporkan"))
    board.refresh()
    assert "dua kali" in board.backlogs.details(keys)[keys[0]]["description"]


def test_only_a_kecamatan_code_has_a_backlog(board):
    assert board.backlogs.get("31.01.01.1001") is None
    assert board.backlogs.get("99.99") is None


def test_a_case_file_shows_everything_but_the_reporter(board):
    case_file = board.backlogs.case_file("qlue", "1")
    assert (case_file.standing["lat"], case_file.standing["long"]) == IN_ANGGREK
    assert [event.kind for event in case_file.events] == ["received"]
    assert MARIA.name not in repr(case_file)
    assert board.backlogs.case_file("qlue", "none such") is None
