"""A layer of one level needs no parents, and no codes either."""

from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from geo import (
    INSTALLED_FIELDS,
    AreaLayer,
    LayerError,
    LayerFields,
    Locator,
    NameIndex,
    import_official,
    open_layer,
)
from geo.figures import aliases
from geo.levels import codes_of_names
from tests.personas import MONDAY_NOON

NAMES = ["Old Hills", "St. Mary's", "Côte d'Or", "東山"]


def write_layer(folder: Path, **columns: list[str]) -> Path:
    boxes = [shapely.box(number, 0, number + 1, 1) for number in range(len(next(iter(columns.values()))))]
    path = folder / "areas.geojson"
    gpd.GeoDataFrame(columns, geometry=boxes, crs="EPSG:4326").to_file(path, driver="GeoJSON")
    return path


def layer_of(folder: Path, **columns: list[str]) -> AreaLayer:
    return open_layer(write_layer(folder, **columns), fields=LayerFields(levels=1))


def test_a_file_that_has_only_names_is_a_layer(tmp_path):
    """Kind: a first city. "no field 'code'", and each area had to be given a parent of another code."""
    layer = layer_of(tmp_path, name=NAMES)
    assert set(layer.codes) >= {"old-hills", "st-mary-s", "cote-d-or"}
    assert dict(layer.parent_by_code) == {code: code for code in layer.codes}
    assert sorted(layer.parents["name"]) == sorted(NAMES)
    assert list(Locator(layer)([0.5], [0.5])) == ["old-hills"]
    index = NameIndex(layer, aliases())
    assert index.match("OLD HILLS") == index.match_parent(None, "Old Hills") == "old-hills"


def test_codes_of_the_file_are_kept(tmp_path):
    layer = layer_of(tmp_path, code=["7", "8"], name=["Satu", "Dua"])
    assert dict(layer.parent_by_code) == {"7": "7", "8": "8"}


def test_codes_are_the_same_in_whatever_order_the_names_come():
    names = pd.Series([*NAMES, "Old-Hills"], dtype=str)
    codes = dict(zip(names, codes_of_names(names), strict=True))
    backwards = names[::-1].reset_index(drop=True)
    assert dict(zip(backwards, codes_of_names(backwards), strict=True)) == codes
    assert len(set(codes.values())) == len(codes)
    assert codes["Old Hills"].startswith("old-hills-")


def test_two_areas_of_one_name_need_codes(tmp_path):
    with pytest.raises(LayerError, match="Old Hills"):
        layer_of(tmp_path, name=["Old Hills", "Old Hills"])


def test_a_layer_of_two_levels_still_needs_its_codes(tmp_path):
    with pytest.raises(LayerError, match="no field 'code'"):
        open_layer(write_layer(tmp_path, name=NAMES))
    with pytest.raises(LayerError, match="only a layer of one level"):
        open_layer(write_layer(tmp_path, name=NAMES), fields=LayerFields(code=""))


def test_an_import_of_one_level_is_read_as_one_level_again(tmp_path):
    fields = LayerFields(code="", name="name", levels=1)
    target = tmp_path / "var" / "areas" / "sp.geojson"
    report = import_official(
        write_layer(tmp_path, name=NAMES[:3]), fields=fields, city="sp", to=target, at=MONDAY_NOON
    )
    assert (report.areas, report.parents) == (3, 3)
    layer = open_layer(target, fields=INSTALLED_FIELDS)
    assert dict(layer.parent_by_code) == {code: code for code in ("cote-d-or", "old-hills", "st-mary-s")}
