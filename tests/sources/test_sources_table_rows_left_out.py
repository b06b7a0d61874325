"""Rows that are no reports are counted by reason; no report is taken for one of them."""

from typing import Any

import pytest

from data.core.config.city import TableSource
from data.core.findings import FindingKind
from data.sources.tables import TableRows, feed, table_rows
from tests.table_files import FIELDS, HEADER, SOURCE, delimited, excel

GOOD = ["A-1", "2026-11-02 08:00", "", "", "open", "Sampah", "penuh", "1.405", "124.805"]
NEXT = ["A-2", *GOOD[1:]]
BLANK = [""] * len(HEADER)


def read(body: bytes, **changed: Any) -> tuple[int, dict[str, int]]:
    rows: TableRows = table_rows(TableSource.model_validate({**SOURCE, **changed}), body)
    count = len(list(rows))
    assert {type(reason) for reason in rows.left_out} <= {str}  # keys of the import's JSON line
    return count, dict(rows.left_out)


@pytest.mark.parametrize("write", [delimited, excel])
def test_blank_rows_between_reports_are_counted(write: Any) -> None:
    assert read(write(HEADER, GOOD, BLANK, BLANK, NEXT, BLANK)) == (2, {"blank rows": 2})


@pytest.mark.parametrize("write", [delimited, excel])
def test_a_note_below_the_table_is_counted(write: Any) -> None:
    note = ["Catatan: data sementara", *BLANK[1:]]
    assert read(write(HEADER, GOOD, note)) == (1, {"notes": 1})


@pytest.mark.parametrize("write", [delimited, excel])
@pytest.mark.parametrize("numbers", ["{}", "({})"])
def test_a_row_that_numbers_the_columns_is_counted(write: Any, numbers: str) -> None:
    numbered = [numbers.format(n) for n in range(1, len(HEADER) + 1)]
    assert read(write(HEADER, numbered, GOOD)) == (1, {"column numbers": 1})


@pytest.mark.parametrize("write", [delimited, excel])
def test_a_header_repeated_without_its_last_cells_is_counted(write: Any) -> None:
    assert read(write(HEADER, GOOD, [*HEADER[:5], "", "", "", ""], NEXT)) == (2, {"headers": 1})


def test_both_lines_of_a_repeated_heading_are_counted() -> None:
    upper = ["Nomor", "Masuk", None, "Keterangan", None]
    lower = [None, "Tanggal", "Jam", "Status", "Uraian"]
    rows = [["A-1", "2026-11-02", "08:00", "open", "penuh"], ["A-2", "2026-11-02", "09:00", "open", "penuh"]]
    fields = {
        "service_request_id": "Nomor",
        "requested_datetime": ["Masuk Tanggal", "Masuk Jam"],
        "description": "Keterangan Uraian",
    }
    body = excel(upper, lower, rows[0], upper, lower, rows[1])
    assert read(body, fields=fields, header_rows=2) == (2, {"headers": 2})


@pytest.mark.parametrize(
    "cells",
    [
        ["A-3", *BLANK[1:]],  # an id that has lost its rest
        ["", "", "", "", "", "", "lanjutan uraian", "", ""],
        ["Catatan: telat", "2026-11-02 08:00", *BLANK[2:]],
        ["1", "2026-11-02 08:00", *BLANK[2:]],
    ],
)
def test_a_row_that_may_be_a_report_is_not_left_out(cells: list[str]) -> None:
    assert read(excel(HEADER, GOOD, cells, NEXT)) == (3, {})


def test_rows_left_out_are_findings() -> None:
    rows = table_rows(TableSource.model_validate(SOURCE), delimited(HEADER, GOOD, BLANK, NEXT))
    assert len(list(rows)) == 2
    assert [(f.kind, f.subject, f.count) for f in rows.findings.take()] == [("row_left_out", "blank rows", 1)]


def test_columns_that_no_field_takes_are_findings_in_every_format() -> None:
    json_body = b'[{"Nomor": "A-1", "Tanggal": "2026-11-02", "Petugas": "Budi", "Kosong": ""}]'
    few = {name: FIELDS[name] for name in ("service_request_id", "requested_datetime")}
    for body in (json_body, delimited(["Nomor", "Tanggal", "Petugas"], ["A-1", "2026-11-02", "Budi"])):
        rows = table_rows(TableSource.model_validate({**SOURCE, "fields": few}), body)
        assert len(list(rows)) == 1
        assert [(f.kind, f.subject) for f in rows.findings.take()] == [("column_left_out", "Petugas")]


def test_a_table_that_fills_a_sheet_to_its_last_row_may_be_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feed, "SHEET_LIMITS", (4,))
    rows = table_rows(TableSource.model_validate(SOURCE), delimited(HEADER, GOOD, BLANK, NEXT))
    assert len(list(rows)) == 2
    assert FindingKind.IMPLAUSIBLE in {finding.kind for finding in rows.findings.take()}
