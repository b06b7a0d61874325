"""While the store cannot be read, the last good snapshot stays, and the log says so once."""

import threading
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from structlog.testing import capture_logs

from data.services.live_board import LiveBoard
from jobs.area_reassignment import sync_layer
from tests.builders import open_test_context, qlue_row
from tests.pulls import TWO_SOURCES, pull_rows, wait_until

STORE_LOST, STORE_RECOVERED = "store cannot be read, the last good snapshot stays", "store can be read again"


class CountingBoard(LiveBoard):
    """A board that counts its refreshes."""

    refreshes = 0

    def refresh(self) -> bool:
        self.refreshes += 1
        return super().refresh()


@pytest.fixture
def store_folder(tmp_path: Path) -> Path:
    (tmp_path / "gudang").mkdir()
    return tmp_path / "gudang"


def counting_board(app_context) -> CountingBoard:
    sync_layer(app_context)
    pull_rows(app_context, qlue_row(1))
    board = CountingBoard(app_context.engine, app_context.city, app_context.clock)
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


def wait_for_refreshes(board: CountingBoard, count: int = 5) -> None:
    goal = board.refreshes + count
    wait_until(lambda: board.refreshes >= goal)


def test_the_last_snapshot_stays_while_the_store_is_unavailable(tmp_path, store_folder):
    app_context = open_test_context(tmp_path, f"sqlite:///{store_folder / 'store.db'}", source=TWO_SOURCES)
    board = counting_board(app_context)
    published, away = board.current(), tmp_path / "dipindah"
    with capture_logs() as logs:
        for _ in running(board):
            store_folder.rename(away)
            app_context.engine.dispose()
            wait_until(lambda: STORE_LOST in [entry["event"] for entry in logs])
            wait_for_refreshes(board)
            assert board.current() is published
            away.rename(store_folder)
            wait_until(lambda: STORE_RECOVERED in [entry["event"] for entry in logs])
            pull_rows(app_context, qlue_row(1), qlue_row(2))
            wait_until(
                lambda: board.current() is not published and board.current().snapshot.totals["open"] == 2
            )
    events = [entry["event"] for entry in logs if entry["event"] in (STORE_LOST, STORE_RECOVERED)]
    assert events == [STORE_LOST, STORE_RECOVERED]


@pytest.mark.postgres
def test_a_dropped_database_leaves_the_last_snapshot(tmp_path, postgres):
    url = postgres.new_database()
    board = counting_board(open_test_context(tmp_path, url, source=TWO_SOURCES))
    published, name = board.current(), url.rpartition("/")[2]
    server = f"host=127.0.0.1 port={postgres.port} user=postgres dbname=postgres"
    with capture_logs() as logs:
        for _ in running(board):
            with psycopg.connect(server, autocommit=True) as connection:
                connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())
            wait_until(lambda: STORE_LOST in [entry["event"] for entry in logs])
            wait_for_refreshes(board)
    assert board.current() is published
    assert [entry["event"] for entry in logs if entry["event"] == STORE_LOST] == [STORE_LOST]
    assert [entry["log_level"] for entry in logs if entry["event"] == STORE_LOST] == ["error"]
