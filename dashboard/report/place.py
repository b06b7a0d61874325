"""A small map of where a report lies: its point among the kelurahan's borders."""

import dash_leaflet as dl
from dash import html
from dash.development.base_component import Component

from dashboard.site import Site
from dashboard.wall.map import STILL, draw
from geo import AreaLayer


def small_map(site: Site, lat: float, long: float, area: str | None) -> Component:
    """A still map around the point, of the part of the city that holds its kelurahan."""
    part = next((name for name, layer in site.parts.items() if area in layer.codes), "main")
    tiles = [dl.TileLayer(url=site.settings.tile_url)] if site.settings.tile_url else []
    shown = [
        *tiles,
        dl.GeoJSON(url=f"/geo/{part}/areas.json", interactive=False, style=draw("areaStyle"), hideout={}),
        dl.GeoJSON(url=f"/geo/{part}/parents.json", interactive=False, style=draw("borderStyle")),
        dl.Pane(_dot(lat, long), name="place", style={"zIndex": 450}),  # above areas that load late
    ]
    drawn = dl.Map(shown, bounds=_around(site.layer, lat, long, area), className="map", **STILL)
    return html.Div(drawn, className="small-map")


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
