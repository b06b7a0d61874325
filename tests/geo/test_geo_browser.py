"""Map data for the browser."""

import json
from collections.abc import Callable

import geopandas as gpd
import numpy as np
import pytest
import shapely

from geo import (
    AreaLayer,
    LayerError,
    bounds,
    feature_collection,
    label_points,
    locate,
    outline,
    parent_borders,
)


def shapes_of(content: bytes) -> np.ndarray:
    return np.array(
        [shapely.geometry.shape(feature["geometry"]) for feature in json.loads(content)["features"]]
    )


def test_each_feature_names_its_area(manado: AreaLayer) -> None:
    first = json.loads(feature_collection(manado))["features"][0]["properties"]
    assert first == {"code": "71.71.01.1001", "name": "Molas", "parent": "71.71.01", "parent_name": "Bunaken"}


@pytest.mark.parametrize("tolerance_m", [0, 15, 100])
def test_neighbours_neither_gap_nor_overlap_after_simplifying(tolerance_m: float, manado: AreaLayer) -> None:
    shapes = shapes_of(feature_collection(manado, tolerance_m=tolerance_m))
    assert len(shapes) == 87
    assert shapely.is_valid(shapes).all()
    assert shapely.coverage_is_valid(shapes)


def test_simplifying_hardly_moves_a_border(manado: AreaLayer) -> None:
    before = manado.areas.geometry.to_numpy()
    moved = shapely.area(shapely.symmetric_difference(shapes_of(feature_collection(manado)), before)).sum()
    assert moved < 0.002 * shapely.area(before).sum()


def test_a_higher_tolerance_makes_fewer_bytes_and_coordinates_have_five_decimals(manado: AreaLayer) -> None:
    fine, coarse = feature_collection(manado), feature_collection(manado, tolerance_m=200)
    assert len(coarse) < len(fine) < 80_000
    corners = shapely.get_coordinates(shapes_of(fine))
    assert (corners == corners.round(5)).all()


def test_the_same_layer_gives_the_same_bytes(manado: AreaLayer) -> None:
    assert feature_collection(manado) == feature_collection(manado)


def test_areas_that_overlap_are_still_drawn(
    city_areas: gpd.GeoDataFrame, open_areas: Callable[[gpd.GeoDataFrame], AreaLayer]
) -> None:
    city_areas.loc[0, "geometry"] = city_areas.geometry[0].buffer(0.0005)
    shapes = shapes_of(feature_collection(open_areas(city_areas)))
    assert len(shapes) == 4
    assert shapely.is_valid(shapes).all()


def test_kecamatan_borders_run_along_the_kelurahan_lines(manado: AreaLayer) -> None:
    content = parent_borders(manado)
    assert [feature["properties"] for feature in json.loads(content)["features"]] == manado.parents.to_dict(
        "records"
    )
    areas, parents = shapes_of(feature_collection(manado)), shapes_of(content)
    corners = {tuple(corner) for corner in shapely.get_coordinates(areas)}
    assert {tuple(corner) for corner in shapely.get_coordinates(parents)} <= corners
    assert shapely.area(parents).sum() == pytest.approx(shapely.area(areas).sum(), rel=1e-9)


def test_an_outline_joins_the_selected_areas(manado: AreaLayer) -> None:
    (islands,) = shapes_of(outline(manado, "71.71.10"))
    (mainland,) = shapes_of(outline(manado, exclude=["71.71.10"]))
    assert islands.geom_type == "MultiPolygon"
    assert len(islands.geoms) == 3
    assert mainland.geom_type == "Polygon"


def test_a_label_lies_in_its_kecamatan(manado: AreaLayer) -> None:
    labels = label_points(manado)
    assert list(labels) == ["code", "name", "lat", "long"]
    assert list(labels["code"]) == list(manado.parents["code"])
    codes = locate(manado, labels["lat"], labels["long"])
    assert [manado.parent_of(code) for code in codes] == list(labels["code"])


def test_bounds_are_south_west_north_east(manado: AreaLayer) -> None:
    assert bounds(manado) == pytest.approx((1.428, 124.6813, 1.6494, 124.934))


def test_bounds_can_leave_out_the_islands_or_take_only_them(manado: AreaLayer) -> None:
    assert bounds(manado, exclude="71.71.10") == pytest.approx((1.428, 124.7838, 1.5828, 124.934))
    assert bounds(manado, "71.71.10") == pytest.approx((1.5952, 124.6813, 1.6494, 124.8058))
    with pytest.raises(LayerError, match="no area"):
        bounds(manado, "99")
