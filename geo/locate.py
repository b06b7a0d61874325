"""Geocoding of points: the area that a point is in."""

import numpy as np
import numpy.typing as npt
import shapely

from geo.areas import AreaLayer


class Locator:
    """Geocode points for one layer; build it once, call it from any thread.

    The tree finds candidates by their boxes and prepared polygons decide. ``STRtree.query`` with a predicate
    prepares the points instead, which costs more than it saves when there are few areas and many points.
    """

    def __init__(self, layer: AreaLayer) -> None:
        self._polygons = layer.areas.geometry.to_numpy()
        self._tree = shapely.STRtree(self._polygons)
        self._codes: npt.NDArray[np.object_] = np.array([*layer.codes, None], dtype=object)
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


def locate(layer: AreaLayer, lat: npt.ArrayLike, long: npt.ArrayLike) -> npt.NDArray[np.object_]:
    """Geocode points once; :class:`Locator` saves building the tree again for each call."""
    return Locator(layer)(lat, long)


def _degrees(values: npt.ArrayLike) -> npt.NDArray[np.float64]:
    return np.atleast_1d(np.asarray(values, dtype=np.float64))


def _prepare(polygons: npt.NDArray[np.object_]) -> None:
    shapely.prepare(polygons)
    # GEOS builds its index at the first query; a query here keeps two threads from both building it.
    shapely.intersects(polygons, shapely.point_on_surface(polygons))
