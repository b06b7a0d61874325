"""The page's fixed skeleton. It carries no data: Dash sends layouts to any browser that asks."""

from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.pages.kecamatan import ids, labels
from dashboard.ui import report_labels

EVERY_MS = 10_000


def layout() -> Component:
    """The whole page, empty."""
    return html.Div(
        [
            _header(),
            html.Main([html.Div([_five(), _backlog()], className="work"), _beside()], className="columns"),
            *[
                dcc.Store(id=name)
                for name in (ids.CLOCK, ids.PICKING, ids.PICKED, ids.SHOWN, ids.LISTED, ids.DRAWN)
            ],
            dcc.Interval(id=ids.BEAT, interval=EVERY_MS),
        ],
        id=ids.PAGE,
        className="office camat",
    )


def _header() -> Component:
    nav = [
        ("#lima", "Lima pertama"),
        ("#tunggakan", "Tunggakan"),
        ("#keadaan", "Keadaan"),
        ("#rekap", "Rekap"),
    ]
    return html.Header(
        [
            html.H1(labels.TITLE, id=ids.TITLE),
            html.P(report_labels.LOADING, id=ids.STANDING, className="standing", role="status"),
            html.Div(id=ids.BANNER, className="old-data", role="alert"),
            html.Div(id=ids.TILES, className="counts"),
            html.Nav(
                [html.A(name, href=to) for to, name in nav], className="jump", **_label("Bagian halaman")
            ),
        ]
    )


def _label(said: str) -> dict[str, Any]:
    return {"aria-label": said}


def _five() -> Component:
    return html.Section(
        [
            _head("Lima pertama hari ini", "lima-pertama"),
            html.P(id=ids.FIVE_NOTE, className="note"),
            html.Ol(id=ids.FIVE, className="five"),
        ],
        id="lima",
    )


def _head(title: str, anchor: str = "") -> Component:
    """A heading, with the way to how its figures are made."""
    formula = [html.A("cara hitung", href=f"/cara-hitung#{anchor}", className="how")] if anchor else []
    return html.Div([html.H2(title), *formula], className="head")


def _backlog() -> Component:
    switch: dict[str, Any] = {"role": "group", **_label("Tampilan")}
    views = [
        html.Button(name, type="button", **_view(view))
        for view, name in (("list", "Daftar"), ("table", "Tabel"))
    ]
    return html.Section(
        [
            html.Div(
                [html.H2("Seluruh tunggakan"), html.Div(views, className="views", **switch)],
                className="head",
            ),
            html.Div(id=ids.FILTERS, className="filters"),
            html.P(id=ids.COUNT, className="count-line", role="status"),
            html.Div(id=ids.GRID_BOX, className="grid-box"),
            html.Ul(id=ids.LIST, className="list"),
        ],
        id="tunggakan",
    )  # fmt: skip


def _view(view: str) -> dict[str, Any]:
    return {"data-set": f'{{"view":"{view}"}}', "aria-pressed": "false"}


def _beside() -> Component:
    return html.Div(
        [
            html.Section([_head("Keadaan kecamatan", "tren"), html.Div(id=ids.COMPARED)], id="keadaan"),
            html.Section([_head("Di mana laporan berada", "pemegang"), html.Div(id=ids.HOLDERS)]),
            html.Section(
                [_head("Bila ini diselesaikan", "bila-diselesaikan"), _picks(), html.Div(id=ids.EFFECT)]
            ),
            html.Section([html.H2("Rekap untuk WhatsApp"), *_recaps()], id="rekap"),
        ],
        className="side",
    )


def _picks() -> Component:
    return html.Fieldset(
        [
            html.Legend("Laporan yang diandaikan selesai sekarang"),
            html.Div(id=ids.PICKS),
        ],
        className="picks",
    )  # fmt: skip


def _recaps() -> list[Component]:
    """Two texts, each folded, with its own two ways out."""
    found = ((ids.MORNING, "Rekap pagi"), (ids.REVIEW, "Rekap sebelum tinjauan"))
    return [html.Div([html.H3(name), html.Div(id=part)], className="recap") for part, name in found]
