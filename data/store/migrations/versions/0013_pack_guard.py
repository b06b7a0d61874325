"""What a review meeting saw can only be added to: the database itself refuses to change or drop a pack."""

from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

REASON = "review packs can only be added"

SQLITE = [
    f"CREATE TRIGGER review_pack_no_{verb} BEFORE {verb} ON review_pack "
    f"BEGIN SELECT RAISE(ABORT, '{REASON}'); END"
    for verb in ("UPDATE", "DELETE")
]
POSTGRES = [
    f"""CREATE FUNCTION review_pack_only_grows() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION '{REASON}'; END $$""",
    """CREATE TRIGGER review_pack_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON review_pack
    FOR EACH STATEMENT EXECUTE FUNCTION review_pack_only_grows()""",
]


def upgrade() -> None:
    for statement in SQLITE if _is_sqlite() else POSTGRES:
        op.execute(statement)


def downgrade() -> None:
    if _is_sqlite():
        for verb in ("UPDATE", "DELETE"):
            op.execute(f"DROP TRIGGER review_pack_no_{verb}")
    else:
        op.execute("DROP TRIGGER review_pack_only_grows ON review_pack")
        op.execute("DROP FUNCTION review_pack_only_grows()")


def _is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"
