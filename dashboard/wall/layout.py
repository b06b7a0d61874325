"""The wall's fixed skeleton. It carries no data: Dash sends layouts to any browser that asks."""

from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.wall import ids, map, ranking


def layout(main: map.Bounds, inset: map.Bounds | None, tiles: str) -> Component:
    """The whole wall, empty.

    :param main: bounds of the large map; ``inset`` those of the corner map, None for none
    """
    return html.Div(
        [
            map.hatching(),
            _header(),
            html.Div(id=ids.BANNER, className="banner", role="alert"),
            html.Section([html.Div(id=tile, className="tile") for tile in ids.TOTALS], className="tiles"),
            html.Main(
                [_map_panel(main, inset, tiles), _timers_panel(), _ranking_panel()], className="panels"
            ),
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
            html.Div([html.Div(id=ids.CITY, className="city"), html.Div(id=ids.MARK)], className="brand"),
            html.Div(id=ids.FRESHNESS, className="freshness", role="status"),
            html.Div(
                [html.Span(className="date", **_ticking("date")), html.B(**_ticking("time")), html.Span(**_ticking("zone"))],
                className="clock",
            ),
        ],
        className="head",
    )


def _ticking(what: str) -> dict[str, Any]:
    """Marks an element that the browser fills with the city's time."""
    return {"data-clock": what}


def _map_panel(main: map.Bounds, inset: map.Bounds | None, tiles: str) -> Component:
    corner = [map.board_map("inset", inset, tiles)] if inset else []
    maps = html.Div([map.board_map("main", main, tiles), *corner], className="maps")
    return html.Section([maps, html.Div(id=ids.LEGEND, className="legend")], className="panel map-panel")


def _timers_panel() -> Component:
    return html.Section(
        [
            html.H2(id=ids.TIMERS_LATE_HEAD),
            html.Div(id=ids.TIMERS_LATE, className="timers late-timers"),
            html.H2(id=ids.TIMERS_NEXT_HEAD),
            html.Div(id=ids.TIMERS_NEXT, className="timers"),
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
