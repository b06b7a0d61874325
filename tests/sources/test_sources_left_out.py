"""What the sources besides tables leave unread is counted: columns, geometries, pages, other lists."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import create_engine, text

from data.core.config.city import GeoJsonSource, QlueSource, SqlSource, TableSource
from data.core.findings import FindingCounter, FindingKind
from data.sources.column_usage import MAX_NAMES, ColumnUsage
from data.sources.files import FileFeed
from data.sources.geojson import geojson_rows
from data.sources.http import SourceContext
from data.sources.pages import count_pages_left_out
from data.sources.qlue import qlue_rows
from data.sources.sql import SqlFeed
from data.sources.tables import table_rows
from tests.builders import qlue_row
from tests.personas import MONDAY_NOON
from tests.table_files import FIELDS, SOURCE

QLUE = QlueSource.model_validate({"name": "qlue", "kind": "qlue"})
GEOJSON = GeoJsonSource.model_validate(
    {"name": "peta", "kind": "geojson", "fields": {"service_request_id": "id", "requested_datetime": "masuk"}}
)
FEW = {name: FIELDS[name] for name in ("service_request_id", "requested_datetime")}
ITEM = {"Nomor": "A-1", "Tanggal": "2026-11-02"}


def found(findings: FindingCounter) -> list[tuple[FindingKind, str, str | None]]:
    return [(finding.kind, finding.subject, finding.hint) for finding in findings.take()]


@pytest.mark.parametrize(
    ("content", "subject", "hint"),
    [
        ({"next": "https://kota.test/?page=2"}, "next", None),
        ({"meta": {"pagination": {"total": 500}}}, "meta.pagination.total", "500 in all, 2 read"),
        ({"count": 3, "next": "x"}, "count", "3 in all, 2 read"),
        ({"exceededTransferLimit": True}, "exceededTransferLimit", None),
        ({"properties": {"exceededTransferLimit": True}}, "properties.exceededTransferLimit", None),
        ({"@odata.nextLink": "x"}, "@odata.nextLink", None),
        ({"numberMatched": 9, "numberReturned": 2}, "numberMatched", "9 in all, 2 read"),
        ({"links": [{"rel": "self"}, {"rel": "next", "href": "x"}]}, "links", None),
        ({"links": {"next": "x"}}, "links.next", None),
        ({"has_more": True}, "has_more", None),
    ],
)
def test_a_response_that_says_that_there_is_more_is_counted(content: Any, subject: str, hint: Any) -> None:
    findings = FindingCounter()
    count_pages_left_out(content, 2, findings)
    assert found(findings) == [(FindingKind.PAGE_LEFT_OUT, subject, hint)]


@pytest.mark.parametrize(
    "content",
    [
        {"next": None},
        {"count": 2},
        {"total": 1},
        {"links": [{"rel": "self"}]},
        {"has_more": False},
        {},
        [1, 2],
    ],
)
def test_a_response_that_is_whole_is_not_counted(content: Any) -> None:
    findings = FindingCounter()
    count_pages_left_out(content, 2, findings)
    assert found(findings) == []


def table(content: Any) -> FindingCounter:
    rows = table_rows(TableSource.model_validate({**SOURCE, "fields": FEW}), json.dumps(content).encode())
    assert list(rows)
    return rows.findings


def qlue(content: Any) -> FindingCounter:
    findings = FindingCounter()
    assert list(qlue_rows(QLUE, json.dumps(content).encode(), findings))
    return findings


def geojson(content: Any) -> FindingCounter:
    findings = FindingCounter()
    assert list(geojson_rows(GEOJSON, json.dumps(content).encode(), findings))
    return findings


PROPERTIES = {"id": 1, "masuk": "2026-11-02"}
FEATURE = {"properties": PROPERTIES, "geometry": None}


@pytest.mark.parametrize(
    ("read", "content"),
    [
        (table, {"data": [ITEM]}),
        (qlue, {"data": [qlue_row(1)]}),
        (geojson, {"features": [FEATURE]}),
    ],
)
def test_each_way_in_counts_its_pages(read: Callable[[Any], FindingCounter], content: Any) -> None:
    assert found(read({**content, "total": 7})) == [(FindingKind.PAGE_LEFT_OUT, "total", "7 in all, 1 read")]
    assert found(read(content)) == []


def test_qlue_and_geojson_count_the_columns_that_no_field_takes() -> None:
    assert found(qlue([qlue_row(1, petugas="Budi")])) == [
        (FindingKind.COLUMN_LEFT_OUT, "petugas", "1 values")
    ]
    feature = {**FEATURE, "properties": {**PROPERTIES, "petugas": "Budi"}}
    assert found(geojson({"features": [feature]})) == [(FindingKind.COLUMN_LEFT_OUT, "petugas", "1 values")]


def test_a_geometry_that_is_no_point_is_counted() -> None:
    line = {**FEATURE, "geometry": {"type": "LineString", "coordinates": [[124, 1], [125, 1]]}}
    assert found(geojson({"features": [line]})) == [
        (FindingKind.COLUMN_LEFT_OUT, "geometry (LineString)", None)
    ]


def test_another_list_of_reports_in_a_document_is_counted_by_name() -> None:
    content = {"data": [ITEM], "arsip": [ITEM], "kolom": [{"nama": "Nomor"}]}
    assert found(table(content)) == [(FindingKind.SHEET_LEFT_OUT, "arsip", "another list of the document")]


def test_a_query_counts_the_columns_that_no_field_takes(tmp_path: Path) -> None:
    with create_engine(f"sqlite:///{tmp_path / 'x.db'}").begin() as connection:
        connection.execute(text("CREATE TABLE r (nomor, masuk, petugas)"))
        connection.execute(text("INSERT INTO r VALUES ('A-1', '2026-11-02', 'Budi')"))
    source = SqlSource.model_validate(
        {"name": "s", "kind": "sql", "database": {"file": "url"}, "query": "SELECT * FROM r",
         "fields": {"service_request_id": "nomor", "requested_datetime": "masuk"}}
    )  # fmt: skip
    (tmp_path / "url").write_text(f"sqlite:///{tmp_path / 'x.db'}")
    feed = SqlFeed(source, ZoneInfo("Asia/Makassar"), SourceContext(tmp_path, {}))
    assert len(list(feed.rows(MONDAY_NOON, None))) == 1
    assert found(feed.findings) == [(FindingKind.COLUMN_LEFT_OUT, "petugas", "1 values")]


def test_a_second_reading_counts_anew(tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text(json.dumps([{**ITEM, "Petugas": "Budi"}]))
    feed = FileFeed(TableSource.model_validate({**SOURCE, "fields": FEW}), path=tmp_path / "x.json")
    for _ in range(2):
        assert len(list(feed.rows(MONDAY_NOON, None))) == 1
    assert [finding.count for finding in feed.findings.take()] == [1]


def test_columns_are_bounded_whatever_a_source_invents() -> None:
    usage, findings = ColumnUsage(["a.b"]), FindingCounter()
    for number in range(2 * MAX_NAMES):
        usage.observe({"a": {"b": 1}, f"kolom {number}": 1, "kosong": ""})
    usage.add_to(findings)
    assert sum(finding.count for finding in findings.take()) == MAX_NAMES
