"""The parts of the page that carry figures: the most important, the tables, files, message, definitions."""

from collections.abc import Callable, Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.pages.recap import labels
from dashboard.pages.recap.exports.message import message, share_address
from dashboard.pages.recap.labels import Column
from dashboard.pages.recap.view import Line, View, words
from dashboard.ui.format import moment_words, number
from dashboard.ui.responsive_table import CLASS as CARDS
from dashboard.ui.responsive_table import carded

SAID, COPIED = "recap-message", "recap-copied"
TILES = {"received": "Masuk", "resolved": "Selesai", "closing": "Belum selesai",
         "overdue": "Lewat batas waktu", "on_time": "Tepat waktu"}  # fmt: skip
SHORT = {"received": "Masuk", "resolved": "Selesai", "resolved_on_time": "Selesai tepat waktu",
         "resolved_late": "Selesai terlambat", "closing": "Sisa", "overdue": "Lewat batas",
         "on_time": "Tepat waktu"}  # fmt: skip
WIDE = ("resolved_on_time", "resolved_late")  # for screens with room
FILE_WORDS = {
    "/rekap.pdf": "PDF untuk rapat", "/rekap.xlsx": "Excel", "/rekap.csv": "CSV",
    "/rekap/laporan.xlsx": "Daftar laporan (Excel)", "/rekap/laporan.csv": "Daftar laporan (CSV)",
}  # fmt: skip


def _column(key: str) -> Column:
    return next(column for column in labels.columns() if column.key == key)


def _flow_keys() -> tuple[str, ...]:
    return tuple(column.key for column in labels.columns() if column.group == labels.FLOW)


def standing(view: View) -> list[Component]:
    """Which recap this is and up to when it counts."""
    until = "periode selesai" if view.complete else f"periode belum selesai, dihitung sampai {view.moment}"
    return [html.Span(f"Data per {moment_words(view.made, view.city.zone)}"), html.Span(until)]


def sections(view: View) -> list[Component]:
    """Everything below the choice."""
    return [_result(view), _flow(view), _files(view), _message(view), _definitions()]


def _result(view: View) -> Component:
    return html.Section(
        [
            html.H2(f"{view.place} · {view.period}"),
            html.Dl([_tile(key, name, view) for key, name in TILES.items()], className="recap-tiles"),
            _table("Capaian", view, tuple(SHORT), SHORT.__getitem__),
        ],
        id="capaian",
    )


def _tile(key: str, name: str, view: View) -> Component:
    column, figures = _column(key), view.total.figures
    below = f"dari {number(figures['judged'])} yang dinilai" if key == "on_time" else ""
    return html.Div(
        [html.Dt(_linked(column, name)), html.Dd([html.B(words(column, figures)), html.Small(below)])],
        className=f"tile {key}",
    )


def _flow(view: View) -> Component:
    return html.Section(
        [
            html.H2("Arus laporan"),
            html.P(
                labels.said()["flow_formula"],
                className="formula",
            ),
            _table("Arus", view, _flow_keys(), lambda key: _column(key).heading, CARDS),
        ],
        id="arus-laporan",
    )


def _table(
    name: str, view: View, keys: Sequence[str], heading: Callable[[str], str], kind: str = ""
) -> Component:
    """A table; of the kind ``as-cards`` it is cards on a phone, for which it is too wide."""
    titles = [html.Th(view.head, scope="col")]
    titles += [
        html.Th(_linked(_column(key), heading(key)), scope="col", className=_width(key)) for key in keys
    ]
    rows, total = [_tr(line, keys) for line in view.rows], _tr(view.total, keys)
    if kind == CARDS:
        carded(titles, [*rows, total])
    table = html.Table(
        [
            html.Caption(f"{name} menurut {view.head}", className="unseen"),
            html.Thead(html.Tr(titles)),
            html.Tbody(rows),
            html.Tfoot(total),
        ],
        className=kind,
    )
    about: dict[str, Any] = {"aria-label": f"Tabel {name}"}
    return html.Div(table, className="recap-table", role="region", tabIndex="0", **about)


def _tr(line: Line, keys: Sequence[str]) -> Component:
    cells = [html.Td(_cell(_column(key), line), className=_width(key)) for key in keys]
    return html.Tr([html.Th(line.name, scope="row"), *cells], className="" if _any(line) else "empty")


def _cell(column: Column, line: Line) -> list[str | Component]:
    said = words(column, line.figures)
    if column.key != "on_time" or line.figures["on_time"] is None:
        return [said]
    return [said, html.Small(f"n {number(line.figures['judged'])}")]


def _any(line: Line) -> bool:
    return any(line.figures[key] for key in (*SHORT, *_flow_keys()))


def _width(key: str) -> str:
    return "wide" if key in WIDE else ""


def _linked(column: Column, words_: str) -> Component:
    return html.A(words_, href=f"/cara-hitung#{column.anchor}", title=column.definition)


def _files(view: View) -> Component:
    query = view.ask.query()
    links = [html.A(name, href=f"{path}?{query}", download="") for path, name in FILE_WORDS.items()]
    return html.Section(
        [html.H2("Unduh"), html.Div(links, className="recap-files"), html.P(labels.said()["list_note"])],
        id="unduh",
    )


def _message(view: View) -> Component:
    said = message(view)
    marks: dict[str, Any] = {"data-copy": SAID, "data-said": COPIED}
    copy = html.Button("Salin teks", type="button", **marks)
    share = html.A(
        "Kirim lewat WhatsApp", href=share_address(said), target="_blank", rel="noopener noreferrer"
    )
    return html.Section(
        [
            html.H2("Teks untuk WhatsApp"),
            html.Pre(said, id=SAID),
            html.Div([copy, share, html.Span(id=COPIED, role="status")], className="recap-files"),
        ],
        id="whatsapp",
    )


def _definitions() -> Component:
    told = [
        html.Div([html.Dt(_linked(column, column.full)), html.Dd(column.definition)])
        for column in labels.columns()
    ]
    return html.Section(
        [
            html.H2("Arti setiap angka"),
            html.P(labels.said()["reading"]),
            html.Details([html.Summary("Definisi"), html.Dl(told)], className="folded"),
        ],
        id="definisi",
    )
