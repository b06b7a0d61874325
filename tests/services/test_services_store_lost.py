"""A store that cannot be read: the last good board stays, and the log says so once."""

import threading
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from structlog.testing import capture_logs

from data.services.live_board import LiveBoard
from jobs.area_reassignment import sync_layer
from tests.builders import open_town, qlue_row
from tests.pulls import TWO_SOURCES, eventually, pull_rows

LOST, FOUND = "store cannot be read, the last good snapshot stays", "store can be read again"


class Attempts(LiveBoard):
    """A board that counts how often it was refreshed."""

    made = 0

    def refresh(self) -> bool:
        self.made += 1
        return super().refresh()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "gudang").mkdir()
    return tmp_path / "gudang"


def board_of(town) -> Attempts:
    sync_layer(town)
    pull_rows(town, qlue_row(1))
    board = Attempts(town.engine, town.city, town.clock)
    board.refresh()
    return board


def running(board: LiveBoard) -> Iterator[None]:
    stop = threading.Event()
    thread = threading.Thread(target=board.run, args=(stop, 0.005))
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def more_attempts(board: Attempts, count: int = 5) -> None:
    goal = board.made + count
    eventually(lambda: board.made >= goal)


def test_the_last_good_board_stays_while_the_store_is_away_and_goes_on_when_it_is_back(tmp_path, folder):
    town = open_town(tmp_path, f"sqlite:///{folder / 'store.db'}", source=TWO_SOURCES)
    board = board_of(town)
    held, away = board.current(), tmp_path / "dipindah"
    with capture_logs() as logs:
        for _ in running(board):
            folder.rename(away)
            town.engine.dispose()
            eventually(lambda: LOST in [entry["event"] for entry in logs])
            more_attempts(board)
            assert board.current() is held
            away.rename(folder)
            eventually(lambda: FOUND in [entry["event"] for entry in logs])
            pull_rows(town, qlue_row(1), qlue_row(2))
            eventually(lambda: board.current() is not held and board.current().snapshot.totals["open"] == 2)
    events = [entry["event"] for entry in logs if entry["event"] in (LOST, FOUND)]
    assert events == [LOST, FOUND]


@pytest.mark.postgres
def test_a_database_that_is_dropped_under_the_board_leaves_it_standing(tmp_path, postgres):
    url = postgres.new_database()
    board = board_of(open_town(tmp_path, url, source=TWO_SOURCES))
    held, name = board.current(), url.rpartition("/")[2]
    server = f"host=127.0.0.1 port={postgres.port} user=postgres dbname=postgres"
    with capture_logs() as logs:
        for _ in running(board):
            with psycopg.connect(server, autocommit=True) as connection:
                connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())
            eventually(lambda: LOST in [entry["event"] for entry in logs])
            more_attempts(board)
    assert board.current() is held
    assert [entry["event"] for entry in logs if entry["event"] == LOST] == [LOST]
    assert [entry["log_level"] for entry in logs if entry["event"] == LOST] == ["error"]
