"""The page's layout. It carries no data: Dash sends layouts to any browser that asks."""

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.pages.recap import ids, labels
from dashboard.ui.labels import LOADING
from data.lib.translation import lazy_gettext

PATH = "/rekap"
REFRESH_MS = 60_000
LEAD = lazy_gettext("Reports received and resolved in a period: on screen, as files, and for WhatsApp.")


def layout() -> Component:
    """Return the page without figures."""
    return html.Div(
        [
            html.Header([html.H1(labels.TITLE), html.P(LEAD, className="lead"), html.Div(id=ids.CONTROLS)]),
            html.P(LOADING, id=ids.STATUS_LINE, className="standing", role="status"),
            html.Main(id=ids.CONTENT),
            dcc.Interval(id=ids.REFRESH_TIMER, interval=REFRESH_MS),
        ],
        id=ids.PAGE,
        className="office recap",
    )
