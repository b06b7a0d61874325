"""Map data for the browser: simplified outlines as GeoJSON, label points and bounds."""

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.areas import LONLAT, AreaLayer, Codes
from geo.geojson import AREA_PROPERTIES, frame_geojson
from geo.polygons import metric
from geo.repair import rounded

_FINEST_LABEL_M, _LABEL_SHARE = 1.0, 1e-5  # how exactly a label's place is sought, of a parent's extent


def feature_collection(layer: AreaLayer, *, tolerance_m: float = 15) -> bytes:
    """Return the areas as a FeatureCollection (properties code, name, parent, parent_name).

    :param tolerance_m: metres by which borders are simplified, alike for neighbours, so that no gap opens
    """
    return frame_geojson(drawn_areas(layer, tolerance_m=tolerance_m), AREA_PROPERTIES)


def drawn_areas(layer: AreaLayer, *, tolerance_m: float = 15) -> gpd.GeoDataFrame:
    """Return the areas with the borders of :func:`feature_collection`."""
    return _simplify_areas(layer.areas, tolerance_m)


def parent_borders(layer: AreaLayer, *, tolerance_m: float = 15) -> bytes:
    """Return a polygon per parent (properties code, name), along the lines of :func:`feature_collection`."""
    parents = _merge_by_parent(_simplify_areas(layer.areas, tolerance_m))
    return frame_geojson(parents, ("code", "name"))


def outline(layer: AreaLayer, include: Codes = (), *, exclude: Codes = (), tolerance_m: float = 15) -> bytes:
    """Return one feature without properties: the areas of :meth:`AreaLayer.select` in one outline."""
    simplified = _simplify_areas(layer.areas, tolerance_m).loc[layer.select(include, exclude).index]
    return frame_geojson(gpd.GeoDataFrame(geometry=[_valid(simplified).union_all()], crs=LONLAT), ())


def label_points(layer: AreaLayer) -> pd.DataFrame:
    """Return a point per parent, deep inside its largest polygon: columns code, name, lat, long (degrees)."""
    parents = metric(_merge_by_parent(layer.areas))
    shapes = [_largest(shape) for shape in parents.geometry]
    tolerance = np.maximum(_FINEST_LABEL_M, _LABEL_SHARE * shapely.length(shapes))
    circles = shapely.maximum_inscribed_circle(shapes, tolerance=tolerance)
    centres = gpd.GeoSeries(shapely.get_point(circles, 0), crs=parents.crs).to_crs(LONLAT)
    return pd.DataFrame(parents[["code", "name"]]).assign(lat=centres.y, long=centres.x)


def bounds(
    layer: AreaLayer, include: Codes = (), *, exclude: Codes = ()
) -> tuple[float, float, float, float]:
    """Return (south, west, north, east) in degrees of the areas of :meth:`AreaLayer.select`."""
    west, south, east, north = layer.select(include, exclude).total_bounds
    return float(south), float(west), float(north), float(east)


def _simplify_areas(areas: gpd.GeoDataFrame, tolerance_m: float) -> gpd.GeoDataFrame:
    projected = metric(areas)
    simplified = gpd.GeoSeries(_simplify(projected.geometry.to_numpy(), tolerance_m), crs=projected.crs)
    shapes = simplified.to_crs(LONLAT).to_numpy()
    # An area that simplifying leaves no surface is drawn as it is.
    drawn = np.where(shapely.area(shapes) > 0, shapes, areas.geometry.to_numpy())
    return areas.set_geometry(gpd.GeoSeries(rounded(drawn), index=areas.index, crs=LONLAT))


def _simplify(polygons: np.ndarray, tolerance_m: float) -> np.ndarray:
    if shapely.coverage_is_valid(polygons):
        return np.asarray(shapely.coverage_simplify(polygons, tolerance_m))
    # Files whose areas overlap or leave gaps are no coverage; each is then simplified alone.
    return np.asarray(shapely.simplify(polygons, tolerance_m, preserve_topology=True))


def _merge_by_parent(areas: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    merged = _valid(areas)[["parent", "parent_name", "geometry"]].dissolve("parent").reset_index()
    return merged.rename(columns={"parent": "code", "parent_name": "name"})


def _valid(areas: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return areas that can be joined: rounding may let a border touch itself."""
    if areas.is_valid.all():
        return areas
    valid = shapely.make_valid(areas.geometry.to_numpy(), method="structure", keep_collapsed=False)
    return areas.set_geometry(gpd.GeoSeries(valid, index=areas.index, crs=areas.crs))


def _largest(shape: shapely.Geometry) -> shapely.Polygon:
    parts = shapely.get_parts(shape)
    return parts[shapely.area(parts).argmax()]
