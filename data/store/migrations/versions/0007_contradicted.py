"""How many reports of a pull name an area in which their point does not lie."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("pull") as pull:
        pull.add_column(sa.Column("contradicted", sa.BigInteger, nullable=False, server_default="0"))


def downgrade() -> None:
    with op.batch_alter_table("pull") as pull:
        pull.drop_column("contradicted")
