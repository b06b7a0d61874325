"""What enters here: filings, follow-ups, pictures, notices, and submissions that are answered once."""

import sqlalchemy as sa
from alembic import op

from data.store.schema import BigId, UtcDateTime

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

REPORT = ("source", "service_request_id")


def _texts(*names: str, nullable: bool = False) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text, nullable=nullable) for name in names]


def upgrade() -> None:
    op.create_table(
        "submission",
        sa.Column("submission", sa.Text, primary_key=True),
        *_texts("who"),
        sa.Column("at", UtcDateTime, nullable=False),
        sa.Column("answer", sa.JSON, nullable=False),
    )
    op.create_table(
        "filing",
        *[sa.Column(name, sa.Text, primary_key=True) for name in REPORT],
        *_texts("channel", "who"),
        sa.Column("filed_at", UtcDateTime, nullable=False),
        *_texts("key_hash"),
        *_texts("contact", "joined_source", "joined_id", nullable=True),
    )
    op.create_index("filing_key", "filing", ["key_hash"])
    op.create_index("filing_joined", "filing", ["joined_source", "joined_id"])
    op.create_table(
        "follow_up",
        sa.Column("change", sa.BigInteger, primary_key=True, autoincrement=False),
        *_texts(*REPORT),
        sa.Column("at", UtcDateTime, nullable=False),
        *_texts("move", "who", "role", "note"),
        *_texts("agency", nullable=True),
        sa.Column("stars", sa.Integer),
        *_texts("original_source", "original_id", nullable=True),
    )
    op.create_index("follow_up_report", "follow_up", [*REPORT, "change"])
    op.create_table(
        "picture",
        sa.Column("picture_id", sa.Text, primary_key=True),
        *_texts(*REPORT),
        sa.Column("change", sa.BigInteger, nullable=False),
        *_texts("purpose"),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("at", UtcDateTime, nullable=False),
        *_texts("media_type"),
        *[sa.Column(name, sa.Integer, nullable=False) for name in ("width", "height")],
        sa.Column("body", sa.LargeBinary, nullable=False),
    )
    op.create_index("picture_report", "picture", [*REPORT])
    op.create_table(
        "notice",
        sa.Column("notice_id", BigId, primary_key=True, autoincrement=True),
        sa.Column("once", sa.Text, nullable=False, unique=True),
        *_texts("audience", "template"),
        sa.Column("values", sa.JSON, nullable=False),
        *_texts(*REPORT),
        sa.Column("made_at", UtcDateTime, nullable=False),
        sa.Column("spread_at", UtcDateTime),
    )
    op.create_index("notice_spread", "notice", ["spread_at", "notice_id"])


def downgrade() -> None:
    for table in ("notice", "picture", "follow_up", "filing", "submission"):
        op.drop_table(table)
