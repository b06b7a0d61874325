"""The page: a skeleton without data; one callback fills what is chosen, another the figures."""

from typing import Any
from urllib.parse import parse_qsl

from dash import Dash, Input, Output, dcc, html
from dash.development.base_component import Component
from starlette.concurrency import run_in_threadpool

from dashboard.pages.recap import labels as recap_labels
from dashboard.pages.recap.sections import parts, query_form
from dashboard.pages.recap.service import NoSnapshotError, RecapService
from dashboard.ui import labels
from dashboard.ui.badges import badges
from dashboard.web.context import WebContext
from dashboard.web.dash_pages import LOCATION_ID

PATH, TITLE = "/rekap", recap_labels.TITLE
PAGE, CONTROLS, STATUS_LINE, CONTENT, REFRESH_TIMER = (
    "recap",
    "recap-choice",
    "recap-standing",
    "recap-figures",
    "recap-beat",
)
REFRESH_MS = 60_000


def layout() -> Component:
    """The whole page without a figure."""
    return html.Div(
        [
            html.Header(
                [
                    html.H1(recap_labels.TITLE),
                    html.P(recap_labels.LEAD, className="lead"),
                    html.Div(id=CONTROLS),
                ]
            ),
            html.P("Memuat …", id=STATUS_LINE, className="standing", role="status"),
            html.Main(id=CONTENT),
            dcc.Interval(id=REFRESH_TIMER, interval=REFRESH_MS),
        ],
        id=PAGE,
        className="office recap",
    )


def register(app: Dash, context: WebContext) -> None:
    """Gives one app the callbacks of the page."""
    service = RecapService(context)

    @app.callback(Output(CONTROLS, "children"), Input(LOCATION_ID, "search"))
    def fill_controls(search: str | None) -> list[Component]:
        return page_controls(service, search)

    @app.callback(
        output={STATUS_LINE: Output(STATUS_LINE, "children"), CONTENT: Output(CONTENT, "children")},
        inputs=[Input(LOCATION_ID, "search"), Input(REFRESH_TIMER, "n_intervals")],
    )
    async def fill(search: str | None, _beat: int | None) -> dict[str, Any]:
        return await run_in_threadpool(page_content, service, search)


def _parse_search(search: object) -> dict[str, str]:
    """What an address asks for; whatever else a browser may send asks for nothing."""
    return dict(parse_qsl(search.lstrip("?"))) if isinstance(search, str) else {}


def page_controls(service: RecapService, search: str | None) -> list[Component]:
    """What can be chosen, and what is. A wrong address offers the usual one."""
    try:
        recap_request = service.resolve_request(_parse_search(search))
    except NoSnapshotError:
        return []
    except ValueError:
        recap_request = service.resolve_request({})
    return query_form.period_controls(service, recap_request)


def page_content(service: RecapService, search: str | None) -> dict[str, Any]:
    """The recap that an address asks for."""
    try:
        recap_request = service.resolve_request(_parse_search(search))
        view = service.build_view(recap_request)
    except NoSnapshotError:
        return {STATUS_LINE: labels.NO_DATA, CONTENT: []}
    except ValueError as error:
        return {STATUS_LINE: html.Span(str(error), className="stale"), CONTENT: []}
    live_snapshot = service.context.live_board.current()
    status_badges = badges(live_snapshot.snapshot) if live_snapshot else []
    return {STATUS_LINE: [*status_badges, *parts.status_line(view)], CONTENT: parts.sections(view)}
