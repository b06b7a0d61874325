"""Areas found by point, by name or by both, with the placement stored."""

from pathlib import Path
from typing import Any

import pytest

from bootstrap import AppContext
from data.services.integrity import check_store
from data.services.live_board import snapshot_now
from jobs.area_reassignment import sync_layer
from tests.builders import open_test_context, qlue_row
from tests.personas import ANGGREK, AT_SEA, BARAT, BARITO, IN_ANGGREK, MONDAY_NOON
from tests.pulls import QLUE, pull_rows, reports

NOWHERE = {"loc_lat": None, "loc_lng": None}
POINT = dict(zip(("loc_lat", "loc_lng"), IN_ANGGREK, strict=True))
SEA = dict(zip(("loc_lat", "loc_lng"), AT_SEA, strict=True))


@pytest.fixture
def app_context(tmp_path: Path) -> AppContext:
    app_context = open_test_context(tmp_path, source=[QLUE])
    sync_layer(app_context)
    return app_context


def stored_report(app_context: AppContext, **row: Any) -> dict[str, Any]:
    pull_rows(app_context, qlue_row(1, **row))
    (report,) = reports(app_context.engine).values()
    return report


@pytest.mark.parametrize(
    ("location", "placement", "code"),
    [
        (POINT, "point", ANGGREK),
        ({**NOWHERE, "area_name": "KELURAHAN BARITO"}, "named", BARITO),
        ({**NOWHERE, "area_name": "Kel. Barito, Kec. Barat"}, "named", BARITO),
        ({**NOWHERE, "area_name": "Barito", "parent_name": "Timur"}, "none", None),
        ({**NOWHERE, "parent_name": "Kec. Barat"}, "none", BARAT),
        ({**NOWHERE, "area_name": "Kec. Barat"}, "none", BARAT),
        ({**NOWHERE, "area_name": "Lingkungan 3", "parent_name": "Barat"}, "none", BARAT),
        (SEA, "outside", None),
        ({**SEA, "area_name": "Gotham"}, "outside", None),
        ({**SEA, "area_name": "Barito"}, "named", BARITO),
        ({**SEA, "parent_name": "Barat"}, "none", BARAT),
        ({**POINT, "area_name": "Barito"}, "point", ANGGREK),
    ],
)
def test_a_report_is_placed_by_its_point_or_its_area_name(app_context, location, placement, code):
    report = stored_report(app_context, **location)
    assert (report["placement"], report["area_code"]) == (placement, code)


@pytest.mark.parametrize(
    ("named", "contradicted"),
    [
        ({"area_name": "Barito"}, True),
        ({"parent_name": "Timur"}, True),
        ({"area_name": "Anggrek", "parent_name": "Barat"}, False),
        ({"area_name": "Lingkungan 3"}, False),
        ({}, False),
    ],
)
def test_an_area_name_that_contradicts_the_point_is_kept_and_marked(app_context, named, contradicted):
    report = stored_report(app_context, **POINT, **named)
    issues = report["details"].get("issues", [])
    assert any("is not where the point lies" in issue for issue in issues) is contradicted
    assert {name: report["details"].get(name) for name in named} == named


def test_the_same_contradiction_again_is_no_change(app_context):
    row = qlue_row(1, **POINT, area_name="Barito")
    pull_rows(app_context, row)
    assert pull_rows(app_context, row)["unchanged"] == 1


def test_a_report_of_a_kecamatan_alone_counts_there_and_on_no_kelurahan(app_context):
    pull_rows(app_context, qlue_row(1, **NOWHERE, parent_name="Barat"), qlue_row(2, **POINT))
    board = snapshot_now(app_context.engine, app_context.city, MONDAY_NOON)
    line, ranking = board.reconciliation, {row["code"]: row["open"] for row in board.ranking}
    assert ranking == {BARAT: 2, "31.01.02": 0}
    assert (line["open"], line["on_map"], line["no_location"]) == (2, 1, 1)
    assert check_store(app_context.engine, app_context.city, MONDAY_NOON) == []


def test_contradictions_are_counted_in_the_ledger_and_shown_for_the_source(app_context):
    rows = [qlue_row(1, **POINT, area_name="Barito"), qlue_row(2, **POINT, area_name="Anggrek"),
            qlue_row(3, **SEA, area_name="Barito")]  # fmt: skip
    assert pull_rows(app_context, *rows)["contradicted"] == 1
    [source_line] = snapshot_now(app_context.engine, app_context.city, MONDAY_NOON).pulls
    assert source_line["contradicted"] == 1
