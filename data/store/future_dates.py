"""Rows that a wrong clock dated into the future: counted, never changed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Column, Connection, func, select

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
    found = []
    for column in recorded_columns():
        query = select(func.count(), func.max(column)).where(column > until)
        rows, latest = connection.execute(query).one()
        if rows:
            found.append(FutureDates(column.table.name, column.name, int(rows), latest))
    return found
