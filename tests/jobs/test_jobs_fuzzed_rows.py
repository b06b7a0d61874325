"""Ten thousand fuzzed rows are each stored or rejected with a reason; none is lost, none fatal."""

import json
import random
import re
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bootstrap import AppContext
from data.services.integrity import check_store
from data.store.schema import event, rejected_row, service_request
from jobs.area_reassignment import sync_layer
from tests.builders import open_test_context, qlue_row
from tests.personas import AT_SEA, IN_ANGGREK, IN_DELIMA, MONDAY_NOON
from tests.pulls import TWO_SOURCES, ledger_balances, pull_body, rows_of

COUNT, SEED = 10_000, 2_711
VALUES: tuple[Any, ...] = (
    None, "", " ", 0, -1, 5, 1e308, float("nan"), float("inf"), True, [], {}, [[]], {"a": {"b": [1]}},
    "\0", "\ud83d", "🔥", "x" * 2_000, "9" * 400, "<script>alert(1)</script>", "'; DROP TABLE event; --",
    "2026-11-23", "2026-11-23T09:00:00+14:00", "9999-12-31 23:59:59", "0000-00-00 00:00:00",
    "23/11/2026 09.00", "1,405", "124.8050", "wait", "process", "complete", "ditolak", "flood", "Narkoba",
    "Anggrek", [{"at": "2026-11-23 09:30:00", "status_description": "process"}], [{"at": None}, "x"],
)  # fmt: skip
FIELDS = (
    "post_id", "post_date", "post_desc", "post_title", "post_images", "loc_lat", "loc_lng", "profile_name",
    "status", "category", "updated_datetime", "closed_datetime", "expected_datetime", "history", "rating",
    "agency_responsible", "area_name", "parent_name", "status_notes", "evidence_url", "profile",
)  # fmt: skip


def fuzzed_row(rng: random.Random, number: int) -> Any:
    """Return a row with some invalid fields, or sometimes no row at all."""
    if rng.random() < 0.01:
        return rng.choice(VALUES)
    lat, long = rng.choice((IN_ANGGREK, IN_DELIMA, AT_SEA))
    row = qlue_row(number, loc_lat=lat, loc_lng=long, status=rng.choice(("wait", "process", "complete")))
    fuzzed_fields = rng.sample(FIELDS, rng.choice((0, 0, 1, 1, 2, 4)))
    return {**row, **{name: rng.choice(VALUES) for name in fuzzed_fields}, "post_title": f"tanda {number}"}


@pytest.fixture(scope="module")
def fuzzed_rows() -> list[Any]:
    rng = random.Random(SEED)
    return [fuzzed_row(rng, number) for number in range(COUNT)]


@pytest.fixture(scope="module")
def pull_result(
    fuzzed_rows: list[Any], tmp_path_factory: pytest.TempPathFactory
) -> tuple[AppContext, dict[str, Any]]:
    """Return the city after the pull, and the ledger line."""
    folder: Path = tmp_path_factory.mktemp("fuzzed")
    app_context = open_test_context(folder, source=TWO_SOURCES)
    sync_layer(app_context)
    return app_context, pull_body(app_context, json.dumps(fuzzed_rows).encode())


def test_every_row_is_counted_once(pull_result):
    _, line = pull_result
    assert line["error"] is None
    assert line["read"] == COUNT
    assert ledger_balances(line)
    assert min(line["new"], line["rejected"], line["outside"], line["no_location"]) > 100


def test_the_store_matches_the_ledger(pull_result):
    app_context, line = pull_result
    assert len(rows_of(app_context.engine, service_request)) == line["new"]
    bad = rows_of(app_context.engine, rejected_row)
    assert sum(row["times"] for row in bad) == line["rejected"]
    assert all(row["reason"] and row["raw"] for row in bad)


def test_every_row_is_found_in_the_store_or_in_the_rejected_rows(pull_result, fuzzed_rows):
    app_context, _ = pull_result
    with app_context.engine.connect() as connection:
        stored_markers = {
            amended["address"]
            for amended in connection.scalars(select(event.c.amended))
            if "address" in amended
        }
        raw = connection.scalars(select(rejected_row.c.raw)).all()
    rejected_markers = {marker for row in raw for marker in re.findall(r"tanda \d+", row)}
    whole_rows = [row for row in fuzzed_rows if isinstance(row, dict) and isinstance(row.get("post_id"), int)]
    expected_markers = {
        row["post_title"] for row in whole_rows if row["post_id"] == int(row["post_title"].split()[1])
    }
    assert len(expected_markers) > COUNT * 0.9
    assert expected_markers - stored_markers - rejected_markers == set()


def test_every_identity_holds_afterwards(pull_result):
    app_context, _ = pull_result
    assert check_store(app_context.engine, app_context.city, MONDAY_NOON) == []
