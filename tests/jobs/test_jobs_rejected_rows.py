"""Rejected rows are exported, repaired and imported again; a stored row leaves quarantine."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import orjson
import pytest
from sqlalchemy import select

from bootstrap import AppContext
from data.services.integrity import check_store
from data.sources.base import FeedError
from data.store.ledger import health
from data.store.rejected_rows import count_quarantined
from data.store.schema import rejected_row, service_request
from jobs.area_reassignment import sync_layer
from jobs.feed_factory import open_feed
from jobs.pull import pull
from jobs.rejected_rows import reimport, reimport_file, rejected_lines
from tests.builders import city, fixed_clock, open_test_context, qlue_row
from tests.personas import MARIA, MONDAY_NOON
from tests.pulls import process_environment, run_module

QLUE: dict[str, Any] = {"name": "qlue", "kind": "qlue", "timezone": "Asia/Jakarta"}
BAD = [qlue_row(2, post_date="23-11-2026 09.00"), qlue_row(3, post_date="kemarin")]


@pytest.fixture
def app_context(tmp_path: Path) -> AppContext:
    """Open the city with one stored report and two rejected rows, each with an unreadable date."""
    app_context = open_test_context(tmp_path, source=[QLUE])
    sync_layer(app_context)
    pull_as_file(app_context, tmp_path, [qlue_row(1), *BAD])
    return app_context


def pull_as_file(app_context: AppContext, folder: Path, rows: list[dict[str, Any]]) -> dict[str, Any]:
    path = folder / "feed.json"
    path.write_bytes(orjson.dumps(rows))
    source = app_context.city.source[0]
    return pull(app_context, source, open_feed(source, app_context, path), file=path.name)


def write_repaired_file(
    app_context: AppContext, folder: Path, repair: Callable[[dict[str, Any]], dict[str, Any]]
) -> Path:
    """Write the output of ``rejected``, each line repaired."""
    path = folder / "rows.jsonl"
    lines = [repair(json.loads(orjson.dumps(line))) for line in rejected_lines(app_context, None)]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return path


def repair_fields(line: dict[str, Any]) -> dict[str, Any]:
    return {**line, "fields": {**line["fields"], "requested_datetime": "2026-11-23 09:00"}}


def repair_raw(line: dict[str, Any]) -> dict[str, Any]:
    return {**line, "raw": json.dumps({**json.loads(line["raw"]), "post_date": "2026-11-23 09:00"})}


def report_ids(app_context: AppContext) -> set[str]:
    with app_context.engine.connect() as connection:
        return set(connection.scalars(select(service_request.c.service_request_id)))


def rejected_count(app_context: AppContext) -> int:
    with app_context.engine.connect() as connection:
        return count_quarantined(connection, "qlue")


def test_a_rejected_row_is_listed_with_its_reason_and_fields(app_context: AppContext) -> None:
    first, second = rejected_lines(app_context, "qlue")
    assert "is not a time" in first["reason"]
    assert json.loads(second["raw"])["post_date"] == "kemarin"
    assert second["fields"]["requested_datetime"] == "kemarin"


@pytest.mark.parametrize("repair", [repair_fields, repair_raw])
def test_a_repaired_row_is_stored_and_leaves_quarantine(
    app_context: AppContext, tmp_path: Path, repair: Callable[[dict[str, Any]], dict[str, Any]]
) -> None:
    (line,) = reimport_file(app_context, write_repaired_file(app_context, tmp_path, repair))
    assert (line["read"], line["new"], line["rejected"], line["error"]) == (2, 2, 0, None)
    assert (report_ids(app_context), rejected_count(app_context)) == ({"1", "2", "3"}, 0)
    with app_context.engine.connect() as connection:
        resolutions = connection.execute(select(rejected_row.c.resolved_at, rejected_row.c.resolved_by)).all()
    assert {tuple(resolution) for resolution in resolutions} == {(MONDAY_NOON, "repaired")}
    assert check_store(app_context.engine, app_context.city, MONDAY_NOON) == []


def test_a_row_that_is_still_invalid_stays_and_is_counted(app_context: AppContext, tmp_path: Path) -> None:
    (line,) = reimport_file(app_context, write_repaired_file(app_context, tmp_path, lambda line: line))
    assert (line["read"], line["new"], line["rejected"]) == (2, 0, 2)
    assert (report_ids(app_context), rejected_count(app_context)) == ({"1"}, 2)


def test_a_resolved_row_stays_resolved_when_the_feed_repeats_it(
    app_context: AppContext, tmp_path: Path
) -> None:
    reimport_file(app_context, write_repaired_file(app_context, tmp_path, repair_fields))
    line = pull_as_file(app_context, tmp_path, [qlue_row(1), *BAD])
    assert (line["unchanged"], line["rejected"], rejected_count(app_context)) == (1, 2, 0)


def test_the_same_repair_twice_changes_nothing(app_context: AppContext, tmp_path: Path) -> None:
    path = write_repaired_file(app_context, tmp_path, repair_fields)
    reimport_file(app_context, path)
    (line,) = reimport_file(app_context, path)
    assert (line["new"], line["changed"], line["unchanged"]) == (0, 0, 2)


def test_after_a_change_of_the_configuration_all_rows_are_read_again(app_context: AppContext) -> None:
    """With the right format one of the two dates is readable."""
    repaired_app_context = replace(app_context, city=city(source=[{**QLUE, "date_format": "%d-%m-%Y %H.%M"}]))
    line = reimport(repaired_app_context, repaired_app_context.city.source[0])
    assert (line["read"], line["new"], line["rejected"]) == (2, 1, 1)
    assert (report_ids(app_context), rejected_count(app_context)) == ({"1", "2"}, 1)


def test_a_row_that_a_new_configuration_accepts_leaves_with_the_next_pull(
    app_context: AppContext, tmp_path: Path
) -> None:
    repaired_app_context = replace(app_context, city=city(source=[{**QLUE, "date_format": "%d-%m-%Y %H.%M"}]))
    pull_as_file(repaired_app_context, tmp_path, BAD)
    assert rejected_count(app_context) == 1
    pull_as_file(app_context, tmp_path, BAD)  # the old configuration rejects it again
    assert rejected_count(app_context) == 2


def test_a_repair_does_not_count_as_a_successful_pull(app_context: AppContext, tmp_path: Path) -> None:
    later = replace(app_context, clock=fixed_clock(MONDAY_NOON + timedelta(hours=1)))
    scheduled = replace(later, city=city(source=[{**QLUE, "every_seconds": 60}]))
    reimport(scheduled, scheduled.city.source[0])
    with app_context.engine.connect() as connection:
        assert health(connection, scheduled.city)[0].last_success is None


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "line 1 is not JSON"),
        ("[]", "line 1 is no row"),
        ('{"source": "qlue"}', "it has no raw text"),
        ('{"source": "nirwana", "raw": "{}"}', "the city has no source 'nirwana'"),
    ],
)
def test_a_file_with_an_invalid_line_stores_nothing(
    app_context: AppContext, tmp_path: Path, line: str, reason: str
) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text(line + "\n", encoding="utf-8")
    with pytest.raises(FeedError, match=reason):
        reimport_file(app_context, path)


def test_a_repaired_report_keeps_its_reporter_as_a_hash(app_context: AppContext, tmp_path: Path) -> None:
    """The stored report has the same reporter; quarantine holds no name."""
    assert MARIA.name not in write_repaired_file(app_context, tmp_path, repair_raw).read_text(
        encoding="utf-8"
    )
    for repair in (repair_raw, repair_fields):
        reimport_file(app_context, write_repaired_file(app_context, tmp_path, repair))
    with app_context.engine.connect() as connection:
        assert len(set(connection.scalars(select(service_request.c.reporter)))) == 1


def test_rejected_and_reimport_work_as_commands(app_context: AppContext, tmp_path: Path) -> None:
    """In child processes, which use the real time."""
    app_context.engine.dispose()
    environment, file = process_environment(tmp_path), tmp_path / "rows.jsonl"
    lines = [
        json.loads(line) for line in run_module(["jobs", "rejected", "qlue"], environment).stdout.splitlines()
    ]
    file.write_text("".join(json.dumps(repair_raw(line)) + "\n" for line in lines), encoding="utf-8")
    assert json.loads(run_module(["jobs", "reimport", str(file)], environment).stdout)["new"] == 2
    assert run_module(["jobs", "reimport", "--source", "qlue"], environment).returncode == 0
    assert run_module(["jobs", "reimport", str(tmp_path / "nirwana.jsonl")], environment).returncode == 2
    assert run_module(["jobs", "rejected", "nirwana"], environment).returncode == 2
