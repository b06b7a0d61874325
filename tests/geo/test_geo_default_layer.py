"""The default layer of Manado, drawn from figures."""

import geopandas as gpd
import numpy as np
import pytest
import shapely

from geo import AreaLayer, anchors, locate, open_layer, places
from geo.build import city_outline


def test_it_is_labelled_as_schematic(manado: AreaLayer) -> None:
    assert manado.schematic
    assert manado.source


def test_the_areas_frame_has_the_documented_columns(manado: AreaLayer) -> None:
    assert list(manado.areas) == ["code", "name", "parent", "parent_name", "geometry"]
    assert manado.areas.crs == "EPSG:4326"
    assert list(manado.areas.index) == list(range(87))
    assert manado.codes == tuple(places()["code"])


def test_its_areas_fill_the_outline_without_overlap_or_gap(manado: AreaLayer) -> None:
    shapes = manado.areas.geometry.to_numpy()
    assert shapely.coverage_is_valid(shapes)
    assert shapely.area(shapes).sum() == pytest.approx(city_outline().area, rel=1e-9)
    assert shapely.union_all(shapes).symmetric_difference(city_outline()).area < 1e-9 * city_outline().area


def test_only_bunaken_has_a_second_part_which_is_siladen(manado: AreaLayer) -> None:
    parts = manado.areas.set_index("name").geometry.map(shapely.get_num_geometries)
    assert parts[parts > 1].to_dict() == {"Bunaken": 2}


def test_no_part_is_a_sliver(manado: AreaLayer) -> None:
    parts = manado.areas.to_crs("EPSG:32651").geometry.explode()
    roundness = 4 * np.pi * parts.area / parts.length**2
    assert parts.area.min() > 50_000
    assert roundness.min() > 0.15


def test_each_area_is_near_its_published_size(manado: AreaLayer) -> None:
    drawn = manado.areas.to_crs("EPSG:32651").area / 1e6
    assert drawn.sum() == pytest.approx(162.4, rel=0.01)
    assert np.corrcoef(drawn, places()["area_km2"])[0, 1] > 0.99


def test_every_anchor_on_land_lies_in_its_own_kelurahan(manado: AreaLayer) -> None:
    table = anchors()
    on_land = shapely.covers(city_outline(), shapely.points(table["long"], table["lat"]))
    codes = locate(manado, table["lat"], table["long"])
    assert (codes[on_land] == table["code"].to_numpy()[on_land]).all()
    assert (~on_land).sum() == 4


def test_the_point_of_every_place_lies_in_that_place(manado: AreaLayer) -> None:
    table = places()
    codes = locate(manado, table["lat"], table["long"])
    assert (codes == table["code"].to_numpy()).mean() > 0.95


def test_drawing_it_twice_gives_the_same_map(manado: AreaLayer) -> None:
    assert open_layer().areas.geometry.geom_equals_exact(manado.areas.geometry, 0).all()


def test_its_parents_are_sorted_and_known_by_code(manado: AreaLayer) -> None:
    assert manado.parents["code"].is_monotonic_increasing
    assert manado.parent_of("71.71.10.1001") == "71.71.10"
    assert manado.name_of("71.71.10") == "Bunaken Kepulauan"
    assert manado.name_of("71.71.10.1001") == "Bunaken"
    with pytest.raises(KeyError):
        manado.parent_of("71.71.10")


def test_changing_the_parents_frame_does_not_change_the_layer(manado: AreaLayer) -> None:
    parents = manado.parents
    parents["name"] = "x"
    assert "x" not in set(manado.parents["name"])


def test_its_areas_are_a_geodataframe(manado: AreaLayer) -> None:
    assert isinstance(manado.areas, gpd.GeoDataFrame)
    assert manado.areas.geometry.geom_type.isin(["Polygon", "MultiPolygon"]).all()
