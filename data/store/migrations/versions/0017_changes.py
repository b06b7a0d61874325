"""PostgreSQL says when something was committed (data/changes.py); the tables of the room's screens."""

import sqlalchemy as sa
from alembic import op

from data.store.schema import UtcDateTime

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

TABLES = ("event", "pull", "display", "screen_order")
FUNCTION = """CREATE FUNCTION pantau_changed() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN NOTIFY pantau_changed; RETURN NULL; END $$"""


def upgrade() -> None:
    op.create_table(
        "screen_order",
        sa.Column("screen", sa.Text, primary_key=True),
        sa.Column("view", sa.Text),
        sa.Column("paused", sa.Boolean, nullable=False),
        sa.Column("message", sa.Text, nullable=False),
        sa.Column("given_by", sa.Text, nullable=False),
        sa.Column("given_at", UtcDateTime, nullable=False),
        sa.Column("until", UtcDateTime),
    )
    op.create_table(
        "screen_seen",
        sa.Column("screen", sa.Text, primary_key=True),
        sa.Column("tab", sa.Text, primary_key=True),
        sa.Column("heard_at", UtcDateTime, nullable=False),
        sa.Column("said", sa.Text, nullable=False),
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute(FUNCTION)
        for table in TABLES:
            op.execute(
                f"CREATE TRIGGER {table}_changed AFTER INSERT OR UPDATE OR DELETE ON {table} "
                f"FOR EACH STATEMENT EXECUTE FUNCTION pantau_changed()"
            )


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for table in TABLES:
            op.execute(f"DROP TRIGGER {table}_changed ON {table}")
        op.execute("DROP FUNCTION pantau_changed()")
    op.drop_table("screen_seen")
    op.drop_table("screen_order")
