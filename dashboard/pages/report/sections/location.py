"""Where a report lies: in words, and on a small map among the borders of its kecamatan's kelurahan."""

from dataclasses import replace
from typing import Any

import dash_leaflet as dl
import orjson
from dash import html
from dash.development.base_component import Component

from dashboard.ui.maps import STILL, draw
from dashboard.web.context import Site
from geo import AreaLayer, feature_collection


def small_map(site: Site, lat: float, long: float, area: str | None) -> Component:
    """A still map around the point.

    The borders come with it: the doors of the wall's maps are not open to a camat, and he needs few of them.
    """
    tiles = [dl.TileLayer(url=site.settings.tile_url)] if site.settings.tile_url else []
    borders = _borders(site, area)
    drawn = dl.Map(
        [
            *tiles,
            dl.GeoJSON(data=borders, interactive=False, style=draw("areaStyle"), hideout={}),
            dl.Pane(_dot(lat, long), name="place", style={"zIndex": 450}),  # above areas that are drawn late
        ],
        bounds=_around(site.layer, lat, long, area),
        className="map",
        **STILL,
    )
    return html.Div(drawn, className="small-map")


def _borders(site: Site, area: str | None) -> dict[str, Any]:
    """The kelurahan of the point's kecamatan; none where it lies in none."""
    layer, parent = site.layer, site.lineage.parent(str(area))
    near = layer.areas[layer.areas["parent"] == parent].reset_index(drop=True)
    if near.empty:
        return {"type": "FeatureCollection", "features": []}
    found: dict[str, Any] = orjson.loads(feature_collection(replace(layer, areas=near)))
    return found


def _dot(lat: float, long: float) -> Component:
    look = {"radius": 9, "color": "#10192a", "weight": 2, "fillColor": "#ffc857", "fillOpacity": 1}
    return dl.CircleMarker(center=[lat, long], interactive=False, **look)


def _around(layer: AreaLayer, lat: float, long: float, area: str | None) -> list[list[float]]:
    """The kelurahan's bounds, or a kilometre each way."""
    found = layer.areas[layer.areas["code"] == area]
    if found.empty:
        return [[lat - 0.01, long - 0.01], [lat + 0.01, long + 0.01]]
    west, south, east, north = found.total_bounds
    return [[south, west], [north, east]]
