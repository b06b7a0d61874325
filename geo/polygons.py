"""Repair and projection of geometry: valid polygons in longitude and latitude."""

from __future__ import annotations

from functools import lru_cache

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from pyproj import CRS

from geo.areas import LONLAT, LayerError

_POLYGONAL = ("Polygon", "MultiPolygon")


def lonlat_polygons(geometry: gpd.GeoSeries, codes: pd.Series[str]) -> gpd.GeoSeries:
    """Return valid polygons in EPSG:4326, in the same order.

    Invalid ones are repaired; heights and non-polygonal parts are dropped.

    :param codes: the codes of the areas, for messages
    :raises LayerError: an empty geometry, one without polygons, or coordinates beyond longitude and latitude
    """
    _raise_if_any(geometry.isna() | geometry.is_empty, codes, "have no geometry")
    flat = geometry.force_2d().map(_polygonal)
    _raise_if_any(flat.is_empty, codes, "are not polygons")
    return _repair(_to_lonlat(flat.set_crs(geometry.crs)), codes)


def metric(areas: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the same rows in metres, in the UTM zone of their centre (51N for Manado)."""
    west, south, east, north = areas.total_bounds
    return areas.to_crs(_utm_crs(float(west + east) / 2, float(south + north) / 2))


@lru_cache(maxsize=256)
def _utm_crs(long: float, lat: float) -> CRS:
    """Return the UTM zone of a point; cached, since PROJ's database takes 60 ms to find it."""
    return gpd.GeoSeries([shapely.Point(long, lat)], crs=LONLAT).estimate_utm_crs()


def _raise_if_any(invalid: pd.Series[bool], codes: pd.Series[str], problem: str) -> None:
    if invalid.any():
        invalid_codes = ", ".join(codes[invalid.to_numpy()].head(10))
        raise LayerError(f"{int(invalid.sum())} area(s) {problem}: {invalid_codes}")


def _polygonal(geometry: shapely.Geometry) -> shapely.Geometry:
    # A KML placemark often pairs its polygon with a label point in one collection.
    if geometry.geom_type in _POLYGONAL:
        return geometry
    return shapely.union_all([part for part in shapely.get_parts(geometry) if part.geom_type in _POLYGONAL])


def _to_lonlat(geometry: gpd.GeoSeries) -> gpd.GeoSeries:
    projected = geometry.set_crs(LONLAT) if geometry.crs is None else geometry.to_crs(LONLAT)
    # In this form the test fails for NaN and infinity too.
    if not (np.abs(projected.bounds.to_numpy()) <= [180, 90, 180, 90]).all():
        raise LayerError(
            f"coordinates outside longitude and latitude ({geometry.total_bounds.round(3).tolist()}, "
            f"CRS {geometry.crs or 'not declared'}): declare the right CRS in the file, "
            "or put longitude before latitude"
        )
    return projected


def _repair(geometry: gpd.GeoSeries, codes: pd.Series[str]) -> gpd.GeoSeries:
    # "structure" keeps rings as shells and holes; the default method would turn overlaps into holes.
    repaired = shapely.make_valid(geometry.to_numpy(), method="structure", keep_collapsed=False)
    valid = np.where(geometry.is_valid, geometry.to_numpy(), repaired)
    result = gpd.GeoSeries(valid, index=geometry.index, crs=LONLAT)
    _raise_if_any(result.is_empty, codes, "have polygons without any surface")
    return result
