"""Many rows into one table: what SQLAlchemy does for each value of each row, done once for each column."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, Table

from data.store.schema import UtcDateTime

BindProcessor = Callable[[Any], Any] | None


def insert_many(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Inserts rows that all name the same columns; times and JSON are written as the table's types say.

    The same statement and the same values as ``connection.execute(table.insert(), rows)``, at less than
    two thirds of its time: half of an import was spent there.
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
    """How each column's values go to the driver. A report's dozen moments are few different ones."""
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
