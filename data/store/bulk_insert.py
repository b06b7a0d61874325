"""Bulk inserts and updates: values are converted column by column, where SQLAlchemy does it row by row."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import Boolean, Connection, Dialect, Insert, Table, Text, Update, bindparam, update
from sqlalchemy.dialects import sqlite
from sqlalchemy.types import TypeEngine

from data.store.schema import UtcDateTime

UTC_TIME, SQLITE = UtcDateTime(), sqlite.dialect()
SQLITE_TIME_LENGTH = len("2026-11-23 04:00:00.000000")  # without the zone, which is always UTC

MAX_TIMES = 20_000  # whose texts are kept: the rows of a batch repeat theirs in several tables
_PLAIN_TYPES = frozenset((str, type(None)))

ColumnEncoder = Callable[[Sequence[Any]], Sequence[Any]]


def insert_many(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows that all name the same columns, as :func:`insert_rows` does."""
    if rows:
        names = tuple(rows[0])
        insert_rows(connection, table, names, [tuple(row[name] for name in names) for row in rows])


def insert_rows(
    connection: Connection, table: Table, names: Sequence[str], rows: Sequence[Sequence[Any]]
) -> None:
    """Insert rows of the values of some columns, converting times and JSON as the table's types do.

    The same statement and values as ``connection.execute(table.insert(), rows)``, in less than two thirds of
    its time, which was half the time of an import.
    """
    if rows:
        _execute_many(connection, table.insert(), table, names, rows)


def update_many(
    connection: Connection, table: Table, keys: Sequence[str], rows: Sequence[Mapping[str, Any]]
) -> None:
    """Update the rows of these keys to the other values of each row, as :func:`insert_many` inserts."""
    if not rows:
        return
    names = tuple(rows[0])
    parameters = {name: f"key_{name}" for name in keys}  # a key cannot have the name of a value
    conditions = [table.c[name] == bindparam(parameter) for name, parameter in parameters.items()]
    values: dict[str, Any] = {name: bindparam(name) for name in names if name not in keys}
    statement = update(table).where(*conditions).values(values)
    values_of_rows = [tuple(row[name] for name in names) for row in rows]
    _execute_many(connection, statement, table, names, values_of_rows, parameters)


def _execute_many(
    connection: Connection,
    statement: Insert | Update,
    table: Table,
    names: Sequence[str],
    rows: Sequence[Sequence[Any]],
    parameters: Mapping[str, str] | None = None,
) -> None:
    """Execute a statement for each row.

    :param names: the columns of the values of a row
    :param parameters: columns by which rows are found, with the names of their values
    """
    parameter_names = [(parameters or {}).get(name, name) for name in names]
    compiled = statement.compile(dialect=connection.dialect, column_keys=parameter_names)
    encoders = _column_encoders(connection, table)
    by_name = {
        parameter: encoders[name](values)
        for parameter, name, values in zip(parameter_names, names, zip(*rows, strict=True), strict=True)
    }
    order: Sequence[str] = compiled.positiontup or parameter_names
    encoded_rows = list(zip(*[by_name[parameter] for parameter in order], strict=True))
    if compiled.positional:
        connection.exec_driver_sql(str(compiled), encoded_rows)
        return
    named_rows = [dict(zip(order, row, strict=True)) for row in encoded_rows]
    connection.exec_driver_sql(str(compiled), named_rows)


def _column_encoders(connection: Connection, table: Table) -> dict[str, ColumnEncoder]:
    """Return how the values of each column are converted."""
    if len(_SQLITE_TIMES) > MAX_TIMES:
        _SQLITE_TIMES.clear()
    return {column.name: _column_encoder(connection.dialect, column.type) for column in table.columns}


def _column_encoder(dialect: Dialect, column_type: TypeEngine[Any]) -> ColumnEncoder:
    if isinstance(column_type, Text):
        return _plain_texts
    if isinstance(column_type, UtcDateTime) and dialect.name == "sqlite":
        return _SQLITE_TIMES.encode_all
    encode = column_type.dialect_impl(dialect).bind_processor(dialect)
    if encode is None:
        return _unchanged
    return _RepeatedValues(encode).encode_all if isinstance(column_type, Boolean) else partial(_each, encode)


class _RepeatedValues(dict[Any, Any]):
    """The converted form of each value so far, for columns that repeat theirs."""

    def __init__(self, encode: Callable[[Any], Any]) -> None:
        super().__init__()
        self._encode = encode

    def __missing__(self, value: Any) -> Any:
        encoded = self[value] = self._encode(value)
        return encoded

    def encode_all(self, values: Sequence[Any]) -> Sequence[Any]:
        """Return the values of a column as the driver takes them."""
        return list(map(self.__getitem__, values))


def _each(encode: Callable[[Any], Any], values: Sequence[Any]) -> Sequence[Any]:
    return list(map(encode, values))


def _unchanged(values: Sequence[Any]) -> Sequence[Any]:
    return values


def _plain_texts(values: Sequence[str | None]) -> Sequence[str | None]:
    """Return texts as plain ones: drivers look up anew how to write each value of an enumeration."""
    if _PLAIN_TYPES.issuperset(map(type, values)):
        return values
    return [value if value is None or type(value) is str else str(value) for value in values]


def _sqlite_time(moment: datetime | None) -> str | None:
    """Return a time as SQLAlchemy writes it to SQLite, in a third of its time.

    :raises ValueError: for a time without a zone
    """
    utc = UTC_TIME.process_bind_param(moment, SQLITE)
    return None if utc is None else utc.isoformat(" ", "microseconds")[:SQLITE_TIME_LENGTH]


_SQLITE_TIMES = _RepeatedValues(_sqlite_time)
