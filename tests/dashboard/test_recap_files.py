"""The recap's files: dates, numbers and texts with their types, and no names of people."""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from dash import Dash
from openpyxl.utils.escape import unescape
from openpyxl.worksheet.worksheet import Worksheet

from bootstrap import AppContext
from dashboard.app import create_app
from dashboard.pages.recap.exports.cells import csv_value, escape_formula, looks_like_formula, one_line
from dashboard.pages.recap.exports.columns import COUNT, MOMENT, TEXT, Heading
from dashboard.pages.recap.exports.csv import encode_csv
from dashboard.pages.recap.exports.workbook import WorkbookSheet, column_letters, excel_serial, write_workbook
from tests.dashboard.office_pages import get_as, web_context_of
from tests.dashboard.recaps import csv_rows, pdf_pages, sheet_rows, workbook_sheet
from tests.dashboard.web_contexts import BUSY, MovableClock, open_city_with_clock, pull_reports
from tests.personas import MARIA

HOSTILE_TEXTS = [
    '=HYPERLINK("http://x.example","klik")',
    "+62 812-3456",
    "-1+1",
    "@SUM(A1:A9)",
    "\t=1+1",
    "\r=1",
    "  =1",
]
XLSX, PDF = "/rekap.xlsx?periode=hari", "/rekap.pdf?periode=hari"


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Dash:
    """Return the busy city's app for the deputy mayor; one report's text and number look like formulas."""
    folder = tmp_path_factory.mktemp("city")
    app_context: AppContext = open_city_with_clock(folder, MovableClock())
    pull_reports(
        app_context,
        folder,
        [{**row, "post_desc": HOSTILE_TEXTS[n % len(HOSTILE_TEXTS)]} for n, row in enumerate(BUSY)],
    )
    return create_app(web_context_of(app_context))


def download(app: Dash, path: str) -> bytes:
    """Return the body of a file."""
    response = get_as(app, path)
    assert response.status_code == 200, response.text
    return response.content


@pytest.mark.parametrize("text", HOSTILE_TEXTS)
def test_formula_like_text_is_escaped(text: str) -> None:
    (line,) = csv_rows(b"".join(encode_csv([Heading(text, TEXT, 9)], [])))
    assert line == ["'" + one_line(text)]
    book = b"".join(write_workbook([WorkbookSheet("A", [Heading("Uraian", TEXT, 9)], [[text]])]))
    cell = workbook_sheet(book, "A")["A2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (one_line(text), "s", True)


def test_other_text_is_unchanged() -> None:
    """These are quotes, semicolons, line ends, and letters of any script."""
    inputs = [
        'kata "lurah"; jalan <3> & kali',
        "baris\r\nkedua",
        "Tondano \N{GRINNING FACE} é",
        "a=b",
        "_xyz",
    ]
    expected = [one_line(text) for text in inputs]
    assert [
        row[0]
        for row in csv_rows(
            b"".join(encode_csv([Heading("U", TEXT, 9)], [[cell_text] for cell_text in inputs]))
        )[1:]
    ] == expected
    book = b"".join(
        write_workbook([WorkbookSheet("A", [Heading("U", TEXT, 9)], [[text] for text in inputs])])
    )
    assert [row[0] for row in sheet_rows(workbook_sheet(book, "A"))[1:]] == expected
    assert not any(map(looks_like_formula, inputs))
    assert escape_formula("x" * 40_000).endswith("…")


def test_excel_escape_sequences_are_kept_literal() -> None:
    """Excel reads ``_x0041_`` as "A"; the escape of its underscore is ``_x005F_``."""
    book = b"".join(write_workbook([WorkbookSheet("A", [Heading("U", TEXT, 9)], [["_x0041_"]])]))
    assert unescape(workbook_sheet(book, "A")["A2"].value) == "_x0041_"


@pytest.mark.parametrize(
    ("value", "expected"),
    [(-3, "-3"), (0, "0"), (0.5, "0,5"), (124.84219, "124,84219"), (None, ""), (True, '"ya"'),
     (datetime(2026, 11, 23, 8, 5), "2026-11-23 08:05:00")],  # noqa: DTZ001
)  # fmt: skip
def test_numbers_and_dates_are_written_as_such(value: Any, expected: str) -> None:
    """A negative number is not a formula."""
    assert csv_value(value) == expected


def test_excel_serial_numbers_of_days_and_moments() -> None:
    """The serial number of 1 January 2000 is 36526; noon is half a day."""
    assert excel_serial(datetime(2000, 1, 1, 12)) == 36526.5  # noqa: DTZ001
    assert excel_serial(datetime(2000, 1, 1).date()) == 36526  # noqa: DTZ001
    assert [column_letters(column) for column in (1, 26, 27, 52, 703)] == ["A", "Z", "AA", "AZ", "AAA"]


def test_the_workbook_has_recap_definitions_and_metadata(app: Dash) -> None:
    file_bytes = download(app, XLSX)
    recap = workbook_sheet(file_bytes, "Rekap")
    assert (recap.freeze_panes, recap.auto_filter.ref) == ("B2", "A1:P6")
    assert recap["A1"].font.b
    assert recap.column_dimensions["A"].width == 30
    assert [row[0] for row in sheet_rows(recap)] == [
        "Kecamatan", "Barat", "Timur", "Tanpa lokasi", "Di luar batas", "Jumlah",
    ]  # fmt: skip
    assert (recap["C6"].value, recap["C6"].number_format, recap["I6"].number_format) == (5, "#,##0", "0.0%")
    assert len(sheet_rows(workbook_sheet(file_bytes, "Definisi"))) == 15
    metadata = dict(row[:2] for row in sheet_rows(workbook_sheet(file_bytes, "Keterangan")))
    assert metadata["Wilayah"] == "Kota Uji"
    assert metadata["Periode"] == "Senin, 23 November 2026"
    assert metadata["Zona waktu"] == "Asia/Makassar"
    assert metadata["Data per"].replace(second=0) == datetime(2026, 11, 23, 12)  # noqa: DTZ001


def _column_values(worksheet: Worksheet, heading: str) -> list[Any]:
    rows = sheet_rows(worksheet)
    index = rows[0].index(heading)
    return [row[index] for row in rows[1:]]


def test_the_list_has_local_dates_and_no_sensitive_details(app: Dash) -> None:
    """Of nine reports, the sensitive one has no text, point and kelurahan."""
    file_bytes = download(app, "/rekap/laporan.xlsx?periode=bulan")
    table = workbook_sheet(file_bytes, "Laporan")
    assert len(_column_values(table, "Nomor")) == len(BUSY)
    filed = _column_values(table, "Dilaporkan (WITA)")
    assert min(filed) == datetime(2026, 11, 21, 20)  # noqa: DTZ001 (40 hours before Monday noon)
    assert table.cell(2, _column_number(table, "Dilaporkan (WITA)")).number_format == "dd/mm/yyyy hh:mm"
    sensitive_index = _column_values(table, "Kategori").index("Narkoba")
    hidden = [
        _column_values(table, name)[sensitive_index] for name in ("Uraian", "Kelurahan", "Lintang", "Bujur")
    ]
    assert hidden == [None] * 4
    assert _column_values(table, "Kecamatan")[sensitive_index] == "Timur"
    assert {type(value) for value in _column_values(table, "Lintang")} <= {float, type(None)}


def _column_number(worksheet: Worksheet, heading: str) -> int:
    return sheet_rows(worksheet)[0].index(heading) + 1


def test_both_lists_agree_and_contain_no_reporter_name(app: Dash) -> None:
    """Texts in Excel are those of the CSV without the apostrophe."""
    table = csv_rows(download(app, "/rekap/laporan.csv"))
    book = sheet_rows(workbook_sheet(download(app, "/rekap/laporan.xlsx"), "Laporan"))
    text = [line[table[0].index("Uraian")].removeprefix("'") for line in table[1:]]
    assert text == [row[table[0].index("Uraian")] or "" for row in book[1:]]
    assert [line[1] for line in table] == [str(row[1]) for row in book]
    assert MARIA.name not in json.dumps(table)


def test_the_columns_of_the_list_add_up_to_the_recap(app: Dash) -> None:
    """No report of the test city is confidential, so none is missing."""
    total = csv_rows(download(app, "/rekap.csv?periode=hari"))[-1]
    table = csv_rows(download(app, "/rekap/laporan.csv?periode=hari"))
    for name, cell in (("Masuk dalam periode", 2), ("Selesai dalam periode", 3),
                       ("Belum selesai pada akhir periode", 15)):  # fmt: skip
        assert sum(line[table[0].index(name)] == "ya" for line in table[1:]) == int(total[cell])


def test_the_pdf_has_page_numbers_and_signature_lines(app: Dash) -> None:
    """A hundred days take three pages or more, each with the headings."""
    pages = pdf_pages(download(app, "/rekap.pdf?periode=sendiri&dari=2026-08-20&menurut=hari"))
    assert len(pages) >= 3
    for number, page in enumerate(pages, 1):
        assert f"Halaman {number} dari {len(pages)}" in page
        assert "DATA LATIHAN" not in page
    assert sum("Arus dalam periode" in page for page in pages) >= len(pages) - 1
    assert "Mengetahui," in pages[-1]
    assert "Kota Uji" in pages[0]
    assert "pukul 12.00 WITA" in pages[0]


def test_the_same_recap_gives_the_same_bytes(app: Dash) -> None:
    for path in (XLSX, PDF, "/rekap.csv", "/rekap/laporan.xlsx"):
        assert download(app, path) == download(app, path), path


def test_a_workbook_is_streamed_row_by_row() -> None:
    """The first bytes are sent before the last row is read."""
    row_number = 0

    def rows() -> Iterator[list[Any]]:
        nonlocal row_number
        for row_number in range(1, 4_001):
            yield [f"laporan nomor {row_number * 7919}", row_number, datetime(2026, 11, 23)]  # noqa: DTZ001

    headings = [Heading("U", TEXT, 9), Heading("N", COUNT, 9), Heading("W", MOMENT, 9)]
    chunks = write_workbook([WorkbookSheet("A", headings, rows())])
    first = next(chunks) + next(chunks)
    assert row_number < 4_000
    assert len(sheet_rows(workbook_sheet(first + b"".join(chunks), "A"))) == 4_001
