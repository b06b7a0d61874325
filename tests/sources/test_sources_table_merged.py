"""Merged cells: the value stands for every row and column that it covers."""

import io
from collections.abc import Sequence
from typing import Any

import openpyxl
import pytest

from data.core.config.city import TableSource
from data.sources.base import FeedError
from data.sources.tables import TableRows, excel, merges, table_rows

HEADER = ["Kecamatan", "Kelurahan", "Nomor", "Tanggal", "Selesai", "Uraian"]
FIELDS = {
    "parent_name": "Kecamatan", "area_name": "Kelurahan", "service_request_id": "Nomor",
    "requested_datetime": "Tanggal", "closed_datetime": "Selesai", "description": "Uraian",
}  # fmt: skip
DAY = "2026-11-02 08:00"


def workbook(rows: Sequence[Sequence[Any]], *ranges: str, left: int = 0) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append([*[None] * left, *row])
    for merged in ranges:
        book.active.merge_cells(merged)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def read(body: bytes, **changed: Any) -> TableRows:
    source = {"name": "rekap", "kind": "table", "fields": FIELDS, **changed}
    return table_rows(TableSource.model_validate(source), body)


def values(body: bytes, name: str, **changed: Any) -> list[Any]:
    return [row.fields.get(name) for row in read(body, **changed)]


GROUPS = [
    ["REKAP PENGADUAN", None, None, None, None, None],
    HEADER,
    ["Malalayang", "Bahu", "M-1", DAY, None, "satu"],
    [None, None, "M-2", DAY, None, "dua"],
    [None, None, "M-3", DAY, None, "tiga"],
    ["Wenang", "Calaca", "M-4", DAY, None, "empat"],
    [None, None, "M-5", DAY, None, "lima"],
]
GROUP_RANGES = ("A1:F1", "A3:A5", "B3:B5", "A6:A7", "B6:B7")
AREAS = ["Bahu", "Bahu", "Bahu", "Calaca", "Calaca"]


def without_calamine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(excel, "_try_calamine", lambda *_: (None, "not tried"))


@pytest.mark.parametrize("is_calamine", [True, False])
@pytest.mark.parametrize("left", [0, 2])
def test_a_merged_cell_stands_for_every_row_that_it_covers(
    monkeypatch: pytest.MonkeyPatch, is_calamine: bool, left: int
) -> None:
    if not is_calamine:
        without_calamine(monkeypatch)
    moved = str.maketrans("ABCDEF", "CDEFGH") if left else {}
    body = workbook(GROUPS, *(merged.translate(moved) for merged in GROUP_RANGES), left=left)
    assert values(body, "area_name") == AREAS
    assert values(body, "parent_name") == ["Malalayang"] * 3 + ["Wenang"] * 2
    assert values(body, "service_request_id") == ["M-1", "M-2", "M-3", "M-4", "M-5"]


def test_what_is_blank_and_not_merged_stays_blank() -> None:
    assert values(workbook(GROUPS), "area_name") == ["Bahu", None, None, "Calaca", None]


def test_a_value_merged_over_columns_stands_for_each_of_them() -> None:
    rows = [HEADER, ["Wenang", None, "M-1", DAY, None, "satu"]]
    body = workbook(rows, "A2:B2", "D2:E2")
    assert values(body, "area_name") == ["Wenang"]
    assert values(body, "closed_datetime") == values(body, "requested_datetime")


def test_a_range_over_rows_and_columns_stands_for_its_block() -> None:
    rows = [HEADER, ["Wenang", None, "M-1", DAY, None, "satu"], [None, None, "M-2", DAY, None, "dua"]]
    assert values(workbook(rows, "A2:B3"), "area_name") == ["Wenang", "Wenang"]


def test_merged_headings_name_columns_and_fill_no_row() -> None:
    heading = [["Wilayah", None, "Nomor", "Tanggal", "Selesai", "Uraian"], ["Kecamatan", "Kelurahan"]]
    body = workbook(
        [*heading, [None, "Bahu", "M-1", DAY, None, None]], "A1:B1", *[f"{c}1:{c}2" for c in "CDEF"]
    )
    fields = {**FIELDS, "parent_name": "Wilayah Kecamatan", "area_name": "Wilayah Kelurahan"}
    (row,) = read(body, fields=fields, header_rows=2)
    assert row.fields.get("parent_name") is None
    assert row.fields.get("description") is None


def test_a_value_under_a_merged_cell_is_its_own() -> None:
    """Kind: value said once. Office programs can merge cells and leave other values under them."""
    body = workbook(GROUPS, *GROUP_RANGES)
    book = openpyxl.load_workbook(io.BytesIO(body))
    book.active.unmerge_cells("B3:B5")
    book.active["B4"] = "Winangun"
    book.active.merged_cells.add("B3:B5")
    buffer = io.BytesIO()
    book.save(buffer)
    assert values(buffer.getvalue(), "area_name")[:3] == ["Bahu", "Winangun", "Bahu"]


def test_a_range_beyond_the_table_makes_no_rows_of_its_own() -> None:
    body = workbook([HEADER, GROUPS[2], GROUPS[3]], "A2:A20000", "B2:B20000")
    assert values(body, "area_name") == ["Bahu", "Bahu"]


def test_a_note_merged_over_all_columns_is_no_report() -> None:
    rows = [*GROUPS, ["Data diolah sampai hari ini", None, None, None, None, None]]
    read_rows = read(workbook(rows, *GROUP_RANGES, "A8:F8"))
    assert len(list(read_rows)) == 5
    assert read_rows.left_out == {"notes": 1}


def test_more_ranges_than_a_table_has_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(merges, "MAX_RANGES", 3)
    with pytest.raises(FeedError, match="merged ranges"):
        values(workbook(GROUPS, *GROUP_RANGES), "area_name")


def test_ranges_that_lie_over_each_other_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(merges, "MAX_FIRST_ROW_CELLS", 3)
    with pytest.raises(FeedError, match="over each other"):
        values(workbook(GROUPS, *GROUP_RANGES), "area_name")
