"""The map: open reports per kelurahan as fill, lateness as hatching and marks, islands in a corner.

Borders come by URL and stay in the browser; a refresh changes ``hideout`` and ``data`` only, so that the
map itself is never mounted anew.
"""

from typing import Any

import dash_leaflet as dl
import dash_svg as svg
from dash import html
from dash.development.base_component import Component

from dashboard.pages.wall.ids import map_layer_id
from dashboard.ui import labels
from dashboard.ui.color_scale import FILLS, ColorScale, scale_for
from dashboard.ui.maps import STATIC_MAP_OPTIONS, Bounds, js_function
from dashboard.ui.status_icons import status_icon
from data.core.clock.sla import OVERDUE_STATES, SlaState

URGENT_STATES = (*OVERDUE_STATES, SlaState.APPROACHING)
AREAS_URL, BORDERS_URL, LABELS_URL = "/geo/{}/areas.json", "/geo/{}/parents.json", "/geo/{}/labels.json"
GEOJSON_SCRIPT = (
    "/_dash-component-suites/dash_leaflet/async-GeoJSON.js"  # the map's own part that loads later
)


def board_map(part: str, bounds: Bounds, tiles: str, caption: str = "", corner: str = "") -> Component:
    """A map that nobody can move, of one part of the city: ``main`` or ``inset``.

    :param bounds: south, west, north, east in degrees
    :param tiles: address of a tile server, empty for none
    :param caption: words under a corner map; ``corner``: which corner
    """
    south, west, north, east = bounds
    leaflet_map = dl.Map(
        [*_street_map(tiles), *_layers(part)],
        id=map_layer_id(part, "map"),
        bounds=[[south, west], [north, east]],
        className="map",
        **STATIC_MAP_OPTIONS,
    )
    captions = [html.Div(caption, className="map-caption")] if caption else []
    return html.Div([leaflet_map, *captions], className=f"map-{part} {corner}", **_bounds_attribute(bounds))


def _bounds_attribute(bounds: Bounds) -> dict[str, Any]:
    """The bounds for the script that fits the map again when the screen changes its size."""
    return {"data-bounds": ",".join(map(str, bounds))}


def _street_map(tiles: str) -> list[Component]:
    return [dl.TileLayer(url=tiles)] if tiles else []


def preload_urls(part: str) -> tuple[str, ...]:
    """What a map asks for as soon as it is there."""
    return GEOJSON_SCRIPT, AREAS_URL.format(part), BORDERS_URL.format(part)


def _layers(part: str) -> list[Component]:
    """Borders and dots have panes of their own: areas drawn anew would otherwise lie on top of them."""
    areas = _layer(part, "areas", url=AREAS_URL.format(part), style=js_function("areaStyle"), hideout={})
    borders = _layer(part, "borders", url=BORDERS_URL.format(part), style=js_function("borderStyle"))
    dots = _layer(
        part,
        "dots",
        data=empty_collection(),
        pointToLayer=js_function("dot"),
        hideout={"pane": f"{part}-dots"},
    )
    rings = _layer(
        part,
        "rings",
        data=empty_collection(),
        pointToLayer=js_function("ring"),
        hideout={"pane": f"{part}-rings"},
    )
    panes = [
        _pane(part, "borders", 450, borders),
        _pane(part, "dots", 460, dots),
        _pane(part, "rings", 470, rings),
    ]
    layers = [areas, *panes, _icon_layer(part)]
    if part == "main":
        layers.append(_layer(part, "labels", url=LABELS_URL.format(part), pointToLayer=js_function("label")))
    return layers


def _icon_layer(part: str) -> Component:
    cluster = {"cluster": True, "clusterToLayer": js_function("cluster")}
    return _layer(part, "marks", data=empty_collection(), pointToLayer=js_function("mark"), **cluster)


def _layer(part: str, layer: str, **options: Any) -> Component:
    return dl.GeoJSON(id=map_layer_id(part, layer), interactive=False, **options)


def _pane(part: str, name: str, height: int, layer: Component) -> Component:
    return dl.Pane(layer, name=f"{part}-{name}", style={"zIndex": height, "pointerEvents": "none"})


def hatching() -> Component:
    """One pattern per colour class: the class's fill under diagonal strokes, for areas with late reports."""
    patterns = [_pattern(i, fill) for i, fill in enumerate(FILLS)]
    return svg.Svg(svg.Defs(patterns), width="0", height="0", className="patterns")


def _pattern(index: int, fill: str) -> Component:
    background = svg.Rect(width="12", height="12", fill=fill)
    stroke = svg.Rect(width="2", height="12", className="hatch-stroke")
    return svg.Pattern(
        [background, stroke], id=f"hatch-{index}", width="12", height="12",
        patternUnits="userSpaceOnUse", patternTransform="rotate(45)",
    )  # fmt: skip


def hideout(areas: list[dict[str, Any]], scale: ColorScale) -> dict[str, Any]:
    """What the style function needs: colours, each area's class, and which areas hold late reports."""
    return {
        "fills": list(FILLS),
        "classes": {area["code"]: scale.class_of(area["open"]) for area in areas if area["open"]},
        "late": [area["code"] for area in areas if area["overdue"]],
    }


def area_scale(areas: list[dict[str, Any]]) -> ColorScale:
    """Colour classes that fit this city's counts."""
    return scale_for(max((area["open"] for area in areas), default=0))


def point_features(
    points: list[dict[str, Any]], *, urgent: bool, area_codes: frozenset[str]
) -> dict[str, Any]:
    """Points as GeoJSON: the late and approaching ones (``marked``), or the rest.

    :param inside: the areas whose points are wanted
    """
    selected = [p for p in points if (p["state"] in URGENT_STATES) == urgent and p["area"] in area_codes]
    return {"type": "FeatureCollection", "features": [_point_feature(point) for point in selected]}


def burst_rings(bursts: list[dict[str, Any]], area_codes: frozenset[str]) -> dict[str, Any]:
    """Where reports came in a burst, each as a point with the radius of its ring in metres."""
    visible = [burst for burst in bursts if area_codes & set(burst["areas"])]
    return {"type": "FeatureCollection", "features": [_ring(burst) for burst in visible]}


def _ring(burst: dict[str, Any]) -> dict[str, Any]:
    lat, long = burst["centre"]
    geometry = {"type": "Point", "coordinates": [long, lat]}
    return {"type": "Feature", "geometry": geometry, "properties": {"radius": burst["radius_m"]}}


def empty_collection() -> dict[str, Any]:
    """An empty collection."""
    return {"type": "FeatureCollection", "features": []}


def _point_feature(point: dict[str, Any]) -> dict[str, Any]:
    geometry = {"type": "Point", "coordinates": [point["long"], point["lat"]]}
    return {"type": "Feature", "geometry": geometry, "properties": {"state": point["state"]}}


def legend(
    scale: ColorScale, level: str, schematic: bool, report_label: str = labels.REPORTS
) -> list[Component]:
    """What the fill, the hatching and the marks mean."""
    swatches = [
        html.Span([html.I(style={"background": fill}), label], className="swatch")
        for fill, label in zip(FILLS, scale.labels(), strict=True)
    ]
    keys = [
        html.Span([html.I(className="hatched"), "ada yang terlambat"], className="key"),
        html.Span([status_icon("very_late"), "sangat terlambat"], className="key"),
        html.Span([status_icon("late"), "terlambat"], className="key"),
        html.Span([status_icon("approaching"), "mendekati batas"], className="key"),
    ]
    border = [html.Span(labels.SCHEMATIC)] if schematic else []
    title = html.B(f"{report_label} per {level.lower()}")
    return [
        html.Div([title, *border], className="legend-title"),
        html.Div(swatches, className="swatches"),
        html.Div(keys, className="signs"),
    ]
