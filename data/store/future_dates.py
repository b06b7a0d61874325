"""Rows that a wrong clock dated into the future: counted, never changed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from sqlalchemy import Column, Connection, func, literal, or_, select

from data.store import schema_displays, schema_follow_ups, schema_notifications
from data.store.schema import UtcDateTime, metadata

# Moments that are meant to lie ahead, and those that a source states of its own reports.
PLANNED = frozenset(
    {
        "approaching_at", "blocked_until", "expected_datetime", "expires_at", "next_at",
        "response_expected_datetime", "until", "very_late_at",
    }
)  # fmt: skip
STATED = frozenset({"closed_datetime", "requested_datetime", "watermark"})
TABLE_GROUPS = (schema_displays, schema_follow_ups, schema_notifications)  # each adds its tables to metadata


@dataclass(frozen=True)
class FutureDates:
    """A column with moments later than it may have."""

    table: str
    column: str
    rows: int
    latest: datetime


def recorded_columns() -> Iterator[Column[datetime]]:
    """Yield the columns with moments at which something was done or learnt here."""
    for table in metadata.sorted_tables:
        for column in table.columns:
            if isinstance(column.type, UtcDateTime) and column.name not in PLANNED | STATED:
                yield column


def find_future_dates(connection: Connection, until: datetime) -> list[FutureDates]:
    """Return the columns with moments after ``until``, with the number of their rows."""
    tables = groupby(recorded_columns(), key=lambda column: column.table)
    return [dates for _table, columns in tables for dates in _find_in_table(connection, list(columns), until)]


def _find_in_table(
    connection: Connection, columns: Sequence[Column[datetime]], until: datetime
) -> Iterator[FutureDates]:
    """Yield the columns of one table: it is read once, and again only if anything is found."""
    any_of_them = or_(*(column > until for column in columns))
    if connection.execute(select(literal(1)).where(any_of_them).limit(1)).first() is None:
        return
    for column in columns:
        rows, latest = connection.execute(select(func.count(), func.max(column)).where(column > until)).one()
        if rows:
            yield FutureDates(column.table.name, column.name, int(rows), latest)
