"""Workbooks with several sheets: each sheet with the columns is read, and the others are counted by name."""

import io
from collections.abc import Callable, Sequence
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from data.core.config.city import TableSource
from data.core.findings import FindingKind
from data.sources.base import FeedError
from data.sources.tables import TableRows, table_rows
from tests.table_files import FIELDS, HEADER, SOURCE

Rows = Sequence[Sequence[Any]]
FEW_FIELDS = {
    name: FIELDS[name] for name in ("service_request_id", "requested_datetime", "status_description")
}


def report(identity: str, day: str = "2026-11-02", status: str = "open") -> list[Any]:
    return [identity, f"{day} 08:00", "", "", status, "Sampah", "penuh", "1.405", "124.805"]


def workbook(sheets: dict[str, Rows], change: Callable[[openpyxl.Workbook], None] | None = None) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet: Worksheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    if change:
        change(book)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def read(body: bytes, **changed: Any) -> TableRows:
    return table_rows(TableSource.model_validate({**SOURCE, **changed}), body)


def ids(rows: TableRows) -> list[str]:
    return [row.fields["service_request_id"] for row in rows]


def sheets_left_out(rows: TableRows) -> dict[str, str | None]:
    findings = rows.findings.take()
    return {f.subject: f.hint for f in findings if f.kind is FindingKind.SHEET_LEFT_OUT}


def hide(*names: str) -> Callable[[openpyxl.Workbook], None]:
    def change(book: openpyxl.Workbook) -> None:
        for name in names:
            book[name].sheet_state = "hidden"

    return change


def test_every_sheet_with_the_columns_is_read_in_order() -> None:
    body = workbook({month: [HEADER, report(f"{month}-1"), report(f"{month}-2")] for month in ("Sep", "Okt")})
    rows = read(body)
    assert ids(rows) == ["Sep-1", "Sep-2", "Okt-1", "Okt-2"]
    assert sheets_left_out(rows) == {}


def test_each_sheet_has_its_own_header_row_column_order_and_further_columns() -> None:
    turned = [list(reversed(row)) for row in (HEADER, report("B-1"))]
    titled = [["REKAP"], ["Kota"], [], [*HEADER, "Petugas"], [*report("C-1"), "Budi"]]
    rows = read(workbook({"A": [HEADER, report("A-1")], "B": turned, "C": titled}))
    assert ids(rows) == ["A-1", "B-1", "C-1"]
    assert [f.subject for f in rows.findings.take()] == ["Petugas"]


def test_a_sheet_without_the_columns_is_counted_by_name_with_what_it_lacks() -> None:
    rows = read(
        workbook(
            {
                "Petunjuk": [["Isi setiap kolom"]],
                "Data": [HEADER, report("A-1")],
                "Lama": [HEADER[:-1], report("A-2")[:-1]],
                "Sheet3": [],
            }
        )
    )
    assert ids(rows) == ["A-1"]
    left_out = sheets_left_out(rows)
    assert left_out["Lama"] == "no column Bujur"
    assert set(left_out) == {"Petunjuk", "Lama"}  # an empty sheet has nothing to read


def test_no_cell_of_a_sheet_that_is_left_out_is_repeated() -> None:
    rows = read(workbook({"Data": [HEADER, report("A-1")], "Lain": [["Nomor", "teks warga yang rahasia"]]}))
    assert ids(rows) == ["A-1"]
    assert "warga" not in str(sheets_left_out(rows))


def test_a_hidden_sheet_is_counted_and_not_read() -> None:
    body = workbook({"Data": [HEADER, report("A-1")], "Arsip": [HEADER, report("A-2")]}, hide("Arsip"))
    rows = read(body)
    assert ids(rows) == ["A-1"]
    assert sheets_left_out(rows) == {"Arsip": "hidden"}


def test_only_the_configured_sheet_is_read_and_the_others_are_counted_as_configured() -> None:
    body = workbook(
        {"Sep": [HEADER, report("A-1")], "Okt": [HEADER, report("A-2")], "Arsip": [HEADER, report("A-3")]},
        hide("Arsip"),
    )
    rows = read(body, sheet="okt")
    assert ids(rows) == ["A-2"]
    assert sheets_left_out(rows) == {"Sep": "not the configured sheet", "Arsip": "not the configured sheet"}
    assert ids(read(body, sheet="Arsip")) == ["A-3"]


def test_a_sheet_with_a_header_and_no_rows_yet_stops_nothing() -> None:
    rows = read(workbook({"Nov": [HEADER, report("A-1")], "Des": [HEADER]}))
    assert ids(rows) == ["A-1"]
    assert sheets_left_out(rows) == {}
    with pytest.raises(FeedError, match="the table is empty"):
        ids(read(workbook({"Nov": [HEADER], "Des": [HEADER]})))


def test_the_dates_of_one_sheet_prove_the_order_of_the_dates_of_all() -> None:
    def dated(identity: str, day: str) -> list[Any]:
        return [identity, day, *report(identity)[2:]]

    body = workbook({"A": [HEADER, dated("A-1", "02/11/2026")], "B": [HEADER, dated("B-1", "13/11/2026")]})
    assert [row.fields["requested_datetime"].month for row in read(body)] == [11, 11]


def test_ids_lose_their_fraction_only_if_all_sheets_have_it() -> None:
    whole = workbook({"A": [HEADER, report("1201.0")], "B": [HEADER, report("1202.0")]})
    mixed = workbook({"A": [HEADER, report("1201.0")], "B": [HEADER, report("4.1")]})
    assert ids(read(whole)) == ["1201", "1202"]
    assert ids(read(mixed)) == ["1201.0", "4.1"]


def test_a_workbook_in_which_no_sheet_has_the_columns_names_what_the_first_one_lacks() -> None:
    with pytest.raises(FeedError, match="no column Bujur"):
        ids(read(workbook({"A": [HEADER[:-1], report("A-1")[:-1]], "B": [["lain"]]})))


def test_a_column_that_no_field_takes_is_counted_once_for_all_sheets() -> None:
    sheet = [[*HEADER, "Petugas", "Kosong"], [*report("A-1"), "Budi", None]]
    rows = read(workbook({"A": sheet, "B": sheet}))
    assert len(ids(rows)) == 2
    (finding,) = rows.findings.take()
    assert (finding.kind, finding.subject) == (FindingKind.COLUMN_LEFT_OUT, "Petugas")


def test_a_sheet_that_lacks_every_column_is_described_in_short() -> None:
    rows = read(workbook({"Data": [HEADER, report("A-1")], "Petunjuk": [["Isi setiap kolom"]]}))
    assert ids(rows) == ["A-1"]
    assert sheets_left_out(rows) == {"Petunjuk": "no column Batas, Bujur, Kategori and 6 more"}
