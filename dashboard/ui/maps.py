"""Options, functions and types that the maps of several pages share."""

from dash_extensions.javascript import Namespace

STATIC_MAP_OPTIONS = {
    "zoomControl": False, "dragging": False, "scrollWheelZoom": False, "doubleClickZoom": False,
    "touchZoom": False, "boxZoom": False, "keyboard": False, "attributionControl": False,
    "zoomSnap": 0, "zoomAnimation": False, "fadeAnimation": False, "markerZoomAnimation": False,
    "trackResize": True, "trackViewport": False,
}  # fmt: skip

js_function = Namespace("pantau", "map")  # functions of map.js

Bounds = tuple[float, float, float, float]  # south, west, north, east in degrees
