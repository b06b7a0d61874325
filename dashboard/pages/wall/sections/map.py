"""The map: open reports per kelurahan as fill, late ones as hatching and icons, islands as an inset.

The browser fetches borders by URL and caches them; a refresh changes ``hideout`` and ``data`` only, so that
the map itself is never mounted again.
"""

from functools import lru_cache
from typing import Any

import dash_leaflet as dl
import dash_svg as svg
from dash import html
from dash.development.base_component import Component

from dashboard.pages.wall.ids import map_layer_id
from dashboard.ui import labels as ui_labels
from dashboard.ui.color_scale import FILLS, ColorScale, scale_for
from dashboard.ui.maps import STATIC_MAP_OPTIONS, Bounds, js_function
from dashboard.ui.status_icons import status_icon
from data.core.clock.sla import OVERDUE_STATES, SlaState
from data.core.history.rows import AreaCountsRow
from data.core.snapshot.rows import PointRow, ReportClusterRow
from data.lib.translation import Text, gettext

URGENT_STATES = (*OVERDUE_STATES, SlaState.APPROACHING)
AREAS_URL, BORDERS_URL, LABELS_URL = "/geo/{}/areas.json", "/geo/{}/parents.json", "/geo/{}/labels.json"
KEPT_POINT_LAYERS = 6  # of a few views: a large city has 5,000 points in each
# dash-leaflet loads it on demand
GEOJSON_SCRIPT = "/_dash-component-suites/dash_leaflet/async-GeoJSON.js"


def board_map(part: str, bounds: Bounds, tiles: str, caption: str = "", corner: str = "") -> Component:
    """Return a static map of one part of the city, ``main`` or ``inset``.

    :param bounds: south, west, north, east in degrees
    :param tiles: address of a tile server, empty for none
    :param caption: text under an inset
    :param corner: the inset's corner, such as ``top-left``
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
    """Return the bounds, for the script that fits the map when the screen changes its size."""
    return {"data-bounds": ",".join(map(str, bounds))}


def _street_map(tiles: str) -> list[Component]:
    return [dl.TileLayer(url=tiles)] if tiles else []


def preload_urls(part: str) -> tuple[str, ...]:
    """Return what the browser fetches as soon as a map is on the page."""
    return GEOJSON_SCRIPT, AREAS_URL.format(part), BORDERS_URL.format(part)


def _layers(part: str) -> list[Component]:
    """Return the layers; borders and dots have their own panes, or redrawn areas would cover them."""
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
    return _layer(part, "marks", data=empty_collection(), pointToLayer=js_function("reportIcon"), **cluster)


def _layer(part: str, layer: str, **options: Any) -> Component:
    return dl.GeoJSON(id=map_layer_id(part, layer), interactive=False, **options)


def _pane(part: str, name: str, height: int, layer: Component) -> Component:
    return dl.Pane(layer, name=f"{part}-{name}", style={"zIndex": height, "pointerEvents": "none"})


def hatching() -> Component:
    """Return a pattern per color class, its fill under diagonal strokes, for areas with late reports."""
    patterns = [_pattern(i, fill) for i, fill in enumerate(FILLS)]
    return svg.Svg(svg.Defs(patterns), width="0", height="0", className="patterns")


def _pattern(index: int, fill: str) -> Component:
    background = svg.Rect(width="12", height="12", fill=fill)
    stroke = svg.Rect(width="2", height="12", className="hatch-stroke")
    return svg.Pattern(
        [background, stroke], id=f"hatch-{index}", width="12", height="12",
        patternUnits="userSpaceOnUse", patternTransform="rotate(45)",
    )  # fmt: skip


def hideout(areas: list[AreaCountsRow], scale: ColorScale) -> dict[str, Any]:
    """Return what the style function needs: colors, each area's class, and areas with late reports."""
    return {
        "fills": list(FILLS),
        "classes": {area["code"]: scale.class_of(area["open"]) for area in areas if area["open"]},
        "late": [area["code"] for area in areas if area["overdue"]],
    }


def area_scale(areas: list[AreaCountsRow]) -> ColorScale:
    """Return color classes for the counts of the areas."""
    return scale_for(max((area["open"] for area in areas), default=0))


def point_features(points: list[PointRow], *, urgent: bool, area_codes: frozenset[str]) -> dict[str, Any]:
    """Return reports as GeoJSON points.

    :param urgent: the late and approaching ones if true, else the others
    :param area_codes: the areas of the map
    """
    selected = [p for p in points if (p["state"] in URGENT_STATES) == urgent and p["area"] in area_codes]
    return {"type": "FeatureCollection", "features": [_point_feature(point) for point in selected]}


class PointList:
    """The points of a snapshot, to compare them with those of another one."""

    def __init__(self, points: list[PointRow]) -> None:
        self.points = points

    def __hash__(self) -> int:
        return len(self.points)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, PointList) and self.points == other.points


@lru_cache(KEPT_POINT_LAYERS)
def point_layers(points: PointList, area_codes: frozenset[str]) -> dict[str, dict[str, Any]]:
    """Return the points of the layers ``dots`` and ``marks``; kept until a point changes."""
    return {
        layer: point_features(points.points, urgent=urgent, area_codes=area_codes)
        for layer, urgent in (("dots", False), ("marks", True))
    }


def burst_rings(bursts: list[ReportClusterRow], area_codes: frozenset[str]) -> dict[str, Any]:
    """Return report clusters as GeoJSON points with the radius of a ring, in metres."""
    visible = [burst for burst in bursts if area_codes & set(burst["areas"])]
    return {"type": "FeatureCollection", "features": [_ring(burst) for burst in visible]}


def _ring(burst: ReportClusterRow) -> dict[str, Any]:
    lat, long = burst["centre"]
    geometry = {"type": "Point", "coordinates": [long, lat]}
    return {"type": "Feature", "geometry": geometry, "properties": {"radius": burst["radius_m"]}}


def empty_collection() -> dict[str, Any]:
    """Return GeoJSON without features."""
    return {"type": "FeatureCollection", "features": []}


def _point_feature(point: PointRow) -> dict[str, Any]:
    geometry = {"type": "Point", "coordinates": [point["long"], point["lat"]]}
    return {"type": "Feature", "geometry": geometry, "properties": {"state": point["state"]}}


def legend(
    scale: ColorScale, level: str, schematic: bool, report_label: Text = ui_labels.REPORTS
) -> list[Component]:
    """Return the legend of fill, hatching and icons."""
    swatches = [
        html.Span([html.I(style={"background": fill}), label], className="swatch")
        for fill, label in zip(FILLS, scale.labels(), strict=True)
    ]
    keys = [
        html.Span([html.I(className="hatched"), gettext("some are late")], className="key"),
        html.Span([status_icon("very_late"), gettext("very late")], className="key"),
        html.Span([status_icon("late"), gettext("late")], className="key"),
        html.Span([status_icon("approaching"), gettext("approaching")], className="key"),
    ]
    border = [html.Span(str(ui_labels.SCHEMATIC))] if schematic else []
    title = html.B(gettext("{what} per {level}").format(what=report_label, level=level.lower()))
    return [
        html.Div([title, *border], className="legend-title"),
        html.Div(swatches, className="swatches"),
        html.Div(keys, className="signs"),
    ]
