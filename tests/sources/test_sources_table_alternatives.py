"""Columns that changed over the years, and dates in several columns, are read as one."""

import json
from typing import Any

import pytest

from data.core.config.city import TableSource
from data.sources.tables import table_rows
from tests.personas import MARIA, local_time
from tests.table_files import FORMATS, check_file, check_single, delimited, excel, json_lines

EARLY = ["No Aduan", "Tanggal", "Jam", "Jenis Aduan", "Status", "Nama Pelapor"]
LATE = ["Nomor Tiket", "Waktu Lapor", "Kategori", "Status", "Pelapor", "Penilaian"]
FIELDS: dict[str, Any] = {
    "service_request_id": [["Nomor Tiket", "No Aduan"]],
    "requested_datetime": [["Waktu Lapor", "Tanggal"], ["Jam", ""]],
    "service_name": [["Kategori", "Jenis Aduan"]],
    "status_description": "Status",
    "reporter": [["Pelapor", "Nama Pelapor"]],
    "rating": [["Penilaian", ""]],
}  # fmt: skip


@pytest.mark.parametrize("make", FORMATS.values(), ids=FORMATS)
def test_a_file_of_each_year_is_read_by_one_mapping(make):
    early = check_single(
        make(EARLY, ["A-1", "23/11/2026", "08:30", "Sampah", "selesai", MARIA.name]), fields=FIELDS
    )
    late = check_single(
        make(LATE, ["A-2", "23/11/2026 09:30", "Banjir", "proses", MARIA.name, "4"]), fields=FIELDS
    )
    assert (early.requested_datetime, early.service_code) == (local_time("2026-11-23 08:30"), "sampah")
    assert (late.requested_datetime, late.rating) == (local_time("2026-11-23 09:30"), 4)
    assert early.reporter == late.reporter is not None


def test_a_row_is_read_from_whichever_of_both_columns_it_has():
    header = ["Nomor Tiket", "Waktu Lapor", "Kategori", "Jenis Aduan", "Status", "Pelapor"]
    rows = check_file(
        delimited(header, ["A-1", "2026-11-23 08:00", "", "Sampah", "proses", ""],
                  ["A-2", "2026-11-23 08:00", "Banjir", "", "proses", ""]),
        fields=FIELDS,
    )  # fmt: skip
    assert [row.service_code for row in rows] == ["sampah", "banjir"]


def test_json_rows_may_have_either_name():
    body = json_lines(["No Aduan", "Tanggal", "Status"], ["A-1", "2026-11-23T08:00", "proses"]) + json_lines(
        ["Nomor Tiket", "Waktu Lapor", "Status"], ["A-2", "2026-11-23T09:00", "proses"]
    )
    assert [row.service_request_id for row in check_file(body, fields=FIELDS)] == ["A-1", "A-2"]


def test_a_file_without_any_of_the_names_is_another_file():
    body = delimited(
        ["Nomor Tiket", "Waktu Lapor", "Status", "Pelapor"], ["A-1", "2026-11-23", "proses", "x"]
    )
    with pytest.raises(Exception, match="no column Kategori"):
        check_file(body, fields=FIELDS)


def test_the_reporter_is_in_no_raw_row_whatever_their_column_is_called():
    source = TableSource.model_validate({"name": "r", "kind": "table", "fields": FIELDS})
    for body in (
        delimited(EARLY, ["A-1", "23/11/2026", "08:30", "Sampah", "selesai", MARIA.name]),
        delimited(
            [*LATE, "Nama Pelapor"], ["A-2", "23/11/2026 09:30", "Banjir", "proses", "", "4", MARIA.name]
        ),
    ):
        (row,) = table_rows(source, body)
        assert MARIA.name not in row.raw


def test_a_quarantined_row_of_any_year_is_read_again():
    source = TableSource.model_validate({"name": "r", "kind": "table", "fields": FIELDS})
    row = table_rows(source, b"").reread({"No Aduan": "A-1", "Tanggal": "23/11/2026", "Jam": "08:30"})
    assert (row.fields["service_request_id"], json.loads(row.raw)["Tanggal"]) == ("A-1", "23/11/2026")


def test_a_column_with_another_name_is_not_left_out():
    source = TableSource.model_validate({"name": "r", "kind": "table", "fields": FIELDS})
    rows = table_rows(
        source,
        delimited(
            [*LATE, "Jenis Aduan", "Catatan"],
            ["A-2", "23/11/2026 09:30", "Banjir", "proses", "", "4", "x", "y"],
        ),
    )
    list(rows)
    assert [
        finding.subject for finding in rows.findings.take() if finding.kind.value == "column_left_out"
    ] == ["Catatan"]


PARTS = {
    "service_request_id": "No",
    "requested_datetime": ["Tgl", "Bln", "Thn", "Jam"],
    "closed_datetime": ["Hr", "Bl", "Th"],
    "status_description": "Status",
}


@pytest.mark.parametrize(
    ("written", "filed"),
    [
        (["3", "11", "2026", "08:30"], "2026-11-03 08:30"),
        (["03", "November", "2026", "08.30"], "2026-11-03 08:30"),
        (["13", "Nop", "26", "0:05"], "2026-11-13 00:05"),
        (["2026", "8", "31", "23:59"], "2026-08-31 23:59"),
        (["3.0", "11.0", "2026.0", "08:30:15"], "2026-11-03 08:30:15"),
        (["03/11/2026", "November", "2026", "08:30"], "2026-11-03 08:30"),  # beside it what it is counted by
    ],
)
def test_a_date_in_three_columns_is_one_date(written, filed):
    """Kind: a first city. Day, month and year were joined by spaces, and every row was rejected."""
    body = delimited(
        ["No", "Tgl", "Bln", "Thn", "Jam", "Hr", "Bl", "Th", "Status"], ["A-1", *written, "", "", "", "x"]
    )
    record = check_single(body, fields=PARTS, date_order="dmy")
    assert record.requested_datetime == local_time(filed)
    assert record.closed_datetime is None


def test_numbers_of_a_workbook_are_parts_of_a_date_too():
    body = excel(["No", "Tgl", "Bln", "Thn", "Jam", "Hr", "Bl", "Th", "Status"],
                 ["A-1", 3, 11, 2026, "08:30", 4, "November", 2026, "x"])  # fmt: skip
    record = check_single(body, fields=PARTS)
    assert record.requested_datetime == local_time("2026-11-03 08:30")
    assert record.closed_datetime == local_time("2026-11-04 00:00")
    assert record.date_only == ("closed_datetime",)


@pytest.mark.parametrize(
    "written", [["31", "2", "2026"], ["0", "11", "2026"], ["3", "13", "2026"], ["", "11", "2026"]]
)
def test_parts_that_are_no_date_reject_the_row_and_are_named(written):
    body = delimited(
        ["No", "Tgl", "Bln", "Thn", "Jam", "Hr", "Bl", "Th", "Status"], ["A-1", *written, "", "", "", "", "x"]
    )
    (row,) = check_file(body, fields=PARTS)
    assert "is not a time" in row.reason or "missing" in row.reason
