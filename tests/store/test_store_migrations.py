"""The schema: migrated with its data from the first version, and equal on every database."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from threading import Thread

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect, text

from data.services.integrity import check_store
from data.services.live_board import snapshot_now
from data.store import (
    reports,
    schema_follow_ups,  # noqa: F401 (its tables)
)
from data.store.engine import MIGRATIONS, migrate, open_engine, writer
from data.store.schema import metadata, service_request
from tests.builders import open_test_context, qlue_row
from tests.personas import ANGGREK, AREAS, MONDAY_NOON
from tests.pulls import TWO_SOURCES, nonzero_counts, pull_rows, rows_of

STANDING = {
    "service_code": "sampah", "status": "open", "status_description": "menunggu", "placement": "point",
    "requested_datetime": "2026-11-23 02:00:00.000000", "received_at": "2026-11-23 02:00:00.000000",
    "expected_datetime": "2026-11-25 02:00:00.000000", "expected_basis": "policy",
    "area_code": ANGGREK, "lat": 1.405, "long": 124.805, "reopened": 0,
}  # fmt: skip
REPORT_KEY_VALUES = {"source": "qlue", "service_request_id": "1", "change": 1}
FIRST_VERSION = {
    "service_request": {
        **REPORT_KEY_VALUES, **STANDING,
        "details": json.dumps({"description": "menumpuk"}), "fingerprint": "lama",
        "status_at": "2026-11-23 02:00:00.000000", "last_occurred_at": "2026-11-23 02:00:00.000000",
        "first_learnt_at": "2026-11-23 03:00:00.000000",
    },
    "event": {
        **REPORT_KEY_VALUES, **STANDING,
        "kind": "received", "occurred_at": "2026-11-23 02:00:00.000000", "amended": "{}",
        "learnt_at": "2026-11-23 03:00:00.000000", "pull_id": 1,
    },
    "pull": {
        "source": "qlue", "started_at": "2026-11-23 03:00:00.000000", "outcome": "ok", "ahead": 0,
        "finished_at": "2026-11-23 03:00:01.000000", "read": 2, "new": 1, "changed": 0, "unchanged": 0,
        "rejected": 1, "located": 1, "outside": 0, "no_location": 0,
    },
    "rejected_row": {
        "source": "qlue", "fingerprint": "buruk", "raw": "{}", "reason": "service_request_id is missing",
        "row_number": 2, "first_pull_id": 1, "first_seen_at": "2026-11-23 03:00:00.000000",
        "last_seen_at": "2026-11-23 03:00:00.000000", "times": 1,
    },
    "area_layer": {"only": 1, "fingerprint": "lapisan lama"},
}  # fmt: skip


def upgrade(engine: Engine, revision: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with writer(engine).begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)


def first_version_with_data(engine: Engine) -> None:
    """Create a store of the first version: one report, one rejected row, one pull, one layer."""
    upgrade(engine, "0001")
    with engine.begin() as connection:
        for table, row in FIRST_VERSION.items():
            _insert(connection, table, row)
        for row in AREAS:
            _insert(
                connection, "area", dict(zip(("code", "name", "parent", "parent_name"), row, strict=True))
            )
        connection.execute(text("UPDATE counter SET value = 1"))


def _insert(connection, table: str, row: dict) -> None:
    names = ", ".join(f'"{name}"' for name in row)
    values = ", ".join(f":{name}" for name in row)
    connection.execute(text(f"INSERT INTO {table} ({names}) VALUES ({values})"), row)


def test_migrating_the_first_version_keeps_its_data(tmp_path: Path, store_url: str):
    engine = open_engine(store_url)
    first_version_with_data(engine)
    context = open_test_context(tmp_path, store_url, source=TWO_SOURCES)
    (state,) = rows_of(context.engine, service_request)
    assert {name: state[name] for name in ("service_request_id", "area_code", "status")} == {
        "service_request_id": "1", "area_code": ANGGREK, "status": "open",
    }  # fmt: skip
    with context.engine.connect() as connection:
        assert list(reports.areas(connection)["code"]) == [row[0] for row in AREAS]
        assert list(reports.ledger(connection)["read"]) == [2]
        assert len(reports.events(connection)) == reports.revision(connection) == 1
    snapshot = snapshot_now(context.engine, context.city, MONDAY_NOON)
    assert (snapshot.totals["open"], snapshot.reconciliation["on_map"]) == (1, 1)
    assert snapshot.pulls[0]["rejected"] == 1
    assert check_store(context.engine, context.city, MONDAY_NOON) == []


def test_a_migrated_store_accepts_further_pulls(tmp_path: Path, store_url: str):
    first_version_with_data(open_engine(store_url))
    context = open_test_context(tmp_path, store_url, source=TWO_SOURCES)
    line = pull_rows(context, qlue_row(1, category="Sampah", status="complete"), qlue_row(2))
    assert nonzero_counts(line) == {"read": 2, "new": 1, "changed": 1, "located": 2}
    assert check_store(context.engine, context.city, MONDAY_NOON) == []


def test_migrating_again_changes_nothing(store_url: str):
    engine = open_engine(store_url)
    migrate(engine)
    before = _schema(engine)
    migrate(engine)
    assert _schema(engine) == before


def test_migrations_match_the_schema_in_code(store_url: str):
    engine = open_engine(store_url)
    migrate(engine)
    with engine.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), metadata)
    assert [change for change in differences if not _is_comment_change(change)] == []


def test_migrations_have_one_head_and_one_base():
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    scripts = ScriptDirectory.from_config(config)
    assert len(scripts.get_heads()) == 1
    assert len(scripts.get_bases()) == 1


def test_sqlite_store_uses_wal_mode(tmp_path: Path):
    migrate(open_engine(f"sqlite:///{tmp_path / 'baru' / 'store.db'}"))
    with closing(sqlite3.connect(tmp_path / "baru" / "store.db")) as connection, connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_concurrent_migrations_run_once(tmp_path: Path, store_url: str):
    engines = [open_engine(store_url) for _ in range(3)]
    threads = [Thread(target=migrate, args=(engine,)) for engine in engines]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with engines[0].connect() as connection:
        assert reports.revision(connection) == 0


def _schema(engine: Engine) -> dict:
    inspector = inspect(engine)
    return {
        name: [str(column) for column in inspector.get_columns(name)] for name in inspector.get_table_names()
    }


def _is_comment_change(change) -> bool:
    """Return whether a difference is in comments, which stay in the code."""
    return isinstance(change, list) and all(operation[0] == "modify_comment" for operation in change)
