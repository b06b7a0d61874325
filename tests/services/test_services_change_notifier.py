"""Commits of any process end a wait at once, on both databases and over their restarts."""

import shutil
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import text

from bootstrap import AppContext
from data.services.live_board import LiveBoard
from data.store.change_notifier import ChangeNotifier, open_change_notifier, store_inode
from tests.builders import fixed_clock, open_test_context, qlue_row
from tests.pulls import pull_rows

LONG_SECONDS = 20.0  # a wait that takes as long was not ended by a commit


@contextmanager
def wait_in_thread(notifier: ChangeNotifier) -> Iterator[list[float]]:
    """Wait in a thread; the yielded list gets the duration of the wait in seconds."""
    notifier.wait(0.2)
    notifier.wait(0.2)  # the first waits return for what was committed before
    started, durations, is_waiting = time.monotonic(), list[float](), threading.Event()

    def wait() -> None:
        is_waiting.set()
        notifier.wait(LONG_SECONDS)
        durations.append(time.monotonic() - started)

    waiter = threading.Thread(target=wait)
    waiter.start()
    assert is_waiting.wait(LONG_SECONDS)
    yield durations
    waiter.join(LONG_SECONDS + 5)
    notifier.close()


def test_a_commit_ends_a_wait(app_context_on_each_db: AppContext) -> None:
    with wait_in_thread(open_change_notifier(app_context_on_each_db.engine)) as durations:
        pull_rows(app_context_on_each_db, qlue_row())
    assert durations[0] < LONG_SECONDS / 2


def test_a_wait_without_a_change_ends_at_its_timeout(app_context_on_each_db: AppContext) -> None:
    notifier = open_change_notifier(app_context_on_each_db.engine)
    notifier.wait(0.2)
    started = time.monotonic()
    notifier.wait(0.5)
    assert time.monotonic() - started >= 0.4
    notifier.close()


def test_an_unreachable_store_does_not_break_the_wait(app_context_on_each_db: AppContext) -> None:
    notifier = open_change_notifier(app_context_on_each_db.engine)
    notifier.wait(0.1)
    if app_context_on_each_db.engine.dialect.name == "sqlite":
        store_path(app_context_on_each_db).unlink()
    else:
        with app_context_on_each_db.engine.connect() as connection:
            connection.execute(
                text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%'")
            )
    started = time.monotonic()
    notifier.wait(0.5)
    notifier.wait(0.5)
    assert time.monotonic() - started < LONG_SECONDS
    notifier.close()


def back_up_store(source: Path, target: Path) -> None:
    """Copy a store that is in use by SQLite's own backup."""
    with (
        closing(sqlite3.connect(source)) as source_connection,
        closing(sqlite3.connect(target)) as target_connection,
    ):
        source_connection.backup(target_connection)


def store_path(app_context: AppContext) -> Path:
    return Path(str(app_context.engine.url.database))


def replace_store_file(app_context: AppContext, backup: Path) -> None:
    """Replace the store by another file, which open connections do not read."""
    previous_inode = store_inode(app_context.engine)
    app_context.engine.dispose()
    shutil.move(backup, store_path(app_context))
    assert store_inode(app_context.engine) != previous_inode


def restore_into_store(app_context: AppContext, backup: Path) -> None:
    """Restore a backup into the store while it is in use."""
    back_up_store(backup, store_path(app_context))


@pytest.mark.parametrize("restore", [replace_store_file, restore_into_store])
def test_a_restored_backup_is_shown_by_the_board(
    tmp_path: Path, restore: Callable[[AppContext, Path], None]
) -> None:
    app_context = open_test_context(tmp_path)
    pull_rows(app_context, qlue_row(1))
    backup = tmp_path / "cadangan.db"
    back_up_store(store_path(app_context), backup)
    pull_rows(app_context, qlue_row(2), qlue_row(3))
    board = LiveBoard(app_context.engine, app_context.city, fixed_clock())
    assert (board.refresh(), open_count(board)) == (True, 3)
    restore(app_context, backup)
    assert (board.refresh(), open_count(board)) == (True, 1)
    assert not board.refresh()


def open_count(board: LiveBoard) -> int:
    current = board.current()
    assert current is not None
    return int(current.snapshot.totals["open"])
