"""A city whose areas have nothing above them works as any other, and no name is said twice."""

import json
from pathlib import Path

import geopandas as gpd
import pytest
import shapely

import data.__main__ as data_command
from bootstrap import AppContext, open_app_context
from dashboard.pages.follow_up.choices import _areas
from dashboard.ui.locations import location_text
from data.config.settings import read_settings
from data.core.config.city import Areas
from data.core.recap.report_list import _with_place_names
from jobs.__main__ import main
from tests.builders import fixed_clock, standings
from tests.dashboard.review_html import review_macro
from tests.table_files import delimited

CITY = """
code = "sp"
name = "Springfield"
timezone = "Asia/Makassar"
[areas]
levels = 1
level = "Neighborhood"
file = "areas.geojson"
[[category]]
code = "waste"
name = "Waste"
[[policy]]
id = "first"
from = 2020-01-01
resolve = { default = "2 hari" }
[[source]]
name = "portal"
kind = "table"
[source.fields]
service_request_id = "SRNumber"
requested_datetime = "DateOpened"
closed_datetime = "DateClosed"
status_description = "SRStatus"
service_name = "SRType"
area_name = "Neighborhood"
"""
ROWS = [
    ["SRNumber", "DateOpened", "DateClosed", "SRStatus", "SRType", "Neighborhood"],
    ["1", "2026-11-20 08:00", "2026-11-20 10:00", "Closed", "Waste", "Old Hills"],
    ["2", "2026-11-20 08:00", "", "Open", "Trees", "New Village"],
]


@pytest.fixture
def one_level(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shapes = gpd.GeoDataFrame(
        {"name": ["Old Hills", "New Village"]},
        geometry=[shapely.box(number, 0, number + 1, 1) for number in range(2)],
        crs="EPSG:4326",
    )
    shapes.to_file(tmp_path / "areas.geojson", driver="GeoJSON")
    (tmp_path / "city.toml").write_text(CITY, encoding="utf-8")
    (tmp_path / "portal.csv").write_bytes(delimited(*ROWS))
    monkeypatch.setenv("PANTAU_CITY", str(tmp_path / "city.toml"))
    monkeypatch.setenv("PANTAU_VAR", str(tmp_path / "var"))
    monkeypatch.delenv("PANTAU_DATABASE_URL", raising=False)
    return tmp_path


def context_of(folder: Path) -> AppContext:
    environ = {"PANTAU_CITY": str(folder / "city.toml"), "PANTAU_VAR": str(folder / "var")}
    return open_app_context(read_settings(environ), time=fixed_clock())


def test_reports_of_a_one_level_city_are_imported_counted_and_proved(one_level, capfd):
    assert main(["import", str(one_level / "portal.csv")]) == 0
    line = json.loads(capfd.readouterr().out.splitlines()[-1])
    assert (line["new"], line["located"]) == (2, 2)
    assert data_command.main(["check"]) == 0
    capfd.readouterr()
    assert data_command.main(["snapshot", "--as-of", "2026-11-23T12:00:00+08:00"]) == 0
    board = json.loads(capfd.readouterr().out)
    assert {area["name"]: area["open"] for area in board["areas"]} == {"Old Hills": 0, "New Village": 1}
    assert board["totals"]["overdue"] == 1  # "Trees" is not mapped: the default of two days


def test_no_name_is_said_twice(one_level):
    context = context_of(one_level)
    assert location_text(context, "waste", "old-hills", "named") == "Neighborhood Old Hills"
    assert _areas(context, "old-hills") == (("new-village", "New Village"),)  # type: ignore[arg-type]
    same = {"parent_name": "Old Hills", "area_name": "Old Hills"}
    assert review_macro("place", same, "").strip() == "Old Hills"
    table = standings({"area_code": "old-hills"}).assign(sensitive=False)
    placed = _with_place_names(table, context.layer.areas)
    assert (placed["parent_name"][0], placed["area_name"].isna()[0]) == ("Old Hills", True)


def test_both_levels_have_the_one_label():
    assert Areas.model_validate({"levels": 1, "level": "Ward"}).parent_level == "Ward"
    assert Areas.model_validate({"levels": 1}).level == "Wilayah"
    assert Areas.model_validate({}).parent_level == "Kecamatan"
