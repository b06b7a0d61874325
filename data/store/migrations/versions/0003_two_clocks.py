"""Two clocks per report: its further moments, stops, verdicts, policy, evidence and reporter."""

import sqlalchemy as sa
from alembic import op

from data.store.schema import UtcDateTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

TABLES = ("service_request", "event")
TIMES = ("approaching_at", "very_late_at", "response_expected_datetime", "responded_at", "stopped_at")
TEXTS = ("policy", "verdict", "response_verdict", "reporter")
FLAGS = ("provisional", "evidence")
VERDICT = """
    UPDATE {table} SET verdict = CASE
        WHEN status = 'open' OR status_description IN ('ditolak', 'duplikat') THEN NULL
        WHEN expected_datetime IS NULL THEN 'no_target'
        WHEN closed_datetime IS NULL THEN 'closed_unknown'
        WHEN closed_datetime <= expected_datetime THEN 'closed_on_time'
        ELSE 'closed_late' END
"""


def upgrade() -> None:
    for table in TABLES:
        for name in TIMES:
            op.add_column(table, sa.Column(name, UtcDateTime))
        for name in TEXTS:
            op.add_column(table, sa.Column(name, sa.Text))
        for name in FLAGS:
            op.add_column(table, sa.Column(name, sa.Boolean, nullable=False, server_default=sa.false()))
        op.add_column(table, sa.Column("stops", sa.Text, nullable=False, server_default=""))
        op.execute(VERDICT.format(table=table))


def downgrade() -> None:
    for table in TABLES:
        for name in (*TIMES, *TEXTS, *FLAGS, "stops"):
            op.drop_column(table, name)
