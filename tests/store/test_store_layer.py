"""A new area layer reassigns stored reports, and past snapshots keep their own areas."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import geopandas as gpd
import pytest

from bootstrap import AppContext
from data.services.history import snapshot_at
from data.services.integrity import check_store
from data.services.live_board import snapshot_now
from data.store.schema import area_layer, pull
from geo import LayerFields, Locator, NameIndex, aliases, open_layer
from jobs.area_reassignment import sync_layer
from tests.builders import qlue_row, square
from tests.personas import ANGGREK, AREAS, AT_SEA, BARAT, BARITO, CEMPAKA, IN_ANGGREK, IN_BARITO, MONDAY_NOON
from tests.pulls import app_context_at, event_kinds, pull_rows, reports, rows_of

LAYER_CHANGED_AT = MONDAY_NOON + timedelta(hours=2)
NEW_NAME = "Anggrek Raya"


@pytest.fixture
def context_with_reports(two_sources: AppContext) -> AppContext:
    """Store one report in Anggrek, one in Barito, one at sea, one that only names Anggrek."""
    sync_layer(two_sources)
    for number, (lat, long) in enumerate([IN_ANGGREK, IN_BARITO, AT_SEA], start=1):
        pull_rows(two_sources, qlue_row(number, loc_lat=lat, loc_lng=long))
    pull_rows(two_sources, qlue_row(4, loc_lat="", loc_lng="", area_name="Anggrek", parent_name="Barat"))
    return two_sources


def with_new_layer(context: AppContext, folder: Path) -> AppContext:
    """Return the context after Anggrek took in Barito and got a new name."""
    remaining = [row for row in AREAS if row[0] != BARITO]
    rows = [(code, NEW_NAME if code == ANGGREK else name, *parent) for code, name, *parent in remaining]
    shapes = [square(ANGGREK).union(square(BARITO)) if row[0] == ANGGREK else square(row[0]) for row in rows]
    table = gpd.GeoDataFrame(
        rows, columns=["code", "name", "parent", "parent_name"], geometry=shapes, crs=4326
    )
    path = folder / "baru.geojson"
    table.to_file(path, driver="GeoJSON")
    layer = open_layer(path, fields=LayerFields("code", "name", "parent", "parent_name"), parent_names={})
    return app_context_at(
        replace(context, layer=layer, locate=Locator(layer), name_index=NameIndex(layer, aliases())),
        LAYER_CHANGED_AT,
    )


def test_a_new_layer_reassigns_reports_whose_area_changed(context_with_reports, tmp_path):
    # Barito's report by its point; of the one that names "Anggrek" only the kecamatan is still known.
    assert sync_layer(with_new_layer(context_with_reports, tmp_path)) == 2
    state = reports(context_with_reports.engine)
    assert {key: row["area_code"] for key, row in state.items()} == {
        "1": ANGGREK,
        "2": ANGGREK,
        "3": None,
        "4": BARAT,
    }
    assert event_kinds(context_with_reports.engine, "1") == ["received"]
    assert event_kinds(context_with_reports.engine, "2") == ["received", "moved"]
    assert rows_of(context_with_reports.engine, pull)[-1]["source"] == "area-layer"


def test_applying_the_same_layer_again_does_nothing(context_with_reports, tmp_path):
    context = with_new_layer(context_with_reports, tmp_path)
    sync_layer(context)
    pulls = rows_of(context_with_reports.engine, pull)
    assert sync_layer(context) == 0
    assert rows_of(context_with_reports.engine, pull) == pulls
    assert len(rows_of(context_with_reports.engine, area_layer)) == 2


def test_past_snapshots_keep_the_areas_of_their_time(context_with_reports, tmp_path):
    before = snapshot_at(
        context_with_reports.engine, context_with_reports.city, MONDAY_NOON + timedelta(hours=1)
    )
    sync_layer(with_new_layer(context_with_reports, tmp_path))
    after = snapshot_now(context_with_reports.engine, context_with_reports.city, LAYER_CHANGED_AT)
    again = snapshot_at(
        context_with_reports.engine, context_with_reports.city, MONDAY_NOON + timedelta(hours=1)
    )
    assert again.areas == before.areas
    assert (
        again.reconciliation
        == before.reconciliation
        == {"open": 4, "on_map": 3, "no_location": 0, "outside": 1}
    )
    assert {area["code"]: area["open"] for area in again.areas if area["open"]} == {ANGGREK: 2, BARITO: 1}
    assert {area["name"]: area["open"] for area in after.areas if area["open"]} == {NEW_NAME: 2}
    assert after.reconciliation == {"open": 4, "on_map": 2, "no_location": 1, "outside": 1}


def test_integrity_checks_pass_after_a_layer_change(context_with_reports, tmp_path):
    context = with_new_layer(context_with_reports, tmp_path)
    sync_layer(context)
    pull_rows(context, qlue_row(1, status="complete"), qlue_row(5))
    assert check_store(context.engine, context.city, LAYER_CHANGED_AT + timedelta(hours=1)) == []


def test_a_report_pulled_after_a_layer_change_keeps_its_new_area(context_with_reports, tmp_path):
    context = with_new_layer(context_with_reports, tmp_path)
    sync_layer(context)
    lat, long = IN_BARITO
    line = pull_rows(
        app_context_at(context, LAYER_CHANGED_AT + timedelta(minutes=1)),
        qlue_row(2, loc_lat=lat, loc_lng=long),
    )
    assert (line["changed"], line["unchanged"]) == (0, 1)
    assert event_kinds(context.engine, "2") == ["received", "moved"]
    assert CEMPAKA not in {row["area_code"] for row in reports(context.engine).values()}
