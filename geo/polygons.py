"""Projection and check of geometry: valid polygons in longitude and latitude, and what was wrong."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely
from pyproj import CRS

from geo.areas import LONLAT, LayerError
from geo.repair import Repair, Repairs, polygonal, repaired, without_collapsed

MAX_SPAN_DEGREES = 15  # of a city from its middle; metres are computed in one zone of the projection
ZONE_DEGREES, NORTHERN_ZONES, SOUTHERN_ZONES = 6, 32_600, 32_700  # of UTM, and their numbers in EPSG's list
CLOSED_RING = "a ring that was open is closed"


@dataclass(frozen=True)
class PolygonCheck:
    """The polygons of a file in its order; a row with a problem has an empty or an unusable one.

    Attributes:
        repairs: what was repaired, by row
        problems: why a row cannot be used
    """

    geometry: gpd.GeoSeries
    repairs: Mapping[int, tuple[str, ...]]
    problems: Mapping[int, str]


@dataclass
class _Rows:
    """The shapes while they are checked."""

    shapes: npt.NDArray[np.object_]
    repairs: dict[int, Repairs] = field(default_factory=dict)
    problems: dict[int, str] = field(default_factory=dict)

    def exclude(self, rows: npt.NDArray[np.bool_], problem: str) -> None:
        """Note a problem of some rows, and empty their shapes; the first problem of a row is the one told."""
        for row in np.flatnonzero(rows):
            self.problems.setdefault(int(row), problem)
            self.shapes[row] = shapely.Polygon()

    def note(self, row: int, repairs: Repairs) -> None:
        """Note what was repaired."""
        if repairs:
            self.repairs[row] = (*self.repairs.get(row, ()), *repairs)


def lonlat_polygons(geometry: gpd.GeoSeries, closed: Collection[int] = ()) -> PolygonCheck:
    """Return valid polygons in EPSG:4326.

    Heights and parts that are no polygon are dropped; what crosses itself is repaired; parts and holes that
    the map cannot show are left out.

    :param closed: the rows of which a ring was open in the file
    :raises LayerError: no area has coordinates that can be longitude and latitude
    """
    rows = _Rows(geometry.force_2d().to_numpy().copy())
    for row in closed:
        rows.note(row, (CLOSED_RING,))
    _exclude_unreadable(rows)
    _replace(rows, polygonal)
    rows.exclude(shapely.is_empty(rows.shapes), "points or lines, not polygons")
    rows.shapes = _to_lonlat(rows, geometry.crs)
    _replace(rows, repaired)
    rows.exclude(shapely.is_empty(rows.shapes), "polygons without any surface")
    _replace(rows, without_collapsed)
    rows.exclude(shapely.is_empty(rows.shapes), "less than a metre of surface, which no map can show")
    _exclude_remote(rows)
    result = gpd.GeoSeries(rows.shapes, crs=LONLAT)
    return PolygonCheck(result, rows.repairs, rows.problems)


def metric(areas: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the same rows in metres, in the UTM zone of their centre (51N for Manado)."""
    west, south, east, north = areas.total_bounds
    return areas.to_crs(_utm_crs(float(west + east) / 2, float(south + north) / 2))


@lru_cache(maxsize=256)
def _utm_crs(long: float, lat: float) -> CRS:
    """Return the UTM zone of a point, as ``estimate_utm_crs`` does, which asks PROJ's database for 70 ms.

    On the border of two zones, and where a pole's system begins, it is asked all the same.
    """
    zone, within_zone = divmod(long + 180, ZONE_DEGREES)
    if not within_zone or not 0 < abs(lat) < 80 or not 0 <= zone < 60:
        return gpd.GeoSeries([shapely.Point(long, lat)], crs=LONLAT).estimate_utm_crs()
    return CRS.from_epsg((NORTHERN_ZONES if lat > 0 else SOUTHERN_ZONES) + int(zone) + 1)


def _exclude_unreadable(rows: _Rows) -> None:
    rows.exclude(shapely.is_missing(rows.shapes) | shapely.is_empty(rows.shapes), "no geometry")
    corners, row_of_corner = shapely.get_coordinates(rows.shapes, return_index=True)
    unreadable = np.zeros(len(rows.shapes), dtype=bool)
    unreadable[row_of_corner[~np.isfinite(corners).all(axis=1)]] = True
    rows.exclude(unreadable, "coordinates that are no numbers")


def _replace(rows: _Rows, repair: Repair) -> None:
    for row, shape in enumerate(rows.shapes):
        rows.shapes[row], repairs = repair(shape)
        rows.note(row, repairs)


def _to_lonlat(rows: _Rows, crs: CRS | None) -> npt.NDArray[np.object_]:
    """Project the shapes; those beyond longitude and latitude are excluded, and refused if all are."""
    shapes = gpd.GeoSeries(rows.shapes, crs=crs or LONLAT)
    projected = shapes.to_crs(LONLAT)
    empty = projected.is_empty.to_numpy()
    # In this form the test fails for NaN and infinity too.
    inside = (np.abs(projected.bounds.to_numpy()) <= [180, 90, 180, 90]).all(axis=1)
    if not empty.all() and not (inside & ~empty).any():
        raise LayerError(
            f"coordinates outside longitude and latitude ({shapes.total_bounds.round(3).tolist()}, "
            f"CRS {crs or 'not declared'}): declare the right CRS in the file, "
            "or put longitude before latitude"
        )
    result = projected.to_numpy().copy()
    rows.shapes = result
    rows.exclude(~inside & ~empty, "coordinates outside longitude and latitude")
    return rows.shapes


def _exclude_remote(rows: _Rows) -> None:
    """Exclude areas that reach far from the others: a corner at 0/0, or another mistake of drawing."""
    bounds = pd.DataFrame(shapely.bounds(rows.shapes))
    if bounds.isna().all(axis=None):
        return
    middle = [(bounds[0] + bounds[2]).median() / 2, (bounds[1] + bounds[3]).median() / 2] * 2
    remote = (bounds - middle).abs().gt(MAX_SPAN_DEGREES).any(axis=1)
    rows.exclude(remote.to_numpy(), f"corners more than {MAX_SPAN_DEGREES} degrees from the city's middle")
    if bounds[3].max() > 84 or bounds[1].min() < -80:
        rows.exclude(~shapely.is_empty(rows.shapes), "places beyond 84 degrees north or 80 south")
