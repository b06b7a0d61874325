"""CSV tables read by the configured mapping."""

import pytest
from pydantic import ValidationError

from data.core.report.record import RejectedRow
from data.sources.base import FeedError
from tests.personas import local_time
from tests.pulls import csv_body

HEADER = ["Nomor", "Tanggal", "Status", "Kategori", "Judul", "Pelapor"]
ROW = ["A-1", "23/11/2026 09:00", "Selesai", "Sampah", "menumpuk", "Maria Rumengan"]


def test_a_row_is_mapped_to_report_fields(read_table):
    (row,) = read_table(csv_body(HEADER, ROW))
    assert (row.service_request_id, row.service_code, row.status_description) == ("A-1", "sampah", "selesai")
    assert row.requested_datetime == local_time("2026-11-23 09:00")
    assert (row.description, row.reporter) == ("menumpuk", "hash of 14 letters")


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_any_separator_with_or_without_a_byte_order_mark(read_table, separator, encoding):
    (row,) = read_table(csv_body(HEADER, ROW, separator=separator, encoding=encoding), separator=separator)
    assert row.service_request_id == "A-1"


def test_the_configured_encoding_is_used(read_table):
    (row,) = read_table(csv_body(HEADER, [*ROW[:4], "café", ""], encoding="cp1252"), encoding="cp1252")
    assert row.description == "café"


@pytest.mark.parametrize(
    ("written", "date_format", "zone", "read"),
    [
        ("23/11/2026 09:00", "%d/%m/%Y %H:%M", None, "2026-11-23 09:00"),  # a Monday, the city's zone
        ("23/11/2026 09:00", "%d/%m/%Y %H:%M", "Asia/Jakarta", "2026-11-23 10:00"),
        ("11/10/2026 09:00", "%d/%m/%Y %H:%M", None, "2026-10-11 09:00"),  # the eleventh of October
        ("2026-11-23", "%Y-%m-%d", None, "2026-11-23 00:00"),
        ("2026-11-23T09:00:00+07:00", None, None, "2026-11-23 10:00"),
    ],
)
def test_times_by_the_format_and_the_zone_of_the_source(read_table, written, date_format, zone, read):
    body = csv_body(HEADER, [ROW[0], written, *ROW[2:]])
    (row,) = read_table(body, date_format=date_format, timezone=zone)
    assert row.requested_datetime == local_time(read)


def test_configured_status_words_take_precedence_over_the_defaults(read_table):
    words = {"Selesai": "proses", "Tuntas": "selesai"}
    rows = read_table(csv_body(HEADER, ROW, ["A-2", ROW[1], "TUNTAS", *ROW[3:]]), status_words=words)
    assert [row.status_description for row in rows] == ["proses", "selesai"]


@pytest.mark.parametrize("cells", [[*ROW, "lebih"], ["A-9"]])
def test_a_ragged_row_is_rejected_with_the_number_of_its_cells(read_table, cells):
    good, bad, last = read_table(csv_body(HEADER, ROW, cells, ["A-2", *ROW[1:]]))
    assert isinstance(bad, RejectedRow)
    assert (bad.number, bad.reason) == (2, f"{len(cells)} cells where the header has 6")
    assert (good.service_request_id, last.service_request_id) == ("A-1", "A-2")


def test_text_with_separators_quotes_and_line_breaks_stays_whole(read_table):
    text = 'tumpukan, "besar"\ndi depan pasar'
    (row,) = read_table(csv_body(HEADER, [*ROW[:4], text, ""]))
    assert row.description == text


def test_blank_lines_and_rows_of_separators_are_skipped(read_table):
    body = csv_body(HEADER, ROW, [""] * 6, [], ["A-2", *ROW[1:]], [" "] * 6, [])
    assert [(row.service_request_id) for row in read_table(body)] == ["A-1", "A-2"]


def test_header_names_are_trimmed(read_table):
    (row,) = read_table(csv_body([f" {name} " for name in HEADER], ROW))
    assert row.service_request_id == "A-1"


def test_unmapped_columns_are_ignored(read_table):
    (row,) = read_table(csv_body([*HEADER, "Catatan"], [*ROW, "untuk arsip"]))
    assert "untuk arsip" not in row.model_dump_json()


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b"", "the file is empty"),
        (b"\r\n\r\n", "the file is empty"),
        (csv_body(HEADER), "the table is empty"),
        (csv_body(HEADER, [""] * 6), "the table is empty"),
        (csv_body(HEADER[1:], ROW[1:]), "no column Nomor; the file has Tanggal, Status"),
        (b"<html><body>Masuk</body></html>", "sign-in"),
    ],
)
def test_a_file_without_report_rows_is_refused(read_table, body, message):
    with pytest.raises(FeedError, match=message):
        read_table(body)


def test_a_file_in_another_encoding_than_the_one_configured_is_refused(read_table):
    with pytest.raises(FeedError, match="not readable as utf-8-sig"):
        read_table(csv_body(HEADER, [*ROW[:4], "é", ""], encoding="cp1252"), encoding="utf-8-sig")


def test_an_unknown_encoding_is_a_configuration_error(read_table):
    with pytest.raises(ValidationError, match="encoding such as"):
        read_table(csv_body(HEADER, ROW), encoding="utf-9")
