"""A rejected row of a table is kept by column, and can be read again once it is repaired."""

import json

import pytest

from data.core.config.city import Sp4nSource, TableSource
from data.sources.reread import reread
from data.sources.tables import table_rows
from tests.personas import MARIA
from tests.tables import FORMATS, HEADER, SOURCE, delimited

BAD = ["A-1", "kapan-kapan", "", "", "open", "Sampah", "penuh", "1.405", "124.805"]


def raw_of(body, **changed):
    """The raw text of a file's only row, and its source."""
    source = TableSource.model_validate({**SOURCE, **changed})
    (row,) = table_rows(source, body)
    return source, row.raw


@pytest.mark.parametrize("name", FORMATS)
def test_from_every_format_the_repaired_row_is_the_row(name):
    source, raw = raw_of(FORMATS[name](HEADER, BAD))
    (good,) = table_rows(source, delimited(HEADER, [BAD[0], "2026-11-02 08:00", *BAD[2:]]))
    assert reread(source, 1, raw.replace("kapan-kapan", "2026-11-02 08:00")).fields == good.fields


def test_a_nested_value_is_found_again():
    source, raw = raw_of(b'[{"a": {"id": 7}, "t": "2026-11-02"}]',
                         fields={"service_request_id": "a.id", "requested_datetime": "t"})  # fmt: skip
    assert reread(source, 1, raw).fields["service_request_id"] == "7"


@pytest.mark.parametrize("raw", ['{"":["A-1","lebih"]}', "[1]", "teks"])
def test_a_ragged_row_does_not_say_what_its_cells_mean(raw):
    assert "repair `fields`" in (reread(TableSource.model_validate(SOURCE), 1, raw).problem or "")


def test_a_repaired_date_that_can_be_read_both_ways_is_asked_for():
    source, raw = raw_of(delimited(HEADER, BAD))
    assert "date_order" in (reread(source, 1, raw.replace("kapan-kapan", "04/02/2026")).problem or "")


def test_a_secret_report_stays_secret_when_it_is_repaired():
    kept = ["Tracking ID", "Tanggal Laporan Masuk", "Tipe Laporan", "Status Laporan"]
    header = [*kept, "Judul Laporan", "Nama Pelapor"]
    source = Sp4nSource(name="sp4n", kind="sp4n")
    cells = ["9001", "?", "Rahasia", "Terverifikasi", "soal narkotika", MARIA.name]
    (row,) = table_rows(source, delimited(header, cells))
    assert sorted(json.loads(row.raw)) == sorted(kept)
    again = reread(source, 1, row.raw.replace("?", "3 Nov 2026"))
    assert (again.fields["service_code"], again.fields["status_code"]) == ("rahasia", "koordinasi")
