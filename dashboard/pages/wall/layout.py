"""The wall's layout. It carries no data: Dash sends layouts to any browser that asks."""

from dataclasses import dataclass
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.pages.wall import ids
from dashboard.pages.wall.sections import map, ranking
from dashboard.ui import maps as ui_maps
from dashboard.web.redirects import WALL_PATH

PATH = WALL_PATH


@dataclass(frozen=True)
class MapSettings:
    """What the maps show: bounds of the main map and, if there is one, of the inset in a corner.

    :param tiles: address of a tile server, empty for none
    :param caption: text under the inset
    :param corner: the inset's corner, such as ``top-left``
    """

    main: ui_maps.Bounds
    tiles: str = ""
    inset: ui_maps.Bounds | None = None
    caption: str = ""
    corner: str = "top-left"


def layout(maps: MapSettings) -> Component:
    """Return the wall without data."""
    return html.Div(
        [
            map.hatching(),
            _header(),
            html.Div(className="trouble", role="alert"),
            html.Div(id=ids.BANNER, className="banner", role="alert"),
            html.Div(className="lines", role="status"),
            html.Section([html.Div(id=tile, className="tile") for tile in ids.TOTALS], className="tiles"),
            html.Main([_map_panel(maps), _timers_panel(), _ranking_panel()], className="panels"),
            html.Footer(
                [
                    html.Div(id=ids.TICKER, className="ticker"),
                    html.Div(id=ids.RECONCILIATION, className="reconciliation"),
                ],
                className="foot",
            ),
        ],
        id=ids.WALL,
        className="wall waiting",
    )


def _header() -> Component:
    return html.Header(
        [
            html.Div([html.Div(id=ids.CITY, className="city"), html.Div(id=ids.BADGES)], className="brand"),
            html.Div(id=ids.FRESHNESS, className="freshness", role="status"),
            html.Div(
                [
                    html.Span(**_clock_attribute("date")),
                    html.B(**_clock_attribute("time")),
                    html.Span(**_clock_attribute("zone")),
                ],
                className="clock",
            ),
        ],
        className="head",
    )


def _clock_attribute(clock_part: str) -> dict[str, Any]:
    """Return the attribute of an element that the browser fills with the city's time."""
    return {"data-clock": clock_part}


def _map_panel(maps: MapSettings) -> Component:
    board_maps = [map.board_map("main", maps.main, maps.tiles)]
    if maps.inset:
        board_maps.append(map.board_map("inset", maps.inset, maps.tiles, maps.caption, maps.corner))
    legend = html.Div(id=ids.LEGEND, className="legend")
    return html.Section([html.Div(board_maps, className="maps"), legend], className="panel map-panel")


def _timers_panel() -> Component:
    return html.Section(
        [
            html.H2(id=ids.TIMERS_LATE_HEAD),
            html.Div(id=ids.TIMERS_LATE, className="timers late-timers"),
            html.H2(id=ids.TIMERS_NEXT_HEAD),
            html.Div(id=ids.TIMERS_NEXT, className="timers next-timers"),
            html.Div(id=ids.TIMERS_NOTE, className="panel-note"),
        ],
        className="panel timers-panel",
    )


def _ranking_panel() -> Component:
    return html.Section(
        [
            html.H2(id=ids.RANKING_HEAD),
            html.Div(id=ids.RANKING, className="ranking"),
            html.Div(ranking.legend(), className="panel-note bands"),
        ],
        className="panel ranking-panel",
    )
