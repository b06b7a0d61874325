"""The first tables: state, events, pulls, rejected rows, areas and the change counter."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from data.store.schema import BigId, UtcDateTime

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

COUNTS = ("read", "new", "changed", "unchanged", "rejected", "located", "outside", "no_location", "ahead")


def _standing() -> list[sa.Column[Any]]:
    """Written out here and not shared with the schema: a migration must not change when the schema does."""
    required = ("service_code", "status", "status_description", "placement")
    texts = (*required, "agency_responsible", "expected_basis", "closed_basis", "area_code")
    return [
        *[sa.Column(name, sa.Text, nullable=name not in required) for name in texts],
        sa.Column("requested_datetime", UtcDateTime, nullable=False),
        sa.Column("expected_datetime", UtcDateTime),
        sa.Column("closed_datetime", UtcDateTime),
        sa.Column("received_at", UtcDateTime, nullable=False),
        sa.Column("lat", sa.Double),
        sa.Column("long", sa.Double),
        sa.Column("reopened", sa.Integer, nullable=False),
    ]


def upgrade() -> None:
    op.create_table(
        "service_request",
        sa.Column("source", sa.Text, primary_key=True),
        sa.Column("service_request_id", sa.Text, primary_key=True),
        sa.Column("change", sa.BigInteger, nullable=False),
        *_standing(),
        sa.Column("details", sa.JSON, nullable=False),
        sa.Column("fingerprint", sa.Text, nullable=False),
        sa.Column("status_at", UtcDateTime, nullable=False),
        sa.Column("last_occurred_at", UtcDateTime, nullable=False),
        sa.Column("first_learnt_at", UtcDateTime, nullable=False),
    )
    op.create_index("service_request_change", "service_request", ["change"], unique=True)
    op.create_index("service_request_status_closed", "service_request", ["status", "closed_datetime"])
    op.create_table(
        "event",
        sa.Column("change", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("service_request_id", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("occurred_at", UtcDateTime, nullable=False),
        sa.Column("learnt_at", UtcDateTime, nullable=False),
        sa.Column("pull_id", sa.BigInteger, nullable=False),
        *_standing(),
        sa.Column("amended", sa.JSON, nullable=False),
    )
    op.create_index("event_report", "event", ["source", "service_request_id", "change"])
    op.create_index("event_occurred", "event", ["occurred_at"])
    op.create_table(
        "pull",
        sa.Column("pull_id", BigId, primary_key=True, autoincrement=True),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("started_at", UtcDateTime, nullable=False),
        sa.Column("finished_at", UtcDateTime),
        sa.Column("outcome", sa.Text, nullable=False),
        sa.Column("error", sa.Text),
        *[sa.Column(name, sa.BigInteger, nullable=False) for name in COUNTS],
    )
    op.create_index("pull_source", "pull", ["source", "pull_id"])
    op.create_table(
        "rejected_row",
        sa.Column("rejected_id", BigId, primary_key=True, autoincrement=True),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("fingerprint", sa.Text, nullable=False),
        sa.Column("raw", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("row_number", sa.BigInteger, nullable=False),
        sa.Column("first_pull_id", sa.BigInteger, nullable=False),
        sa.Column("first_seen_at", UtcDateTime, nullable=False),
        sa.Column("last_seen_at", UtcDateTime, nullable=False),
        sa.Column("times", sa.BigInteger, nullable=False),
        sa.UniqueConstraint("source", "fingerprint", name="rejected_row_once"),
    )
    op.create_table(
        "area",
        sa.Column("code", sa.Text, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("parent", sa.Text, nullable=False),
        sa.Column("parent_name", sa.Text, nullable=False),
    )
    op.create_table(
        "area_layer",
        sa.Column("only", sa.Integer, primary_key=True),
        sa.Column("fingerprint", sa.Text, nullable=False),
    )
    counter = op.create_table(
        "counter",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("value", sa.BigInteger, nullable=False),
    )
    op.bulk_insert(counter, [{"name": "change", "value": 0}])


def downgrade() -> None:
    for table in ("counter", "area_layer", "area", "rejected_row", "pull", "event", "service_request"):
        op.drop_table(table)
