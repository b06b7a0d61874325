"""The page's layout. It carries no data: Dash sends layouts to any browser that asks."""

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.pages.review import ids, labels
from dashboard.pages.review.view import html_attributes

PATH = "/tinjauan"


def layout() -> Component:
    """Return the page without figures."""
    stores = (ids.REQUESTED_SEARCH, ids.LOADED, ids.BODY_MARKUP, ids.PANEL_MARKUP)
    return html.Div(
        [
            html.Header([html.H1(labels.TITLE), html.P(labels.LEAD, className="lead")]),
            _period_nav(),
            html.P(labels.COMPUTING, id=ids.BUSY, className="busy", role="status"),
            html.Div(id=ids.STATUS_LINE, className="standing", role="status"),
            _section_links(),
            html.Main(id=ids.BODY),
            _freeze_section(),
            _detail_panel(),
            *[dcc.Store(id=name) for name in stores],
        ],
        id=ids.PAGE,
        className="office review",
    )


def _period_nav() -> Component:
    return html.Nav(
        [html.Div(id=ids.PRESETS, className="presets"), html.Div(id=ids.CUSTOM_PERIOD)],
        className="period",
        **html_attributes(aria_label="Periode"),
    )


def _section_links() -> Component:
    return html.Nav(
        [html.A(label, href=f"#{name}") for name, label in labels.SECTION_LABELS.items()],
        className="jump",
        **html_attributes(aria_label="Bagian"),
    )


def _freeze_section() -> Component:
    title_input = dcc.Input(id=ids.PACK_TITLE, placeholder="Judul rapat", maxLength=120, debounce=True)
    freeze_button = html.Button(labels.FREEZE, id=ids.FREEZE_BUTTON, type="button")
    return html.Section(
        [
            html.H2("Paket rapat"),
            html.P(labels.FREEZE_NOTE, className="note"),
            html.Div([html.Label(["Judul", title_input]), freeze_button], className="own"),
            html.P(id=ids.FREEZE_RESULT, role="status"),
            html.Div(id=ids.PACK_LIST),
        ],
        className="review-section meeting",
        id="paket",
    )


def _detail_panel() -> Component:
    return html.Aside(
        id=ids.PANEL,
        className="panel closed",
        role="dialog",
        **html_attributes(aria_labelledby="rincian-judul"),
    )
