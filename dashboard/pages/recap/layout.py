"""The page's layout. It carries no data: Dash sends layouts to any browser that asks."""

from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.pages.recap import ids, labels
from dashboard.ui import labels as ui_labels
from data.lib.translation import lazy_gettext

PATH = "/rekap"
REFRESH_MS = 60_000
# Texts are translated when they are shown; Dash takes them, though its types name plain ones only.
TITLE: Any = labels.TITLE
LOADING: Any = ui_labels.LOADING
LEAD: Any = lazy_gettext("Reports received and resolved in a period: on screen, as files, and for WhatsApp.")


def layout() -> Component:
    """Return the page without figures."""
    return html.Div(
        [
            html.Header([html.H1(TITLE), html.P(LEAD, className="lead"), html.Div(id=ids.CONTROLS)]),
            html.P(LOADING, id=ids.STATUS_LINE, className="standing", role="status"),
            html.Main(id=ids.CONTENT),
            dcc.Interval(id=ids.REFRESH_TIMER, interval=REFRESH_MS),
        ],
        id=ids.PAGE,
        className="office recap",
    )
