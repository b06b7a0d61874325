"""The small map of a report, with the borders of the kelurahan of its kecamatan, in Mercator projection."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

import orjson

from dashboard.web.context import WebContext
from geo import AreaLayer, feature_collection

TILE_PIXELS = 256
WIDTH_PIXELS = 400  # that the kelurahan has at most
MAX_ZOOM = 18
AROUND_DEGREES = 0.01  # each way of a point without a kelurahan: 1.1 km


@dataclass(frozen=True)
class SmallMap:
    """A map in pixels from the north-west corner of what it shows.

    :param tiles: address, x and y of each street tile
    :param outlines: of the kelurahan, as SVG paths
    """

    width: float
    height: float
    x: float
    y: float
    tiles: list[tuple[str, float, float]]
    outlines: list[str]


@dataclass(frozen=True)
class MercatorFrame:
    """Pixels of a zoom level, from a corner."""

    zoom: int
    west: float = 0
    north: float = 0

    def pixel(self, long: float, lat: float) -> tuple[float, float]:
        """Return x and y of a point in degrees."""
        world, angle = TILE_PIXELS * 2**self.zoom, math.radians(lat)
        y = (0.5 - math.asinh(math.tan(angle)) / (2 * math.pi)) * world
        return (long + 180) / 360 * world - self.west, y - self.north


def small_map(context: WebContext, lat: float, long: float, area: str | None) -> SmallMap:
    """Return a map around the point."""
    west, south, east, north = _bounds(context.layer, lat, long, area)
    zoom = max(0, min(MAX_ZOOM, int(math.log2(WIDTH_PIXELS * 360 / (TILE_PIXELS * (east - west))))))
    frame = MercatorFrame(zoom, *MercatorFrame(zoom).pixel(west, north))
    width, height = frame.pixel(east, south)
    tiles = list(_tiles(context.settings.tile_url, frame, width, height)) if context.settings.tile_url else []
    outlines = [_outline(shape, frame) for shape in _borders(context, area)]
    return SmallMap(width, height, *frame.pixel(long, lat), tiles, outlines)


def _bounds(layer: AreaLayer, lat: float, long: float, area: str | None) -> tuple[float, float, float, float]:
    """Return west, south, east and north of the kelurahan, or of the surroundings without one."""
    row = layer.areas[layer.areas["code"] == area]
    if row.empty:
        return long - AROUND_DEGREES, lat - AROUND_DEGREES, long + AROUND_DEGREES, lat + AROUND_DEGREES
    west, south, east, north = map(float, row.total_bounds)
    return west, south, east, north


def _borders(context: WebContext, area: str | None) -> Iterator[dict[str, Any]]:
    """Yield the shapes of the kelurahan of the point's kecamatan; none if it is in none."""
    layer, parent = context.layer, context.lineage.parent(str(area))
    kelurahan = layer.areas[layer.areas["parent"] == parent].reset_index(drop=True)
    if not kelurahan.empty:
        collection = orjson.loads(feature_collection(replace(layer, areas=kelurahan)))
        yield from (feature["geometry"] for feature in collection["features"])


def _outline(shape: dict[str, Any], frame: MercatorFrame) -> str:
    polygons = [shape["coordinates"]] if shape["type"] == "Polygon" else shape["coordinates"]
    return "".join(
        "M" + "L".join("{:.1f} {:.1f}".format(*frame.pixel(*point[:2])) for point in ring) + "Z"
        for rings in polygons
        for ring in rings
    )


def _tiles(
    template: str, frame: MercatorFrame, width: float, height: float
) -> Iterator[tuple[str, float, float]]:
    """Yield the street tiles of the map, and of what a wide screen shows beside it."""
    beside = max(width, height)
    columns = _tile_range(frame.west - beside, frame.west + width + beside)
    rows = _tile_range(frame.north - beside / 4, frame.north + height + beside / 4)
    for column, row in product(columns, rows):
        values = {"{s}": "a", "{z}": frame.zoom, "{x}": column, "{y}": row, "{r}": ""}
        url = template
        for name, value in values.items():
            url = url.replace(name, str(value))
        yield url, column * TILE_PIXELS - frame.west, row * TILE_PIXELS - frame.north


def _tile_range(first: float, last: float) -> range:
    return range(int(first // TILE_PIXELS), int(last // TILE_PIXELS) + 1)
