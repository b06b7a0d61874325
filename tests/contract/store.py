"""The recorded store, and the tables of any SQLite store, read by plain SQL."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from .process import environment
from .records import copy_given, given, given_text

CITY_FILES = ("city.toml", "areas.geojson", "feed.json", "rows.csv")


def load_store(folder: Path) -> dict[str, str]:
    """Put the recorded store and its city into a folder; returns the environment of that city."""
    copy_given(folder, *CITY_FILES)
    path = folder / "store.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(given_text("store.sql"))
    return environment(
        folder,
        PANTAU_CITY=str(folder / "city.toml"),
        PANTAU_DATABASE_URL=f"sqlite:///{path}",
        PANTAU_REPORTER_KEY=given("keys")["reporter_key"],
        PANTAU_LOG_LEVEL="error",
    )


def statements(path: Path) -> list[tuple[Any, ...]]:
    """Every table, index and trigger of a store as it was declared."""
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("SELECT type, name, sql FROM sqlite_master ORDER BY type, name").fetchall()


def version(path: Path) -> str:
    """The number of the last migration that a store went through."""
    with closing(sqlite3.connect(path)) as connection:
        (found,) = connection.execute("SELECT version_num FROM alembic_version").fetchall()
    return str(found[0])


def schema(path: Path) -> dict[str, Any]:
    """Columns, indexes and triggers of each table."""
    with closing(sqlite3.connect(path)) as connection:
        names = _column(connection, "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
        return {name: _table(connection, name) for name in names if not name.startswith("sqlite_")}


def _table(connection: sqlite3.Connection, name: str) -> dict[str, Any]:
    columns = connection.execute(f'PRAGMA table_info("{name}")').fetchall()
    triggers = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ? ORDER BY name"
    return {
        "columns": {column: _declared(kind, required, key) for _, column, kind, required, _, key in columns},
        "indexes": _indexes(connection, name),
        "triggers": _column(connection, triggers, name),
    }


def _declared(kind: str, required: int, key: int) -> str:
    return " ".join([kind, *(["NOT NULL"] if required else []), *([f"KEY {key}"] if key else [])])


def _indexes(connection: sqlite3.Connection, table: str) -> dict[str, str]:
    """Each index with its columns; those that SQLite makes by itself go by what they are for."""
    found = {}
    for _, name, unique, origin, partial in connection.execute(f'PRAGMA index_list("{table}")').fetchall():
        columns = [row[2] for row in connection.execute(f'PRAGMA index_info("{name}")').fetchall()]
        listed = ", ".join(columns)
        marks = [*(["unique"] if unique else []), *(["partial"] if partial else [])]
        found[name if origin == "c" else f"{origin} {listed}"] = " ".join([f"({listed})", *marks])
    return found


def _column(connection: sqlite3.Connection, query: str, *values: str) -> list[str]:
    return [str(row[0]) for row in connection.execute(query, values).fetchall()]
