"""How each pull went, what a feed remembers, and rejected rows that were repaired."""

import sqlalchemy as sa
from alembic import op

from data.store.schema import UtcDateTime

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("pull") as pull:
        pull.add_column(sa.Column("file", sa.Text))
        pull.add_column(sa.Column("latency_seconds", sa.Double))
        pull.add_column(sa.Column("watermark", UtcDateTime))
        pull.add_column(sa.Column("bytes_read", sa.BigInteger, nullable=False, server_default="0"))
    with op.batch_alter_table("rejected_row") as rejected_row:
        rejected_row.add_column(sa.Column("fields", sa.JSON))
        rejected_row.add_column(sa.Column("resolved_at", UtcDateTime))
        rejected_row.add_column(sa.Column("resolved_by", sa.Text))
    op.create_table(
        "feed_memory",
        sa.Column("source", sa.Text, primary_key=True),
        sa.Column("fingerprint", sa.Text, nullable=False),
        sa.Column("kept", sa.JSON, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("feed_memory")
    with op.batch_alter_table("rejected_row") as rejected_row:
        for name in ("resolved_by", "resolved_at", "fields"):
            rejected_row.drop_column(name)
    with op.batch_alter_table("pull") as pull:
        for name in ("bytes_read", "watermark", "latency_seconds", "file"):
            pull.drop_column(name)
