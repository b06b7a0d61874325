"""The section of the ranking at both moments: intervals, bands, and why each rate changed."""

from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.pages.review import labels
from dashboard.pages.review.sections.pages import PAGE_LENGTH, area_table
from dashboard.pages.review.view import ReviewView, formula_link, section
from dashboard.ui import labels as ui_labels
from dashboard.ui.format import number, percent, signed_number, span
from dashboard.ui.report_labels import TREND_LABELS
from data.core.ranking.extract import choose_rows, rate_change
from data.core.ranking.ranking import Band
from data.core.ranking.rate_change import COMPONENTS
from data.core.ranking.rows import RankingRow
from data.core.review.metric_key import Metric

EN_DASH = "–"  # noqa: RUF001 (an en dash is how ranges are written)
ARROW = "→"


def ranking_section(view: ReviewView) -> Component:
    """Return a row for each kecamatan, in the order of the ranking at the end of the period."""
    rule = view.review_report["ranking_rule"]
    city_rate_before, city_rate = view.review_report["city_on_time_before"], rule["city_on_time"]
    headings = [
        "Peringkat", view.city.areas.parent_level, "Rentang 95 %", "Tepat waktu",
        *(label.capitalize() for label in labels.OUTCOME_LABELS.values()),
        "Mengapa bergerak (poin persen)", f"Terhadap {rule['window_days']} hari sebelumnya",
    ]  # fmt: skip
    axis = _ComparisonAxis(view)
    previous_rows = {row["code"]: row for row in view.review_report["ranking_before"]}
    rows = [
        _row(view, row, previous_rows.get(row["code"], {}), axis) for row in view.review_report["ranking"]
    ]
    city_rates = f"Kota: {_format_rate(city_rate_before)} {ARROW} {_format_rate(city_rate)}. "
    city_note = "" if city_rate is None else city_rates
    note = (
        f"{city_note}Semua ditulis awal {ARROW} akhir. Persentase tepat waktu dari {rule['window_days']} "
        "hari terakhir pada masing-masing waktu. Garis tegak: kota. Batang pucat: rentang pada awal "
        "periode. Peringkat adalah rentang: yang tidak dapat dibedakan berbagi tempat."
    )
    body = [
        *_first_lines(view.review_report["ranking"]),
        *area_table(headings, rows, "Peringkat", "ranks"),
    ]
    return section("peringkat", "Peringkat, dan mengapa bergerak", note, body, "peringkat")


def _first_lines(ranking: list[RankingRow]) -> list[Component]:
    """Return the ends of a ranking of several pages and what moved between them; nothing of a shorter one."""
    if len(ranking) <= PAGE_LENGTH:
        return []
    extract = choose_rows(ranking)
    groups = {"Teratas": extract.first, "Paling berubah": extract.moved, "Terbawah": extract.last}
    lines = [
        html.Li([html.B(f"{title}: "), ", ".join(_rate_text(row) for row in rows)])
        for title, rows in groups.items()
        if rows
    ]
    return [html.Ul(lines, className="first-lines")]


def _rate_text(row: RankingRow) -> str:
    change = rate_change(row)
    moved = "" if change is None else f" ({signed_number(100 * change, 1)} poin)"
    return f"{row['name']} {_format_rate(row['on_time'])}{moved}"


class _ComparisonAxis:
    """The chart's scale: shares to per cent of its width, from the lowest interval of both moments on."""

    def __init__(self, view: ReviewView) -> None:
        rows = [*view.review_report["ranking"], *view.review_report["ranking_before"]]
        lows = [row["low"] for row in rows if row["low"] is not None]
        self.city_rate = view.review_report["ranking_rule"]["city_on_time"]
        self._start = max(0.0, min([*lows, self.city_rate if self.city_rate is not None else 1.0]) - 0.02)

    def position(self, share: float) -> float:
        return round(100 * (share - self._start) / (1 - self._start), 2)

    def interval_bar(self, row: dict[str, Any], css_class: str) -> list[Component]:
        if row.get("low") is None:
            return []
        low, high = self.position(row["low"]), self.position(row["high"])
        return [html.I(className=css_class, style={"left": f"{low}%", "width": f"{high - low}%"})]


def _row(view: ReviewView, row: dict[str, Any], previous: dict[str, Any], axis: _ComparisonAxis) -> Component:
    code, band = row["code"], Band(row["band"])
    return html.Tr(
        [
            html.Td(f"{_rank_range(previous)} {ARROW} {_rank_range(row)}", className="places"),
            html.Th([html.Span(row["name"]), _band_label(band)], scope="row"),
            html.Td(_interval_chart(row, previous, axis), className="drawn"),
            html.Td(
                [_format_rate(previous.get("on_time")), f" {ARROW} ", html.B(_format_rate(row["on_time"]))],
                className="rates",
            ),
            *_judged_cells(view, code),
            html.Td(_change_explanation(view, code)),
            html.Td(_trend_content(row), className="trend"),
        ],
        className=f"rank {band.value}",
    )


def _band_label(band: Band) -> Component:
    return html.Small([html.I(className=f"spot {band.value}"), ui_labels.BANDS[band]], className="band")


def _interval_chart(row: dict[str, Any], previous: dict[str, Any], axis: _ComparisonAxis) -> Component:
    if row["on_time"] is None:
        return html.Span(f"{ui_labels.NOT_ENOUGH} ({number(row['n'])})", className="few")
    city_line = (
        []
        if axis.city_rate is None
        else [html.I(className="city-line", style={"left": f"{axis.position(axis.city_rate)}%"})]
    )
    rate_point = html.I(className=f"spot {row['band']}", style={"left": f"{axis.position(row['on_time'])}%"})
    interval_text = f"{percent(row['low'])} sampai {percent(row['high'])}"
    return html.Div(
        [*city_line, *axis.interval_bar(previous, "old-bar"), *axis.interval_bar(row, "bar"), rate_point],
        className="interval",
        title=interval_text,
    )


def _judged_cells(view: ReviewView, code: str) -> list[Component]:
    """Return the counts behind both rates; each links to its reports."""
    return [
        html.Td(_before_and_now(view, code, detail), className="made-of") for detail in labels.OUTCOME_LABELS
    ]


def _before_and_now(view: ReviewView, code: str, detail: str) -> list[Component]:
    before, now = (view.figure_link(figure, code, detail) for figure in (Metric.JUDGED_BEFORE, Metric.JUDGED))
    return [before, html.Span(ARROW), now]


def _change_explanation(view: ReviewView, code: str) -> Component:
    explanation = view.review_report["why"].get(code) or {}
    if explanation.get("mix") is None:
        return html.Span(
            "tidak dapat diuraikan: salah satu waktu tanpa laporan yang dinilai", className="few"
        )
    change = explanation["now"] - explanation["before"]
    parts = [
        html.Span(
            [
                html.B(signed_number(100 * explanation[part], 1)),
                f" {view.with_level(labels.CHANGE_PART_LABELS[part])}",
            ],
            className=f"why {part}",
        )
        for part in COMPONENTS
    ]
    return html.Details(
        [
            html.Summary([html.B(signed_number(100 * change, 1), className="sum"), *parts]),
            _category_effects(view, explanation),
        ],
        className="why-more",
    )


def _category_effects(view: ReviewView, explanation: dict[str, Any]) -> Component:
    """Return the categories that changed the rate most, with the reports of each that were judged."""
    lines = [
        html.Li(
            f"{view.category_name(row['service_code'])}: {signed_number(100 * row['effect'], 1)} poin "
            f"({number(row['n_before'])} {ARROW} {number(row['n_now'])} laporan dinilai)"
        )
        for row in explanation["categories"][:6]
    ]
    volume = (
        f"Volume: {number(explanation['n_before'])} {ARROW} {number(explanation['n_now'])} laporan dinilai."
    )
    return html.Div([html.P(volume), html.Ul(lines), formula_link("mengapa")], className="categories")


def _trend_content(row: dict[str, Any]) -> list[Any]:
    if row["trend"] is None:
        return [html.Span("belum dapat dibandingkan", className="few")]
    label = TREND_LABELS[row["trend"]]
    previous_text = f"dari {percent(row['previous_on_time'])} ({number(row['previous_n'])} laporan)"
    median = "median belum tercapai" if row["median_hours"] is None else f"median {span(row['median_hours'])}"
    return [html.B(label, className=row["trend"]), html.Small(previous_text), html.Small(median)]


def _format_rate(share: float | None) -> str:
    return EN_DASH if share is None else percent(share)


def _rank_range(row: dict[str, Any]) -> str:
    first, last = row.get("rank_from"), row.get("rank_to")
    if first is None:
        return EN_DASH
    return str(first) if first == last else f"{first}{EN_DASH}{last}"
