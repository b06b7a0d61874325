"""Twelve weeks per kecamatan as small drawings on one scale, with every number in a table beside."""

from datetime import datetime
from typing import Any

import dash_svg as svg
from dash import html
from dash.development.base_component import Component

from dashboard.pages.review import labels
from dashboard.pages.review.view import View, section, table
from dashboard.ui.format import long_date
from data.core.review.metric_key import Figure

WIDE, HIGH, GAP = 240, 84, 4
LINES = ((Figure.WEEK_NEW, "Masuk"), (Figure.WEEK_CLOSED, "Selesai"), (Figure.WEEK_OPEN, "Belum selesai"))


def trends(view: View) -> Component:
    """A drawing per kecamatan, all on one scale, and one of the city on its own."""
    weeks = len(view.sheet["weeks"]) - 1
    codes = [row["code"] for row in view.parents if row["code"]]
    top = max((_most(view, code, weeks) for code in codes), default=1)
    cards = [_card(view, code, weeks, top) for code in codes]
    city = _card(view, None, weeks, _most(view, None, weeks))
    keys = html.Div(
        [html.Span([html.I(className=f"key {figure.value}"), said]) for figure, said in LINES],
        className="keys",
    )
    return section(
        "mingguan",
        f"{weeks} minggu terakhir",
        "Batang: laporan masuk dan selesai dalam seminggu. Garis: belum selesai pada akhir minggu. Semua "
        "kecamatan "
        "memakai skala yang sama; kota memakai skalanya sendiri. Minggu sebelum laporan pertama "
        "dikosongkan.",
        [keys, html.Div([city, *cards], className="multiples")],
        "tren-mingguan",
    )


def _most(view: View, code: str | None, weeks: int) -> int:
    counts = [view.count(figure, code, str(week)) for figure, _ in LINES for week in range(weeks)]
    return max([*counts, 1])


def _card(view: View, code: str | None, weeks: int, top: int) -> Component:
    last = str(weeks - 1)
    numbers = [
        html.Div([html.Small(said), view.figure(figure, code, last)], className="review-tile small")
        for figure, said in LINES
    ]
    return html.Div(
        [
            html.H3(view.name_of(code)),
            _drawing(view, code, weeks, top),
            html.Div(numbers, className="numbers"),
            html.Details([html.Summary("Angka tiap minggu"), _table(view, code, weeks)]),
        ],
        className="multiple whole" if code is None else "multiple",
    )


def _drawing(view: View, code: str | None, weeks: int, top: int) -> Component:
    step = WIDE / weeks
    known = [week for week in range(weeks) if _known(view, week)]
    bars = [bar for week in known for bar in _bars(view, code, week, step, top)]
    points = " ".join(
        f"{(week + 0.5) * step:.1f},{_y(view.count(Figure.WEEK_OPEN, code, str(week)), top):.1f}"
        for week in known
    )
    line = svg.Polyline(points=points, className="open-line")
    ground = svg.Line(x1="0", x2=str(WIDE), y1=str(HIGH), y2=str(HIGH), className="ground")
    return svg.Svg([*bars, ground, line], viewBox=f"0 0 {WIDE} {HIGH + 2}", className="drawing")


def _known(view: View, week: int) -> bool:
    """Whether anything was recorded by the end of the week: before the first report nothing is zero."""
    first = view.sheet["first"]
    return first is not None and _moment(view.sheet["weeks"][week + 1]) > _moment(first)


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _bars(view: View, code: str | None, week: int, step: float, top: int) -> list[Component]:
    wide = (step - GAP) / 2
    return [
        svg.Rect(
            x=f"{week * step + GAP / 2 + place * wide:.1f}", y=f"{_y(count, top):.1f}", width=f"{wide:.1f}",
            height=f"{HIGH - _y(count, top):.1f}", className=figure.value,
        )
        for place, (figure, count) in enumerate(
            (figure, view.count(figure, code, str(week))) for figure in (Figure.WEEK_NEW, Figure.WEEK_CLOSED)
        )
    ]  # fmt: skip


def _y(count: int, top: int) -> float:
    return HIGH - (HIGH - 6) * count / top


def _table(view: View, code: str | None, weeks: int) -> Component:
    rows: list[Any] = []
    for week in reversed(range(weeks)):
        end = long_date(_moment(view.sheet["weeks"][week + 1]), view.city.zone)
        cells = [html.Td(view.figure(figure, code, str(week))) for figure, _ in LINES]
        if not _known(view, week):
            cells = [html.Td(labels.UNKNOWN, colSpan=3, className="few")]
        rows.append(html.Tr([html.Th(f"sampai {end}", scope="row"), *cells]))
    return table(["Minggu", *(said for _, said in LINES)], rows, f"Mingguan, {view.name_of(code)}")
