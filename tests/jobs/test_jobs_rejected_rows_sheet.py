"""The sheet of ``/sumber`` is imported as edited: changed rows are stored, others stay rejected."""

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bootstrap import AppContext
from data.services.rejected_rows_sheet import to_csv
from data.sources.base import FeedError
from data.store.rejected_rows import count_quarantined, list_quarantined
from data.store.schema import service_request
from jobs.area_reassignment import sync_layer
from jobs.rejected_rows import reimport_file
from tests.builders import open_test_context, qlue_row
from tests.pulls import QLUE, pull_rows

BAD = [qlue_row(2, post_date="kemarin", post_desc="-1 dan =2"), qlue_row(3, post_date="lusa")]


@pytest.fixture
def app_context(tmp_path: Path) -> AppContext:
    app_context = open_test_context(tmp_path, source=[QLUE])
    sync_layer(app_context)
    pull_rows(app_context, *BAD)
    return app_context


def sheet_rows(app_context: AppContext) -> list[dict[str, Any]]:
    with app_context.engine.connect() as connection:
        body = to_csv(list_quarantined(connection, "qlue")).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(body, newline=""), delimiter=";"))


def save_sheet(
    folder: Path, rows: list[dict[str, Any]], separator: str = ";", encoding: str = "utf-8-sig"
) -> Path:
    buffer = io.StringIO(newline="")
    writer = csv.DictWriter(buffer, list(rows[0]), delimiter=separator)
    writer.writeheader()
    writer.writerows(rows)
    path = folder / "ditolak.csv"
    path.write_bytes(buffer.getvalue().encode(encoding))
    return path


@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_a_row_with_a_repaired_cell_is_stored(
    app_context: AppContext, tmp_path: Path, separator: str
) -> None:
    first, second = sheet_rows(app_context)
    path = save_sheet(tmp_path, [{**first, "requested_datetime": "2026-11-23 09:00"}, second], separator)
    (line,) = reimport_file(app_context, path)
    assert (line["read"], line["new"], line["rejected"]) == (2, 1, 1)
    with app_context.engine.connect() as connection:
        [report] = connection.execute(select(service_request)).mappings()
        assert count_quarantined(connection, "qlue") == 1
    assert report["service_request_id"] == "2"
    assert report["details"]["description"] == "-1 dan =2"  # without the prefix that disarms formulas
    assert report["lat"] == BAD[0]["loc_lat"]


def test_an_unchanged_sheet_changes_nothing(app_context: AppContext, tmp_path: Path) -> None:
    (line,) = reimport_file(app_context, save_sheet(tmp_path, sheet_rows(app_context)))
    assert (line["read"], line["new"], line["rejected"]) == (2, 0, 2)


@pytest.mark.parametrize(
    ("changed", "encoding", "words"),
    [
        ({"rejected_id": ""}, "utf-8", "no rejected_id"),
        ({"rejected_id": "99"}, "utf-8", "no row 99 waits"),
    ],
)
def test_an_invalid_sheet_stores_nothing(
    app_context: AppContext, tmp_path: Path, changed: dict[str, Any], encoding: str, words: str
) -> None:
    first, second = sheet_rows(app_context)
    path = save_sheet(tmp_path, [{**first, "requested_datetime": "2026-11-23 09:00"}, {**second, **changed}],
                 encoding=encoding)  # fmt: skip
    with pytest.raises(FeedError, match=words):
        reimport_file(app_context, path)
    assert len(sheet_rows(app_context)) == 2
