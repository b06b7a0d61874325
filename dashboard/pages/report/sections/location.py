"""Where a report lies: in words, and on a small map among the borders of its kecamatan's kelurahan."""

from dataclasses import replace
from typing import Any

import dash_leaflet as dl
import orjson
from dash import html
from dash.development.base_component import Component

from dashboard.ui.maps import STATIC_MAP_OPTIONS, js_function
from dashboard.web.context import WebContext
from geo import AreaLayer, feature_collection


def small_map(context: WebContext, lat: float, long: float, area: str | None) -> Component:
    """A still map around the point.

    The borders come with it: the doors of the wall's maps are not open to a camat, and he needs few of them.
    """
    tiles = [dl.TileLayer(url=context.settings.tile_url)] if context.settings.tile_url else []
    borders = _borders(context, area)
    leaflet_map = dl.Map(
        [
            *tiles,
            dl.GeoJSON(data=borders, interactive=False, style=js_function("areaStyle"), hideout={}),
            dl.Pane(
                _marker(lat, long), name="place", style={"zIndex": 450}
            ),  # above areas that are drawn late
        ],
        bounds=_map_bounds(context.layer, lat, long, area),
        className="map",
        **STATIC_MAP_OPTIONS,
    )
    return html.Div(leaflet_map, className="small-map")


def _borders(context: WebContext, area: str | None) -> dict[str, Any]:
    """The kelurahan of the point's kecamatan; none where it lies in none."""
    layer, parent = context.layer, context.lineage.parent(str(area))
    kelurahan = layer.areas[layer.areas["parent"] == parent].reset_index(drop=True)
    if kelurahan.empty:
        return {"type": "FeatureCollection", "features": []}
    collection: dict[str, Any] = orjson.loads(feature_collection(replace(layer, areas=kelurahan)))
    return collection


def _marker(lat: float, long: float) -> Component:
    style = {"radius": 9, "color": "#10192a", "weight": 2, "fillColor": "#ffc857", "fillOpacity": 1}
    return dl.CircleMarker(center=[lat, long], interactive=False, **style)


def _map_bounds(layer: AreaLayer, lat: float, long: float, area: str | None) -> list[list[float]]:
    """The kelurahan's bounds, or a kilometre each way."""
    area_row = layer.areas[layer.areas["code"] == area]
    if area_row.empty:
        return [[lat - 0.01, long - 0.01], [lat + 0.01, long + 0.01]]
    west, south, east, north = area_row.total_bounds
    return [[south, west], [north, east]]
