"""Geocoding of points."""

from collections.abc import Callable
from threading import Thread

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo import AreaLayer, Locator, locate, open_layer, places
from tests.example_limits import limited_examples

LATS, LONGS = st.floats(1.40, 1.68), st.floats(124.65, 124.96)
POINTS = st.lists(st.tuples(LATS, LONGS), min_size=1, max_size=30)


def brute_force(layer: AreaLayer, lat: float, long: float) -> str | None:
    point = shapely.Point(long, lat)
    touched = [
        code for code, shape in zip(layer.codes, layer.areas.geometry, strict=True) if shape.intersects(point)
    ]
    return min(touched, default=None)


@given(POINTS)
@limited_examples(50)
def test_the_locator_agrees_with_checking_every_polygon(points: list[tuple[float, float]]) -> None:
    layer = open_layer()
    codes = locate(layer, *np.transpose(points))
    assert list(codes) == [brute_force(layer, lat, long) for lat, long in points]


@given(st.permutations(range(87)))
@limited_examples(20)
def test_the_order_of_the_points_changes_nothing(order: list[int]) -> None:
    locator, table = Locator(open_layer()), places()
    plain = locator(table["lat"], table["long"])
    shuffled = locator(table["lat"].iloc[order], table["long"].iloc[order])
    assert list(shuffled) == list(plain[order])


@given(st.integers(0, 10**6), st.floats(0, 1))
@limited_examples(50)
def test_a_point_on_a_shared_corner_or_border_has_one_answer(pick: int, along: float) -> None:
    layer = open_layer()
    ring = shapely.get_coordinates(layer.areas.geometry.iloc[pick % 87].boundary)
    corner, following = ring[pick % (len(ring) - 1)], ring[pick % (len(ring) - 1) + 1]
    for long, lat in (corner, corner + along * (following - corner)):
        assert locate(layer, lat, long)[0] == brute_force(layer, lat, long)


def test_a_point_shared_by_four_areas_goes_to_the_smallest_code(
    city_areas: gpd.GeoDataFrame, open_areas: Callable[[gpd.GeoDataFrame], AreaLayer]
) -> None:
    assert list(locate(open_areas(city_areas), [1.41, 1.41, 1.405], [124.81, 124.815, 124.81])) == [
        "31.01.01.1001",
        "31.01.02.1001",
        "31.01.01.1001",
    ]


@pytest.mark.parametrize(
    ("lat", "long"),
    [
        (0.0, 0.0),
        (1.6, 124.85),
        (np.nan, 124.85),
        (1.5, np.nan),
        (np.inf, 124.85),
        (124.85, 1.5),
        (-91.0, 999.0),
    ],
    ids=["null island", "sea", "no lat", "no long", "infinite", "swapped", "nonsense"],
)
def test_a_point_outside_every_area_has_no_code(lat: float, long: float, manado: AreaLayer) -> None:
    assert list(locate(manado, [lat, 1.5], [long, 124.85])) == [None, "71.71.03.1001"]


@pytest.mark.parametrize(
    "missing",
    [[1.5, None], pd.Series([1.5, None]), pd.Series([1.5, None], dtype="Float64")],
    ids=["list", "series", "nullable series"],
)
def test_missing_values_of_every_kind_are_none(missing: object, manado: AreaLayer) -> None:
    assert list(locate(manado, missing, [124.85, 124.85])) == ["71.71.03.1001", None]


def test_no_points_give_no_codes(manado: AreaLayer) -> None:
    codes = locate(manado, [], [])
    assert codes.shape == (0,)
    assert codes.dtype == object


def test_unequal_lengths_are_an_error(manado: AreaLayer) -> None:
    with pytest.raises(ValueError, match="broadcast"):
        locate(manado, [1.5, 1.5, 1.5], [124.85, 124.85])


def test_threads_sharing_one_locator_agree(manado: AreaLayer) -> None:
    locator, rng = Locator(manado), np.random.default_rng(7)
    lat, long = rng.uniform(1.43, 1.65, 5000), rng.uniform(124.68, 124.93, 5000)
    answers: list[list[str | None]] = []
    threads = [Thread(target=lambda: answers.append(list(locator(lat, long)))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [list(locate(manado, lat, long))] * 4
