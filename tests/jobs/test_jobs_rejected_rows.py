"""Rows in quarantine go out to a file, are repaired, and come back; what is stored leaves quarantine."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import orjson
import pytest
from sqlalchemy import select

from bootstrap import World
from data.services.integrity import check_store
from data.sources.base import FeedError
from data.store.ledger import health
from data.store.rejected_rows import waiting
from data.store.schema import rejected_row, service_request
from jobs.area_reassignment import sync_layer
from jobs.feed_factory import feed_of
from jobs.pull import pull
from jobs.rejected_rows import reimport, reimport_file, rejected_lines
from tests.builders import city, fixed_clock, open_town, qlue_row
from tests.personas import MARIA, MONDAY_NOON
from tests.pulls import environ, run

QLUE: dict[str, Any] = {"name": "qlue", "kind": "qlue", "timezone": "Asia/Jakarta"}
BAD = [qlue_row(2, post_date="23-11-2026 09.00"), qlue_row(3, post_date="kemarin")]


@pytest.fixture
def town(tmp_path: Path) -> World:
    """One good report, two in quarantine, each with a date that cannot be read."""
    world = open_town(tmp_path, source=[QLUE])
    sync_layer(world)
    bring(world, tmp_path, [qlue_row(1), *BAD])
    return world


def bring(world: World, folder: Path, rows: list[dict[str, Any]]) -> dict[str, Any]:
    path = folder / "feed.json"
    path.write_bytes(orjson.dumps(rows))
    only = world.city.source[0]
    return pull(world, only, feed_of(only, world, path), file=path.name)


def written(world: World, folder: Path, repair: Callable[[dict[str, Any]], dict[str, Any]]) -> Path:
    """The file of ``rejected``, each line repaired."""
    path = folder / "rows.jsonl"
    lines = [repair(json.loads(orjson.dumps(line))) for line in rejected_lines(world, None)]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return path


def in_fields(line: dict[str, Any]) -> dict[str, Any]:
    return {**line, "fields": {**line["fields"], "requested_datetime": "2026-11-23 09:00"}}


def in_raw(line: dict[str, Any]) -> dict[str, Any]:
    return {**line, "raw": json.dumps({**json.loads(line["raw"]), "post_date": "2026-11-23 09:00"})}


def ids(world: World) -> set[str]:
    with world.engine.connect() as connection:
        return set(connection.scalars(select(service_request.c.service_request_id)))


def held(world: World) -> int:
    with world.engine.connect() as connection:
        return waiting(connection, "qlue")


def test_each_row_comes_with_its_reason_and_its_parts(town: World) -> None:
    first, second = rejected_lines(town, "qlue")
    assert "is not a time" in first["reason"]
    assert json.loads(second["raw"])["post_date"] == "kemarin"
    assert second["fields"]["requested_datetime"] == "kemarin"


@pytest.mark.parametrize("repair", [in_fields, in_raw])
def test_a_repaired_row_is_stored_and_leaves_quarantine(
    town: World, tmp_path: Path, repair: Callable[[dict[str, Any]], dict[str, Any]]
) -> None:
    (line,) = reimport_file(town, written(town, tmp_path, repair))
    assert (line["read"], line["new"], line["rejected"], line["error"]) == (2, 2, 0, None)
    assert (ids(town), held(town)) == ({"1", "2", "3"}, 0)
    with town.engine.connect() as connection:
        marks = connection.execute(select(rejected_row.c.resolved_at, rejected_row.c.resolved_by)).all()
    assert {tuple(mark) for mark in marks} == {(MONDAY_NOON, "repaired")}
    assert check_store(town.engine, town.city, MONDAY_NOON) == []


def test_a_row_that_is_still_bad_stays_and_is_counted(town: World, tmp_path: Path) -> None:
    (line,) = reimport_file(town, written(town, tmp_path, lambda line: line))
    assert (line["read"], line["new"], line["rejected"]) == (2, 0, 2)
    assert (ids(town), held(town)) == ({"1"}, 2)


def test_the_feed_brings_the_bad_row_again_and_it_stays_done_with(town: World, tmp_path: Path) -> None:
    reimport_file(town, written(town, tmp_path, in_fields))
    line = bring(town, tmp_path, [qlue_row(1), *BAD])
    assert (line["unchanged"], line["rejected"], held(town)) == (1, 2, 0)


def test_the_same_repair_twice_changes_nothing(town: World, tmp_path: Path) -> None:
    path = written(town, tmp_path, in_fields)
    reimport_file(town, path)
    (line,) = reimport_file(town, path)
    assert (line["new"], line["changed"], line["unchanged"]) == (0, 0, 2)


def test_after_a_repair_of_the_city_s_file_all_rows_are_read_again(town: World) -> None:
    """With the right format one of the two dates can be read."""
    right = replace(town, city=city(source=[{**QLUE, "date_format": "%d-%m-%Y %H.%M"}]))
    line = reimport(right, right.city.source[0])
    assert (line["read"], line["new"], line["rejected"]) == (2, 1, 1)
    assert (ids(town), held(town)) == ({"1", "2"}, 1)


def test_a_row_that_a_new_configuration_accepts_leaves_with_the_next_pull(
    town: World, tmp_path: Path
) -> None:
    right = replace(town, city=city(source=[{**QLUE, "date_format": "%d-%m-%Y %H.%M"}]))
    bring(right, tmp_path, BAD)
    assert held(town) == 1
    bring(town, tmp_path, BAD)  # the old configuration again: what it rejects waits again
    assert held(town) == 2


def test_a_repair_makes_no_feed_fresh(town: World, tmp_path: Path) -> None:
    later = replace(town, clock=fixed_clock(MONDAY_NOON + timedelta(hours=1)))
    scheduled = World(**{**vars(later), "city": city(source=[{**QLUE, "every_seconds": 60}])})
    reimport(scheduled, scheduled.city.source[0])
    with town.engine.connect() as connection:
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
def test_a_file_with_a_line_that_is_none_stores_nothing(
    town: World, tmp_path: Path, line: str, reason: str
) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text(line + "\n", encoding="utf-8")
    with pytest.raises(FeedError, match=reason):
        reimport_file(town, path)


def test_a_repaired_report_keeps_its_reporter_as_a_hash(town: World, tmp_path: Path) -> None:
    """The same person sent the good report; no name ever lay in quarantine."""
    assert MARIA.name not in written(town, tmp_path, in_raw).read_text(encoding="utf-8")
    for repair in (in_raw, in_fields):
        reimport_file(town, written(town, tmp_path, repair))
    with town.engine.connect() as connection:
        assert len(set(connection.scalars(select(service_request.c.reporter)))) == 1


def test_both_are_commands(town: World, tmp_path: Path) -> None:
    """In processes of their own, which know the real time."""
    town.engine.dispose()
    here, file = environ(tmp_path), tmp_path / "rows.jsonl"
    lines = [json.loads(line) for line in run(["jobs", "rejected", "qlue"], here).stdout.splitlines()]
    file.write_text("".join(json.dumps(in_raw(line)) + "\n" for line in lines), encoding="utf-8")
    assert json.loads(run(["jobs", "reimport", str(file)], here).stdout)["new"] == 2
    assert run(["jobs", "reimport", "--source", "qlue"], here).returncode == 0
    assert run(["jobs", "reimport", str(tmp_path / "nirwana.jsonl")], here).returncode == 2
    assert run(["jobs", "rejected", "nirwana"], here).returncode == 2
