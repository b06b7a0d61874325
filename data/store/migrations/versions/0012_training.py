"""Which exercises of the training were done."""

import sqlalchemy as sa
from alembic import op

from data.store.schema import UtcDateTime

revision = "0012"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "exercise",
        sa.Column("account", sa.Text, primary_key=True),
        sa.Column("step", sa.Integer, primary_key=True),
        sa.Column("done_at", UtcDateTime, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("exercise")
