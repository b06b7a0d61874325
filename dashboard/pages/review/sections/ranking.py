"""The ranking at both moments, with intervals and bands, and why each rate moved."""

from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.pages.review import labels as review_labels
from dashboard.pages.review.view import View, how, section, signed, table
from dashboard.ui import labels
from dashboard.ui.format import number, percent, span
from dashboard.ui.report_labels import TRENDS
from data.core.ranking.ranking import Band
from data.core.ranking.rate_change import PARTS
from data.core.review.metric_key import Figure

EN = "–"  # noqa: RUF001 (an en dash is how ranges are written)
ARROW = "→"


def ranks(view: View) -> Component:
    """One line per kecamatan in the order of the ranking at the end."""
    rule = view.sheet["ranking_rule"]
    before, now = view.sheet["city_on_time_before"], rule["city_on_time"]
    head = [
        "Peringkat", "Kecamatan", "Rentang 95 %", "Tepat waktu",
        *(said.capitalize() for said in review_labels.JUDGED.values()),
        "Mengapa bergerak (poin persen)", f"Terhadap {rule['window_days']} hari sebelumnya",
    ]  # fmt: skip
    axis = _Axis(view)
    old = {row["code"]: row for row in view.sheet["ranking_before"]}
    rows = [_row(view, row, old.get(row["code"], {}), axis) for row in view.sheet["ranking"]]
    city = f"Kota: {_rate(before)} {ARROW} {_rate(now)}. " if now is not None else ""
    note = (
        f"{city}Semua ditulis awal {ARROW} akhir. Persentase tepat waktu dari {rule['window_days']} hari "
        "terakhir pada masing-masing waktu. "
        "Garis tegak: kota. "
        "Batang pucat: rentang pada awal periode. Peringkat adalah rentang: yang tidak dapat dibedakan "
        "berbagi tempat."
    )
    body = [table(head, rows, "Peringkat", "ranks")]
    return section("peringkat", "Peringkat, dan mengapa bergerak", note, body, "peringkat")


class _Axis:
    """Shares to per cent of the drawing's width, from the lowest interval of both moments on."""

    def __init__(self, view: View) -> None:
        rows = [*view.sheet["ranking"], *view.sheet["ranking_before"]]
        lows = [row["low"] for row in rows if row["low"] is not None]
        self.city = view.sheet["ranking_rule"]["city_on_time"]
        self._left = max(0.0, min([*lows, self.city if self.city is not None else 1.0]) - 0.02)

    def at(self, share: float) -> float:
        return round(100 * (share - self._left) / (1 - self._left), 2)

    def bar(self, row: dict[str, Any], name: str) -> list[Component]:
        if row.get("low") is None:
            return []
        low, high = self.at(row["low"]), self.at(row["high"])
        return [html.I(className=name, style={"left": f"{low}%", "width": f"{high - low}%"})]


def _row(view: View, row: dict[str, Any], old: dict[str, Any], axis: _Axis) -> Component:
    code, band = row["code"], Band(row["band"])
    return html.Tr(
        [
            html.Td(f"{_ranks(old)} {ARROW} {_ranks(row)}", className="places"),
            html.Th([html.Span(row["name"]), _band(band)], scope="row"),
            html.Td(_drawn(row, old, axis), className="drawn"),
            html.Td(
                [_rate(old.get("on_time")), f" {ARROW} ", html.B(_rate(row["on_time"]))], className="rates"
            ),
            *_parts(view, code),
            html.Td(_why(view, code)),
            html.Td(_trend(row), className="trend"),
        ],
        className=f"rank {band.value}",
    )


def _band(band: Band) -> Component:
    return html.Small([html.I(className=f"spot {band.value}"), labels.BANDS[band]], className="band")


def _drawn(row: dict[str, Any], old: dict[str, Any], axis: _Axis) -> Component:
    if row["on_time"] is None:
        return html.Span(f"{labels.NOT_ENOUGH} ({number(row['n'])})", className="few")
    line = (
        [] if axis.city is None else [html.I(className="city-line", style={"left": f"{axis.at(axis.city)}%"})]
    )
    spot = html.I(className=f"spot {row['band']}", style={"left": f"{axis.at(row['on_time'])}%"})
    said = f"{percent(row['low'])} sampai {percent(row['high'])}"
    return html.Div(
        [*line, *axis.bar(old, "old-bar"), *axis.bar(row, "bar"), spot], className="interval", title=said
    )


def _parts(view: View, code: str) -> list[Component]:
    """What the rates are made of, at the beginning and at the end; each part leads to its reports."""
    return [html.Td(_both(view, code, detail), className="made-of") for detail in review_labels.JUDGED]


def _both(view: View, code: str, detail: str) -> list[Component]:
    before, now = (view.figure(figure, code, detail) for figure in (Figure.JUDGED_BEFORE, Figure.JUDGED))
    return [before, html.Span(ARROW), now]


def _why(view: View, code: str) -> Component:
    found = view.sheet["why"].get(code) or {}
    if found.get("mix") is None:
        return html.Span(
            "tidak dapat diuraikan: salah satu waktu tanpa laporan yang dinilai", className="few"
        )
    change = found["now"] - found["before"]
    parts = [
        html.Span(
            [html.B(signed(100 * found[part], 1)), f" {review_labels.WHY[part]}"], className=f"why {part}"
        )
        for part in PARTS
    ]
    return html.Details(
        [
            html.Summary([html.B(signed(100 * change, 1), className="sum"), *parts]),
            _categories(view, found),
        ],
        className="why-more",
    )


def _categories(view: View, found: dict[str, Any]) -> Component:
    """Which categories moved it, and how many reports of each were judged then and now."""
    lines = [
        html.Li(
            f"{view.category(row['service_code'])}: {signed(100 * row['effect'], 1)} poin "
            f"({number(row['n_before'])} {ARROW} {number(row['n_now'])} laporan dinilai)"
        )
        for row in found["categories"][:6]
    ]
    volume = f"Volume: {number(found['n_before'])} {ARROW} {number(found['n_now'])} laporan dinilai."
    return html.Div([html.P(volume), html.Ul(lines), how("mengapa")], className="categories")


def _trend(row: dict[str, Any]) -> list[Any]:
    if row["trend"] is None:
        return [html.Span("belum dapat dibandingkan", className="few")]
    said = TRENDS[row["trend"]]
    was = f"dari {percent(row['previous_on_time'])} ({number(row['previous_n'])} laporan)"
    median = "median belum tercapai" if row["median_hours"] is None else f"median {span(row['median_hours'])}"
    return [html.B(said, className=row["trend"]), html.Small(was), html.Small(median)]


def _rate(share: float | None) -> str:
    return EN if share is None else percent(share)


def _ranks(row: dict[str, Any]) -> str:
    first, last = row.get("rank_from"), row.get("rank_to")
    if first is None:
        return EN
    return str(first) if first == last else f"{first}{EN}{last}"
