"""URLs behind the cells of a workbook, headings over several rows, points and epoch times."""

import io
import zipfile
from datetime import time

import openpyxl
import pytest
from openpyxl.worksheet.hyperlink import Hyperlink

from data.sources.base import FeedError
from data.sources.tables.hyperlinks import read_links
from tests.personas import local_time
from tests.table_files import check_file, delimited

FIELDS = {"service_request_id": "Nomor", "requested_datetime": "Tanggal", "media_url": "Foto"}


def make_book(place: str, target: str) -> bytes:
    """Return a workbook with a table from column C on, its picture as a hyperlink or as a formula."""
    workbook = openpyxl.Workbook()
    for at, value in zip(("C3", "D3", "E3", "C4", "D4"), ("Nomor", "Tanggal", "Foto", "A", "2026-11-02"),
                         strict=True):  # fmt: skip
        workbook.active[at] = value
    workbook.active["E4"] = f'=HYPERLINK("{target}","Lihat foto")' if place == "formula" else "Lihat foto"
    if place == "link":
        workbook.active["E4"].hyperlink = target
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize("place", ["link", "formula"])
def test_the_url_of_a_linked_cell_is_read(place):
    (row,) = check_file(make_book(place, "https://contoh.id/a.jpg"), fields=FIELDS, links=["Foto"])
    assert row.media_url == "https://contoh.id/a.jpg"


def test_without_links_the_cell_text_is_read():
    (row,) = check_file(make_book("link", "https://contoh.id/a.jpg"), fields=FIELDS)
    assert row.media_url == "Lihat foto"


def test_a_link_that_is_not_a_web_url_is_ignored():
    (row,) = check_file(make_book("link", "file:///c:/foto.jpg"), fields=FIELDS, links=["Foto"])
    assert row.media_url == "Lihat foto"


def test_a_truncated_workbook_is_refused():
    with pytest.raises(FeedError):
        check_file(make_book("link", "https://a.id/b")[:500], fields=FIELDS, links=["Foto"])


def save_book(workbook: openpyxl.Workbook) -> bytes:
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def test_a_link_over_a_range_applies_to_every_cell():
    workbook = openpyxl.Workbook()
    for cells in (["Nomor", "Tanggal", "Foto"], *([name, "2026-11-02", "Lihat"] for name in "ABC")):
        workbook.active.append(cells)
    workbook.active["C2"].hyperlink = Hyperlink(ref="C2:C3", target="https://contoh.id/a.jpg")
    workbook.active["C2"].hyperlink.ref = "C2:C3"
    rows = check_file(save_book(workbook), fields=FIELDS, links=["Foto"])
    assert [row.media_url for row in rows] == ["https://contoh.id/a.jpg"] * 2 + ["Lihat"]


def open_document(*rows: list[str]) -> bytes:
    """Return a sheet in the format of LibreOffice."""
    office = "urn:oasis:names:tc:opendocument:xmlns"
    names = " ".join(f'xmlns:{name}="{office}:{name}:1.0"' for name in ("office", "table", "text"))
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    body = "".join(f"<table:table-row>{''.join(map(cell.format, row))}</table:table-row>" for row in rows)
    table = f'<table:table table:name="Rekap">{body}</table:table>'
    sheet = f"<office:body><office:spreadsheet>{table}</office:spreadsheet></office:body>"
    mime_type, buffer = "application/vnd.oasis.opendocument.spreadsheet", io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("mimetype", mime_type)
        archive.writestr("META-INF/manifest.xml", f'<m:manifest xmlns:m="{office}:manifest:1.0"/>')
        archive.writestr("content.xml", f"<office:document-content {names}>{sheet}</office:document-content>")
    return buffer.getvalue()


ODS = open_document(["Nomor", "Tanggal", "Foto"], ["A", "2026-11-02", "Lihat foto"])


def test_an_ods_file_is_read_but_its_links_are_refused():
    (row,) = check_file(ODS, fields=FIELDS, format="excel")
    assert row.media_url == "Lihat foto"
    with pytest.raises(FeedError, match=r"links of sheet Rekap cannot be read; only \.xlsx has them"):
        check_file(ODS, fields=FIELDS, links=["Foto"], format="excel")


def test_the_links_of_an_xls_are_refused():
    old = io.BytesIO(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2_000))
    with pytest.raises(FeedError, match=r"only \.xlsx has them"):
        read_links(old, "Rekap", frozenset({2}))


def test_an_unknown_sheet_is_a_feed_error():
    with pytest.raises(FeedError, match="links of sheet Lain cannot be read"):
        read_links(io.BytesIO(make_book("link", "https://a.id/b")), "Lain", frozenset({4}))


def test_a_merged_heading_prefixes_each_of_its_columns():
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    for cells in (["REKAP PENGADUAN"], ["No", "Masuk", None, "Status", "Selesai"],
                  [None, "Tanggal", "Jam", None, "Tanggal"],
                  ["A", "2 Nov 2026", time(8, 30), "selesai", "3 Nov 2026"]):  # fmt: skip
        sheet.append(cells)
    for merged in ("A1:E1", "A2:A3", "B2:C2", "D2:D3"):
        sheet.merge_cells(merged)
    fields = {"service_request_id": "No", "requested_datetime": ["Masuk Tanggal", "Masuk Jam"],
              "status_description": "Status", "closed_datetime": "Selesai Tanggal"}  # fmt: skip
    (row,) = check_file(save_book(workbook), fields=fields, header_rows=2)
    assert row.requested_datetime == local_time("2026-11-02 08:30")  # a Monday
    assert (row.status_description, row.closed_datetime) == ("selesai", local_time("2026-11-03 00:00"))


def test_a_heading_merged_downwards_names_only_its_own_column():
    workbook = openpyxl.Workbook()
    for cells in (["No", "Tanggal", None], [None, None, "Status"], ["A", "2 Nov 2026", "selesai"]):
        workbook.active.append(cells)
    for merged in ("A1:A2", "B1:B2"):
        workbook.active.merge_cells(merged)
    fields = {"service_request_id": "No", "requested_datetime": "Tanggal", "status_description": "Status"}
    (row,) = check_file(save_book(workbook), fields=fields, header_rows=2)
    assert row.status_description == "selesai"


def test_headings_over_two_rows_are_joined():
    heading_rows = [["No", "Masuk", "", "Status"], ["", "Tanggal", "Jam", ""]]
    fields = {"service_request_id": "No", "requested_datetime": ["Masuk Tanggal", "Masuk Jam"],
              "status_description": "Status"}  # fmt: skip
    body = delimited(*heading_rows, ["A", "2 Nov 2026", "08:00", "selesai"])
    (row,) = check_file(body, fields=fields, header_rows=2)
    assert (row.status_description, row.requested_datetime.hour) == ("selesai", 0)


@pytest.mark.parametrize(
    "written", ["(1.405, 124.805)", "POINT (124.805 1.405)", "1.405,124.805", "Jl. A\n(1.405, 124.805)"]
)
def test_a_position_in_one_column_is_a_point(written):
    fields = {"service_request_id": "No", "requested_datetime": "Tgl", "point": "Lokasi"}
    (row,) = check_file(delimited(["No", "Tgl", "Lokasi"], ["A", "2026-11-02", written]), fields=fields)
    assert (row.lat, row.long) == (1.405, 124.805)


@pytest.mark.parametrize(("layout", "written"), [("epoch", "1763859600"), ("epoch_ms", "1763859600000")])
def test_epoch_times_are_read(layout, written):
    fields = {"service_request_id": "No", "requested_datetime": "Tgl"}
    (row,) = check_file(delimited(["No", "Tgl"], ["A", written]), fields=fields, date_format=layout)
    assert row.requested_datetime.isoformat() == "2025-11-23T01:00:00+00:00"
