"""The schema: from the first version with data in it to the newest, and the same on every database."""

import json
import sqlite3
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
from tests.builders import open_town, qlue_row
from tests.personas import ANGGREK, AREAS, MONDAY_NOON
from tests.pulls import TWO_SOURCES, counts, pull_rows, rows_of

STANDING = {
    "service_code": "sampah", "status": "open", "status_description": "menunggu", "placement": "point",
    "requested_datetime": "2026-11-23 02:00:00.000000", "received_at": "2026-11-23 02:00:00.000000",
    "expected_datetime": "2026-11-25 02:00:00.000000", "expected_basis": "policy",
    "area_code": ANGGREK, "lat": 1.405, "long": 124.805, "reopened": 0,
}  # fmt: skip
WHO = {"source": "qlue", "service_request_id": "1", "change": 1}
FIRST_VERSION = {
    "service_request": {
        **WHO, **STANDING, "details": json.dumps({"description": "menumpuk"}), "fingerprint": "lama",
        "status_at": "2026-11-23 02:00:00.000000", "last_occurred_at": "2026-11-23 02:00:00.000000",
        "first_learnt_at": "2026-11-23 03:00:00.000000",
    },
    "event": {
        **WHO, **STANDING, "kind": "received", "occurred_at": "2026-11-23 02:00:00.000000", "amended": "{}",
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


def upgrade(engine: Engine, to: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with writer(engine).begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, to)


def first_version_with_data(engine: Engine) -> None:
    """A store as the first version left it: one report, one bad row, one pull, one layer."""
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


def test_a_store_of_the_first_version_keeps_all_it_held(tmp_path: Path, store_url: str):
    engine = open_engine(store_url)
    first_version_with_data(engine)
    town = open_town(tmp_path, store_url, source=TWO_SOURCES)
    (state,) = rows_of(town.engine, service_request)
    assert {name: state[name] for name in ("service_request_id", "area_code", "status")} == {
        "service_request_id": "1", "area_code": ANGGREK, "status": "open",
    }  # fmt: skip
    with town.engine.connect() as connection:
        assert list(reports.areas(connection)["code"]) == [row[0] for row in AREAS]
        assert list(reports.ledger(connection)["read"]) == [2]
        assert len(reports.events(connection)) == reports.revision(connection) == 1
    found = snapshot_now(town.engine, town.city, MONDAY_NOON)
    assert (found.totals["open"], found.reconciliation["on_map"]) == (1, 1)
    assert found.pulls[0]["rejected"] == 1
    assert check_store(town.engine, town.city, MONDAY_NOON) == []


def test_an_old_store_goes_on_where_it_stood(tmp_path: Path, store_url: str):
    first_version_with_data(open_engine(store_url))
    town = open_town(tmp_path, store_url, source=TWO_SOURCES)
    line = pull_rows(town, qlue_row(1, category="Sampah", status="complete"), qlue_row(2))
    assert counts(line) == {"read": 2, "new": 1, "changed": 1, "located": 2}
    assert check_store(town.engine, town.city, MONDAY_NOON) == []


def test_migrating_again_changes_nothing(store_url: str):
    engine = open_engine(store_url)
    migrate(engine)
    before = _schema(engine)
    migrate(engine)
    assert _schema(engine) == before


def test_the_migrations_lead_to_the_schema_that_the_code_speaks_of(store_url: str):
    engine = open_engine(store_url)
    migrate(engine)
    with engine.connect() as connection:
        found = compare_metadata(MigrationContext.configure(connection), metadata)
    assert [change for change in found if not _only_words(change)] == []


def test_versions_follow_one_another_in_one_line():
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    scripts = ScriptDirectory.from_config(config)
    assert len(scripts.get_heads()) == 1
    assert len(scripts.get_bases()) == 1


def test_the_sqlite_store_is_in_wal_mode_for_whoever_opens_it(tmp_path: Path):
    migrate(open_engine(f"sqlite:///{tmp_path / 'baru' / 'store.db'}"))
    with sqlite3.connect(tmp_path / "baru" / "store.db") as anyone:
        assert anyone.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_two_processes_that_start_at_once_migrate_once(tmp_path: Path, store_url: str):
    engines = [open_engine(store_url) for _ in range(3)]
    threads = [Thread(target=migrate, args=(engine,)) for engine in engines]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with engines[0].connect() as connection:
        assert reports.revision(connection) == 0


def _schema(engine: Engine) -> dict:
    found = inspect(engine)
    return {name: [str(column) for column in found.get_columns(name)] for name in found.get_table_names()}


def _only_words(change) -> bool:
    """Columns' comments are written for readers of the code, not into the database."""
    return isinstance(change, list) and all(part[0] == "modify_comment" for part in change)
