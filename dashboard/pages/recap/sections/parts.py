"""The sections of the page: tiles, tables, files, message, definitions."""

from collections.abc import Callable, Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.pages.recap import ids, labels
from dashboard.pages.recap.exports.message import render_message
from dashboard.pages.recap.labels import RecapColumn
from dashboard.pages.recap.view import RecapRow, RecapView, format_figure
from dashboard.ui.format import number
from dashboard.ui.responsive_table import CARDS_CLASS, add_column_labels
from dashboard.ui.urls import whatsapp_url
from data.lib.translation import Text, gettext, lazy_gettext

TILE_LABELS = {
    "received": lazy_gettext("Received"),
    "resolved": lazy_gettext("Resolved"),
    "closing": lazy_gettext("Unresolved"),
    "overdue": lazy_gettext("Past the deadline"),
    "on_time": lazy_gettext("On time"),
}
OUTCOME_LABELS = {
    "received": lazy_gettext("Received"),
    "resolved": lazy_gettext("Resolved"),
    "resolved_on_time": lazy_gettext("Resolved on time"),
    "resolved_late": lazy_gettext("Resolved late"),
    "closing": lazy_gettext("Still open"),
    "overdue": lazy_gettext("Past deadline"),
    "on_time": lazy_gettext("On time"),
}
WIDE_SCREEN_COLUMNS = ("resolved_on_time", "resolved_late")  # hidden on narrow screens
FILE_LABELS: dict[str, Text] = {
    "/rekap.pdf": lazy_gettext("PDF for meetings"),
    "/rekap.xlsx": "Excel",
    "/rekap.csv": "CSV",
    "/rekap/laporan.xlsx": lazy_gettext("List of reports (Excel)"),
    "/rekap/laporan.csv": lazy_gettext("List of reports (CSV)"),
}


def _column_of(key: str) -> RecapColumn:
    return next(column for column in labels.COLUMNS if column.key == key)


def _flow_keys() -> tuple[str, ...]:
    return tuple(column.key for column in labels.COLUMNS if column.group is labels.FLOW)


def status_line(view: RecapView) -> list[Component]:
    """Return the moment of the data, and up to when the recap counts."""
    return [html.Span(view.data_state), html.Span(view.state)]


def sections(view: RecapView) -> list[Component]:
    """Return everything below the form."""
    return [
        _outcome_section(view),
        _flow_section(view),
        _files_section(view),
        _message_section(view),
        _definitions_section(),
    ]


def _outcome_section(view: RecapView) -> Component:
    return html.Section(
        [
            html.H2(f"{view.place_label} · {view.period_label}"),
            html.Dl([_tile(key, name, view) for key, name in TILE_LABELS.items()], className="recap-tiles"),
            _table(labels.OUTCOME, view, tuple(OUTCOME_LABELS), OUTCOME_LABELS.__getitem__),
        ],
        id="capaian",
    )


def _tile(key: str, name: Text, view: RecapView) -> Component:
    column, figures = _column_of(key), view.total.figures
    judged = gettext("of {count} judged").format(count=number(figures["judged"]))
    note = judged if key == "on_time" else ""
    return html.Div(
        [
            html.Dt(_formula_link(column, name)),
            html.Dd([html.B(format_figure(column, figures)), html.Small(note)]),
        ],
        className=f"tile {key}",
    )


def _flow_section(view: RecapView) -> Component:
    formula = gettext("opening + received + reopened + moved − resolved − discontinued = closing")  # noqa: RUF001
    return html.Section(
        [
            html.H2(gettext("Flow of reports")),
            html.P(formula, className="formula"),
            _table(labels.FLOW, view, _flow_keys(), lambda key: _column_of(key).heading, CARDS_CLASS),
        ],
        id="arus-laporan",
    )


def _table(
    name: Text, view: RecapView, keys: Sequence[str], heading: Callable[[str], Text], css_class: str = ""
) -> Component:
    """Return a table of figures; with the class ``CARDS_CLASS`` its rows are cards on a phone."""
    titles = [html.Th(view.row_heading, scope="col")]
    titles += [
        html.Th(_formula_link(_column_of(key), heading(key)), scope="col", className=_column_class(key))
        for key in keys
    ]
    rows, total = [_table_row(line, keys) for line in view.rows], _table_row(view.total, keys)
    if css_class == CARDS_CLASS:
        add_column_labels(titles, [*rows, total])
    table = html.Table(
        [
            html.Caption(
                gettext("{group} by {grouping}").format(group=name, grouping=view.row_heading),
                className="unseen",
            ),
            html.Thead(html.Tr(titles)),
            html.Tbody(rows),
            html.Tfoot(total),
        ],
        className=css_class,
    )
    attributes: dict[str, Any] = {"aria-label": gettext("Table: {group}").format(group=name)}
    return html.Div(table, className="recap-table", role="region", tabIndex="0", **attributes)


def _table_row(line: RecapRow, keys: Sequence[str]) -> Component:
    cells = [html.Td(_cell(_column_of(key), line), className=_column_class(key)) for key in keys]
    return html.Tr([html.Th(line.name, scope="row"), *cells], className="" if _has_values(line) else "empty")


def _cell(column: RecapColumn, line: RecapRow) -> list[str | Component]:
    value = format_figure(column, line.figures)
    if column.key != "on_time" or line.figures["on_time"] is None:
        return [value]
    return [value, html.Small(f"n {number(line.figures['judged'])}")]


def _has_values(line: RecapRow) -> bool:
    return any(line.figures[key] for key in (*OUTCOME_LABELS, *_flow_keys()))


def _column_class(key: str) -> str:
    return "wide" if key in WIDE_SCREEN_COLUMNS else ""


def _formula_link(column: RecapColumn, label: Text) -> Component:
    return html.A(str(label), href=f"/cara-hitung#{column.anchor}", title=str(column.definition))


def _files_section(view: RecapView) -> Component:
    query, note = view.page_query.query_string(), str(labels.LIST_NOTE)
    links = [html.A(str(name), href=f"{path}?{query}", download="") for path, name in FILE_LABELS.items()]
    return html.Section(
        [html.H2(gettext("Download")), html.Div(links, className="recap-files"), html.P(note)], id="unduh"
    )


def _message_section(view: RecapView) -> Component:
    message_text = render_message(view)
    copy_attributes: dict[str, Any] = {"data-copy": ids.MESSAGE, "data-status": ids.COPY_STATUS}
    copy_button = html.Button(gettext("Copy the text"), type="button", **copy_attributes)
    share_link = html.A(
        gettext("Send by WhatsApp"),
        href=whatsapp_url(message_text),
        target="_blank",
        rel="noopener noreferrer",
    )
    return html.Section(
        [
            html.H2(gettext("Text for WhatsApp")),
            html.Pre(message_text, id=ids.MESSAGE),
            html.Div(
                [copy_button, share_link, html.Span(id=ids.COPY_STATUS, role="status")],
                className="recap-files",
            ),
        ],
        id="whatsapp",
    )


def _definitions_section() -> Component:
    entries = [
        html.Div([html.Dt(_formula_link(column, column.full_heading)), html.Dd(str(column.definition))])
        for column in labels.COLUMNS
    ]
    return html.Section(
        [
            html.H2(gettext("What each figure means")),
            html.P(str(labels.READING)),
            html.Details([html.Summary(gettext("Definitions")), html.Dl(entries)], className="folded"),
        ],
        id="definisi",
    )
