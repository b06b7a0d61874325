"""Geocoding of points. The baseline is the bare tree, queried for the same points with its own predicate."""

from typing import Any

import numpy as np
import shapely

from geo import Locator, bounds, open_layer
from tests.bench.pairs import median_ratio, result_line

POINTS = 200_000
BAR = 1.3
PAIRS = 7


def measure() -> dict[str, Any]:
    """Measure the benchmark ``locate``."""
    layer = open_layer()
    locate = Locator(layer)
    south, west, north, east = bounds(layer)
    rng = np.random.default_rng(7171)
    lat, long = rng.uniform(south, north, POINTS), rng.uniform(west, east, POINTS)
    tree = shapely.STRtree(layer.areas.geometry.to_numpy())

    def floor() -> None:
        tree.query(shapely.points(long, lat), predicate="intersects")

    ratio = median_ratio(lambda: locate(lat, long), floor, PAIRS)
    return result_line(
        "locate", ratio, BAR, "lower", "shapely's STRtree.query with predicate, same points", POINTS
    )
