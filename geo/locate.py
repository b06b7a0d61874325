"""Geocoding of points: the area that a point is in."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import shapely

from geo.areas import AreaLayer

_METRES_PER_DEGREE = 111_320
_LEAST_COSINE = 0.01  # a degree of longitude has no length at the poles
_CORNERS = 16

_Degrees = npt.NDArray[np.float64]


class Locator:
    """Geocode points for one layer; build it once, call it from any thread.

    The tree finds candidates by their boxes and prepared polygons decide. ``STRtree.query`` with a predicate
    prepares the points instead, which costs more than it saves when there are few areas and many points.
    """

    def __init__(self, layer: AreaLayer) -> None:
        self._polygons = layer.areas.geometry.to_numpy()
        self._tree = shapely.STRtree(self._polygons)
        self._codes: npt.NDArray[np.object_] = np.array([*layer.codes, None], dtype=object)
        self._row_by_code = {code: row for row, code in enumerate(layer.codes)}
        _prepare(self._polygons)

    def __call__(self, lat: npt.ArrayLike, long: npt.ArrayLike) -> npt.NDArray[np.object_]:
        """Return one code per point, or None outside every area and for a missing coordinate.

        The result is an object array as long as the input. A point on a shared border gets the smallest code.

        :param lat: degrees (EPSG:4326), a number or a one-dimensional array
        :param long: degrees, as many as ``lat``
        """
        points = shapely.points(_degrees(long), _degrees(lat))
        point, area = self._tree.query(points)
        hit = shapely.intersects(self._polygons[area], points[point])
        outside = len(self._codes) - 1
        area_rows = np.full(len(points), outside)
        # Areas are sorted by code, so the smallest row is the smallest code.
        np.minimum.at(area_rows, point[hit], area[hit])
        return np.take(self._codes, area_rows)

    def is_near(
        self, codes: Sequence[str], lat: npt.ArrayLike, long: npt.ArrayLike, metres: float
    ) -> npt.NDArray[np.bool_]:
        """Return for each point whether the area of its code is within so many metres.

        :param codes: of areas of the layer, one for each point
        """
        rows = [self._row_by_code[code] for code in codes]
        circles = _circles(_degrees(lat), _degrees(long), metres)
        near: npt.NDArray[np.bool_] = shapely.intersects(self._polygons[rows], circles)
        return near


def locate(layer: AreaLayer, lat: npt.ArrayLike, long: npt.ArrayLike) -> npt.NDArray[np.object_]:
    """Geocode points once; :class:`Locator` saves building the tree again for each call."""
    return Locator(layer)(lat, long)


def _circles(lat: _Degrees, long: _Degrees, metres: float) -> npt.NDArray[np.object_]:
    """Return a polygon around each point, in degrees."""
    turns = np.linspace(0, 2 * np.pi, _CORNERS, endpoint=False)
    north, east = metres * np.sin(turns) / _METRES_PER_DEGREE, metres * np.cos(turns) / _METRES_PER_DEGREE
    shrink = np.maximum(np.cos(np.radians(lat)), _LEAST_COSINE)[:, None]
    corners = np.stack((long[:, None] + east / shrink, lat[:, None] + north), axis=-1)
    circles: npt.NDArray[np.object_] = shapely.polygons(corners)
    return circles


def _degrees(values: npt.ArrayLike) -> _Degrees:
    return np.atleast_1d(np.asarray(values, dtype=np.float64))


def _prepare(polygons: npt.NDArray[np.object_]) -> None:
    shapely.prepare(polygons)
    # GEOS builds its index at the first query; a query here keeps two threads from both building it.
    shapely.intersects(polygons, shapely.point_on_surface(polygons))
