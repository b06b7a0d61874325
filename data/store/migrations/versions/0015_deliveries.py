"""Notices laid out to their receivers, and browsers that take pushes."""

import sqlalchemy as sa
from alembic import op

from data.store.schema import BigId, UtcDateTime

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "delivery",
        sa.Column("delivery_id", BigId, primary_key=True, autoincrement=True),
        sa.Column("notice_id", sa.BigInteger, nullable=False),
        *[sa.Column(name, sa.Text, nullable=False) for name in ("receiver", "channel", "state")],
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("next_at", UtcDateTime, nullable=False),
        sa.Column("batch", sa.Text),
        *[sa.Column(name, UtcDateTime) for name in ("sent_at", "seen_at")],
        sa.Column("error", sa.Text),
        sa.UniqueConstraint("notice_id", "receiver", "channel", name="delivery_once"),
    )
    op.create_index("delivery_due", "delivery", ["state", "next_at"])
    op.create_index("delivery_box", "delivery", ["receiver", "channel", "delivery_id"])
    op.create_table(
        "subscription",
        sa.Column("subscription_id", BigId, primary_key=True, autoincrement=True),
        sa.Column("endpoint_hash", sa.Text, nullable=False, unique=True),
        *[sa.Column(name, sa.Text, nullable=False) for name in ("receiver", "body")],
        sa.Column("created_at", UtcDateTime, nullable=False),
    )
    op.create_index("subscription_receiver", "subscription", ["receiver"])


def downgrade() -> None:
    op.drop_table("subscription")
    op.drop_table("delivery")
