"""The audit log is append-only: the database itself refuses any change."""

import pytest
from sqlalchemy import delete, text, update
from sqlalchemy.exc import DBAPIError

from data.store import audit
from data.store.audit import AuditEntry
from data.store.engine import migrate, open_engine
from data.store.schema import audit as table
from tests.personas import MONDAY_NOON

ENTRY = AuditEntry(MONDAY_NOON, "camat.barat", "camat", "masuk", "", "berhasil", "10.0.0.7")


@pytest.mark.parametrize(
    "statement",
    [update(table).values(who="operator.1"), delete(table), update(table).values(at=MONDAY_NOON)],
    ids=["changed", "deleted", "updated to the same value"],
)
def test_an_entry_is_neither_changed_nor_deleted(store_url: str, statement: object) -> None:
    engine = open_engine(store_url)
    migrate(engine)
    with engine.begin() as connection:
        audit.write(connection, ENTRY)
    with pytest.raises(DBAPIError, match="only grow"), engine.begin() as connection:
        connection.execute(statement)  # type: ignore[call-overload]
    with engine.connect() as connection:
        assert audit.latest(connection, 10) == [ENTRY]


@pytest.mark.postgres
def test_audit_table_cannot_be_truncated(postgres) -> None:
    engine = open_engine(postgres.new_store())
    migrate(engine)
    with pytest.raises(DBAPIError, match="only grow"), engine.begin() as connection:
        connection.execute(text("TRUNCATE audit"))


def test_long_request_text_is_truncated(store_url: str) -> None:
    engine = open_engine(store_url)
    migrate(engine)
    with engine.begin() as connection:
        audit.write(connection, AuditEntry(MONDAY_NOON, "", "tanpa_akun", "baca", "/" * 9_000, "ditolak", ""))
        (entry,) = audit.latest(connection, 1)
    assert len(entry.object) == 200
