"""The page: a skeleton without data, filled and kept fresh by one callback."""

from typing import Any

from dash import Dash, Input, Output, dcc, html
from dash.development.base_component import Component

from dashboard.pages.sources import view
from dashboard.ui import labels
from dashboard.ui.badges import badges
from dashboard.ui.format import format_moment
from dashboard.web.context import WebContext
from data.core.access import Permission

PATH, TITLE = "/sumber", "Sumber Data"
PAGE, STATUS_LINE, NOTICES, CARDS, REFRESH_TIMER = (
    "feeds",
    "feeds-standing",
    "feeds-notices",
    "feeds-cards",
    "feeds-beat",
)
REFRESH_MS = 10_000


def layout() -> Component:
    """The whole page without a figure."""
    return html.Div(
        [
            html.Header(
                [
                    html.H1(TITLE),
                    html.P("Dari mana laporan datang, dan apakah penarikannya lancar.", className="lead"),
                    html.P("Memuat …", id=STATUS_LINE, className="standing", role="status"),
                ]
            ),
            html.Div(id=NOTICES),
            html.Main(id=CARDS),
            dcc.Interval(id=REFRESH_TIMER, interval=REFRESH_MS),
        ],
        id=PAGE,
        className="office feeds",
    )


def register(app: Dash, context: WebContext) -> None:
    """Gives one app the callback that fills the page."""
    outputs = {name: Output(name, "children") for name in (STATUS_LINE, NOTICES, CARDS)}

    @app.callback(output=outputs, inputs=[Input(REFRESH_TIMER, "n_intervals")])
    def fill(_beat: int | None) -> dict[str, Any]:
        context.authorizer.require(Permission.VIEW_SOURCES)
        return page_content(context)


def page_content(context: WebContext) -> dict[str, Any]:
    """What the page shows of the latest snapshot."""
    live_snapshot = context.live_board.current()
    if live_snapshot is None:
        return {STATUS_LINE: labels.NO_DATA, NOTICES: [], CARDS: []}
    snapshot, zone, can_download = (
        live_snapshot.snapshot,
        context.city.zone,
        context.authorizer.is_allowed(Permission.ADMINISTER),
    )
    return {
        STATUS_LINE: [*badges(snapshot), html.Span(f"Keadaan per {format_moment(snapshot.as_of, zone)}")],
        NOTICES: view.calendar_warnings(snapshot),
        CARDS: [
            view.source_card(pull, snapshot.as_of, zone, can_download=can_download) for pull in snapshot.pulls
        ],
    }
