"""On-time rates per kecamatan: a range of ranks, an interval, a band; never a lonely last place."""

from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.ui import labels
from dashboard.ui.format import number, percent
from data.core.config.city import City
from data.core.displays import CITY
from data.core.ranking.ranking import Band

DASH = "–"  # noqa: RUF001 (an en dash is how ranges are written)


def head(rule: dict[str, Any], city: City) -> list[Component]:
    """The heading: what is compared, over which time, and how the city as a whole does."""
    rate = rule["city_on_time"]
    whole = "" if rate is None else f"kota {percent(rate)} · "
    return [
        html.Span(f"Tepat waktu per {city.areas.parent_level.lower()}"),
        html.Span(f"{whole}{rule['window_days']} hari", className="head-note"),
    ]


def rows(ranking: list[dict[str, Any]], rule: dict[str, Any], view: str = CITY) -> list[Component]:
    """One line per parent area, on one scale, with the city's line across all; that of a view stands out."""
    shares = [value for row in ranking for value in (row["low"], row["high"]) if value is not None]
    left = min([*shares, rule["city_on_time"] or 1.0], default=0.0)
    axis = _Axis(max(0.0, left - 0.02))
    city = rule["city_on_time"]
    lines = [_ranked(row, axis, city) if row["on_time"] is not None else _unranked(row) for row in ranking]
    return [_shown(line) if row["code"] == view else line for row, line in zip(ranking, lines, strict=True)]


def _shown(line: Any) -> Component:
    line.className += " shown"
    return line


class _Axis:
    """Shares to per cent of the drawing's width; it begins at the lowest interval, so that gaps show."""

    def __init__(self, left: float) -> None:
        self._left = left

    def at(self, share: float) -> float:
        return round(100 * (share - self._left) / (1 - self._left), 2)


def _ranked(row: dict[str, Any], axis: _Axis, city: float | None) -> Component:
    low, high = axis.at(row["low"]), axis.at(row["high"])
    bar = html.I(className="bar", style={"left": f"{low}%", "width": f"{high - low}%"})
    spot = html.I(className="spot", style={"left": f"{axis.at(row['on_time'])}%"})
    line = [] if city is None else [html.I(className="city-line", style={"left": f"{axis.at(city)}%"})]
    return html.Div(
        [
            html.Span(_ranks(row), className="ranks"),
            html.Span(row["name"], className="who"),
            html.Div([*line, bar, spot], className="interval"),
            html.B(percent(row["on_time"]), className="rate"),
        ],
        className=f"rank {row['band']}",
        key=row["code"],
        title=labels.BANDS[Band(row["band"])],
        **_leads_to(row),
    )


def _unranked(row: dict[str, Any]) -> Component:
    return html.Div(
        [
            html.Span(DASH, className="ranks"),
            html.Span(row["name"], className="who"),
            html.Span(f"{labels.NOT_ENOUGH} ({number(row['n'])})", className="few"),
        ],
        className=f"rank {row['band']}",
        key=row["code"],
        **_leads_to(row),
    )


def _leads_to(row: dict[str, Any]) -> dict[str, Any]:
    """Touched on an interactive panel, a line shows its area."""
    return {"data-view": row["code"]}


def _ranks(row: dict[str, Any]) -> str:
    first, last = row["rank_from"], row["rank_to"]
    return str(first) if first == last else f"{first}{DASH}{last}"


def legend() -> list[Component]:
    """What the bands mean; each has its own shape as well as its colour."""
    shown = (Band.ABOVE, Band.SAME, Band.BELOW)
    return [
        html.Span([html.I(className=f"spot {band}"), labels.BANDS[band]], className="key") for band in shown
    ]
