"""Of a report that any source calls confidential, neither text nor address nor point is stored."""

import json
from pathlib import Path

import pytest

from bootstrap import AppContext
from data.core.config.city import CONFIDENTIAL, QlueSource
from data.core.report.record import RejectedRow, ServiceRequest
from data.sources.base import Row
from jobs.area_reassignment import sync_layer
from tests.builders import open_test_context
from tests.personas import IN_ANGGREK, MONDAY_NOON, local_time
from tests.pulls import QLUE, build_validator, csv_body, pull_body, pull_rows, store_contents

SECRET_TEXT, SECRET_ADDRESS, SECRET_NAME = "pengedar di rumah kuning", "Jalan Mawar 7", "Yohanis Tumbel"
LAT, LONG = IN_ANGGREK
TABLE = {
    "name": "lembar",
    "kind": "table",
    "fields": {
        "service_request_id": "no", "requested_datetime": "masuk", "service_name": "kategori",
        "description": "isi", "address": "alamat", "lat": "lat", "long": "long", "reporter": "nama",
        "status_description": "status",
    },
}  # fmt: skip
FIELDS = {
    "service_request_id": "1",
    "requested_datetime": "2026-11-23 09:00:00",
    "description": SECRET_TEXT,
    "address": SECRET_ADDRESS,
    "area_name": "Anggrek",
    "lat": LAT,
    "long": LONG,
    "media_url": "https://foto.contoh.test/1.jpg",
    "status_notes": SECRET_TEXT,
    "reporter": SECRET_NAME,
}
SECRETS = (SECRET_TEXT, SECRET_ADDRESS, SECRET_NAME, str(LAT), str(LONG))
SAYINGS = [
    {"service_code": "rahasia"}, {"service_code": "RAHASIA"}, {"service_name": "Rahasia"},
    {"service_name": " rahasia. "}, {"service_name": "Laporan Rahasia"},
    {"service_code": "sampah", "service_name": "Rahasia"},
]  # fmt: skip
VALIDATOR = build_validator(QlueSource.model_validate(QLUE))


def assert_nothing_secret(app_context: AppContext) -> None:
    stored = json.dumps(store_contents(app_context.engine), default=str)
    assert not [secret for secret in SECRETS if secret in stored]


@pytest.mark.parametrize("saying", SAYINGS, ids=str)
def test_a_confidential_row_loses_text_address_and_point(saying: dict[str, str]) -> None:
    """Kind: sensitive everywhere. Only SP4N's own column withheld anything; other words were unmapped."""
    record = VALIDATOR.check(Row(1, "raw", {**FIELDS, **saying}), MONDAY_NOON)
    assert isinstance(record, ServiceRequest)
    assert record.service_code == CONFIDENTIAL
    hidden = (
        record.address,
        record.area_name,
        record.lat,
        record.media_url,
        record.reporter,
        record.status_notes,
    )
    assert set(hidden) == {None}
    assert SECRET_TEXT not in record.model_dump_json()
    assert record.requested_datetime == local_time("2026-11-23 10:00")


@pytest.mark.parametrize("category", ["Sampah", "Kerahasiaan", "entah"])
def test_other_rows_keep_what_they_say(category: str) -> None:
    record = VALIDATOR.check(Row(1, "raw", {**FIELDS, "service_name": category}), MONDAY_NOON)
    assert isinstance(record, ServiceRequest)
    assert (record.description, record.lat) == (SECRET_TEXT, LAT)


def test_a_rejected_confidential_row_keeps_nothing_secret_either() -> None:
    """Kind: sensitive everywhere: quarantine keeps a row's text and fields for a person to read."""
    row = Row(1, json.dumps(FIELDS), {**FIELDS, "service_code": "rahasia", "requested_datetime": "kemarin"})
    rejection = VALIDATOR.check(row, MONDAY_NOON)
    assert isinstance(rejection, RejectedRow)
    kept = f"{rejection.raw} {dict(rejection.fields)} {rejection.reason}"
    assert not [secret for secret in SECRETS if secret in kept]
    assert "kemarin" in rejection.reason
    assert VALIDATOR.quarantine_text(row) == rejection.raw  # identifies it when it comes again


def test_nothing_secret_of_qlue_is_in_the_store(tmp_path: Path) -> None:
    """Kind: sensitive everywhere, whatever source said it: a feed."""
    app_context = open_test_context(tmp_path)
    sync_layer(app_context)
    row = {
        "post_id": 1, "post_date": "2026-11-23 09:00:00", "category": "Rahasia", "post_desc": SECRET_TEXT,
        "post_title": SECRET_TEXT, "loc_lat": LAT, "loc_lng": LONG, "profile_name": SECRET_NAME,
        "address": SECRET_ADDRESS,
    }  # fmt: skip
    assert pull_rows(app_context, row, {**row, "post_id": 2, "post_date": "kemarin"})["new"] == 1
    assert_nothing_secret(app_context)


def test_nothing_secret_of_a_table_is_in_the_store(tmp_path: Path) -> None:
    """Kind: sensitive everywhere, whatever source said it: a spreadsheet."""
    app_context = open_test_context(tmp_path, source=[TABLE])
    sync_layer(app_context)
    columns = ["no", "masuk", "kategori", "isi", "alamat", "lat", "long", "nama", "status"]
    row = [
        "1",
        "2026-11-23 09:00",
        "RAHASIA",
        SECRET_TEXT,
        SECRET_ADDRESS,
        str(LAT),
        str(LONG),
        SECRET_NAME,
        "",
    ]
    line = pull_body(app_context, csv_body(columns, row, ["2", "kemarin", *row[2:]]), source="lembar")
    assert (line["new"], line["rejected"]) == (1, 1)
    assert_nothing_secret(app_context)


def test_a_report_that_becomes_confidential_is_emptied(tmp_path: Path) -> None:
    """Kind: sensitive everywhere: what was readable before is deleted too."""
    app_context = open_test_context(tmp_path)
    sync_layer(app_context)
    row = {
        "post_id": 1, "post_date": "2026-11-23 09:00:00", "category": "Sampah", "post_desc": SECRET_TEXT,
        "loc_lat": LAT, "loc_lng": LONG, "profile_name": SECRET_NAME,
    }  # fmt: skip
    pull_rows(app_context, row)
    pull_rows(app_context, {**row, "category": "Rahasia"})
    assert_nothing_secret(app_context)
