"""Where rows are written in bulk: SQLite by ``executemany``, PostgreSQL by ``COPY``, both without indexes."""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, Protocol

from sqlalchemy import Engine, Index, Table
from sqlalchemy.schema import CreateIndex, DropIndex

from data.store.schema import event, pull, rejected_row, revision_step, service_request, standing_span

TABLES = (event, standing_span, service_request, revision_step, pull, rejected_row)
QUICK = ("journal_mode=OFF", "synchronous=OFF", "locking_mode=EXCLUSIVE", "cache_size=-400000")


class Sink(Protocol):
    """What takes rows of a table."""

    def write(self, table: Table, names: Iterable[str], rows: Iterable[tuple[Any, ...]]) -> None:
        """Append rows, whose values are in the order of the columns named."""
        ...


class _SqliteSink:
    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def write(self, table: Table, names: Iterable[str], rows: Iterable[tuple[Any, ...]]) -> None:
        columns = [f'"{name}"' for name in names]
        marks = ", ".join("?" for _ in columns)
        self._connection.executemany(
            f"INSERT INTO {table.name} ({', '.join(columns)}) VALUES ({marks})",
            rows,
        )


class _PostgresSink:
    def __init__(self, connection: Any) -> None:
        self._connection = connection

    def write(self, table: Table, names: Iterable[str], rows: Iterable[tuple[Any, ...]]) -> None:
        columns = ", ".join(f'"{name}"' for name in names)
        with (
            self._connection.cursor() as cursor,
            cursor.copy(f"COPY {table.name} ({columns}) FROM STDIN") as copy,
        ):
            for row in rows:
                copy.write_row(row)


@contextmanager
def open_sink(engine: Engine) -> Iterator[Sink]:
    """Open the bulk writer of a store; indexes are created again when it is closed."""
    engine.dispose()
    opened = _open_sqlite(engine) if engine.dialect.name == "sqlite" else _open_postgres(engine)
    with opened as sink:
        yield sink
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("ANALYZE")
    engine.dispose()


@contextmanager
def _open_sqlite(engine: Engine) -> Iterator[Sink]:
    connection = sqlite3.connect(str(engine.url.database), isolation_level=None)
    try:
        for pragma in QUICK:
            connection.execute(f"PRAGMA {pragma}")
        connection.execute("BEGIN")
        for index in _indexes():
            connection.execute(str(DropIndex(index).compile(dialect=engine.dialect)))
        yield _SqliteSink(connection)
        for index in _indexes():
            connection.execute(str(CreateIndex(index).compile(dialect=engine.dialect)))
        connection.execute("COMMIT")
    finally:
        connection.close()


@contextmanager
def _open_postgres(engine: Engine) -> Iterator[Sink]:
    with engine.begin() as connection:
        for index in _indexes():
            index.drop(connection)
        yield _PostgresSink(connection.connection.driver_connection)
        for index in _indexes():
            index.create(connection)


def _indexes() -> list[Index]:
    return [index for table in TABLES for index in table.indexes]
