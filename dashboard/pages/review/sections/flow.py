"""The section of stock and flow; each line shows whether it adds up."""

from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.pages.review import labels
from dashboard.pages.review.sections.pages import area_table
from dashboard.pages.review.view import ReviewView, section
from dashboard.ui.format import signed_number
from data.core.review.metric_key import Metric


def flow_section(view: ReviewView) -> Component:
    """Return the stock and flow of each kecamatan, of no kecamatan, and of the city."""
    header = [
        html.Th(view.city.areas.parent_level, scope="col"),
        *(_header_cell(figure) for figure in labels.FLOW_LABELS),
        html.Th("Berubah", scope="col"),
        html.Th("Periksa", scope="col"),
    ]
    rows = [_row(view, entry) for entry in view.review_report["flows"]]
    return section(
        "arus",
        view.with_level("Arus dan tunggakan per {parent}"),
        "Awal + masuk + dibuka kembali + pindah masuk − selesai − tidak dilanjutkan − pindah keluar = akhir. "  # noqa: RUF001
        "Setiap angka membuka daftar laporannya.",
        area_table(header, rows, view.with_level("Arus per {parent}"), "flow"),
        "arus",
    )


def _header_cell(figure: Metric) -> Component:
    sign, label = labels.FLOW_LABELS[figure]
    return html.Th([html.Span(sign, className="sign"), label], scope="col", className=figure.value)


def _row(view: ReviewView, entry: dict[str, Any]) -> Component:
    code = entry["code"]
    cells = [html.Td(view.figure_link(figure, code), className=figure.value) for figure in labels.FLOW_LABELS]
    return html.Tr(
        [
            html.Th(_area_link(view, code), scope="row"),
            *cells,
            html.Td(signed_number(entry["change"]), className=_change_class(entry["change"])),
            html.Td(_balance_check(entry["balances"])),
        ],
        className="whole" if code is None else "",
    )


def _area_link(view: ReviewView, code: str | None) -> Any:
    """Return the name of a kecamatan, as a link to its page if it has one."""
    name = view.kecamatan_name(code)
    return html.A(name, href=f"/kecamatan/{code}", className="to-area") if code else name


def _change_class(change: int) -> str:
    return "change up" if change > 0 else "change down" if change < 0 else "change"


def _balance_check(balances: bool) -> Component:
    if balances:
        return html.Span("seimbang", className="balances")
    return html.Span("TIDAK SEIMBANG", className="broken", role="alert")
