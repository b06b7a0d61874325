"""The page's layout. It carries no data: Dash sends layouts to any browser that asks."""

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.pages.sources import ids, labels

PATH = "/sumber"
REFRESH_MS = 10_000


def layout() -> Component:
    """Return the page without figures."""
    return html.Div(
        [
            html.Header(
                [
                    html.H1(labels.TITLE),
                    html.P(labels.LEAD, className="lead"),
                    html.P(labels.LOADING, id=ids.STATUS_LINE, className="standing", role="status"),
                ]
            ),
            html.Div(id=ids.NOTICES),
            html.Main(id=ids.CARDS),
            dcc.Interval(id=ids.REFRESH_TIMER, interval=REFRESH_MS),
        ],
        id=ids.PAGE,
        className="office sources",
    )
