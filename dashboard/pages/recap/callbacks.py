"""The callbacks of the page: one fills the form, another the figures."""

from typing import Any
from urllib.parse import parse_qsl

from dash import Dash, Input, Output, html
from dash.development.base_component import Component

from dashboard.pages.recap import ids
from dashboard.pages.recap.sections import parts, query_form
from dashboard.pages.recap.service import NoSnapshotError, RecapService
from dashboard.ui import labels as ui_labels
from dashboard.web.clock_faults import status_badges
from dashboard.web.context import WebContext
from dashboard.web.dash_pages import LOCATION_ID


def register_callbacks(app: Dash, context: WebContext) -> None:
    """Register the callbacks of the page."""
    service = RecapService(context)

    @app.callback(Output(ids.CONTROLS, "children"), Input(LOCATION_ID, "search"))
    def fill_controls(search: str | None) -> list[Component]:
        return page_controls(service, search)

    @app.callback(
        output={name: Output(name, "children") for name in (ids.STATUS_LINE, ids.CONTENT)},
        inputs=[Input(LOCATION_ID, "search"), Input(ids.REFRESH_TIMER, "n_intervals")],
    )
    def fill(search: str | None, _beat: int | None) -> dict[str, Any]:
        return page_content(service, search)


def _parse_search(search: object) -> dict[str, str]:
    """Return the query of an address; empty for whatever else a browser may send."""
    return dict(parse_qsl(search.lstrip("?"))) if isinstance(search, str) else {}


def page_controls(service: RecapService, search: str | None) -> list[Component]:
    """Return the form with what an address chooses; the usual choice for a wrong address."""
    try:
        recap_request = service.resolve_request(_parse_search(search))
    except NoSnapshotError:
        return []
    except ValueError:
        recap_request = service.resolve_request({})
    return query_form.period_controls(service, recap_request)


def page_content(service: RecapService, search: str | None) -> dict[str, Any]:
    """Return the recap that an address asks for, by component id."""
    try:
        recap_request = service.resolve_request(_parse_search(search))
        view = service.build_view(recap_request)
    except NoSnapshotError:
        return {ids.STATUS_LINE: ui_labels.NO_DATA, ids.CONTENT: []}
    except ValueError as error:
        return {ids.STATUS_LINE: html.Span(str(error), className="stale"), ids.CONTENT: []}
    live_snapshot = service.context.live_board.current()
    page_badges = status_badges(service.context, live_snapshot.snapshot) if live_snapshot else []
    return {ids.STATUS_LINE: [*page_badges, *parts.status_line(view)], ids.CONTENT: parts.sections(view)}
