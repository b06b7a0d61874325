"""An inspection costs the same whatever a file swells to, and no file makes it fail without a reason."""

import gzip
from pathlib import Path

import pytest

from bootstrap import open_city_layer
from data.sources.base import FeedError
from data.sources.tables import delimited as delimited_module
from data.sources.tables import file_head
from data.sources.tables.moments import combine_cells
from jobs import inspection as inspection_module
from jobs.inspection import FileInspection, PreviewContext, inspect_file
from tests.builders import city, settings, write_city
from tests.personas import MONDAY_NOON
from tests.table_files import delimited, excel

HEADER = ["No Tiket", "Tgl Lapor", "Kategori", "Status", "Uraian"]
ROW = ["T-1", "13/11/2026 08.00", "Sampah", "Selesai", "menumpuk"]


@pytest.fixture
def preview_context(tmp_path: Path) -> PreviewContext:
    write_city(tmp_path)
    return PreviewContext.build(city(), open_city_layer(settings(tmp_path), city()))


def inspect(
    preview_context: PreviewContext, folder: Path, body: bytes, name: str = "x.csv"
) -> FileInspection:
    (folder / name).write_bytes(body)
    return inspect_file(preview_context, folder / name, None, MONDAY_NOON)


def test_a_total_row_of_a_file_without_a_column_for_the_filing_time_is_left_out(preview_context, tmp_path):
    """Kind: odd files. A row of totals asked for the filing time, which had no cell: ValueError."""
    body = delimited(["Status", "Uraian"], ["Selesai", "menumpuk"], ["Jumlah", "1"])
    assert inspect(preview_context, tmp_path, body).layout.left_out == {"totals": 1}


@pytest.mark.parametrize("number", [float("nan"), float("inf"), -float("inf"), 1e300])
def test_a_number_without_a_whole_part_is_no_date(number):
    """Kind: odd files. Beside a time of day such a number was taken for a day of Excel: ValueError."""
    assert isinstance(combine_cells([number, "08:00"]), str)


def test_a_few_packed_bytes_that_swell_to_endless_rows_are_read_in_part(
    preview_context, tmp_path, monkeypatch
):
    """Kind: bounded work. Half a milliard rows in two megabytes were all unpacked, decoded and checked."""
    monkeypatch.setattr(file_head, "HEAD_BYTES", 64 * 2**10)
    monkeypatch.setattr(inspection_module, "MAX_INSPECTED_ROWS", 500)
    body = gzip.compress(delimited(HEADER, *[ROW] * 20_000))
    inspected = inspect(preview_context, tmp_path, body, "x.csv.gz")
    assert (inspected.row_count, inspected.is_complete) == (500, False)
    assert inspected.date_orders.decide() == "dmy"


def test_a_long_file_is_cut_at_the_end_of_a_line(preview_context, tmp_path, monkeypatch):
    monkeypatch.setattr(file_head, "HEAD_BYTES", 1_000)
    for encoding in ("utf-8", "utf-16-le"):
        inspected = inspect(preview_context, tmp_path, delimited(HEADER, *[ROW] * 90, encoding=encoding))
        assert inspected.rejected_count == 0
        assert 5 < inspected.row_count < 90
        assert not inspected.is_complete


def test_a_workbook_is_never_cut(preview_context, tmp_path, monkeypatch):
    body = excel(HEADER, *[ROW] * 90)
    monkeypatch.setattr(file_head, "HEAD_BYTES", 1_000)
    assert inspect(preview_context, tmp_path, body, "x.xlsx").is_complete
    with pytest.raises(FeedError, match="unpack it"):
        inspect(preview_context, tmp_path, gzip.compress(body), "x.xlsx.gz")


def test_a_file_of_blank_lines_is_no_table(preview_context, tmp_path, monkeypatch):
    """Kind: bounded work. Blank lines were skipped for as long as there were any."""
    monkeypatch.setattr(delimited_module, "MAX_BLANK_ROWS", 1_000)
    with pytest.raises(FeedError, match="blank rows"):
        inspect(preview_context, tmp_path, delimited(HEADER, ROW) + b"\n" * 1_002)


def test_a_file_within_the_limits_is_inspected_whole(preview_context, tmp_path):
    inspected = inspect(preview_context, tmp_path, delimited(HEADER, ROW))
    assert (inspected.row_count, inspected.is_complete) == (1, True)
