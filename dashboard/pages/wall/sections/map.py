"""The map: open reports per kelurahan as fill, lateness as hatching and marks, islands in a corner.

Borders come by URL and stay in the browser; a refresh changes ``hideout`` and ``data`` only, so that the
map itself is never mounted anew.
"""

from typing import Any

import dash_leaflet as dl
import dash_svg as svg
from dash import html
from dash.development.base_component import Component

from dashboard.pages.wall.ids import on_map
from dashboard.ui import labels
from dashboard.ui.color_scale import FILLS, Scale, scale_for
from dashboard.ui.maps import STILL, Bounds, draw
from dashboard.ui.status_icons import mark
from data.core.clock.sla import OVERDUE, Sla

MARKED = (*OVERDUE, Sla.APPROACHING)
AREAS, BORDERS, LABELS = "/geo/{}/areas.json", "/geo/{}/parents.json", "/geo/{}/labels.json"
GEOJSON = "/_dash-component-suites/dash_leaflet/async-GeoJSON.js"  # the map's own part that loads later


def board_map(part: str, bounds: Bounds, tiles: str, caption: str = "", corner: str = "") -> Component:
    """A map that nobody can move, of one part of the city: ``main`` or ``inset``.

    :param bounds: south, west, north, east in degrees
    :param tiles: address of a tile server, empty for none
    :param caption: words under a corner map; ``corner``: which corner
    """
    south, west, north, east = bounds
    drawn = dl.Map(
        [*_street_map(tiles), *_layers(part)],
        id=on_map(part, "map"),
        bounds=[[south, west], [north, east]],
        className="map",
        **STILL,
    )
    words = [html.Div(caption, className="map-caption")] if caption else []
    return html.Div([drawn, *words], className=f"map-{part} {corner}", **_extent(bounds))


def _extent(bounds: Bounds) -> dict[str, Any]:
    """The bounds for the script that fits the map again when the screen changes its size."""
    return {"data-bounds": ",".join(map(str, bounds))}


def _street_map(tiles: str) -> list[Component]:
    return [dl.TileLayer(url=tiles)] if tiles else []


def ahead(part: str) -> tuple[str, ...]:
    """What a map asks for as soon as it is there."""
    return GEOJSON, AREAS.format(part), BORDERS.format(part)


def _layers(part: str) -> list[Component]:
    """Borders and dots have panes of their own: areas drawn anew would otherwise lie on top of them."""
    areas = _layer(part, "areas", url=AREAS.format(part), style=draw("areaStyle"), hideout={})
    borders = _layer(part, "borders", url=BORDERS.format(part), style=draw("borderStyle"))
    dots = _layer(part, "dots", data=no_points(), pointToLayer=draw("dot"), hideout={"pane": f"{part}-dots"})
    rings = _layer(
        part, "rings", data=no_points(), pointToLayer=draw("ring"), hideout={"pane": f"{part}-rings"}
    )
    paned = [
        _pane(part, "borders", 450, borders),
        _pane(part, "dots", 460, dots),
        _pane(part, "rings", 470, rings),
    ]
    drawn = [areas, *paned, _marks(part)]
    if part == "main":
        drawn.append(_layer(part, "labels", url=LABELS.format(part), pointToLayer=draw("label")))
    return drawn


def _marks(part: str) -> Component:
    cluster = {"cluster": True, "clusterToLayer": draw("cluster")}
    return _layer(part, "marks", data=no_points(), pointToLayer=draw("mark"), **cluster)


def _layer(part: str, layer: str, **options: Any) -> Component:
    return dl.GeoJSON(id=on_map(part, layer), interactive=False, **options)


def _pane(part: str, name: str, height: int, layer: Component) -> Component:
    return dl.Pane(layer, name=f"{part}-{name}", style={"zIndex": height, "pointerEvents": "none"})


def hatching() -> Component:
    """One pattern per colour class: the class's fill under diagonal strokes, for areas with late reports."""
    patterns = [_pattern(i, fill) for i, fill in enumerate(FILLS)]
    return svg.Svg(svg.Defs(patterns), width="0", height="0", className="patterns")


def _pattern(index: int, fill: str) -> Component:
    ground = svg.Rect(width="12", height="12", fill=fill)
    stroke = svg.Rect(width="2", height="12", className="hatch-stroke")
    return svg.Pattern(
        [ground, stroke], id=f"hatch-{index}", width="12", height="12",
        patternUnits="userSpaceOnUse", patternTransform="rotate(45)",
    )  # fmt: skip


def hideout(areas: list[dict[str, Any]], scale: Scale) -> dict[str, Any]:
    """What the style function needs: colours, each area's class, and which areas hold late reports."""
    return {
        "fills": list(FILLS),
        "classes": {area["code"]: scale.class_of(area["open"]) for area in areas if area["open"]},
        "late": [area["code"] for area in areas if area["overdue"]],
    }


def area_scale(areas: list[dict[str, Any]]) -> Scale:
    """Colour classes that fit this city's counts."""
    return scale_for(max((area["open"] for area in areas), default=0))


def points(points: list[dict[str, Any]], *, marked: bool, inside: frozenset[str]) -> dict[str, Any]:
    """Points as GeoJSON: the late and approaching ones (``marked``), or the rest.

    :param inside: the areas whose points are wanted
    """
    chosen = [p for p in points if (p["state"] in MARKED) == marked and p["area"] in inside]
    return {"type": "FeatureCollection", "features": [_feature(point) for point in chosen]}


def rings(bursts: list[dict[str, Any]], inside: frozenset[str]) -> dict[str, Any]:
    """Where reports came in a burst, each as a point with the radius of its ring in metres."""
    shown = [burst for burst in bursts if inside & set(burst["areas"])]
    return {"type": "FeatureCollection", "features": [_ring(burst) for burst in shown]}


def _ring(burst: dict[str, Any]) -> dict[str, Any]:
    lat, long = burst["centre"]
    where = {"type": "Point", "coordinates": [long, lat]}
    return {"type": "Feature", "geometry": where, "properties": {"radius": burst["radius_m"]}}


def no_points() -> dict[str, Any]:
    """An empty collection."""
    return {"type": "FeatureCollection", "features": []}


def _feature(point: dict[str, Any]) -> dict[str, Any]:
    where = {"type": "Point", "coordinates": [point["long"], point["lat"]]}
    return {"type": "Feature", "geometry": where, "properties": {"state": point["state"]}}


def legend(scale: Scale, level: str, schematic: bool, kind: str = labels.REPORTS) -> list[Component]:
    """What the fill, the hatching and the marks mean."""
    swatches = [
        html.Span([html.I(style={"background": fill}), label], className="swatch")
        for fill, label in zip(FILLS, scale.labels(), strict=True)
    ]
    signs = [
        html.Span([html.I(className="hatched"), "ada yang terlambat"], className="key"),
        html.Span([mark("very_late"), "sangat terlambat"], className="key"),
        html.Span([mark("late"), "terlambat"], className="key"),
        html.Span([mark("approaching"), "mendekati batas"], className="key"),
    ]
    border = [html.Span(labels.SCHEMATIC)] if schematic else []
    title = html.B(f"{kind} per {level.lower()}")
    return [
        html.Div([title, *border], className="legend-title"),
        html.Div(swatches, className="swatches"),
        html.Div(signs, className="signs"),
    ]
