"""The page's layout. It carries no data: Dash sends layouts to any browser that asks."""

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.pages.recap import ids, labels

PATH = "/rekap"
REFRESH_MS = 60_000


def layout() -> Component:
    """Return the page without figures."""
    return html.Div(
        [
            html.Header(
                [html.H1(labels.TITLE), html.P(labels.LEAD, className="lead"), html.Div(id=ids.CONTROLS)]
            ),
            html.P(labels.LOADING, id=ids.STATUS_LINE, className="standing", role="status"),
            html.Main(id=ids.CONTENT),
            dcc.Interval(id=ids.REFRESH_TIMER, interval=REFRESH_MS),
        ],
        id=ids.PAGE,
        className="office recap",
    )
