"""How often something was done within an hour."""

import sqlalchemy as sa
from alembic import op

from data.store.schema import UtcDateTime

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "allowance",
        *[sa.Column(name, sa.Text, primary_key=True) for name in ("kind", "subject")],
        sa.Column("since", UtcDateTime, primary_key=True),
        sa.Column("taken", sa.Integer, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("allowance")
