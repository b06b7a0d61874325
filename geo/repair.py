"""Repair of one area's geometry, where only one repair is possible; each says what it did."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from operator import is_

import numpy as np
import numpy.typing as npt
import shapely

DECIMALS = 5  # of degrees on the map: about 1 m, finer than any screen shows

Repairs = tuple[str, ...]
Repair = Callable[[shapely.Geometry], tuple[shapely.Geometry, Repairs]]

DOUBTFUL = "a border crosses itself so that two different surfaces can be meant"

_POLYGONAL = ("Polygon", "MultiPolygon")
_LEFT_OUT = "parts that are no polygon are left out"
_CROSSED = "a border that crosses or touches itself is put right"
_COLLAPSED = "parts or holes smaller than a metre are left out"
_DOUBTFUL_SHARE = 0.01  # of the surface, by which the two readings may differ


def polygonal(shape: shapely.Geometry) -> tuple[shapely.Geometry, Repairs]:
    """Return the polygons of a shape; a KML placemark often pairs its polygon with a label point."""
    if shape.geom_type in _POLYGONAL:
        return shape, ()
    polygons = [_valid(part) for part in _simple_parts(shape) if part.geom_type in _POLYGONAL]
    return _joined(polygons), (_LEFT_OUT,) if polygons else ()


def repaired(shape: shapely.Geometry) -> tuple[shapely.Geometry, Repairs]:
    """Return a valid polygon; the repair is ``DOUBTFUL`` where the rings can be read in two ways."""
    if shape.is_valid:
        return shape, ()
    surface = _polygons_of(_valid(shape))
    other_area = shapely.make_valid(shape, method="linework").area
    is_certain = abs(surface.area - other_area) <= _DOUBTFUL_SHARE * surface.area
    return surface, (_CROSSED if is_certain else DOUBTFUL,)


def without_collapsed(shape: shapely.Geometry) -> tuple[shapely.Geometry, Repairs]:
    """Return a polygon without the parts and holes that have no surface once they are rounded for the map."""
    parts = [part for part in shapely.get_parts(shape) if _has_surface(part.exterior)]
    kept = [_without_collapsed_holes(part) for part in parts]
    if len(kept) == shapely.get_num_geometries(shape) and all(map(is_, kept, parts)):
        return shape, ()
    return (kept[0] if len(kept) == 1 else shapely.MultiPolygon(kept)), (_COLLAPSED,)


def _valid(shape: shapely.Geometry) -> shapely.Geometry:
    # "structure" keeps rings as shells and holes; the default method would turn overlaps into holes.
    return shapely.make_valid(shape, method="structure", keep_collapsed=False)


def _polygons_of(shape: shapely.Geometry) -> shapely.Geometry:
    return shape if shape.geom_type in _POLYGONAL else polygonal(shape)[0]


def _simple_parts(shape: shapely.Geometry) -> Iterator[shapely.Geometry]:
    for part in shapely.get_parts(shape):
        if part.geom_type == "GeometryCollection":
            yield from _simple_parts(part)
        else:
            yield part


def _joined(polygons: list[shapely.Geometry]) -> shapely.Geometry:
    if len(polygons) < 2:
        return polygons[0] if polygons else shapely.Polygon()
    return _polygons_of(shapely.union_all(polygons))


def _has_surface(ring: shapely.LinearRing) -> bool:
    return bool(shapely.Polygon(shapely.get_coordinates(ring).round(DECIMALS)).area > 0)


def _without_collapsed_holes(part: shapely.Polygon) -> shapely.Polygon:
    holes = [hole for hole in part.interiors if _has_surface(hole)]
    return part if len(holes) == len(part.interiors) else shapely.Polygon(part.exterior, holes)


def rounded(shapes: npt.NDArray[np.object_]) -> npt.NDArray[np.object_]:
    """Return polygons with the corners of the map; one that rounding leaves no surface stays as it is."""
    visible = [without_collapsed(shape)[0] for shape in shapes]
    is_shown = ~shapely.is_empty(visible)
    # Rounding moves a shared corner alike for both neighbours; set_precision would cut each on its own.
    moved = shapely.transform(visible, lambda corners: np.round(corners, DECIMALS))
    return np.where(is_shown, shapely.remove_repeated_points(moved), shapes)
