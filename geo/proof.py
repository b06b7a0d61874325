"""Proof that a layer works before it replaces another: every area is drawn, and found by a point in it."""

from __future__ import annotations

import json

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from geo.areas import AreaLayer, area_labels
from geo.browser import bounds, drawn_areas, label_points, parent_borders
from geo.locate import Locator

_REMEDY = "cut them out of the others, or leave them out with --leave-out CODE"


def faults_of(layer: AreaLayer) -> list[str]:
    """Return what a board could not do with this layer, with the areas by code and name."""
    try:
        return [*_undrawn(layer), *_not_located(layer), *_parents_without_place(layer)]
    except (shapely.GEOSException, ValueError, RuntimeError) as error:
        return [f"the map cannot be drawn: {error}"]


def _undrawn(layer: AreaLayer) -> list[str]:
    shapes = drawn_areas(layer).geometry.to_numpy()
    undrawn = layer.areas[~(shapely.area(shapes) > 0)]
    return [f"the map cannot show: {area_labels(undrawn)}"] if len(undrawn) else []


def _not_located(layer: AreaLayer) -> list[str]:
    """Find areas that no point can be in, since others with smaller codes cover them."""
    uncovered = _uncovered(layer.areas)
    visible = ~shapely.is_empty(uncovered)
    inner = shapely.point_on_surface(uncovered[visible])
    located = np.full(len(uncovered), None, dtype=object)
    located[visible] = Locator(layer)(shapely.get_y(inner), shapely.get_x(inner))
    hidden = layer.areas[located != np.array(layer.codes, dtype=object)]
    return [f"other areas cover these wholly: {area_labels(hidden)}; {_REMEDY}"] if len(hidden) else []


def _uncovered(areas: gpd.GeoDataFrame) -> npt.NDArray[np.object_]:
    """Return each area without what areas of smaller codes take of it; a point there is the area's own."""
    shapes = areas.geometry.to_numpy()
    first, second = areas.sindex.query(areas.geometry, predicate="intersects")
    covering = pd.Series(shapes[first])[first < second].groupby(second[first < second])
    uncovered = np.asarray(shapes).copy()
    for row, others in covering:
        uncovered[row] = shapely.difference(shapes[row], shapely.union_all(others.to_numpy()))
    return uncovered


def _parents_without_place(layer: AreaLayer) -> list[str]:
    """Find parents without a border, a label or an extent on the map."""
    drawn = {
        each["properties"]["code"]
        for each in json.loads(parent_borders(layer))["features"]
        if each["geometry"]["coordinates"]
    }
    labels = label_points(layer)
    labelled = set(labels["code"][labels[["lat", "long"]].notna().all(axis=1)])
    extended = {code for code in layer.parents["code"] if np.isfinite(bounds(layer, code)).all()}
    placed = layer.parents["code"].isin(drawn & labelled & extended)
    missing = layer.parents[~placed]
    return [f"the map cannot show: {area_labels(missing)}"] if len(missing) else []
