"""The section of weekly trends: a small chart for each kecamatan, with all numbers in a table."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import dash_svg as svg
from dash import html
from dash.development.base_component import Component

from dashboard.pages.review import labels
from dashboard.pages.review.sections.pages import in_pages
from dashboard.pages.review.view import ReviewView, scrollable_table, section
from dashboard.ui.format import format_long_date
from dashboard.ui.responsive_table import visible_text
from data.core.review.metric_key import Metric

CHART_WIDTH, CHART_HEIGHT, BAR_GAP = 240, 84, 4
SERIES = ((Metric.WEEK_NEW, "Masuk"), (Metric.WEEK_CLOSED, "Selesai"), (Metric.WEEK_OPEN, "Belum selesai"))


def trend_section(view: ReviewView) -> Component:
    """Return a chart for each kecamatan, all on one scale, and one of the city on its own."""
    weeks = len(view.review_report["weeks"]) - 1
    codes = [row["code"] for row in view.parents if row["code"]]
    top = max((_max_count(view, code, weeks) for code in codes), default=1)
    cards = [_card(view, code, weeks, top) for code in codes]
    city = _card(view, None, weeks, _max_count(view, None, weeks))
    keys = html.Div(
        [html.Span([html.I(className=f"key {figure.value}"), label]) for figure, label in SERIES],
        className="keys",
    )
    return section(
        "mingguan",
        f"{weeks} minggu terakhir",
        "Batang: laporan masuk dan selesai dalam seminggu. Garis: belum selesai pada akhir minggu. "
        f"{view.with_level('Semua {parent}')} memakai skala yang sama; kota memakai skalanya sendiri. "
        "Minggu sebelum laporan pertama dikosongkan.",
        [keys, *_card_pages(city, cards)],
        "tren-mingguan",
    )


def _card_pages(city: Component, cards: list[Component]) -> list[Component]:
    """Return the city's chart and those of its areas; of many areas in pages, the city's on the first."""

    def grid(page: Sequence[Component]) -> Component:
        return html.Div([city, *page] if page == cards[: len(page)] else list(page), className="multiples")

    return in_pages(cards, grid, lambda card: visible_text(card.children[0]))


def _max_count(view: ReviewView, code: str | None, weeks: int) -> int:
    counts = [view.count(figure, code, str(week)) for figure, _ in SERIES for week in range(weeks)]
    return max([*counts, 1])


def _card(view: ReviewView, code: str | None, weeks: int, top: int) -> Component:
    last = str(weeks - 1)
    numbers = [
        html.Div([html.Small(label), view.figure_link(figure, code, last)], className="review-tile small")
        for figure, label in SERIES
    ]
    return html.Div(
        [
            html.H3(view.kecamatan_name(code)),
            _chart(view, code, weeks, top),
            html.Div(numbers, className="numbers"),
            html.Details([html.Summary("Angka tiap minggu"), _week_table(view, code, weeks)]),
        ],
        className="multiple whole" if code is None else "multiple",
    )


def _chart(view: ReviewView, code: str | None, weeks: int, top: int) -> Component:
    step = CHART_WIDTH / weeks
    known_weeks = [week for week in range(weeks) if _has_data(view, week)]
    bars = [bar for week in known_weeks for bar in _bars(view, code, week, step, top)]
    points = " ".join(
        f"{(week + 0.5) * step:.1f},{_y(view.count(Metric.WEEK_OPEN, code, str(week)), top):.1f}"
        for week in known_weeks
    )
    line = svg.Polyline(points=points, className="open-line")
    baseline = svg.Line(
        x1="0", x2=str(CHART_WIDTH), y1=str(CHART_HEIGHT), y2=str(CHART_HEIGHT), className="ground"
    )
    return svg.Svg(
        [*bars, baseline, line], viewBox=f"0 0 {CHART_WIDTH} {CHART_HEIGHT + 2}", className="drawing"
    )


def _has_data(view: ReviewView, week: int) -> bool:
    """Return whether the week ends after the first report; before it, no figure is known."""
    first = view.review_report["first"]
    return first is not None and _parse_moment(view.review_report["weeks"][week + 1]) > _parse_moment(first)


def _parse_moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _bars(view: ReviewView, code: str | None, week: int, step: float, top: int) -> list[Component]:
    width = (step - BAR_GAP) / 2
    left = week * step + BAR_GAP / 2
    return [
        _bar(left + index * width, width, _y(view.count(figure, code, str(week)), top), figure.value)
        for index, figure in enumerate((Metric.WEEK_NEW, Metric.WEEK_CLOSED))
    ]


def _bar(x: float, width: float, y: float, css_class: str) -> Component:
    height = CHART_HEIGHT - y
    return svg.Rect(
        x=f"{x:.1f}", y=f"{y:.1f}", width=f"{width:.1f}", height=f"{height:.1f}", className=css_class
    )


def _y(count: int, top: int) -> float:
    return CHART_HEIGHT - (CHART_HEIGHT - 6) * count / top


def _week_table(view: ReviewView, code: str | None, weeks: int) -> Component:
    rows: list[Any] = []
    for week in reversed(range(weeks)):
        end = format_long_date(_parse_moment(view.review_report["weeks"][week + 1]), view.city.zone)
        cells = [html.Td(view.figure_link(figure, code, str(week))) for figure, _ in SERIES]
        if not _has_data(view, week):
            cells = [html.Td(labels.UNKNOWN, colSpan=3, className="few")]
        rows.append(html.Tr([html.Th(f"sampai {end}", scope="row"), *cells]))
    return scrollable_table(
        ["Minggu", *(label for _, label in SERIES)], rows, f"Mingguan, {view.kecamatan_name(code)}"
    )
