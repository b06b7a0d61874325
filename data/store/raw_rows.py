"""Millions of rows as the driver gives them, without an object of SQLAlchemy for each."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Integer, Select, Text, cast, extract, func, type_coerce

from data.core.columns.report_columns import NO_MOMENT
from data.core.moments import SECOND
from data.store.schema import BigId

ROWS_AT_ONCE = 500  # fewer than let Python's collector look at all objects of the process, again and again
MICROSECONDS_AT = len("2026-11-23 04:00:00.") + 1  # in the text by which SQLite stores a moment


def raw_columns(connection: Connection, query: Select[Any]) -> Iterator[list[Sequence[Any]]]:
    """Yield the columns of a result, many rows at a time, as the driver gives them.

    The columns of the query must need no conversion: numbers, texts, or :func:`microseconds` of moments.
    """
    is_sqlite = connection.dialect.name == "sqlite"
    options: dict[str, Any] = {} if is_sqlite else {"stream_results": True, "yield_per": ROWS_AT_ONCE}
    with connection.execute(query.execution_options(**options)) as result:
        first = result.fetchone()  # SQLAlchemy has read it already, to know what comes
        rows: Sequence[Sequence[Any]] = () if first is None else (first,)
        while rows:
            yield list(zip(*rows, strict=True))
            assert result.cursor is not None
            rows = result.cursor.fetchmany(ROWS_AT_ONCE)


def microseconds(connection: Connection, column: ColumnElement[Any]) -> ColumnElement[int]:
    """Return a moment as microseconds since 1970 in UTC, ``NO_MOMENT`` where there is none."""
    if connection.dialect.name == "sqlite":
        text = type_coerce(column, Text())
        number = func.unixepoch(text) * SECOND + cast(func.substr(text, MICROSECONDS_AT), Integer)
    else:
        number = cast(extract("epoch", column) * SECOND, BigId)
    return func.coalesce(number, NO_MOMENT, type_=BigId)
