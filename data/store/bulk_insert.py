"""Bulk inserts: values are converted once per column, where SQLAlchemy converts them row by row."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, Table

from data.store.schema import UtcDateTime

BindProcessor = Callable[[Any], Any] | None


def insert_many(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows that all name the same columns, converting times and JSON as the table's types do.

    The same statement and values as ``connection.execute(table.insert(), rows)``, in less than two thirds of
    its time, which was half the time of an import.
    """
    if not rows:
        return
    statement = table.insert().compile(dialect=connection.dialect, column_keys=list(rows[0]))
    names: Sequence[str] = statement.positiontup or list(rows[0])
    processors = _bind_processors(connection, table)
    columns = [_encode_column([row[name] for row in rows], processors[name]) for name in names]
    values = list(zip(*columns, strict=True))
    if statement.positional:
        connection.exec_driver_sql(str(statement), values)
    else:
        connection.exec_driver_sql(str(statement), [dict(zip(names, row, strict=True)) for row in values])


def _bind_processors(connection: Connection, table: Table) -> dict[str, BindProcessor]:
    """Return how each column's values are converted; times are cached, since a report repeats its few."""
    dialect = connection.dialect
    encode_time = UtcDateTime().dialect_impl(dialect).bind_processor(dialect)
    cached_encode_time = cache(encode_time) if encode_time else None
    return {
        column.name: cached_encode_time
        if isinstance(column.type, UtcDateTime)
        else column.type.dialect_impl(dialect).bind_processor(dialect)
        for column in table.columns
    }


def _encode_column(values: list[Any], encode: BindProcessor) -> list[Any]:
    return values if encode is None else list(map(encode, values))
