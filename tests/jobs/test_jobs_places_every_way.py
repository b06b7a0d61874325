"""One set of rules for places, whatever the kind of source: tables, SQL, GeoJSON, Qlue, Open311 and forms."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bootstrap import AppContext
from data.core.findings import FindingKind
from data.services.integrity import check_store
from data.services.submission import NewReport
from data.store.findings import findings_of
from jobs.area_reassignment import sync_layer
from jobs.feed_factory import open_feed
from jobs.pull import pull
from tests.builders import open_test_context, qlue_row
from tests.personas import ANGGREK, AT_SEA, BARAT, BARITO, CEMPAKA, IN_BARITO, MONDAY_NOON, SIDE, SOUTH, WEST
from tests.pulls import QLUE, find_source, pull_rows, reports

NOWHERE = {"loc_lat": None, "loc_lng": None}
FIELDS = {
    "service_request_id": "id", "requested_datetime": "masuk", "area_name": "kelurahan",
    "parent_name": "kecamatan", "lat": "lat", "long": "long",
}  # fmt: skip
# Each: kelurahan, kecamatan, latitude, longitude; and the placement and area that follow.
WRITTEN = [
    (("Anggrek Lingkungan IV", "Barat", None, None), ("named", ANGGREK)),
    (("Kel. Anggrek Kec. Barat Kota Uji", None, None, None), ("named", ANGGREK)),
    (("Lingk. III Kel. Anggrek", "Kec. Barat", None, None), ("named", ANGGREK)),
    (("3101011001", None, None, None), ("named", ANGGREK)),
    (("Anggrek", "Kecamatan Lama", None, None), ("named", ANGGREK)),
    (("Anggrek", "Timur", None, None), ("none", None)),
    (("Angrek", "Barat", None, None), ("none", BARAT)),
    (("Anggrek", None, *AT_SEA), ("named", ANGGREK)),
    ((None, None, *AT_SEA), ("outside", None)),
    ((None, None, 39, -77), ("none", None)),
    (("Anggrek", None, 39, -77), ("named", ANGGREK)),
    ((None, None, IN_BARITO[1], IN_BARITO[0]), ("point", BARITO)),
    (("Barito", None, SOUTH + SIDE - 3e-5, WEST + 0.005), ("point", BARITO)),
    (("Barito", None, SOUTH + SIDE - 3e-4, WEST + 0.005), ("point", ANGGREK)),
    ((None, None, SOUTH + SIDE - 3e-5, WEST + 0.005), ("point", ANGGREK)),
]
NAMES = ("kelurahan", "kecamatan", "lat", "long")
ROWS: list[dict[str, Any]] = [
    {"id": f"R-{n}", "masuk": "2026-11-23 09:00:00", **dict(zip(NAMES, written, strict=True))}
    for n, (written, _) in enumerate(WRITTEN)
]
EXPECTED = {f"R-{n}": place for n, (_, place) in enumerate(WRITTEN)}


def as_csv(folder: Path) -> dict[str, Any]:
    lines = [
        ";".join(ROWS[0]),
        *(";".join("" if v is None else str(v) for v in row.values()) for row in ROWS),
    ]
    (folder / "rows.csv").write_text("\n".join(lines), encoding="utf-8")
    return {"kind": "table", "file": "rows.csv", "fields": FIELDS}


def as_json(folder: Path) -> dict[str, Any]:
    (folder / "rows.json").write_text(json.dumps(ROWS), encoding="utf-8")
    return {"kind": "table", "file": "rows.json", "fields": FIELDS}


def as_geojson(folder: Path) -> dict[str, Any]:
    features = [
        {
            "type": "Feature",
            "properties": {name: row[name] for name in ("id", "masuk", "kelurahan", "kecamatan")},
            "geometry": {"type": "Point", "coordinates": [row["long"], row["lat"]]} if row["lat"] else None,
        }
        for row in ROWS
    ]
    (folder / "rows.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    fields = {name: column for name, column in FIELDS.items() if name not in ("lat", "long")}
    return {"kind": "geojson", "file": "rows.geojson", "fields": fields}


def as_sql(folder: Path) -> dict[str, Any]:
    path = folder / "rows.db"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(f"create table r ({', '.join(ROWS[0])})")
        connection.executemany(
            f"insert into r values ({', '.join('?' * len(ROWS[0]))})", [tuple(row.values()) for row in ROWS]
        )
    (folder / "url").write_text(f"sqlite:///{path}")
    database = {"file": str(folder / "url")}
    return {"kind": "sql", "database": database, "query": "select * from r", "fields": FIELDS}


@pytest.mark.parametrize("write", [as_csv, as_json, as_geojson, as_sql])
def test_places_do_not_depend_on_the_kind_of_source(tmp_path, write):
    source = {"name": "rekap", "timezone": "Asia/Makassar", **write(tmp_path)}
    app_context = open_test_context(tmp_path, source=[source])
    sync_layer(app_context)
    configured = find_source(app_context, "rekap")
    path = tmp_path / source["file"] if "file" in source else None
    line = pull(app_context, configured, open_feed(configured, app_context, path))
    assert line["error"] is None
    state = reports(app_context.engine)
    assert {key: (row["placement"], row["area_code"]) for key, row in state.items()} == EXPECTED
    assert line["findings"][FindingKind.POINT_PLACEHOLDER] == 2
    assert check_store(app_context.engine, app_context.city, MONDAY_NOON) == []


@pytest.fixture
def app_context(tmp_path: Path) -> AppContext:
    app_context = open_test_context(tmp_path, source=[QLUE])
    sync_layer(app_context)
    return app_context


def unknown_areas(app_context: AppContext, pull_id: int) -> dict[str, str | None]:
    with app_context.engine.connect() as connection:
        found = findings_of(connection, "qlue", pull_id)
    return {item.subject: item.hint for item in found if item.kind == FindingKind.AREA_UNKNOWN}


def test_names_that_are_not_known_are_issues_and_listed_with_the_closest(app_context):
    line = pull_rows(
        app_context,
        qlue_row(1, **NOWHERE, area_name="Angrek", parent_name="Barat"),
        qlue_row(2, **NOWHERE, area_name="Anggrek", parent_name="Kecamatan Lama"),
        qlue_row(3, **NOWHERE, area_name="Anggrek", parent_name="Timur"),
        qlue_row(4, **NOWHERE, area_name="Kel. Anggrek", parent_name="Barat"),
    )
    assert unknown_areas(app_context, line["pull_id"]) == {
        "Angrek": "Anggrek", "lama": None, "Anggrek, Timur": "Anggrek in Barat",
    }  # fmt: skip
    issues = {key: row["details"].get("issues", []) for key, row in reports(app_context.engine).items()}
    assert {key: len(found) for key, found in issues.items()} == {"1": 1, "2": 1, "3": 1, "4": 0}


def test_the_area_text_of_a_confidential_row_is_not_listed(app_context):
    row = qlue_row(1, **NOWHERE, category="Rahasia", area_name="rumah Budi", parent_name="dekat pasar")
    line = pull_rows(app_context, row)
    assert set(unknown_areas(app_context, line["pull_id"])) <= {""}


def test_a_point_outside_that_is_not_used_is_not_kept_and_named_as_an_issue(app_context):
    pull_rows(app_context, qlue_row(1, loc_lat=AT_SEA[0], loc_lng=AT_SEA[1], area_name="Anggrek"))
    [report] = reports(app_context.engine).values()
    assert (report["lat"], report["long"]) == (None, None)
    assert report["details"]["issues"] == ["the point lies outside the city: placed by the area named"]


def test_a_tapped_point_on_a_border_goes_to_the_kelurahan_that_was_chosen(app_context):
    lat, long = SOUTH + 0.005, WEST + SIDE - 2e-5
    for submission, name in (("a", "Cempaka"), ("b", "Anggrek")):
        new_report = NewReport(submission, "lapor", "sampah", "menumpuk", lat=lat, long=long, area_name=name)
        app_context.submissions.submit(new_report)
    assert sorted(row["area_code"] for row in reports(app_context.engine).values()) == [ANGGREK, CEMPAKA]
