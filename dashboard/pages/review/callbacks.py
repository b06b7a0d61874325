"""The callbacks of the page: they check the permission, compute in a thread, and send HTML."""

from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, State, html, no_update
from dash.development.base_component import Component

from dashboard.pages.review import ids, labels
from dashboard.pages.review.query import (
    InvalidReviewQueryError,
    ReviewQuery,
    local_iso,
    parse_detail,
    period_query,
)
from dashboard.pages.review.sections import (
    assignees,
    case_mix,
    drilldown,
    flow,
    indicators,
    packs,
    ranking,
    reports,
    timeline,
    trends,
)
from dashboard.pages.review.sections.headline import headline_section, period_line
from dashboard.pages.review.service import LoadedReview, build_view, freeze_pack, load_review
from dashboard.pages.review.view import ReviewView, period_fields
from dashboard.ui import labels as ui_labels
from dashboard.ui.format import format_moment
from dashboard.ui.render_html import markup
from dashboard.web.clock_faults import clock_badges
from dashboard.web.context import WebContext
from dashboard.web.dash_pages import LOCATION_ID
from data.core.access import Permission
from data.core.recap.periods import period_presets
from data.core.review.pack import as_json, differences
from data.services.review import StoreUnavailableError

SECTION_BUILDERS = (  # in the order of the page: what matters most first
    headline_section,
    flow.flow_section,
    ranking.ranking_section,
    trends.trend_section,
    case_mix.age_section,
    reports.worst_cases_section,
    case_mix.category_section,
    indicators.indicator_section,
    assignees.assignee_section,
    timeline.replay_section,
)


def register_callbacks(app: Dash, context: WebContext) -> None:
    """Register the callbacks of the page."""
    _register_clientside(app)
    _register_body(app, context)
    _register_panel(app, context)
    _register_packs(app, context)


def _register_clientside(app: Dash) -> None:
    """Register what ``static/review.js`` does."""
    app.clientside_callback(
        ClientsideFunction("review", "figuresQuery"),
        Output(ids.REQUESTED_SEARCH, "data"),
        Input(LOCATION_ID, "search"),
        State(ids.REQUESTED_SEARCH, "data"),
        State(ids.LOADED, "data"),
    )
    app.clientside_callback(
        ClientsideFunction("review", "completeAddress"), Output(ids.BODY, "title"), Input(ids.LOADED, "data")
    )
    app.clientside_callback(
        ClientsideFunction("review", "insertBody"), Output(ids.BODY, "lang"), Input(ids.BODY_MARKUP, "data")
    )
    app.clientside_callback(
        ClientsideFunction("review", "insertPanel"),
        Output(ids.PANEL, "lang"),
        Input(ids.PANEL_MARKUP, "data"),
    )


def _register_body(app: Dash, context: WebContext) -> None:
    outputs = {name: Output(name, "children") for name in (ids.STATUS_LINE, ids.PRESETS, ids.CUSTOM_PERIOD)}
    outputs |= {name: Output(name, "data") for name in (ids.LOADED, ids.BODY_MARKUP)}

    @app.callback(
        output=outputs,
        inputs=[Input(ids.REQUESTED_SEARCH, "data")],
        running=[
            (Output(ids.BUSY, "className"), "busy", "busy done"),
            (Output(ids.BODY, "className"), "computing", ""),
        ],
    )
    def fill(search: str | None) -> dict[str, Any]:
        context.authorizer.require(Permission.VIEW_REVIEW)
        try:
            return page_content(context, search)
        except (InvalidReviewQueryError, StoreUnavailableError) as error:
            return _error_content(context, error)


def _error_content(context: WebContext, error: Exception) -> dict[str, Any]:
    """Return a page without figures, with the reason."""
    return {
        ids.STATUS_LINE: html.P(_error_message(error), className="broken", role="alert"),
        ids.BODY_MARKUP: "",
        ids.PRESETS: _preset_links(context, None),
        **dict.fromkeys((ids.CUSTOM_PERIOD, ids.LOADED), no_update),
    }


def _error_message(error: Exception) -> str:
    return str(error) if isinstance(error, InvalidReviewQueryError) else labels.FAILED


def page_content(context: WebContext, search: str | None) -> dict[str, Any]:
    """Return what the page shows of an address, by component id.

    :raises InvalidReviewQueryError: the address names no period or no pack
    :raises StoreUnavailableError: the store cannot be read
    """
    review = load_review(context, search)
    view, zone = build_view(context, review), context.city.zone
    since, until = local_iso(review.query.since, zone), local_iso(review.query.until, zone)
    revision = review.figures.revision
    return {
        ids.STATUS_LINE: [*_badges(context), *period_line(view)],
        ids.BODY_MARKUP: markup([*_pack_header(review, view), *page_sections(view)]),
        ids.PRESETS: _preset_links(context, review.query),
        ids.CUSTOM_PERIOD: period_fields(since, until),
        ids.LOADED: {"search": search, "revision": revision, "query": view.query},
    }


def page_sections(view: ReviewView) -> list[Component]:
    """Return all sections of a review."""
    return [build_section(view) for build_section in SECTION_BUILDERS]


def _badges(context: WebContext) -> list[Component]:
    practice = [html.Span(ui_labels.PRACTICE, className="practice")] if context.city.simulated else []
    return [*practice, *clock_badges(context)]


def _pack_header(review: LoadedReview, view: ReviewView) -> list[Component]:
    if review.stored_pack is None or view.today is None:
        return []
    return [packs.pack_header(review.stored_pack, differences(view.review_report, view.today), view)]


def _preset_links(context: WebContext, query: ReviewQuery | None) -> list[Component]:
    periods = period_presets(context.live_board.clock.now(), context.city.zone)
    current_period = None if query is None or query.pack else (query.since, query.until)
    return [
        html.A(
            labels.PRESET_LABELS[name],
            href=f"?{period_query(*period, context.city.zone)}",
            className="figure preset" + (" chosen" if period == current_period else ""),
        )
        for name, period in periods.items()
    ]


def _register_panel(app: Dash, context: WebContext) -> None:
    @app.callback(Output(ids.PANEL_MARKUP, "data"), Input(LOCATION_ID, "search"), Input(ids.LOADED, "data"))
    def fill_panel(search: str | None, loaded: dict[str, Any] | None) -> str:
        context.authorizer.require(Permission.VIEW_REVIEW)
        try:
            requested = parse_detail(search)
            if requested is None or loaded is None:
                return ""
            return markup(detail_rows(context, loaded, *requested))
        except (InvalidReviewQueryError, StoreUnavailableError) as error:
            return markup(drilldown.error_message(_error_message(error)))


def detail_rows(context: WebContext, loaded: dict[str, Any], metric_key: Any, part: int) -> list[Component]:
    """Return the reports behind a number, from the same revision as the page.

    :param loaded: the page's ``LOADED``
    :param part: which part of the list, from 0
    """
    review = load_review(context, loaded["search"], loaded["revision"])
    rows = as_json(review.figures.reports(metric_key, part * drilldown.PAGE_SIZE, drilldown.PAGE_SIZE))
    return drilldown.detail_panel(
        build_view(context, review), metric_key, review.figures.count(metric_key), rows, part
    )


def _register_packs(app: Dash, context: WebContext) -> None:
    @app.callback(
        output={name: Output(name, "children") for name in (ids.PACK_LIST, ids.FREEZE_RESULT)},
        inputs=[
            Input(ids.FREEZE_BUTTON, "n_clicks"),
            State(ids.LOADED, "data"),
            State(ids.PACK_TITLE, "value"),
        ],
    )
    def fill_packs(clicks: int | None, loaded: dict[str, Any] | None, title: str | None) -> dict[str, Any]:
        context.authorizer.require(Permission.VIEW_REVIEW)
        try:
            message = _freeze(context, loaded, title) if clicks else ""
            stored_packs = context.live_board.reviews.list_packs()
        except (InvalidReviewQueryError, StoreUnavailableError) as error:
            message = html.Span(f"Gagal: {error}", className="broken")
            return {ids.PACK_LIST: no_update, ids.FREEZE_RESULT: message}
        return {ids.PACK_LIST: packs.pack_table(stored_packs, context.city), ids.FREEZE_RESULT: message}


def _freeze(context: WebContext, loaded: dict[str, Any] | None, title: str | None) -> Any:
    """Freeze the review on the page, and return the message for the user."""
    if loaded is None:
        return "Belum ada tinjauan yang dapat dibekukan."
    pack_id = freeze_pack(context, loaded, (title or "").strip())
    frozen_at = format_moment(context.live_board.clock.now(), context.city.zone)
    pack_link = html.A(f"paket {pack_id}", href=f"?paket={pack_id}", className="figure")
    return ["Dibekukan ", frozen_at, ": ", pack_link]
