"""The callback that fills the page and keeps it fresh."""

from datetime import datetime
from typing import Any

from dash import Dash, Input, Output, html
from dash.development.base_component import Component

from dashboard.pages.sources import ids, view
from dashboard.pages.sources.sections.findings import findings_section
from dashboard.pages.sources.sections.missing import doubt_section, missing_section
from dashboard.ui import labels as ui_labels
from dashboard.ui.format import format_moment
from dashboard.web.clock_faults import status_badges
from dashboard.web.context import WebContext
from data.core.access import Permission
from data.core.snapshot.rows import SourceStatusRow
from data.services.pull_findings import latest_findings


def register_callbacks(app: Dash, context: WebContext) -> None:
    """Register the callback that fills the page."""
    outputs = {name: Output(name, "children") for name in (ids.STATUS_LINE, ids.NOTICES, ids.CARDS)}

    @app.callback(output=outputs, inputs=[Input(ids.REFRESH_TIMER, "n_intervals")])
    def fill(_beat: int | None) -> dict[str, Any]:
        context.authorizer.require(Permission.VIEW_SOURCES)
        return page_content(context)


def page_content(context: WebContext) -> dict[str, Any]:
    """Return what the page shows of the latest snapshot, by component id."""
    live_snapshot = context.live_board.current()
    if live_snapshot is None:
        return {ids.STATUS_LINE: ui_labels.NO_DATA, ids.NOTICES: [], ids.CARDS: []}
    snapshot, zone = live_snapshot.snapshot, context.city.zone
    can_download = context.authorizer.is_allowed(Permission.ADMINISTER)
    return {
        ids.STATUS_LINE: [
            *status_badges(context, snapshot),
            html.Span(f"Keadaan per {format_moment(snapshot.as_of, zone)}"),
        ],
        ids.NOTICES: view.calendar_warnings(snapshot),
        ids.CARDS: [
            _card(context, pull, snapshot.as_of, can_administer=can_download) for pull in snapshot.pulls
        ],
    }


def _card(context: WebContext, pull: SourceStatusRow, as_of: datetime, *, can_administer: bool) -> Component:
    zone, service = context.city.zone, context.app.missing_reports
    state = service.listing_state(pull["source"])
    return view.source_card(
        pull,
        as_of,
        zone,
        can_download=can_administer,
        doubts=doubt_section(pull["source"], state, zone, can_accept=can_administer),
        missing=missing_section(service.of_source(pull["source"]), zone),
        findings=findings_section(latest_findings(context.app.engine, pull["source"]), zone),
    )
