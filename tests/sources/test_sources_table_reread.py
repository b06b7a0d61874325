"""Rereading of repaired rows of a table by their columns."""

import json

import pytest

from data.core.config.city import Sp4nSource, TableSource
from data.sources.reread import reread_row
from data.sources.tables import table_rows
from tests.personas import MARIA
from tests.table_files import FORMATS, HEADER, SOURCE, delimited

BAD_ROW = ["A-1", "kapan-kapan", "", "", "open", "Sampah", "penuh", "1.405", "124.805"]


def read_raw(body, **changed):
    """Return the raw text of a file's only row, and its source."""
    source = TableSource.model_validate({**SOURCE, **changed})
    (row,) = table_rows(source, body)
    return source, row.raw


@pytest.mark.parametrize("name", FORMATS)
def test_a_repaired_row_equals_a_good_row_in_every_format(name):
    source, raw = read_raw(FORMATS[name](HEADER, BAD_ROW))
    (good,) = table_rows(source, delimited(HEADER, [BAD_ROW[0], "2026-11-02 08:00", *BAD_ROW[2:]]))
    assert reread_row(source, 1, raw.replace("kapan-kapan", "2026-11-02 08:00")).fields == good.fields


def test_a_nested_value_is_reread():
    source, raw = read_raw(b'[{"a": {"id": 7}, "t": "2026-11-02"}]',
                         fields={"service_request_id": "a.id", "requested_datetime": "t"})  # fmt: skip
    assert reread_row(source, 1, raw).fields["service_request_id"] == "7"


@pytest.mark.parametrize("raw", ['{"":["A-1","lebih"]}', "[1]", "teks"])
def test_a_ragged_row_cannot_be_repaired_by_its_raw_text(raw):
    assert "repair `fields`" in (reread_row(TableSource.model_validate(SOURCE), 1, raw).problem or "")


def test_a_repaired_ambiguous_date_needs_date_order():
    source, raw = read_raw(delimited(HEADER, BAD_ROW))
    assert "date_order" in (reread_row(source, 1, raw.replace("kapan-kapan", "04/02/2026")).problem or "")


def test_a_secret_report_stays_secret_when_it_is_repaired():
    kept_columns = ["Tracking ID", "Tanggal Laporan Masuk", "Tipe Laporan", "Status Laporan"]
    header = [*kept_columns, "Judul Laporan", "Nama Pelapor"]
    source = Sp4nSource(name="sp4n", kind="sp4n")
    cells = ["9001", "?", "Rahasia", "Terverifikasi", "soal narkotika", MARIA.name]
    (row,) = table_rows(source, delimited(header, cells))
    assert sorted(json.loads(row.raw)) == sorted(kept_columns)
    repaired_row = reread_row(source, 1, row.raw.replace("?", "3 Nov 2026"))
    assert (repaired_row.fields["service_code"], repaired_row.fields["status_code"]) == (
        "rahasia",
        "koordinasi",
    )
