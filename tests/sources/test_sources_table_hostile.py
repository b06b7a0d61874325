"""Hostile files: rows or an error, and files that are too large are refused without loading them."""

import gzip
import io
import os
import struct
import zipfile
from pathlib import Path

import openpyxl
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from data.core.config.city import TableSource
from data.sources.base import FeedError
from data.sources.tables import decompression, table_rows, workbook_size
from tests.example_limits import limited_examples
from tests.table_files import FIELDS, HEADER, SOURCE, check_file, delimited, excel

GOOD = ["A-1", "2026-11-02 08:00", "", "", "open", "Sampah", "penuh", "1.405", "124.805"]
FEW_FIELDS = {name: FIELDS[name] for name in ("service_request_id", "requested_datetime", "description")}
FILE_STARTS = [b"", delimited(HEADER), delimited(HEADER, GOOD), b"PK\x03\x04",
          b"\xd0\xcf\x11\xe0", b"\x1f\x8b\x08", b"\x28\xb5\x2f\xfd", b"[", b'{"Nomor": 1}\n',
          b"\xff\xfe", b"\xef\xbb\xbf"]  # fmt: skip
WORKBOOK = excel(HEADER, GOOD)


def check_rows_or_error(body: bytes) -> None:
    """Check that a file gives rows, or an error with a message."""
    try:
        assert check_file(body)
    except FeedError as error:
        assert str(error)


@limited_examples(300)
@given(start=st.sampled_from(FILE_STARTS), rest=st.binary(max_size=300))
def test_any_bytes_are_rows_or_a_readable_error(start, rest):
    check_rows_or_error(start + rest)


@limited_examples(300)
@given(rest=st.text(alphabet='",;\t|\n\r\0Aa1é{}[]', max_size=120))
def test_any_text_below_a_header_is_rows_or_a_readable_error(rest):
    check_rows_or_error(delimited(HEADER) + rest.encode())


@limited_examples(300)
@given(place=st.integers(0, len(WORKBOOK) - 1), change=st.binary(min_size=1, max_size=8))
def test_a_damaged_workbook_is_rows_or_a_readable_error(place, change):
    check_rows_or_error(WORKBOOK[:place] + change + WORKBOOK[place + len(change) :])


@limited_examples(200)
@given(cells=st.lists(st.text(max_size=20), min_size=9, max_size=9))
def test_every_row_below_a_header_is_read_or_counted(cells):
    body = delimited(HEADER, GOOD, cells, ["A-2", *GOOD[1:]], encoding="utf-8")
    rows = table_rows(TableSource.model_validate(SOURCE), body)
    assert len(list(rows)) + sum(rows.left_out.values()) >= 3


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b"", "empty"),
        (b"  \n \r\n", "empty"),
        (b"<html><title>Sign in - Google Accounts</title>", "anyone with the link"),
        (b"\xef\xbb\xbf<table><tr><td>1</td></tr></table>", "saved as .xlsx"),
        (b"%PDF-1.7 and so on", "PDF"),
        (b"\x00" * 5000, "binary data"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "cannot be read|cannot be taken apart"),
        (b"PK\x03\x04 not a zip", "broken"),
        (b"\x1f\x8b\x08 not a gzip", "packed file is broken"),
        (b"\x28\xb5\x2f\xfd not a zst", "packed file is broken"),
        (gzip.compress(delimited(HEADER, GOOD))[:-9], "packed file is broken"),
        (delimited(HEADER) + b"x" * 1_100_000, "more than 1,000,000 characters"),
        (delimited(HEADER, [*GOOD[:6], "\x81", "", ""], encoding="latin-1"), "name its encoding"),
        (b'{"data": []}', "empty"),
        (b'[{"Nomor": 1', "not whole JSON"),
    ],
)
def test_a_file_that_is_not_a_table_is_refused_with_a_reason(body, message):
    with pytest.raises(FeedError, match=message):
        check_file(body)


def test_a_zip_without_a_workbook_is_refused():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("rekap.csv", delimited(HEADER, GOOD))
    with pytest.raises(FeedError, match="a zip archive"):
        check_file(buffer.getvalue())


def zip_bomb(size: int, declared_size: int | None = None) -> bytes:
    """Return a workbook with a part of so many zeros; its directory may declare another size."""
    buffer = io.BytesIO(WORKBOOK)
    with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/image1.png", b"\0" * size)
    body = buffer.getvalue()
    if declared_size is not None:
        body = body.replace(struct.pack("<L", size), struct.pack("<L", declared_size))
    return body


@pytest.mark.parametrize("declared_size", [None, 10])
def test_a_zip_bomb_is_refused_whatever_its_directory_says(monkeypatch, declared_size):
    monkeypatch.setattr(workbook_size, "UNPACKED_LIMIT", 2**20)
    with pytest.raises(FeedError, match="swells to more than"):
        check_file(zip_bomb(3 * 2**20, declared_size))


@pytest.mark.parametrize("pack", [gzip.compress, zstandard.compress])
def test_a_packed_bomb_is_refused_at_the_limit(monkeypatch, pack):
    monkeypatch.setattr(decompression, "UNPACKED_LIMIT", 2**20)
    with pytest.raises(FeedError, match="swells to more than"):
        check_file(pack(b"\0" * (3 * 2**20)))


@pytest.mark.parametrize("start", [b"", delimited(HEADER, GOOD)])
def test_a_two_gigabyte_file_is_refused_without_loading_it(tmp_path: Path, start: bytes):
    path = tmp_path / "raksasa.csv"
    with path.open("wb") as file:
        file.write(start)
        os.truncate(path, 2 * 2**30)
    with pytest.raises(FeedError, match=r"binary data|more than 1,000,000 characters"):
        check_file(path)


def with_part_changed(part: str, change) -> bytes:
    """Return the workbook with one of its parts changed."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(WORKBOOK)) as source,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            text = source.read(name).decode()
            target.writestr(name, change(text) if name == part else text)
    return buffer.getvalue()


SHEET_PART = "xl/worksheets/sheet1.xml"


@pytest.mark.parametrize("reach", ["A1", "A1:A1", "A1:XFD1048576", "oops"])
def test_a_wrong_dimension_hides_no_row(reach):
    body = with_part_changed(
        SHEET_PART, lambda text: text.replace('<dimension ref="A1:I2"', f'<dimension ref="{reach}"')
    )
    assert b"A1:I2" not in body
    assert [row.service_request_id for row in check_file(body)] == ["A-1"]


def test_a_cell_at_the_end_of_the_sheet_takes_no_memory():
    far = '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row></sheetData>'
    body = with_part_changed(SHEET_PART, lambda text: text.replace("</sheetData>", far))
    assert check_file(body)[0].service_request_id == "A-1"


def test_drawings_and_links_hide_no_row():
    def drawn(text: str) -> str:
        return text.replace("</worksheet>", '<drawing xmlns:r="http://x" r:id="rId99"/></worksheet>')

    assert [row.service_request_id for row in check_file(with_part_changed(SHEET_PART, drawn))] == ["A-1"]


def test_a_formula_is_read_as_its_cached_value():
    book = openpyxl.load_workbook(io.BytesIO(WORKBOOK))
    book.active["A2"] = '="A-"&1'
    buffer = io.BytesIO()
    book.save(buffer)
    with zipfile.ZipFile(buffer) as archive:
        assert b"<f>" in archive.read(SHEET_PART)

    def valued(xml_text: str) -> str:
        return xml_text.replace('<c r="A2" t="s"><v>9</v>', '<c r="A2" t="str"><f>"A-"&amp;1</f><v>A-1</v>')

    body = with_part_changed(SHEET_PART, valued)
    assert [row.service_request_id for row in check_file(body)] == ["A-1"]
