"""SQLite's locks hold while the process opens further pools: no other process removes a WAL file in use."""

import subprocess
import sys
from pathlib import Path

from sqlalchemy import text

from data.store.engine import BOARD_POOL, migrate, open_another_pool, open_engine

VISITOR = (
    "import sqlite3, sys; store = sqlite3.connect(sys.argv[1]); "
    "store.execute('SELECT count(*) FROM counter').fetchone(); store.close()"
)


def test_a_visitor_leaves_the_wal_of_a_running_board(tmp_path: Path) -> None:
    store, wal = tmp_path / "store.db", tmp_path / "store.db-wal"
    engine = open_engine(f"sqlite:///{store}")
    migrate(engine)
    with engine.connect() as connection:
        connection.execute(text("SELECT count(*) FROM counter")).one()
        other = open_another_pool(engine, BOARD_POOL)
        subprocess.run([sys.executable, "-c", VISITOR, str(store)], check=True)
        assert wal.exists()
    other.dispose()
    engine.dispose()
