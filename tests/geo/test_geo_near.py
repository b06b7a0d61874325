"""Points within metres of a border are near the areas on both sides."""

import numpy as np
import pytest

from geo import AreaLayer, Locator, anchors


@pytest.mark.parametrize(("metres_away", "is_near"), [(-50.0, True), (0.0, True), (8.0, True), (15.0, False)])
def test_nearness_is_measured_in_metres(manado: AreaLayer, metres_away: float, is_near: bool) -> None:
    area = manado.areas.iloc[0]
    west = area.geometry.bounds[0]
    lat = next(lat for long, lat in area.geometry.exterior.coords if long == west)
    long = west - metres_away / 111_320 / np.cos(np.radians(lat))
    assert list(Locator(manado).is_near([area["code"]], lat, long, 10)) == [is_near]


def test_every_anchor_is_near_its_own_area(manado: AreaLayer) -> None:
    points = anchors()[lambda rows: rows["code"].isin(manado.codes)]
    near = Locator(manado).is_near(list(points["code"]), points["lat"], points["long"], 30)
    assert near.mean() > 0.9
