"""SQLite and PostgreSQL give the same snapshot from the same rows, byte for byte."""

from dataclasses import replace
from datetime import timedelta

import pytest

from data.core.snapshot.snapshot import Snapshot
from data.services.history import snapshot_at
from data.services.live_board import snapshot_now, to_json
from jobs.area_reassignment import sync_layer
from tests.builders import open_test_context, qlue_row
from tests.personas import AT_SEA, BARAT, IN_BARITO, IN_DELIMA, MONDAY_NOON
from tests.pulls import LAPOR, QLUE, app_context_at, pull_rows, store_contents

PULLS = (
    (
        0,
        "qlue",
        [qlue_row(1, status="wait"), qlue_row(2, status="complete", category="flood"), {"post_id": 3}],
    ),
    (
        1,
        "lapor",
        [qlue_row(1, loc_lat=IN_BARITO[0], loc_lng=IN_BARITO[1], post_desc="Ada 🔥 di atap, 'awas'")],
    ),
    (
        2,
        "qlue",
        [qlue_row(1, status="process"), qlue_row(2, status="process"), qlue_row(4, category="Narkoba")],
    ),
    (30, "qlue", [qlue_row(1, status="complete", closed_datetime="2026-11-23 23:59:59.999999")]),
    (31, "lapor", [qlue_row(2, loc_lat=AT_SEA[0], loc_lng=AT_SEA[1]), qlue_row(3, loc_lat=0, loc_lng=0)]),
    (32, "lapor", [qlue_row(1, loc_lat=IN_DELIMA[0], loc_lng=IN_DELIMA[1], status="ditolak")]),
    (33, "lapor", [qlue_row(5, expected_datetime="2036-01-01 00:00:00", area_name="Anggrek", loc_lat="")]),
)


@pytest.fixture
def both_databases(tmp_path, postgres):
    """Return one context on each database, after the same pulls."""
    contexts = []
    for name, url in (("sqlite", ""), ("postgresql", postgres.new_store())):
        (tmp_path / name).mkdir()
        context = open_test_context(tmp_path / name, url, source=[QLUE, LAPOR])
        sync_layer(context)
        for hour, source, rows in PULLS:
            pull_rows(app_context_at(context, MONDAY_NOON + timedelta(hours=hour)), *rows, source=source)
        contexts.append(context)
    return contexts


pytestmark = pytest.mark.postgres


def without_latency(snapshot: Snapshot) -> bytes:
    """Return the snapshot without the durations of pulls, which depend on the machine."""
    return to_json(replace(snapshot, pulls=[{**line, "latency_seconds": None} for line in snapshot.pulls]))


def test_both_databases_store_the_same_rows(both_databases):
    sqlite, postgresql = (store_contents(context.engine) for context in both_databases)
    assert sqlite == postgresql
    assert len(sqlite["state"]) == 7


@pytest.mark.parametrize("hours", [33, 80])
def test_current_snapshot_is_the_same_on_both_databases(both_databases, hours):
    now = MONDAY_NOON + timedelta(hours=hours)
    sqlite, postgresql = (
        without_latency(snapshot_now(context.engine, context.city, now)) for context in both_databases
    )
    assert sqlite == postgresql


@pytest.mark.parametrize("area", [None, BARAT])
@pytest.mark.parametrize("hours", [-2, 0, 1.5, 30, 32])
def test_snapshot_of_any_past_moment_is_the_same_on_both_databases(both_databases, hours, area):
    as_of = MONDAY_NOON + timedelta(hours=hours)
    sqlite, postgresql = (
        without_latency(snapshot_at(context.engine, context.city, as_of, area)) for context in both_databases
    )
    assert sqlite == postgresql
