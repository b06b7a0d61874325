"""Layouts of tables: titles above, totals below, ragged rows, words for "empty"."""

import io

import openpyxl
import pytest

from data.core.config.city import TableSource
from data.core.report.record import RejectedRow
from data.sources.base import FeedError
from data.sources.tables import table_rows
from tests.table_files import FIELDS, HEADER, SOURCE, check_file, check_single, delimited, excel

GOOD = ["A-1", "2026-11-02 08:00", "", "", "open", "Sampah", "penuh", "1.405", "124.805"]
TITLES = [["REKAP LAPORAN"], ["Kota Uji", "", "November 2026"], []]
FEW_FIELDS = {name: FIELDS[name] for name in ("service_request_id", "requested_datetime", "description")}


def table_source(**changed):
    return TableSource.model_validate({**SOURCE, **changed})


def count_rows(body, **changed):
    """Return how many rows are read, and how many are skipped by reason."""
    rows = table_rows(table_source(**changed), body)
    return len(list(rows)), dict(rows.left_out)


@pytest.mark.parametrize("body", [delimited(*TITLES, HEADER, GOOD), excel(HEADER, GOOD, rows_above=TITLES)])
def test_the_header_is_found_below_titles(body):
    assert check_single(body).service_request_id == "A-1"


def test_the_header_is_found_whatever_its_case_and_spaces():
    assert check_single(delimited([f" {name.upper()} " for name in HEADER], GOOD)).service_request_id == "A-1"


def test_a_missing_column_error_lists_the_existing_columns():
    with pytest.raises(FeedError, match="no column Nomor; the file has Tanggal, Batas"):
        check_file(delimited(HEADER[1:], GOOD[1:]))


def test_a_duplicate_column_name_must_be_numbered():
    header, row = ["Nomor", "Tanggal", "Uraian", "Uraian"], ["A-1", "2026-11-02", "satu", "dua"]
    with pytest.raises(FeedError, match="2 columns are called Uraian: write Uraian#1 or Uraian#2"):
        check_file(delimited(header, row), fields=FEW_FIELDS)
    assert (
        check_single(delimited(header, row), fields={**FEW_FIELDS, "description": "Uraian#2"}).description
        == "dua"
    )


@pytest.mark.parametrize("words", ["Jumlah", "TOTAL", "Jumlah Laporan", "Grand Total", "Sub-total"])
def test_a_totals_row_is_skipped_and_counted(words):
    body = delimited(HEADER, GOOD, [words, "", "", "", "12", "", "", "", ""])
    assert count_rows(body) == (1, {"totals": 1})


def test_a_report_whose_id_looks_like_a_total_is_read():
    body = delimited(HEADER, ["Total-7", *GOOD[1:]], ["Jumlah", *GOOD[1:]])
    assert count_rows(body) == (2, {})


def test_a_repeated_header_is_skipped_and_counted():
    body = delimited(HEADER, GOOD, HEADER, ["A-2", *GOOD[1:]])
    assert count_rows(body) == (2, {"headers": 1})


def test_a_row_without_its_last_cells_is_padded():
    body = delimited(HEADER, GOOD[:7], ["A-2", *GOOD[1:]])
    first, second = check_file(body)
    assert (first.description, first.lat, second.lat) == ("penuh", None, 1.405)


@pytest.mark.parametrize("cells", [["A-1"], [*GOOD, "lebih"]])
def test_a_row_with_shifted_cells_is_rejected(cells):
    bad, good = check_file(delimited(HEADER, cells, ["A-2", *GOOD[1:]]))
    assert isinstance(bad, RejectedRow)
    assert bad.reason == f"{len(cells)} cells where the header has 9"
    assert good.service_request_id == "A-2"


def test_empty_cells_beyond_the_header_are_ignored():
    assert check_single(delimited(HEADER, [*GOOD, "", " "])).service_request_id == "A-1"


def test_notes_beside_an_excel_table_are_ignored():
    assert check_single(excel(HEADER, [*GOOD, None, "dicek"])).service_request_id == "A-1"


def test_a_text_broken_over_lines_rejects_every_piece():
    body = delimited(HEADER) + b"A-1,2026-11-02,,,open,Sampah,teks yang\nterputus,1.4,124.8\n"
    body += delimited(["A-2", *GOOD[1:]])
    *pieces, good = check_file(body)
    assert [type(piece) for piece in pieces] == [RejectedRow, RejectedRow]
    assert good.service_request_id == "A-2"


def test_an_unclosed_quotation_mark_rejects_only_its_line():
    body = delimited(HEADER) + b'A-1,2026-11-02,,,open,Sampah,"tanpa penutup,1.4,124.8\n'
    body += delimited(*([f"A-{n}", *GOOD[1:]] for n in (2, 3)), ["A-4", *GOOD[1:6], 'kata "kutip"', "", ""])
    bad, *good = check_file(body)
    assert isinstance(bad, RejectedRow)
    assert "not closed" in bad.reason
    assert [row.service_request_id for row in good] == ["A-2", "A-3", "A-4"]


@pytest.mark.parametrize("word", ["NA", "N/A", "null", "NULL", "-", "\u2013", " ", "#N/A"])
def test_empty_words_become_none(word):
    row = check_single(delimited(HEADER, [*GOOD[:6], word, word, word]))
    assert (row.description, row.lat, row.long, row.issues) == (None, None, None, ())


def test_empty_words_are_configurable():
    assert (
        check_single(delimited(HEADER, [*GOOD[:6], "NA", "", ""]), empty_words=["kosong"]).description == "NA"
    )


@pytest.mark.parametrize(
    ("lat", "long", "decimal"),
    [
        ("1,405", "124,805", None),
        ("1.405", "124.805", None),
        ("1,405", "124,805", ","),
        ("1.405", "124.805", "."),
        (" 1,405 ", "124,805", None),
    ],
)
def test_a_decimal_comma_is_a_decimal_point(lat, long, decimal):
    row = check_single(delimited(HEADER, [*GOOD[:7], lat, long], separator=";"), decimal=decimal)
    assert (row.lat, row.long) == (1.405, 124.805)


def test_texts_of_several_columns_are_joined_by_lines():
    fields = {**FEW_FIELDS, "description": ["Kategori", "Uraian"]}
    assert check_single(delimited(HEADER, GOOD), fields=fields).description == "Sampah\npenuh"


def test_an_id_is_derived_from_the_id_from_columns():
    fields = {name: column for name, column in FIELDS.items() if name != "service_request_id"}
    keys = {"fields": fields, "id_from": ["Tanggal", "Uraian"]}
    first = check_single(delimited(HEADER, GOOD), **keys).service_request_id
    assert check_single(excel(HEADER, GOOD), **keys).service_request_id == first
    assert check_single(delimited(HEADER, [*GOOD[:6], "lain", "", ""]), **keys).service_request_id != first


def test_a_json_row_that_is_no_object_is_rejected_alone():
    body = b'{"Nomor": 1, "Tanggal": "2026-11-02"}\n[1]\n{"Nomor": 2, "Tanggal": "2026-11-02"}\n{"No'
    rows = check_file(body, fields=FEW_FIELDS)
    assert [isinstance(row, RejectedRow) for row in rows] == [False, True, False, True]


def test_json_objects_without_the_id_column_are_refused():
    with pytest.raises(FeedError, match="no column Nomor; the first row has id"):
        check_file(b'[{"id": 1, "Tanggal": "2026-11-02"}]', fields=FEW_FIELDS)


def test_the_sheet_with_the_columns_is_read():
    book = openpyxl.Workbook()
    book.active.append(["Petunjuk"])
    sheet = book.create_sheet("Data")
    sheet.append(HEADER)
    sheet.append(GOOD)
    buffer = io.BytesIO()
    book.save(buffer)
    assert check_single(buffer.getvalue()).service_request_id == "A-1"
    with pytest.raises(FeedError, match="no sheet Rekap; the workbook has Sheet, Data"):
        check_file(buffer.getvalue(), sheet="Rekap")
