"""Which area a point lies in."""

import numpy as np
import numpy.typing as npt
import shapely

from geo.areas import AreaLayer


class Locator:
    """Points to codes, for one layer; build it once, call it from any thread.

    The tree proposes areas by their boxes and prepared polygons decide. `STRtree.query` with a predicate
    prepares the points instead, which costs more than it saves when there are few areas and many points.
    """

    def __init__(self, layer: AreaLayer) -> None:
        self._polygons = layer.areas.geometry.to_numpy()
        self._tree = shapely.STRtree(self._polygons)
        self._codes: npt.NDArray[np.object_] = np.array([*layer.codes, None], dtype=object)
        _prepare(self._polygons)

    def __call__(self, lat: npt.ArrayLike, long: npt.ArrayLike) -> npt.NDArray[np.object_]:
        """One code per point, or None outside every area and for a missing coordinate.

        Args:
            lat, long: degrees (EPSG:4326), numbers or one-dimensional arrays of one length.

        Returns:
            Object array of that length. A point on a shared border goes to the smallest code.
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
    """As Locator, for a single call; it builds the tree anew each time."""
    return Locator(layer)(lat, long)


def _degrees(values: npt.ArrayLike) -> npt.NDArray[np.float64]:
    return np.atleast_1d(np.asarray(values, dtype=np.float64))


def _prepare(polygons: npt.NDArray[np.object_]) -> None:
    shapely.prepare(polygons)
    # GEOS makes its index at the first question; asking here keeps two threads from both making it.
    shapely.intersects(polygons, shapely.point_on_surface(polygons))
