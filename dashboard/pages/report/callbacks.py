"""The callback that fills the page, after it has checked access to the area of the report."""

from typing import Any
from urllib.parse import parse_qs, unquote

from dash import ClientsideFunction, Dash, Input, Output, State, no_update
from plotly.io.json import to_json_plotly

from dashboard.pages.report import ids, labels, view
from dashboard.pages.report.layout import PATH
from dashboard.ui import report_labels, urls
from dashboard.ui.format import milliseconds
from dashboard.web.context import WebContext
from dashboard.web.dash_pages import LOCATION_ID
from data.core.access import Permission
from data.core.digest import digest
from data.core.follow_up.workflow import ActionType
from data.core.report.key import ReportKey
from data.core.snapshot.snapshot import stale_at


def register_callbacks(app: Dash, context: WebContext) -> None:
    """Register the callbacks of the page."""
    outputs = {name: Output(name, "children") for name in ids.SECTIONS}
    outputs |= {name: Output(name, "data") for name in (ids.SHOWN_DIGESTS, ids.CLOCK)}

    @app.callback(
        output=outputs,
        inputs=[
            Input(ids.REFRESH_TIMER, "n_intervals"),
            Input(LOCATION_ID, "pathname"),
            State(LOCATION_ID, "search"),
            State(ids.SHOWN_DIGESTS, "data"),
        ],
    )
    def fill(_beat: int | None, path: str, search: Any, client_digests: Any) -> dict[str, Any]:
        return page_updates(context, path, client_digests, stored_message(search))

    app.clientside_callback(
        ClientsideFunction("kecamatan", "afterRender"), Output(ids.RENDERED, "data"), Input(ids.CLOCK, "data")
    )


def parse_key(path: str | None) -> ReportKey:
    """Return source and number of an address; empty where there are none."""
    source, _, request_id = (path or "").removeprefix(PATH).partition("/")
    return unquote(source), unquote(request_id)


def stored_message(search: Any) -> str:
    """Return what the address says was just stored; empty where it says nothing."""
    query = search.removeprefix("?") if isinstance(search, str) else ""
    action_code = parse_qs(query).get(urls.STORED_PARAM, [""])[0]
    return report_labels.STORED[ActionType(action_code)] if action_code in set(ActionType) else ""


def page_updates(context: WebContext, path: str, client_digests: Any, stored: str = "") -> dict[str, Any]:
    """Return the sections of a report's page that differ from those the browser shows, and the server's time.

    A report without an area, and one that does not exist, need access to the whole city: whoever may read
    one kecamatan only is denied both, and so learns nothing about other kecamatan.

    :param client_digests: the browser's ``SHOWN_DIGESTS``
    :param stored: what was just stored, for the user
    :raises PermissionDeniedError: if the principal may not read the report
    """
    case_file = context.live_board.backlogs.case_file(*parse_key(path))
    area_code = case_file.standing["area_code"] if case_file else None
    context.authorizer.require(Permission.VIEW_REPORTS, area_code)
    sections: dict[str, Any] = {**dict.fromkeys(ids.SECTIONS, ""), ids.STATUS_LINE: labels.NOT_FOUND}
    if case_file:
        sections = view.page_sections(context, case_file, stored)
    digests = {name: digest(to_json_plotly(section)) for name, section in sections.items()}
    previous_digests = client_digests if isinstance(client_digests, dict) else {}
    updates = {
        name: no_update if previous_digests.get(name) == digests[name] else section
        for name, section in sections.items()
    }
    return {**updates, ids.SHOWN_DIGESTS: digests, ids.CLOCK: _clock_data(context)}


def _clock_data(context: WebContext) -> dict[str, Any]:
    live_snapshot, clock = context.live_board.current(), context.live_board.clock
    stale_at_ms = milliseconds(stale_at(live_snapshot.snapshot)) if live_snapshot else None
    return {"now": milliseconds(clock.now()), "speed": clock.speed, "stale_at": stale_at_ms}
