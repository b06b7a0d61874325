"""The panel beside the page: exactly the reports behind one number."""

from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.pages.review import labels
from dashboard.pages.review.query import detail_query
from dashboard.pages.review.sections.reports import listing
from dashboard.pages.review.view import View, how
from dashboard.ui.format import long_date, number
from dashboard.ui.report_labels import HOLDERS, SIGNS
from data.core.review.metric_key import Cell, Figure

PAGE = 100
CLOSE = "Tutup"


def name_of(view: View, cell: Cell) -> str:
    """A number in words."""
    detail = [] if cell.detail is None else [_detail(view, cell, cell.detail)]
    return " · ".join([labels.FIGURES[cell.figure], *detail, view.name_of(cell.parent)])


def _detail(view: View, cell: Cell, detail: str) -> str:
    known: dict[Figure, Any] = {
        Figure.STATE: labels.STATES, Figure.JUDGED: labels.JUDGED, Figure.JUDGED_BEFORE: labels.JUDGED,
        Figure.EVIDENCE: labels.EVIDENCE, Figure.SIGN: SIGNS, Figure.HELD: HOLDERS, Figure.HELD_CITY: HOLDERS,
    }  # fmt: skip
    if cell.figure in known:
        return str(known[cell.figure].get(detail, detail))
    if cell.figure is Figure.AGE:
        return labels.AGES[int(detail)] if detail.isdecimal() and int(detail) < len(labels.AGES) else detail
    if cell.figure in (Figure.WEEK_NEW, Figure.WEEK_CLOSED, Figure.WEEK_OPEN):
        return _week(view, detail)
    return view.category(detail)


def _week(view: View, detail: str) -> str:
    ends = view.sheet["weeks"]
    if not detail.isdecimal() or int(detail) + 1 >= len(ends):
        return detail
    return f"minggu sampai {long_date(view.moment_of(ends[int(detail) + 1]), view.city.zone)}"


def panel(view: View, cell: Cell, count: int, rows: list[dict[str, Any]], part: int) -> list[Component]:
    """The reports of a number, a part of the list at a time and never fewer than it says.

    :param count: how many there are in all
    :param part: which part of the list, from 0
    """
    return [
        html.Div(
            [
                html.H2(name_of(view, cell), id="rincian-judul", tabIndex=-1),
                html.A(CLOSE, href=f"?{view.query}", className="figure close", id="rincian-tutup"),
            ],
            className="section-head",
        ),
        html.P(
            [_said(count, len(rows), part), " ", how(labels.ANCHORS[cell.figure])],
            className="note",
            role="status",
        ),
        listing(view, rows, "Laporan di balik angka"),
        html.Div(_turn(view, cell, count, part), className="turn"),
    ]


def failed(said: str) -> list[Component]:
    """No list, and why."""
    return [html.P(said, className="broken", role="alert")]


def _said(count: int, here: int, part: int) -> str:
    if not count:
        return labels.NO_REPORTS
    if here == count:
        return f"{number(count)} laporan, semuanya tampil."
    first = part * PAGE + 1
    return f"Menampilkan {number(first)} sampai {number(first + here - 1)} dari {number(count)} laporan."


def _turn(view: View, cell: Cell, count: int, part: int) -> list[Component]:
    links: list[Component] = []
    if part > 0:
        links.append(html.A("Sebelumnya", href=detail_query(view.query, cell, part - 1), className="figure"))
    if (part + 1) * PAGE < count:
        links.append(html.A("Berikutnya", href=detail_query(view.query, cell, part + 1), className="figure"))
    return links
