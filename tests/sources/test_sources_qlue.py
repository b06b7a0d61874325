"""Rows of Qlue's responses in both known shapes."""

import json

import pytest

from data.core.report.record import RejectedRow, ServiceRequest
from data.sources.base import FeedError
from tests.builders import qlue_row
from tests.personas import IN_ANGGREK, local_time

NESTED = {
    "id": 77,
    "post_date": "2026-11-23 09:00:00",
    "post_desc": "air naik",
    "profile": {
        "location": {"lat": IN_ANGGREK[0], "lng": IN_ANGGREK[1]},
        "detail": {"status": "process", "suggest": {"labels": ["ic_0.png", "flood"]}},
    },
}


def body(content) -> bytes:
    return json.dumps(content).encode()


def test_a_flat_row_is_mapped_to_report_fields(read_qlue):
    row = qlue_row(
        1, status="wait", category="Sampah", post_images="http://host/a.jpg", post_title="Jl. Sam Ratulangi"
    )
    (record,) = read_qlue(body([row]))
    assert record == ServiceRequest(
        source="qlue", service_request_id="1", service_code="sampah", service_name="Sampah",
        description="menumpuk", status_description="menunggu",
        requested_datetime=local_time("2026-11-23 10:00"),
        address="Jl. Sam Ratulangi", media_url="http://host/a.jpg", lat=IN_ANGGREK[0], long=IN_ANGGREK[1],
        reporter="hash of 14 letters",
    )  # fmt: skip


def test_a_nested_row_is_mapped_to_report_fields(read_qlue):
    (record,) = read_qlue(body([NESTED]))
    assert record == ServiceRequest(
        source="qlue", service_request_id="77", service_code="banjir", service_name="flood",
        description="air naik", status_description="proses",
        requested_datetime=local_time("2026-11-23 10:00"),
        lat=IN_ANGGREK[0], long=IN_ANGGREK[1],
    )  # fmt: skip


@pytest.mark.parametrize(
    "content",
    [
        [qlue_row(1), NESTED],
        {"data": [qlue_row(1), NESTED]},
        {"status": "ok", "data": [qlue_row(1), NESTED], "total": 2},
    ],
)
def test_a_list_or_envelope_may_mix_both_shapes(read_qlue, content):
    assert [record.service_request_id for record in read_qlue(body(content))] == ["1", "77"]


@pytest.mark.parametrize(
    ("lat", "long", "found"),
    [
        ("1.405", "124.805", (1.405, 124.805)),
        (" 1.405 ", " 124.805 ", (1.405, 124.805)),
        ("-1.4e0", 124, (-1.4, 124.0)),
        (0, 0, (None, None)),
        ("0", "0.000", (None, None)),
        ("-0", 0.0, (None, None)),
        ("", "", (None, None)),
        (None, None, (None, None)),
        ("1.405", "", (None, None)),
        (0, 124.8, (0.0, 124.8)),
    ],
)
def test_coordinates_may_be_text_and_null_island_is_no_location(read_qlue, lat, long, found):
    (row,) = read_qlue(body([qlue_row(1, loc_lat=lat, loc_lng=long)]))
    assert (row.lat, row.long) == found
    assert row.issues == ()


@pytest.mark.parametrize(
    ("lat", "long", "issue"),
    [
        ("1,405,2", "124.8", "lat '1,405,2' is not a position in degrees"),
        (91, 124.8, "lat '91' is not a position in degrees"),
        (1.4, 180.1, "long '180.1' is not a position in degrees"),
        (True, 124.8, "lat 'True' is not a position in degrees"),
        (float("nan"), 124.8, "lat 'nan' is not a position in degrees"),
        (float("inf"), 124.8, "lat 'inf' is not a position in degrees"),
        ("NaN", 124.8, "lat 'NaN' is not a position in degrees"),
        ([1.4], 124.8, "lat '[1.4]' is not a position in degrees"),
        ({"deg": 1}, 124.8, "lat \"{'deg': 1}\" is not a position in degrees"),
    ],
)
def test_unusable_coordinates_drop_the_location_and_keep_the_report(read_qlue, lat, long, issue):
    (row,) = read_qlue(body([qlue_row(1, loc_lat=lat, loc_lng=long)]))
    assert (row.lat, row.long) == (None, None)
    assert row.issues == (issue,)


@pytest.mark.parametrize(
    ("zone", "written", "read"),
    [
        ("Asia/Jakarta", "2026-11-23 09:00:00", "2026-11-23 10:00"),  # WIB, a Monday
        ("Asia/Makassar", "2026-11-23 09:00:00", "2026-11-23 09:00"),  # WITA
        (None, "2026-11-23 09:00:00", "2026-11-23 09:00"),  # without one: the city's zone
        ("Asia/Jakarta", "2026-11-23T01:00:00Z", "2026-11-23 09:00"),  # its own zone wins
        ("Asia/Jakarta", "2026-11-23T09:00:00+08:00", "2026-11-23 09:00"),
        ("Asia/Jayapura", "2026-11-23 00:30:00", "2026-11-22 23:30"),  # WIT: the Sunday before
    ],
)
def test_a_time_without_a_zone_is_read_in_the_zone_of_its_source(read_qlue, zone, written, read):
    (row,) = read_qlue(body([qlue_row(1, post_date=written)]), timezone=zone)
    assert row.requested_datetime == local_time(read)


@pytest.mark.parametrize(
    ("word", "code", "notes"),
    [
        ("wait", "menunggu", None),
        ("PROCESS", "proses", None),
        (" Complete ", "selesai", None),
        ("Salah Wilayah", "salah_wilayah", None),
        ("salah-wilayah", "salah_wilayah", None),
        ("ditindaklanjuti dinas", "tidak_dikenal", "ditindaklanjuti dinas"),
        ("", "tidak_dikenal", None),
        (None, "tidak_dikenal", None),
        (3, "tidak_dikenal", "3"),
    ],
)
def test_status_words_ignore_case_and_unknown_ones_become_notes(read_qlue, word, code, notes):
    (row,) = read_qlue(body([qlue_row(1, status=word)]))
    assert (row.status_description, row.status_notes) == (code, notes)


@pytest.mark.parametrize("word", [None, "", "entah", "finished?", 3])
def test_an_unknown_status_is_open(read_qlue, word):
    (row,) = read_qlue(body([qlue_row(1, status=word)]))
    assert row.status == "open"


@pytest.mark.parametrize(
    ("category", "code", "name"),
    [
        ("Sampah", "sampah", "Sampah"),
        ("SAMPAH", "sampah", "SAMPAH"),
        ("flood", "banjir", "flood"),
        ("Kucing hilang", "lainnya", "Kucing hilang"),
        ("", "lainnya", None),
        (None, "lainnya", None),
    ],
)
def test_a_category_is_found_by_any_spelling_and_an_unmapped_one_keeps_its_name(
    read_qlue, category, code, name
):
    (row,) = read_qlue(body([qlue_row(1, category=category)]))
    assert (row.service_code, row.service_name) == (code, name)


def test_empty_texts_become_none(read_qlue):
    (row,) = read_qlue(body([qlue_row(1, post_desc="  ", post_title="", post_images="", profile_name=" ")]))
    assert (row.description, row.address, row.media_url, row.reporter) == (None, None, None, None)


@pytest.mark.parametrize(
    "description", ["🔥 api di atap 🏠", "Jalan “rusak”, él", "بلاغ", "e\u0301", "line\nbreak"]
)
def test_any_unicode_text_is_stored_unchanged(read_qlue, description):
    (row,) = read_qlue(body([qlue_row(1, post_desc=description)]))
    assert row.description == description


def test_half_an_emoji_replaces_one_character_only(read_qlue):
    rows = read_qlue(
        b'[{"post_id": 1, "post_date": "2026-11-23 09:00:00", "post_desc": "api \\ud83d di atap"}]'
    )
    assert rows[0].description == "api ? di atap"


def test_nul_characters_are_removed(read_qlue):
    (row,) = read_qlue(body([qlue_row("4\0" + "2", post_desc="a\0b")]))
    assert (row.service_request_id, row.description) == ("42", "ab")


def test_a_row_that_is_not_an_object_is_rejected_alone(read_qlue):
    outcomes = read_qlue(body(["teks", None, 3, [1], qlue_row(1)]))
    assert [row.reason for row in outcomes if isinstance(row, RejectedRow)] == [
        "a str where an object with fields was expected",
        "a NoneType where an object with fields was expected",
        "a int where an object with fields was expected",
        "a list where an object with fields was expected",
    ]
    assert outcomes[-1].service_request_id == "1"


def test_column_names_are_configurable(read_qlue):
    row = {**qlue_row(), "nomor": "A-1"}
    (record,) = read_qlue(body([row]), fields={"service_request_id": "nomor"})
    assert record.service_request_id == "A-1"


@pytest.mark.parametrize(
    ("response_body", "message"),
    [
        (b"", "not whole JSON"),
        (b"[]", "empty"),
        (b'{"data": []}', "empty"),
        (b'{"data": null}', "a list was expected"),
        (b'{"error": "token"}', "a list was expected"),
        (b"null", "a list was expected"),
        (b'"maintenance"', "a list was expected"),
        (b"<!DOCTYPE html><title>Masuk</title>", "sign-in"),
        (b'[{"post_id": 1, "post_date": "2026-', "not whole JSON"),
        (b"\xff\xfe\x00", "not whole JSON"),
        (b"[" * 100_000, "not whole JSON"),
    ],
)
def test_a_response_without_a_list_of_reports_is_refused(read_qlue, response_body, message):
    with pytest.raises(FeedError, match=message):
        read_qlue(response_body)


def test_a_byte_order_mark_before_json_is_accepted(read_qlue):
    assert len(read_qlue(b"\xef\xbb\xbf" + body([qlue_row(1)]))) == 1
