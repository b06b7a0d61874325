"""On-time rates per kecamatan with rank range, interval and band."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.ui import labels as ui_labels
from dashboard.ui.format import number, percent, signed_number
from data.core.config.city import City
from data.core.displays import CITY_VIEW
from data.core.ranking.extract import choose_rows, rate_change
from data.core.ranking.ranking import Band
from data.core.ranking.rows import RankingRow, RankingRuleRow
from data.lib.translation import gettext, ngettext

EN_DASH = "–"  # noqa: RUF001 (an en dash is how ranges are written)


def heading(rule: RankingRuleRow, city: City) -> list[Component]:
    """Return the heading, with the window of the ranking and the city's rate."""
    rate = rule["city_on_time"]
    city_rate = "" if rate is None else gettext("city {rate}").format(rate=percent(rate)) + " · "
    days = ngettext("{count} day", "{count} days", rule["window_days"])
    return [
        html.Span(gettext("On time per {level}").format(level=city.areas.parent_level.lower())),
        html.Span(f"{city_rate}{days}", className="head-note"),
    ]


def ranking_rows(ranking: list[RankingRow], rule: RankingRuleRow, view: str = CITY_VIEW) -> list[Component]:
    """Return a row for each kecamatan, on one scale with the city's line; a view's row is highlighted.

    Of a ranking that is longer than the panel, the rows of :func:`choose_rows` with a line between groups.
    """
    extract = choose_rows(ranking, view)
    shown = [*extract.first, *extract.moved, *extract.viewed, *extract.last]
    chart = _RateChart(_rate_axis(shown, rule), rule["city_on_time"], view)
    lines = [chart.row(row) for row in extract.first]
    if extract.moved:
        moved_note = gettext("moved most, points against the {days} days before")
        lines.append(_group_line(moved_note.format(days=rule["window_days"])))
    lines += [chart.row(row, _change_text(row)) for row in extract.moved]
    lines += [chart.row(row) for row in extract.viewed]
    if extract.rest:
        lines.append(_group_line(gettext("… {count} others").format(count=number(extract.rest))))
    return [*lines, *(chart.row(row) for row in extract.last)]


def _rate_axis(rows: list[RankingRow], rule: RankingRuleRow) -> "_RateAxis":
    bounds = [value for row in rows for value in (row["low"], row["high"]) if value is not None]
    lowest = min([*bounds, rule["city_on_time"] or 1.0], default=0.0)
    return _RateAxis(max(0.0, lowest - 0.02))


def _group_line(text: str) -> Component:
    """Return a line between two groups of rows."""
    return html.Div(text, className="rank-group", key=text)


def _change_text(row: RankingRow) -> str:
    return signed_number(100 * (rate_change(row) or 0.0))


@dataclass(frozen=True)
class _RateChart:
    """What all rows share: scale, the city's rate, and the view whose row is highlighted."""

    axis: "_RateAxis"
    city_rate: float | None
    view: str

    def row(self, row: RankingRow, figure: str = "") -> Component:
        """Return a row; ``figure`` stands in the place of the rate."""
        if row["on_time"] is None:
            line = _unranked_row(row)
        else:
            line = _ranked_row(row, self.axis, self.city_rate, figure or percent(row["on_time"]))
        return _highlight(line) if row["code"] == self.view else line


def _highlight(line: Any) -> Component:
    line.className += " shown"
    return line


class _RateAxis:
    """The chart's scale: shares to per cent of its width, from the lowest interval on, so that gaps show."""

    def __init__(self, start: float) -> None:
        self._start = start

    def position(self, share: float) -> float:
        return round(100 * (share - self._start) / (1 - self._start), 2)


def _ranked_row(row: Mapping[str, Any], axis: _RateAxis, city_rate: float | None, figure: str) -> Component:
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
            html.B(figure, className="rate"),
        ],
        className=f"rank {row['band']}",
        key=row["code"],
        title=str(ui_labels.BANDS[Band(row["band"])]),
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
    labels: dict[Band, Any] = {
        **ui_labels.BANDS
    }  # Dash sends a message as a text, though its types know none
    return [
        html.Span([html.I(className=f"spot {band}"), labels[band]], className="key")
        for band in (Band.ABOVE, Band.SAME, Band.BELOW)
    ]
