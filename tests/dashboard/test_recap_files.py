"""The recap's files: real dates, numbers that stay numbers, text that stays text, and nobody's name."""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from dash import Dash
from openpyxl.utils.escape import unescape
from openpyxl.worksheet.worksheet import Worksheet

from bootstrap import World
from dashboard.app import create_app
from dashboard.pages.recap.exports.cells import guarded, is_dangerous, one_line, written
from dashboard.pages.recap.exports.columns import COUNT, MOMENT, TEXT, Heading
from dashboard.pages.recap.exports.csv import csv_of
from dashboard.pages.recap.exports.workbook import Sheet, letters, serial, workbook
from tests.dashboard.office_pages import asked, site_of
from tests.dashboard.recaps import csv_rows, pdf_pages, sheet, values
from tests.dashboard.web_contexts import BUSY, MovableTime, open_moving_town, take
from tests.personas import MARIA

HOSTILE = [
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
    """The busy town's web app, asked by the deputy mayor; one report's text and number look like formulas."""
    folder = tmp_path_factory.mktemp("town")
    world: World = open_moving_town(folder, MovableTime())
    take(world, folder, [{**row, "post_desc": HOSTILE[n % len(HOSTILE)]} for n, row in enumerate(BUSY)])
    return create_app(site_of(world))


def body(app: Dash, path: str) -> bytes:
    """A file."""
    found = asked(app, path)
    assert found.status_code == 200, found.text
    return found.content


@pytest.mark.parametrize("text", HOSTILE)
def test_text_that_looks_like_a_formula_is_told_to_be_text(text: str) -> None:
    (line,) = csv_rows(b"".join(csv_of([Heading(text, TEXT, 9)], [])))
    assert line == ["'" + one_line(text)]
    book = b"".join(workbook([Sheet("A", [Heading("Uraian", TEXT, 9)], [[text]])]))
    cell = sheet(book, "A")["A2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (one_line(text), "s", True)


def test_other_text_stays_what_it_is() -> None:
    """Quotes, semicolons, line ends, letters of any script."""
    given = [
        'kata "lurah"; jalan <3> & kali',
        "baris\r\nkedua",
        "Tondano \N{GRINNING FACE} é",
        "a=b",
        "_xyz",
    ]
    wanted = [one_line(text) for text in given]
    assert [
        row[0] for row in csv_rows(b"".join(csv_of([Heading("U", TEXT, 9)], [[t] for t in given])))[1:]
    ] == wanted
    book = b"".join(workbook([Sheet("A", [Heading("U", TEXT, 9)], [[text] for text in given])]))
    assert [row[0] for row in values(sheet(book, "A"))[1:]] == wanted
    assert not any(map(is_dangerous, given))
    assert guarded("x" * 40_000).endswith("…")


def test_what_excel_would_read_as_a_letter_stays_what_it_is() -> None:
    """``_x0041_`` is Excel's way to write "A"; its own escape for that is ``_x005F_``."""
    book = b"".join(workbook([Sheet("A", [Heading("U", TEXT, 9)], [["_x0041_"]])]))
    assert unescape(sheet(book, "A")["A2"].value) == "_x0041_"


@pytest.mark.parametrize(
    ("value", "shown"),
    [(-3, "-3"), (0, "0"), (0.5, "0,5"), (124.84219, "124,84219"), (None, ""), (True, '"ya"'),
     (datetime(2026, 11, 23, 8, 5), "2026-11-23 08:05:00")],  # noqa: DTZ001
)  # fmt: skip
def test_numbers_and_dates_stay_what_they_are(value: Any, shown: str) -> None:
    """A number that is less than nothing is no formula."""
    assert written(value) == shown


def test_excel_knows_days_and_moments_by_their_number() -> None:
    """1 January 2000 is day 36526; noon is half a day."""
    assert serial(datetime(2000, 1, 1, 12)) == 36526.5  # noqa: DTZ001
    assert serial(datetime(2000, 1, 1).date()) == 36526  # noqa: DTZ001
    assert [letters(column) for column in (1, 26, 27, 52, 703)] == ["A", "Z", "AA", "AZ", "AAA"]


def test_the_workbook_has_the_recap_its_definitions_and_what_it_is_of(app: Dash) -> None:
    found = body(app, XLSX)
    recap = sheet(found, "Rekap")
    assert (recap.freeze_panes, recap.auto_filter.ref) == ("B2", "A1:P6")
    assert recap["A1"].font.b
    assert recap.column_dimensions["A"].width == 30
    assert [row[0] for row in values(recap)] == [
        "Kecamatan", "Barat", "Timur", "Tanpa lokasi", "Di luar batas", "Jumlah",
    ]  # fmt: skip
    assert (recap["C6"].value, recap["C6"].number_format, recap["I6"].number_format) == (5, "#,##0", "0.0%")
    assert len(values(sheet(found, "Definisi"))) == 15
    told = dict(row[:2] for row in values(sheet(found, "Keterangan")))
    assert told["Wilayah"] == "Kota Uji"
    assert told["Periode"] == "Senin, 23 November 2026"
    assert told["Zona waktu"] == "Asia/Makassar"
    assert told["Data per"].replace(second=0) == datetime(2026, 11, 23, 12)  # noqa: DTZ001


def _column(found: Worksheet, heading: str) -> list[Any]:
    rows = values(found)
    at = rows[0].index(heading)
    return [row[at] for row in rows[1:]]


def test_the_list_has_real_dates_in_the_city_s_clock_and_nothing_that_must_not_leave(app: Dash) -> None:
    """Nine reports; the sensitive one without text, point and kelurahan."""
    found = body(app, "/rekap/laporan.xlsx?periode=bulan")
    table = sheet(found, "Laporan")
    assert len(_column(table, "Nomor")) == len(BUSY)
    filed = _column(table, "Dilaporkan (WITA)")
    assert min(filed) == datetime(2026, 11, 21, 20)  # noqa: DTZ001 (40 hours before Monday noon)
    assert table.cell(2, _at(table, "Dilaporkan (WITA)")).number_format == "dd/mm/yyyy hh:mm"
    secret = _column(table, "Kategori").index("Narkoba")
    hidden = [_column(table, name)[secret] for name in ("Uraian", "Kelurahan", "Lintang", "Bujur")]
    assert hidden == [None] * 4
    assert _column(table, "Kecamatan")[secret] == "Timur"
    assert {type(value) for value in _column(table, "Lintang")} <= {float, type(None)}


def _at(found: Worksheet, heading: str) -> int:
    return values(found)[0].index(heading) + 1


def test_both_lists_say_the_same_and_name_nobody(app: Dash) -> None:
    """Excel's text is the CSV's without its apostrophe."""
    table = csv_rows(body(app, "/rekap/laporan.csv"))
    book = values(sheet(body(app, "/rekap/laporan.xlsx"), "Laporan"))
    text = [line[table[0].index("Uraian")].removeprefix("'") for line in table[1:]]
    assert text == [row[table[0].index("Uraian")] or "" for row in book[1:]]
    assert [line[1] for line in table] == [str(row[1]) for row in book]
    assert MARIA.name not in json.dumps(table)


def test_the_columns_of_the_list_add_up_to_the_recap(app: Dash) -> None:
    """Nothing is confidential in this town, so nothing is missing."""
    total = csv_rows(body(app, "/rekap.csv?periode=hari"))[-1]
    table = csv_rows(body(app, "/rekap/laporan.csv?periode=hari"))
    for name, cell in (("Masuk dalam periode", 2), ("Selesai dalam periode", 3),
                       ("Belum selesai pada akhir periode", 15)):  # fmt: skip
        assert sum(line[table[0].index(name)] == "ya" for line in table[1:]) == int(total[cell])


def test_paper_has_pages_that_count_themselves_and_room_to_sign(app: Dash) -> None:
    """A hundred days are three pages or more, each with its headings."""
    pages = pdf_pages(body(app, "/rekap.pdf?periode=sendiri&dari=2026-08-20&menurut=hari"))
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
        assert body(app, path) == body(app, path), path


def test_a_workbook_needs_no_more_of_its_rows_than_it_writes() -> None:
    """The first bytes leave before the last row is asked for."""
    taken = 0

    def rows() -> Iterator[list[Any]]:
        nonlocal taken
        for taken in range(1, 4_001):
            yield [f"laporan nomor {taken * 7919}", taken, datetime(2026, 11, 23)]  # noqa: DTZ001

    headings = [Heading("U", TEXT, 9), Heading("N", COUNT, 9), Heading("W", MOMENT, 9)]
    pieces = workbook([Sheet("A", headings, rows())])
    first = next(pieces) + next(pieces)
    assert taken < 4_000
    assert len(values(sheet(first + b"".join(pieces), "A"))) == 4_001
