"""The sections of categories, and of ages and deadlines of the backlog."""

from dash import html
from dash.development.base_component import Component

from dashboard.pages.review import labels
from dashboard.pages.review.sections.pages import area_table
from dashboard.pages.review.view import ReviewView, scrollable_table, section
from dashboard.ui.format import percent
from data.core.review.drilldown import AGE_BANDS
from data.core.review.metric_key import Metric

FLOWS = (Metric.OPENING, Metric.NEW, Metric.CLOSED, Metric.CLOSING)


def category_section(view: ReviewView) -> Component:
    """Return the categories of the city, and the reports received per kecamatan and category."""
    codes = [row["code"] for row in view.review_report["categories"]]
    received_count = view.count(Metric.NEW)
    rows = [_category_row(view, code, received_count) for code in codes]
    head = ["Kategori", *(labels.FLOW_LABELS[figure][1] for figure in FLOWS), "Bagian dari yang masuk"]
    head[2:4] = ["Masuk", "Selesai"]
    return section(
        "campuran",
        "Campuran kategori",
        "Apa yang dilaporkan dan apa yang tersisa. "
        f"{view.with_level('{Parent}')} dengan campuran lain tidak dibandingkan begitu saja.",
        [
            scrollable_table(head, rows, "Kategori"),
            html.Details(
                [
                    html.Summary(view.with_level("Laporan masuk per {parent} dan kategori")),
                    *_category_matrix(view, codes),
                ]
            ),
        ],
        "kategori",
    )


def _category_row(view: ReviewView, code: str, received_count: int) -> Component:
    share = view.count(Metric.NEW, None, code) / received_count if received_count else 0.0
    bar = html.Div(html.I(style={"width": f"{100 * share:.1f}%"}), className="share")
    return html.Tr(
        [
            html.Th(view.category_name(code), scope="row"),
            *(html.Td(view.figure_link(figure, None, code)) for figure in FLOWS),
            html.Td([bar, html.Span(percent(share))], className="with-bar"),
        ]
    )


def _category_matrix(view: ReviewView, codes: list[str]) -> list[Component]:
    parents = [row["code"] for row in view.parents]
    counts = [view.count(Metric.NEW, parent, code) for parent in parents for code in codes]
    max_count = max([*counts, 1])
    headings = [view.city.areas.parent_level, *(view.category_name(code) for code in codes)]
    rows = [_matrix_row(view, parent, codes, max_count) for parent in parents]
    return area_table(headings, rows, view.with_level("Masuk per {parent} dan kategori"))


def _matrix_row(view: ReviewView, parent: str, codes: list[str], max_count: int) -> Component:
    cells = [_shaded_cell(view, parent, code, max_count) for code in codes]
    return html.Tr([html.Th(view.kecamatan_name(parent), scope="row"), *cells])


def _shaded_cell(view: ReviewView, parent: str, code: str, max_count: int) -> Component:
    opacity = round(0.55 * view.count(Metric.NEW, parent, code) / max_count, 2)
    return html.Td(
        view.figure_link(Metric.NEW, parent, code), style={"backgroundColor": f"rgba(48,121,183,{opacity})"}
    )


def age_section(view: ReviewView) -> Component:
    """Return ages and deadlines of the open reports of each kecamatan."""
    head = [view.city.areas.parent_level, *labels.AGE_LABELS, *labels.STATE_LABELS.values(), "Jumlah"]
    codes: list[str | None] = [row["code"] for row in view.parents]
    return section(
        "umur",
        "Umur tunggakan pada akhir periode",
        "Sejak laporan dibuat, termasuk malam dan hari libur; di sebelahnya kedudukannya terhadap "
        "batas waktu. Kedua bagian berjumlah sama.",
        area_table(head, [_age_row(view, code) for code in (*codes, None)], "Umur tunggakan", "ages"),
        "umur",
    )


def _age_row(view: ReviewView, code: str | None) -> Component:
    return html.Tr(
        [
            html.Th(view.kecamatan_name(code), scope="row"),
            *(
                html.Td(view.figure_link(Metric.AGE, code, band), className=f"age-{band}")
                for band in AGE_BANDS
            ),
            *(
                html.Td(view.figure_link(Metric.STATE, code, state), className=state)
                for state in labels.STATE_LABELS
            ),
            html.Td(view.figure_link(Metric.CLOSING, code), className="closing"),
        ],
        className="whole" if code is None else "",
    )
