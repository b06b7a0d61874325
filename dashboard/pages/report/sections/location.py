"""The small map of a report, with the borders of the kelurahan of its kecamatan."""

from dataclasses import replace
from typing import Any

import dash_leaflet as dl
import orjson
from dash import html
from dash.development.base_component import Component

from dashboard.ui.maps import STATIC_MAP_OPTIONS, js_function
from dashboard.web.context import WebContext
from geo import AreaLayer, feature_collection

ABOVE_AREAS = 450  # z-index of the marker: areas may be drawn after it


def small_map(context: WebContext, lat: float, long: float, area: str | None) -> Component:
    """Return a static map around the point.

    The borders are part of it: a camat has no permission for the routes of the wall's maps.
    """
    tiles = [dl.TileLayer(url=context.settings.tile_url)] if context.settings.tile_url else []
    borders = _borders(context, area)
    leaflet_map = dl.Map(
        [
            *tiles,
            dl.GeoJSON(data=borders, interactive=False, style=js_function("areaStyle"), hideout={}),
            dl.Pane(_marker(lat, long), name="place", style={"zIndex": ABOVE_AREAS}),
        ],
        bounds=_map_bounds(context.layer, lat, long, area),
        className="map",
        **STATIC_MAP_OPTIONS,
    )
    return html.Div(leaflet_map, className="small-map")


def _borders(context: WebContext, area: str | None) -> dict[str, Any]:
    """Return the kelurahan of the point's kecamatan as GeoJSON; empty if it is in none."""
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
    """Return the bounds of the kelurahan, or 0.01 degrees (1.1 km) each way without one."""
    area_row = layer.areas[layer.areas["code"] == area]
    if area_row.empty:
        return [[lat - 0.01, long - 0.01], [lat + 0.01, long + 0.01]]
    west, south, east, north = area_row.total_bounds
    return [[south, west], [north, east]]
