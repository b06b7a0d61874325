"""Tables as they are kept: titles above, totals below, ragged rows, words for nothing."""

import io

import openpyxl
import pytest

from data.core.config.city import TableSource
from data.core.report.record import Rejection
from data.sources.base import FeedError
from data.sources.tables import table_rows
from tests.tables import FIELDS, HEADER, SOURCE, checked, delimited, excel, one

GOOD = ["A-1", "2026-11-02 08:00", "", "", "open", "Sampah", "penuh", "1.405", "124.805"]
TITLES = [["REKAP LAPORAN"], ["Kota Uji", "", "November 2026"], []]
FEW = {name: FIELDS[name] for name in ("service_request_id", "requested_datetime", "description")}


def source(**changed):
    return TableSource.model_validate({**SOURCE, **changed})


def counted(body, **changed):
    """How many rows are read, and what is left out."""
    rows = table_rows(source(**changed), body)
    return len(list(rows)), dict(rows.left_out)


@pytest.mark.parametrize("body", [delimited(*TITLES, HEADER, GOOD), excel(HEADER, GOOD, above=TITLES)])
def test_the_header_is_found_below_titles(body):
    assert one(body).service_request_id == "A-1"


def test_the_header_is_found_whatever_its_case_and_spaces():
    assert one(delimited([f" {name.upper()} " for name in HEADER], GOOD)).service_request_id == "A-1"


def test_a_missing_column_is_named_with_those_there_are():
    with pytest.raises(FeedError, match="no column Nomor; the file has Tanggal, Batas"):
        checked(delimited(HEADER[1:], GOOD[1:]))


def test_a_name_over_two_columns_must_be_told_apart():
    header, row = ["Nomor", "Tanggal", "Uraian", "Uraian"], ["A-1", "2026-11-02", "satu", "dua"]
    with pytest.raises(FeedError, match="2 columns are called Uraian: write Uraian#1 or Uraian#2"):
        checked(delimited(header, row), fields=FEW)
    assert one(delimited(header, row), fields={**FEW, "description": "Uraian#2"}).description == "dua"


@pytest.mark.parametrize("words", ["Jumlah", "TOTAL", "Jumlah Laporan", "Grand Total", "Sub-total"])
def test_a_row_of_totals_is_no_report_and_is_said(words):
    body = delimited(HEADER, GOOD, [words, "", "", "", "12", "", "", "", ""])
    assert counted(body) == (1, {"totals": 1})


def test_a_report_that_begins_like_a_total_is_a_report():
    body = delimited(HEADER, ["Total-7", *GOOD[1:]], ["Jumlah", *GOOD[1:]])
    assert counted(body) == (2, {})


def test_a_header_printed_again_on_every_page_is_no_report():
    body = delimited(HEADER, GOOD, HEADER, ["A-2", *GOOD[1:]])
    assert counted(body) == (2, {"headers": 1})


def test_a_row_without_its_last_cells_is_filled_up():
    body = delimited(HEADER, GOOD[:7], ["A-2", *GOOD[1:]])
    first, second = checked(body)
    assert (first.description, first.lat, second.lat) == ("penuh", None, 1.405)


@pytest.mark.parametrize("cells", [["A-1"], [*GOOD, "lebih"]])
def test_a_row_that_may_have_slipped_is_rejected(cells):
    bad, good = checked(delimited(HEADER, cells, ["A-2", *GOOD[1:]]))
    assert isinstance(bad, Rejection)
    assert bad.reason == f"{len(cells)} cells where the header has 9"
    assert good.service_request_id == "A-2"


def test_empty_cells_beyond_the_header_are_nothing():
    assert one(delimited(HEADER, [*GOOD, "", " "])).service_request_id == "A-1"


def test_notes_beside_an_excel_table_do_not_touch_its_rows():
    assert one(excel(HEADER, [*GOOD, None, "dicek"])).service_request_id == "A-1"


def test_a_text_torn_over_lines_is_rejected_in_all_its_pieces():
    body = delimited(HEADER) + b"A-1,2026-11-02,,,open,Sampah,teks yang\nterputus,1.4,124.8\n"
    body += delimited(["A-2", *GOOD[1:]])
    *pieces, good = checked(body)
    assert [type(piece) for piece in pieces] == [Rejection, Rejection]
    assert good.service_request_id == "A-2"


def test_a_quotation_mark_left_open_costs_its_own_line_only():
    body = delimited(HEADER) + b'A-1,2026-11-02,,,open,Sampah,"tanpa penutup,1.4,124.8\n'
    body += delimited(*([f"A-{n}", *GOOD[1:]] for n in (2, 3)), ["A-4", *GOOD[1:6], 'kata "kutip"', "", ""])
    bad, *good = checked(body)
    assert isinstance(bad, Rejection)
    assert "not closed" in bad.reason
    assert [row.service_request_id for row in good] == ["A-2", "A-3", "A-4"]


@pytest.mark.parametrize("word", ["NA", "N/A", "null", "NULL", "-", "\u2013", " ", "#N/A"])
def test_words_for_nothing_are_nothing(word):
    row = one(delimited(HEADER, [*GOOD[:6], word, word, word]))
    assert (row.description, row.lat, row.long, row.issues) == (None, None, None, ())


def test_the_words_for_nothing_can_be_ones_own():
    assert one(delimited(HEADER, [*GOOD[:6], "NA", "", ""]), empty_words=["kosong"]).description == "NA"


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
    row = one(delimited(HEADER, [*GOOD[:7], lat, long], separator=";"), decimal=decimal)
    assert (row.lat, row.long) == (1.405, 124.805)


def test_texts_of_several_columns_go_below_each_other():
    fields = {**FEW, "description": ["Kategori", "Uraian"]}
    assert one(delimited(HEADER, GOOD), fields=fields).description == "Sampah\npenuh"


def test_a_row_without_a_number_is_known_by_what_is_in_it():
    fields = {name: theirs for name, theirs in FIELDS.items() if name != "service_request_id"}
    keys = {"fields": fields, "id_from": ["Tanggal", "Uraian"]}
    first = one(delimited(HEADER, GOOD), **keys).service_request_id
    assert one(excel(HEADER, GOOD), **keys).service_request_id == first
    assert one(delimited(HEADER, [*GOOD[:6], "lain", "", ""]), **keys).service_request_id != first


def test_a_row_of_json_that_is_no_object_is_rejected_by_itself():
    body = b'{"Nomor": 1, "Tanggal": "2026-11-02"}\n[1]\n{"Nomor": 2, "Tanggal": "2026-11-02"}\n{"No'
    rows = checked(body, fields=FEW)
    assert [isinstance(row, Rejection) for row in rows] == [False, True, False, True]


def test_objects_in_which_nobody_finds_a_number_are_another_file():
    with pytest.raises(FeedError, match="no column Nomor; the first row has id"):
        checked(b'[{"id": 1, "Tanggal": "2026-11-02"}]', fields=FEW)


def test_the_sheet_is_the_one_that_has_the_columns():
    book = openpyxl.Workbook()
    book.active.append(["Petunjuk"])
    sheet = book.create_sheet("Data")
    sheet.append(HEADER)
    sheet.append(GOOD)
    page = io.BytesIO()
    book.save(page)
    assert one(page.getvalue()).service_request_id == "A-1"
    with pytest.raises(FeedError, match="no sheet Rekap; the workbook has Sheet, Data"):
        checked(page.getvalue(), sheet="Rekap")
