"""Stores that are migrated once a run and copied for each test; the migrations have tests of their own."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import Engine, event, make_url

from data.config.city_loader import store_file
from data.config.settings import Settings
from data.core.config.city import City
from data.lib.private_files import make_private_folder
from data.store.engine import has_schema, migrate, open_engine

Statement = tuple[str, Any]


def provide_store(settings: Settings, city: City) -> None:
    """Copy an empty store to where the settings expect the city's, unless there is one."""
    if not settings.database_url:
        _copy_file(store_file(settings, city))
    elif make_url(settings.database_url).get_backend_name() != "sqlite":
        _copy_schema(settings.database_url)


def _copy_file(path: Path) -> None:
    if not path.exists():
        make_private_folder(path.parent)
        path.write_bytes(_migrated_file())


@cache
def _migrated_file() -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "store.db"
        engine = open_engine(f"sqlite:///{path}")
        migrate(engine)
        engine.dispose()
        return path.read_bytes()


def _copy_schema(url: str) -> None:
    """Make the tables of a PostgreSQL store by the statements that the migrations sent for the first one."""
    engine = open_engine(url)
    try:
        if has_schema(engine):
            return
        if not _STATEMENTS:
            with _recorded(engine, _STATEMENTS):
                migrate(engine)
            return
        with engine.begin() as connection:
            cursor = connection.connection.cursor()
            with connection.connection.driver_connection.pipeline():  # type: ignore[union-attr]
                for statement, values in _STATEMENTS:
                    cursor.execute(statement, values)
    finally:
        engine.dispose()


_STATEMENTS: list[Statement] = []
_READING = ("SELECT", "SHOW", "SET", "BEGIN")


@contextmanager
def _recorded(engine: Engine, statements: list[Statement]) -> Iterator[None]:
    """Record the statements that change the store while the block lasts."""

    def record(_connection: Any, _cursor: Any, statement: str, values: Any, *_more: Any) -> None:
        if not statement.lstrip().upper().startswith(_READING):
            statements.append((statement, values))

    event.listen(engine, "before_cursor_execute", record)
    yield
    event.remove(engine, "before_cursor_execute", record)
