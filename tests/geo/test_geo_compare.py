"""Comparison of two layers, and overlaps within one."""

from collections.abc import Callable

import geopandas as gpd
import numpy as np
import pytest
import shapely

from geo import AreaLayer, agreement, agreement_by_area, overlaps
from geo.compare import differences
from geo.polygons import metric

OpenAreas = Callable[[gpd.GeoDataFrame], AreaLayer]


def test_a_layer_agrees_with_itself(manado: AreaLayer) -> None:
    assert agreement(manado, manado) == pytest.approx(1, abs=1e-9)
    assert agreement_by_area(manado, manado)["iou"].to_numpy() == pytest.approx(1, abs=1e-6)


def test_areas_moved_by_a_tenth_agree_on_nine_tenths(
    city_areas: gpd.GeoDataFrame, open_areas: OpenAreas
) -> None:
    reference = open_areas(city_areas)
    moved = city_areas.assign(
        geometry=shapely.transform(
            city_areas.geometry.to_numpy(), lambda corners: np.add(corners, [0.001, 0])
        )
    )
    assert agreement(open_areas(moved), reference) == pytest.approx(0.9, rel=1e-4)
    assert agreement_by_area(open_areas(moved), reference)["iou"].to_numpy() == pytest.approx(
        0.9 / 1.1, rel=1e-4
    )


def test_a_surface_under_the_wrong_code_does_not_count(
    city_areas: gpd.GeoDataFrame, open_areas: OpenAreas
) -> None:
    reference = open_areas(city_areas)
    swapped = city_areas.assign(geometry=city_areas.geometry.to_numpy()[[1, 0, 2, 3]])
    assert agreement(open_areas(swapped), reference) == pytest.approx(0.5, rel=1e-4)


def test_an_area_missing_from_the_layer_counts_as_wrong(
    city_areas: gpd.GeoDataFrame, open_areas: OpenAreas
) -> None:
    assert agreement(open_areas(city_areas.iloc[1:]), open_areas(city_areas)) == pytest.approx(0.75, rel=1e-4)


def test_neighbours_do_not_count_as_overlapping(manado: AreaLayer) -> None:
    assert overlaps(manado).empty


def test_overlaps_are_named_with_their_size(city_areas: gpd.GeoDataFrame, open_areas: OpenAreas) -> None:
    city_areas.loc[0, "geometry"] = shapely.box(124.809, 1.41, 124.82, 1.42)
    (row,) = overlaps(open_areas(city_areas)).to_dict("records")
    assert (row["code"], row["other"]) == ("31.01.01.1002", "31.01.02.1002")
    assert row["area_m2"] == pytest.approx(111.3 * 1105.7, rel=0.01)


def test_an_area_inside_another_is_an_overlap(city_areas: gpd.GeoDataFrame, open_areas: OpenAreas) -> None:
    city_areas.loc[0, "geometry"] = shapely.box(124.802, 1.402, 124.804, 1.404)
    assert list(overlaps(open_areas(city_areas))["other"]) == ["31.01.02.1002"]


def test_differences_list_missing_extra_and_renamed(
    city_areas: gpd.GeoDataFrame, open_areas: OpenAreas
) -> None:
    previous = open_areas(city_areas)
    city_areas.loc[0, "kode"] = "31.01.02.1009"
    city_areas["nama"] = city_areas["nama"].replace({"Anggrek": "KEL. ANGGREK", "Barito": "Bakung"})
    result = differences(previous, open_areas(city_areas))
    assert result.missing == ("31.01.02.1002",)
    assert result.extra == ("31.01.02.1009",)
    assert result.renamed == (("31.01.01.1002", "Barito", "Bakung"),)
    assert result.agreement_percent == pytest.approx(75, abs=0.01)


def test_areas_are_measured_in_the_utm_zone_of_their_centre(manado: AreaLayer) -> None:
    assert metric(manado.areas).crs == manado.areas.estimate_utm_crs() == "EPSG:32651"
    moved = manado.areas.set_geometry(manado.areas.translate(xoff=-18))
    assert metric(moved).crs == moved.estimate_utm_crs() == "EPSG:32648"


@pytest.mark.parametrize("middle", [(106.8, -6.2), (5.0, 60.0), (20.0, 75.0), (120.0, 1.4), (110.4, 0.0)])
def test_the_zone_of_any_place_is_that_of_proj(middle: tuple[float, float]) -> None:
    square = shapely.box(middle[0] - 0.1, middle[1] - 0.1, middle[0] + 0.1, middle[1] + 0.1)
    areas = gpd.GeoDataFrame(geometry=[square], crs="EPSG:4326")
    assert metric(areas).crs == areas.estimate_utm_crs()
