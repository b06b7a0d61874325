"""The sheet of ``/sumber`` comes back as a person left it: what was changed in it counts, the rest stays."""

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bootstrap import World
from data.services.rejected_rows_sheet import to_csv
from data.sources.base import FeedError
from data.store.rejected_rows import quarantined, waiting
from data.store.schema import service_request
from jobs.area_reassignment import sync_layer
from jobs.rejected_rows import reimport_file
from tests.builders import open_town, qlue_row
from tests.pulls import QLUE, pull_rows

BAD = [qlue_row(2, post_date="kemarin", post_desc="-1 dan =2"), qlue_row(3, post_date="lusa")]


@pytest.fixture
def town(tmp_path: Path) -> World:
    world = open_town(tmp_path, source=[QLUE])
    sync_layer(world)
    pull_rows(world, *BAD)
    return world


def rows_of_sheet(world: World) -> list[dict[str, Any]]:
    with world.engine.connect() as connection:
        body = to_csv(quarantined(connection, "qlue")).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(body, newline=""), delimiter=";"))


def saved(
    folder: Path, rows: list[dict[str, Any]], separator: str = ";", encoding: str = "utf-8-sig"
) -> Path:
    page = io.StringIO(newline="")
    writer = csv.DictWriter(page, list(rows[0]), delimiter=separator)
    writer.writeheader()
    writer.writerows(rows)
    path = folder / "ditolak.csv"
    path.write_bytes(page.getvalue().encode(encoding))
    return path


@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_a_repaired_cell_makes_a_report_of_its_row(town: World, tmp_path: Path, separator: str) -> None:
    first, second = rows_of_sheet(town)
    path = saved(tmp_path, [{**first, "requested_datetime": "2026-11-23 09:00"}, second], separator)
    (line,) = reimport_file(town, path)
    assert (line["read"], line["new"], line["rejected"]) == (2, 1, 1)
    with town.engine.connect() as connection:
        [found] = connection.execute(select(service_request)).mappings()
        assert waiting(connection, "qlue") == 1
    assert found["service_request_id"] == "2"
    assert found["details"]["description"] == "-1 dan =2"  # without the guard against formulas
    assert found["lat"] == BAD[0]["loc_lat"]


def test_a_sheet_that_nobody_changed_changes_nothing(town: World, tmp_path: Path) -> None:
    (line,) = reimport_file(town, saved(tmp_path, rows_of_sheet(town)))
    assert (line["read"], line["new"], line["rejected"]) == (2, 0, 2)


@pytest.mark.parametrize(
    ("changed", "encoding", "words"),
    [
        ({"rejected_id": ""}, "utf-8", "no rejected_id"),
        ({"rejected_id": "99"}, "utf-8", "no row 99 waits"),
        ({"description": "é"}, "cp1252", "not UTF-8"),
    ],
)
def test_a_sheet_that_cannot_be_followed_stores_nothing(
    town: World, tmp_path: Path, changed: dict[str, Any], encoding: str, words: str
) -> None:
    first, second = rows_of_sheet(town)
    path = saved(tmp_path, [{**first, "requested_datetime": "2026-11-23 09:00"}, {**second, **changed}],
                 encoding=encoding)  # fmt: skip
    with pytest.raises(FeedError, match=words):
        reimport_file(town, path)
    assert len(rows_of_sheet(town)) == 2
