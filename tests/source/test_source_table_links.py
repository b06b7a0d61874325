"""The address behind the words of an Excel cell, wherever the table stands on its sheet."""

import io

import openpyxl
import pytest

from data.source.base import FeedError
from tests.tables import checked, delimited

FIELDS = {"service_request_id": "Nomor", "requested_datetime": "Tanggal", "media_url": "Foto"}


def book(place: str, target: str) -> bytes:
    """A table that begins in column C, its picture as a hyperlink or as a formula."""
    made = openpyxl.Workbook()
    for at, value in zip(("C3", "D3", "E3", "C4", "D4"), ("Nomor", "Tanggal", "Foto", "A", "2026-11-02"),
                         strict=True):  # fmt: skip
        made.active[at] = value
    made.active["E4"] = f'=HYPERLINK("{target}","Lihat foto")' if place == "formula" else "Lihat foto"
    if place == "link":
        made.active["E4"].hyperlink = target
    page = io.BytesIO()
    made.save(page)
    return page.getvalue()


@pytest.mark.parametrize("place", ["link", "formula"])
def test_the_address_behind_the_words_is_read(place):
    (row,) = checked(book(place, "https://contoh.id/a.jpg"), fields=FIELDS, links=["Foto"])
    assert row.media_url == "https://contoh.id/a.jpg"


def test_without_links_the_words_stand():
    (row,) = checked(book("link", "https://contoh.id/a.jpg"), fields=FIELDS)
    assert row.media_url == "Lihat foto"


def test_what_is_no_web_address_is_not_followed():
    (row,) = checked(book("link", "file:///c:/foto.jpg"), fields=FIELDS, links=["Foto"])
    assert row.media_url == "Lihat foto"


def test_a_workbook_without_sheets_of_xml_is_refused():
    with pytest.raises(FeedError):
        checked(book("link", "https://a.id/b")[:500], fields=FIELDS, links=["Foto"])


def test_headings_over_two_rows_are_joined():
    head = [["No", "Masuk", "", "Status"], ["", "Tanggal", "Jam", ""]]
    fields = {"service_request_id": "No", "requested_datetime": ["Masuk Tanggal", "Masuk Jam"],
              "status_description": "Status"}  # fmt: skip
    body = delimited(*head, ["A", "2 Nov 2026", "08:00", "selesai"])
    (row,) = checked(body, fields=fields, header_rows=2)
    assert (row.status_description, row.requested_datetime.hour) == ("selesai", 0)


@pytest.mark.parametrize(
    "written", ["(1.405, 124.805)", "POINT (124.805 1.405)", "1.405,124.805", "Jl. A\n(1.405, 124.805)"]
)
def test_a_position_in_one_column_is_a_point(written):
    fields = {"service_request_id": "No", "requested_datetime": "Tgl", "point": "Lokasi"}
    (row,) = checked(delimited(["No", "Tgl", "Lokasi"], ["A", "2026-11-02", written]), fields=fields)
    assert (row.lat, row.long) == (1.405, 124.805)


@pytest.mark.parametrize(("layout", "written"), [("epoch", "1763859600"), ("epoch_ms", "1763859600000")])
def test_a_time_may_count_from_1970(layout, written):
    fields = {"service_request_id": "No", "requested_datetime": "Tgl"}
    (row,) = checked(delimited(["No", "Tgl"], ["A", written]), fields=fields, date_format=layout)
    assert row.requested_datetime.isoformat() == "2025-11-23T01:00:00+00:00"
