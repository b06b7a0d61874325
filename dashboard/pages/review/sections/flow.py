"""Stock and flow per kecamatan: each line adds up on the screen, and says so."""

from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.pages.review import labels
from dashboard.pages.review.view import View, section, signed, table
from data.core.review.metric_key import Figure


def flow(view: View) -> Component:
    """The balance of every kecamatan, of reports in none, and of the city."""
    head = [html.Th("Kecamatan", scope="col"), *(_head(figure) for figure in labels.FLOW),
            html.Th("Berubah", scope="col"), html.Th("Periksa", scope="col")]  # fmt: skip
    rows = [_row(view, flow) for flow in view.sheet["flows"]]
    return section(
        "arus",
        "Arus dan tunggakan per kecamatan",
        "Awal + masuk + dibuka kembali + pindah masuk − selesai − tidak dilanjutkan − pindah keluar = akhir. "  # noqa: RUF001
        "Setiap angka membuka daftar laporannya.",
        [table(head, rows, "Arus per kecamatan", "flow")],
        "arus",
    )


def _head(figure: Figure) -> Component:
    sign, label = labels.FLOW[figure]
    return html.Th([html.Span(sign, className="sign"), label], scope="col", className=figure.value)


def _row(view: View, flow: dict[str, Any]) -> Component:
    code = flow["code"]
    cells = [html.Td(view.figure(figure, code), className=figure.value) for figure in labels.FLOW]
    return html.Tr(
        [
            html.Th(_named(view, code), scope="row"),
            *cells,
            html.Td(signed(flow["change"]), className=_way(flow["change"])),
            html.Td(_checked(flow["balances"])),
        ],
        className="whole" if code is None else "",
    )


def _named(view: View, code: str | None) -> Any:
    """A kecamatan's name leads to its own page."""
    name = view.name_of(code)
    return html.A(name, href=f"/kecamatan/{code}", className="to-area") if code else name


def _way(change: int) -> str:
    return "change up" if change > 0 else "change down" if change < 0 else "change"


def _checked(balances: bool) -> Component:
    if balances:
        return html.Span("seimbang", className="balances")
    return html.Span("TIDAK SEIMBANG", className="broken", role="alert")
