"""Every area layer ever used is kept, with the moment from which it was in use."""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

from data.store.schema import BigId, UtcDateTime

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

NAMES = ("code", "name", "parent", "parent_name")
EVER = datetime(1970, 1, 1, tzinfo=UTC)


def upgrade() -> None:
    connection = op.get_bind()
    areas = connection.execute(sa.text(f"SELECT {', '.join(NAMES)} FROM area")).mappings().all()
    layers = connection.execute(sa.text("SELECT fingerprint FROM area_layer")).scalars().all()
    op.drop_table("area")
    op.drop_table("area_layer")
    layer = op.create_table(
        "area_layer",
        sa.Column("layer_id", BigId, primary_key=True, autoincrement=True),
        sa.Column("fingerprint", sa.Text, nullable=False),
        sa.Column("since", UtcDateTime, nullable=False),
    )
    area = op.create_table(
        "area",
        sa.Column("layer_id", sa.BigInteger, primary_key=True, autoincrement=False),
        *[sa.Column(name, sa.Text, primary_key=name == "code", nullable=False) for name in NAMES],
    )
    op.bulk_insert(layer, [{"fingerprint": mark, "since": EVER} for mark in layers])
    op.bulk_insert(area, [{"layer_id": 1, **row} for row in areas])


def downgrade() -> None:
    raise NotImplementedError("an older version cannot say which layer was in use when")
