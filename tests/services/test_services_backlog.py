"""What a camat's desk is covered with: the board's own facts, made once, and details read by key."""

import pytest
from sqlalchemy import event

from bootstrap import World
from data.services.live_board import LiveBoard
from jobs.area_reassignment import sync_layer
from tests.builders import open_town, qlue_row
from tests.personas import BARAT, IN_ANGGREK, IN_CEMPAKA, MARIA, TIMUR
from tests.pulls import TWO_SOURCES, pull_rows


@pytest.fixture
def town(tmp_path) -> World:
    world = open_town(tmp_path, source=TWO_SOURCES)
    sync_layer(world)
    lat, long = IN_CEMPAKA
    pull_rows(world, qlue_row(1), qlue_row(2, loc_lat=lat, loc_lng=long), qlue_row(3, category="flood"))
    return world


@pytest.fixture
def board(town) -> LiveBoard:
    made = LiveBoard(town.engine, town.city, town.clock)
    made.refresh()
    return made


def statements(board: LiveBoard, town: World, act) -> list[str]:
    """What the store is asked meanwhile."""
    asked: list[str] = []
    note = lambda *given: asked.append(given[2])  # noqa: E731
    event.listen(town.engine, "before_cursor_execute", note)
    act()
    event.remove(town.engine, "before_cursor_execute", note)
    return asked


def test_before_the_first_snapshot_the_desk_is_empty(town):
    desk = LiveBoard(town.engine, town.city, town.clock).desk
    assert desk.backlog(BARAT) is None
    assert desk.casefile("qlue", "1") is None


def test_the_backlogs_are_made_once_per_snapshot_and_without_the_store(town, board):
    def look() -> None:
        assert board.desk.backlog(BARAT).backlog is board.desk.backlog(BARAT).backlog
        assert len(board.desk.backlog(TIMUR).backlog.rows) == 1

    assert statements(board, town, look) == []


def test_a_new_snapshot_lays_the_desk_anew(town, board):
    before = board.desk.backlog(BARAT)
    pull_rows(town, qlue_row(4))
    board.refresh()
    after = board.desk.backlog(BARAT)
    assert (len(before.backlog.rows), len(after.backlog.rows)) == (2, 3)
    assert after.snapshot is board.current().snapshot


def test_details_are_read_once_until_a_report_changes(town, board):
    keys = [("qlue", "1"), ("qlue", "3"), ("qlue", "none such")]
    known = board.desk.details(keys)
    assert "menumpuk" in known[keys[0]]["description"]
    assert known[keys[2]] == {}
    assert statements(board, town, lambda: board.desk.details(keys[:2])) == []
    pull_rows(town, qlue_row(1, post_desc="sudah dua kali dilaporkan"))
    board.refresh()
    assert "dua kali" in board.desk.details(keys)[keys[0]]["description"]


def test_a_code_that_is_no_kecamatan_has_no_backlog(board):
    assert board.desk.backlog("31.01.01.1001") is None
    assert board.desk.backlog("99.99") is None


def test_a_file_tells_all_of_one_report_but_its_reporter(board):
    file = board.desk.casefile("qlue", "1")
    assert (file.standing["lat"], file.standing["long"]) == IN_ANGGREK
    assert [event.kind for event in file.happenings] == ["received"]
    assert MARIA.name not in repr(file)
    assert board.desk.casefile("qlue", "none such") is None
