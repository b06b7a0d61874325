"""Commits are noticed at once, whoever makes them, on both databases and over their restarts."""

import shutil
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import text

from bootstrap import World
from data.services.live_board import LiveBoard
from data.store.change_notifier import Changes, changes_of, file_of
from tests.builders import fixed_clock, open_town, qlue_row
from tests.pulls import pull_rows

LONG = 20.0  # seconds; a wait that takes as long was not woken


@contextmanager
def waiting(changes: Changes) -> Iterator[list[float]]:
    """Waits in a thread of its own; afterwards the list holds how long it took."""
    changes.wait(0.2)
    changes.wait(0.2)  # what the first look found to be new
    began, took = time.monotonic(), list[float]()

    def wait() -> None:
        changes.wait(LONG)
        took.append(time.monotonic() - began)

    waiter = threading.Thread(target=wait)
    waiter.start()
    time.sleep(0.3)
    yield took
    waiter.join(LONG + 5)
    changes.close()


def test_a_pull_wakes_whoever_waits(town_on_each: World) -> None:
    with waiting(changes_of(town_on_each.engine)) as took:
        pull_rows(town_on_each, qlue_row())
    assert took[0] < LONG / 2


def test_without_a_change_the_wait_ends_by_itself(town_on_each: World) -> None:
    changes = changes_of(town_on_each.engine)
    changes.wait(0.2)
    began = time.monotonic()
    changes.wait(0.5)
    assert time.monotonic() - began >= 0.4
    changes.close()


def test_a_store_that_cannot_be_reached_is_waited_for(town_on_each: World) -> None:
    changes = changes_of(town_on_each.engine)
    changes.wait(0.1)
    if town_on_each.engine.dialect.name == "sqlite":
        store_of(town_on_each).unlink()
    else:
        with town_on_each.engine.connect() as connection:
            connection.execute(
                text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%'")
            )
    began = time.monotonic()
    changes.wait(0.5)
    changes.wait(0.5)
    assert time.monotonic() - began < LONG
    changes.close()


def copied(source: Path, target: Path) -> None:
    """By SQLite's own way to back up a store that is in use."""
    with sqlite3.connect(source) as one, sqlite3.connect(target) as other:
        one.backup(other)


def store_of(town: World) -> Path:
    return Path(str(town.engine.url.database))


def in_its_place(town: World, backup: Path) -> None:
    """Another file, to which no connection held leads."""
    before = file_of(town.engine)
    town.engine.dispose()
    shutil.move(backup, store_of(town))
    assert file_of(town.engine) != before


def into_it(town: World, backup: Path) -> None:
    """While it is in use."""
    copied(backup, store_of(town))


@pytest.mark.parametrize("put_back", [in_its_place, into_it])
def test_the_board_takes_up_an_older_backup(tmp_path: Path, put_back: Callable[[World, Path], None]) -> None:
    town = open_town(tmp_path)
    pull_rows(town, qlue_row(1))
    backup = tmp_path / "cadangan.db"
    copied(store_of(town), backup)
    pull_rows(town, qlue_row(2), qlue_row(3))
    board = LiveBoard(town.engine, town.city, fixed_clock())
    assert (board.refresh(), opened(board)) == (True, 3)
    put_back(town, backup)
    assert (board.refresh(), opened(board)) == (True, 1)
    assert not board.refresh()


def opened(board: LiveBoard) -> int:
    held = board.current()
    assert held is not None
    return int(held.snapshot.totals["open"])
