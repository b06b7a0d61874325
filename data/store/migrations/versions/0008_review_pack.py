"""What a review meeting saw, frozen."""

import sqlalchemy as sa
from alembic import op

from data.store.schema import BigId, UtcDateTime

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "review_pack",
        sa.Column("pack_id", BigId, primary_key=True, autoincrement=True),
        sa.Column("frozen_at", UtcDateTime, nullable=False),
        sa.Column("checksum", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("review_pack")
