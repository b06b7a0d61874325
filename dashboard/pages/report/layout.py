"""The page's layout. It carries no data: Dash sends layouts to any browser that asks."""

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.pages.report import ids, labels
from dashboard.ui import report_labels

PATH = "/laporan/"  # followed by source and number
REFRESH_MS = 15_000


def layout() -> Component:
    """Return the page without a report."""
    return html.Div(
        [
            html.Header(
                [
                    html.Div(id=ids.LINKS, className="buttons"),
                    html.H1(labels.TITLE, id=ids.NAME),
                    html.P(report_labels.LOADING, id=ids.STATUS_LINE, className="standing", role="status"),
                    html.Div(id=ids.BANNER, className="old-data", role="alert"),
                ]
            ),
            html.Main(id=ids.BODY, className="file"),
            *[dcc.Store(id=name) for name in (ids.SHOWN_DIGESTS, ids.CLOCK, ids.RENDERED)],
            dcc.Interval(id=ids.REFRESH_TIMER, interval=REFRESH_MS),
        ],
        id=ids.PAGE,
        className="office casefile",
    )
