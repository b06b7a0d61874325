"""Points that stand for an unknown place are found, configured, undone, and never count for their area."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bootstrap import AppContext
from data.core.findings import FindingKind
from data.core.report.placeholders import PointTotals
from data.services.integrity import check_store
from data.store.findings import findings_of
from jobs.area_reassignment import relocate_stored, sync_layer
from tests.builders import open_test_context, qlue_row
from tests.personas import ANGGREK, CEMPAKA, DELIMA, IN_CEMPAKA, IN_DELIMA, MONDAY_NOON
from tests.pulls import QLUE, event_kinds, pull_rows, reports

HALL = IN_CEMPAKA
CATEGORIES = ("Sampah", "Banjir", "Usul")


def at(point: tuple[float, float]) -> dict[str, float]:
    return {"loc_lat": point[0], "loc_lng": point[1]}


def rows_with_hall(**hall_fields: Any) -> list[dict[str, Any]]:
    """Return 30 reports spread over Delima, and 20 of three categories on the city hall."""
    lat, long = IN_DELIMA
    spread = [qlue_row(n, **at((lat + n * 1e-4, long))) for n in range(1, 31)]
    hall = [
        qlue_row(100 + n, **at(HALL), **{"category": CATEGORIES[n % 3], **hall_fields}) for n in range(20)
    ]
    return spread + hall


def open_context(folder: Path, **source: Any) -> AppContext:
    app_context = open_test_context(folder, source=[{**QLUE, **source}])
    sync_layer(app_context)
    return app_context


def configured(app_context: AppContext, areas: dict[str, Any] | None = None, **source: Any) -> AppContext:
    """Return the city with other keys of its areas and of its source."""
    city = app_context.city
    changed = {
        "areas": city.areas.model_copy(update=areas or {}),
        "source": (city.source[0].model_copy(update=source),),
    }
    return replace(app_context, city=city.model_copy(update=changed))


def on_hall(app_context: AppContext) -> set[tuple[Any, ...]]:
    state = reports(app_context.engine)
    return {
        (row["placement"], row["area_code"], row["lat"])
        for number, row in state.items()
        if int(number) >= 100
    }


def test_a_point_on_which_many_varied_reports_lie_is_found_and_not_counted_for_its_area(tmp_path):
    app_context = open_context(tmp_path)
    line = pull_rows(app_context, *rows_with_hall())
    assert on_hall(app_context) == {("none", None, None)}
    assert line["findings"][FindingKind.POINT_PLACEHOLDER] == 20
    [finding] = [
        found
        for found in findings_of(app_context.engine.connect(), "qlue", line["pull_id"])
        if found.kind == FindingKind.POINT_PLACEHOLDER
    ]
    assert finding.subject == "1.405, 124.815"
    assert check_store(app_context.engine, app_context.city, MONDAY_NOON) == []


def test_the_same_rows_again_change_nothing_and_new_ones_are_not_counted_there(tmp_path):
    app_context = open_context(tmp_path)
    pull_rows(app_context, *rows_with_hall())
    assert pull_rows(app_context, *rows_with_hall())["new"] == 0
    assert event_kinds(app_context.engine, "100") == ["received", "moved"]
    pull_rows(app_context, qlue_row(300, **at(HALL)), qlue_row(301, **at(HALL), area_name="Anggrek"))
    state = reports(app_context.engine)
    assert (state["300"]["placement"], state["300"]["area_code"]) == ("none", None)
    assert (state["301"]["placement"], state["301"]["area_code"]) == ("named", ANGGREK)


def test_reports_on_a_placeholder_are_placed_by_the_area_they_name(tmp_path):
    app_context = open_context(tmp_path)
    pull_rows(app_context, *rows_with_hall(area_name="Kel. Anggrek"))
    assert on_hall(app_context) == {("named", ANGGREK, None)}


@pytest.mark.parametrize("changed", [{"trusted_points": [HALL]}, {"find_placeholders": False}])
def test_a_point_may_be_trusted(tmp_path, changed):
    app_context = open_context(tmp_path, **changed)
    pull_rows(app_context, *rows_with_hall())
    assert on_hall(app_context) == {("point", CEMPAKA, HALL[0])}


def test_one_event_that_many_report_is_no_placeholder(tmp_path):
    app_context = open_context(tmp_path)
    pull_rows(app_context, *rows_with_hall(category="Banjir"))
    assert on_hall(app_context) == {("point", CEMPAKA, HALL[0])}


@pytest.mark.parametrize("of_city", [True, False])
def test_a_configured_placeholder_moves_what_is_stored_with_the_next_pull(tmp_path, of_city):
    app_context = open_context(tmp_path)
    pull_rows(app_context, qlue_row(100, **at(HALL), area_name="Anggrek"), qlue_row(1, **at(IN_DELIMA)))
    assert reports(app_context.engine)["100"]["area_code"] == CEMPAKA
    points = {"placeholder_points": (HALL,)}
    changed = configured(app_context, points) if of_city else configured(app_context, **points)
    pull_rows(changed, qlue_row(1, **at(IN_DELIMA)))
    assert on_hall(changed) == {("named", ANGGREK, None)}
    assert reports(changed.engine)["1"]["area_code"] == DELIMA


def test_a_point_that_is_trusted_later_counts_again_when_its_rows_come_again(tmp_path):
    app_context = open_context(tmp_path)
    pull_rows(app_context, *rows_with_hall())
    trusting = configured(app_context, trusted_points=(HALL,))
    pull_rows(trusting, *rows_with_hall())
    assert on_hall(trusting) == {("point", CEMPAKA, HALL[0])}


def test_stored_reports_follow_new_aliases_by_command(tmp_path):
    app_context = open_context(tmp_path)
    pull_rows(app_context, qlue_row(1, loc_lat=None, loc_lng=None, area_name="Taman Bunga"))
    assert reports(app_context.engine)["1"]["placement"] == "none"
    changed = configured(app_context, area_aliases={"Taman Bunga": "Anggrek"})
    assert relocate_stored(changed) == 1
    assert reports(app_context.engine)["1"]["area_code"] == ANGGREK
    assert relocate_stored(changed) == 0


def test_the_stored_reports_are_not_read_for_rows_without_a_point(tmp_path, monkeypatch):
    app_context = open_context(tmp_path)
    counted = []
    monkeypatch.setattr(
        "jobs.placeholder_points.count_points", lambda *_: counted.append(1) or ([], PointTotals(0, 0))
    )
    for number in range(3):
        pull_rows(app_context, qlue_row(number, loc_lat=None, loc_lng=None, area_name="Anggrek"))
    assert counted == []
    pull_rows(app_context, qlue_row(9, **at(HALL)))
    assert counted == [1]
