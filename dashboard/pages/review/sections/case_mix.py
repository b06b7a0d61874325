"""What kinds of reports, and how old: categories, and ages and deadlines of what is open at the end."""

from dash import html
from dash.development.base_component import Component

from dashboard.pages.review import labels
from dashboard.pages.review.view import View, section, table
from dashboard.ui.format import percent
from data.core.review.drilldown import AGE_BANDS
from data.core.review.metric_key import Figure

FLOWS = (Figure.OPENING, Figure.NEW, Figure.CLOSED, Figure.CLOSING)


def categories(view: View) -> Component:
    """The categories of the city, and what came in per kecamatan and category."""
    codes = [row["code"] for row in view.sheet["categories"]]
    received = view.count(Figure.NEW)
    rows = [_category(view, code, received) for code in codes]
    head = ["Kategori", *(labels.FLOW[figure][1] for figure in FLOWS), "Bagian dari yang masuk"]
    head[2:4] = ["Masuk", "Selesai"]
    return section(
        "campuran",
        "Campuran kategori",
        "Apa yang dilaporkan dan apa yang tersisa. Kecamatan dengan campuran lain tidak dibandingkan "
        "begitu saja.",
        [
            table(head, rows, "Kategori"),
            html.Details([html.Summary("Laporan masuk per kecamatan dan kategori"), _matrix(view, codes)]),
        ],
        "kategori",
    )


def _category(view: View, code: str, received: int) -> Component:
    share = view.count(Figure.NEW, None, code) / received if received else 0.0
    bar = html.Div(html.I(style={"width": f"{100 * share:.1f}%"}), className="share")
    return html.Tr(
        [
            html.Th(view.category(code), scope="row"),
            *(html.Td(view.figure(figure, None, code)) for figure in FLOWS),
            html.Td([bar, html.Span(percent(share))], className="with-bar"),
        ]
    )


def _matrix(view: View, codes: list[str]) -> Component:
    most = max(
        (view.count(Figure.NEW, row["code"], code) for row in view.parents for code in codes), default=1
    )
    rows = [
        html.Tr(
            [html.Th(view.name_of(row["code"]), scope="row"),
             *(_shaded(view, row["code"], code, most or 1) for code in codes)]
        )
        for row in view.parents
    ]  # fmt: skip
    return table(
        ["Kecamatan", *(view.category(code) for code in codes)], rows, "Masuk per kecamatan dan kategori"
    )


def _shaded(view: View, parent: str, code: str, most: int) -> Component:
    strength = round(0.55 * view.count(Figure.NEW, parent, code) / most, 2)
    return html.Td(
        view.figure(Figure.NEW, parent, code), style={"backgroundColor": f"rgba(48,121,183,{strength})"}
    )


def ages(view: View) -> Component:
    """Per kecamatan: how long what is open has waited, and how it stands to its deadline."""
    head = ["Kecamatan", *labels.AGES, *labels.STATES.values(), "Jumlah"]
    codes: list[str | None] = [row["code"] for row in view.parents]
    return section(
        "umur",
        "Umur tunggakan pada akhir periode",
        "Sejak laporan dibuat, termasuk malam dan hari libur; di sebelahnya kedudukannya terhadap batas "
        "waktu. "
        "Kedua bagian berjumlah sama.",
        [table(head, [_age(view, code) for code in (*codes, None)], "Umur tunggakan", "ages")],
        "umur",
    )


def _age(view: View, code: str | None) -> Component:
    return html.Tr(
        [
            html.Th(view.name_of(code), scope="row"),
            *(html.Td(view.figure(Figure.AGE, code, band), className=f"age-{band}") for band in AGE_BANDS),
            *(html.Td(view.figure(Figure.STATE, code, state), className=state) for state in labels.STATES),
            html.Td(view.figure(Figure.CLOSING, code), className="closing"),
        ],
        className="whole" if code is None else "",
    )
