"""From when until when each event's standing held, so that a past board is read by index."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from alembic import op

from data.store.schema import UtcDateTime

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

AT_ONCE = 20_000
HOUR, ENDLESS = timedelta(hours=1), 17
SPANS = f"""
    INSERT INTO standing_span (change, status, occurred_at, overtaken_at, size, closed_datetime, received_at)
    SELECT change, status, occurred_at,
        lead(occurred_at) OVER (PARTITION BY source, service_request_id ORDER BY change),
        {ENDLESS}, closed_datetime, received_at
    FROM event
"""
STEPS = """
    INSERT INTO revision_step (occurred_at, change)
    SELECT occurred_at, change FROM (
        SELECT occurred_at, change, min(occurred_at) OVER (
            ORDER BY change ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING
        ) AS later
        FROM event
    ) AS told
    WHERE later IS NULL OR occurred_at < later
"""
span = sa.table(
    "standing_span",
    sa.column("change", sa.BigInteger),
    sa.column("occurred_at", UtcDateTime),
    sa.column("overtaken_at", UtcDateTime),
    sa.column("size", sa.Integer),
)


def upgrade() -> None:
    op.create_table(
        "standing_span",
        sa.Column("change", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("occurred_at", UtcDateTime, nullable=False),
        sa.Column("overtaken_at", UtcDateTime),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("closed_datetime", UtcDateTime),
        sa.Column("received_at", UtcDateTime, nullable=False),
    )
    op.create_table(
        "revision_step",
        sa.Column("occurred_at", UtcDateTime, primary_key=True),
        sa.Column("change", sa.BigInteger, nullable=False),
    )
    op.execute(SPANS)
    op.execute(STEPS)
    _measure(op.get_bind())
    _index()


def _measure(connection: sa.Connection) -> None:
    """The sizes of all spans that have ended."""
    mine = span.c.change == sa.bindparam("key_change")
    for rows in _ended(connection):
        sizes = [{"key_change": row.change, "size": _size(row.occurred_at, row.overtaken_at)} for row in rows]
        connection.execute(sa.update(span).where(mine), sizes)


def _ended(connection: sa.Connection) -> Iterator[list[Any]]:
    after, found = 0, sa.select(span.c.change, span.c.occurred_at, span.c.overtaken_at)
    found = found.where(span.c.overtaken_at.is_not(None)).order_by(span.c.change).limit(AT_ONCE)
    while rows := list(connection.execute(found.where(span.c.change > after))):
        yield rows
        after = rows[-1].change


def _size(begin: datetime, end: datetime) -> int:
    return min(((end - begin) // HOUR).bit_length(), ENDLESS)


def _index() -> None:
    op.create_index("standing_span_size", "standing_span", ["status", "size", "occurred_at"])
    for name in ("overtaken_at", "closed_datetime", "received_at"):
        op.create_index(f"standing_span_{name.split('_')[0]}", "standing_span", [name])
    op.create_index("service_request_received", "service_request", ["received_at"])
    op.drop_index("event_occurred", "event")
    op.create_index("event_occurred", "event", ["occurred_at", "change"])
    shows, told = sa.text("evidence"), sa.text("reporter IS NOT NULL")
    op.create_index(
        "event_evidence", "event", ["source", "occurred_at"],
        sqlite_where=sa.text("evidence = 1"), postgresql_where=shows,
    )  # fmt: skip
    op.create_index(
        "event_reporter", "event", ["occurred_at"], sqlite_where=told, postgresql_where=told
    )  # fmt: skip


def downgrade() -> None:
    op.drop_index("event_reporter", "event")
    op.drop_index("event_evidence", "event")
    op.drop_index("event_occurred", "event")
    op.create_index("event_occurred", "event", ["occurred_at"])
    op.drop_index("service_request_received", "service_request")
    op.drop_table("revision_step")
    op.drop_table("standing_span")
