"""Two processes that open a new SQLite store at the same moment: the second waits, and does not fail."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from data.store import engine
from data.store.engine import migrate, open_engine


def test_wal_mode_is_set_once_another_process_has_read_the_new_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Kind: two boards start on nothing, and one of them ends with "database is locked"."""
    file, waits = tmp_path / "store.db", []
    with closing(sqlite3.connect(file, isolation_level=None)) as other, other:
        other.execute("CREATE TABLE kosong (satu)")
        other.execute("BEGIN")
        other.execute("SELECT * FROM kosong").fetchall()

        def end_reading(_seconds: float) -> None:
            waits.append(1)
            other.execute("ROLLBACK")

        monkeypatch.setattr(engine, "BUSY_TIMEOUT_MS", 1)  # SQLite itself gives up, as it does in that race
        monkeypatch.setattr(engine, "monotonic", lambda: 0.0)
        monkeypatch.setattr(engine, "sleep", end_reading)
        opened = open_engine(f"sqlite:///{file}")
        migrate(opened)
        with opened.connect() as connection:
            assert connection.exec_driver_sql("PRAGMA journal_mode").scalar_one() == "wal"
    assert len(waits) == 1


def test_a_store_that_cannot_be_written_is_refused_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Kind: a fault that no waiting mends was tried again for half a minute, at every connection."""
    waits = list[float]()
    monkeypatch.setattr(engine, "monotonic", lambda: 31.0 * len(waits))
    monkeypatch.setattr(engine, "sleep", waits.append)
    with closing(sqlite3.connect(tmp_path / "read.db", isolation_level=None)) as made, made:
        made.execute("CREATE TABLE kosong (satu)")
    read_only = sqlite3.connect(f"file:{tmp_path / 'read.db'}?mode=ro", uri=True)
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        engine._enter_wal(read_only)
    read_only.close()
    assert waits == []
