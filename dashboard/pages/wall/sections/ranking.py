"""On-time rates per kecamatan with rank range, interval and band."""

from collections.abc import Mapping
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.ui import labels as ui_labels
from dashboard.ui.format import number, percent
from data.core.config.city import City
from data.core.displays import CITY_VIEW
from data.core.ranking.ranking import Band
from data.core.ranking.rows import RankingRow, RankingRuleRow

EN_DASH = "–"  # noqa: RUF001 (an en dash is how ranges are written)


def heading(rule: RankingRuleRow, city: City) -> list[Component]:
    """Return the heading, with the window of the ranking and the city's rate."""
    rate = rule["city_on_time"]
    city_rate = "" if rate is None else f"kota {percent(rate)} · "
    return [
        html.Span(f"Tepat waktu per {city.areas.parent_level.lower()}"),
        html.Span(f"{city_rate}{rule['window_days']} hari", className="head-note"),
    ]


def ranking_rows(ranking: list[RankingRow], rule: RankingRuleRow, view: str = CITY_VIEW) -> list[Component]:
    """Return a row for each kecamatan, on one scale with the city's line; a view's row is highlighted."""
    bounds = [value for row in ranking for value in (row["low"], row["high"]) if value is not None]
    lowest = min([*bounds, rule["city_on_time"] or 1.0], default=0.0)
    axis = _RateAxis(max(0.0, lowest - 0.02))
    city_rate = rule["city_on_time"]
    lines = [
        _ranked_row(row, axis, city_rate) if row["on_time"] is not None else _unranked_row(row)
        for row in ranking
    ]
    return [
        _highlight(line) if row["code"] == view else line for row, line in zip(ranking, lines, strict=True)
    ]


def _highlight(line: Any) -> Component:
    line.className += " shown"
    return line


class _RateAxis:
    """The chart's scale: shares to per cent of its width, from the lowest interval on, so that gaps show."""

    def __init__(self, start: float) -> None:
        self._start = start

    def position(self, share: float) -> float:
        return round(100 * (share - self._start) / (1 - self._start), 2)


def _ranked_row(row: Mapping[str, Any], axis: _RateAxis, city_rate: float | None) -> Component:
    low, high = axis.position(row["low"]), axis.position(row["high"])
    bar = html.I(className="bar", style={"left": f"{low}%", "width": f"{high - low}%"})
    rate_point = html.I(className="spot", style={"left": f"{axis.position(row['on_time'])}%"})
    city_line = (
        []
        if city_rate is None
        else [html.I(className="city-line", style={"left": f"{axis.position(city_rate)}%"})]
    )
    return html.Div(
        [
            html.Span(_rank_range(row), className="ranks"),
            html.Span(row["name"], className="who"),
            html.Div([*city_line, bar, rate_point], className="interval"),
            html.B(percent(row["on_time"]), className="rate"),
        ],
        className=f"rank {row['band']}",
        key=row["code"],
        title=ui_labels.BANDS[Band(row["band"])],
        **_view_attribute(row),
    )


def _unranked_row(row: Mapping[str, Any]) -> Component:
    return html.Div(
        [
            html.Span(EN_DASH, className="ranks"),
            html.Span(row["name"], className="who"),
            html.Span(f"{ui_labels.NOT_ENOUGH} ({number(row['n'])})", className="few"),
        ],
        className=f"rank {row['band']}",
        key=row["code"],
        **_view_attribute(row),
    )


def _view_attribute(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return the view that a touch on the row opens, on a touch screen."""
    return {"data-view": row["code"]}


def _rank_range(row: Mapping[str, Any]) -> str:
    first, last = row["rank_from"], row["rank_to"]
    return str(first) if first == last else f"{first}{EN_DASH}{last}"


def legend() -> list[Component]:
    """Return the legend of the bands; each has a shape as well as a color."""
    bands = (Band.ABOVE, Band.SAME, Band.BELOW)
    return [
        html.Span([html.I(className=f"spot {band}"), ui_labels.BANDS[band]], className="key")
        for band in bands
    ]
