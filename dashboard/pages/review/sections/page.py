"""What the templates of the page show: first its shell, then all that is computed from the store."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from dashboard.pages.review import labels
from dashboard.pages.review.query import (
    DEFAULT_STEPS,
    InvalidReviewQueryError,
    ReviewParams,
    ReviewQuery,
    local_iso,
    parse_detail,
    period_query,
)
from dashboard.pages.review.sections import area_tables, assignees, categories, packs, ranking, trends
from dashboard.pages.review.sections.drilldown import reason_text
from dashboard.pages.review.service import (
    LoadedReview,
    build_view,
    load_panel,
    load_review,
    page_query,
    resolve_review,
)
from dashboard.pages.review.view import ReviewView
from dashboard.ui.format import format_moment
from dashboard.ui.report_labels import TREND_LABELS, status_label
from dashboard.ui.urls import report_url
from dashboard.web.clock_faults import clock_fault
from dashboard.web.context import WebContext
from dashboard.web.templates import render
from data.core.recap.periods import period_presets
from data.core.review.metric_key import Metric
from data.lib.translation import Text
from data.services.store_reading import StoreUnavailableError

PATH = "/tinjauan"
FREEZE_PATH, DETAIL_PATH = f"{PATH}/paket", f"{PATH}/rincian"
REFUSALS = (InvalidReviewQueryError, StoreUnavailableError)
# What the templates of sections show besides the report itself, by the name of the template.
SECTIONS: Mapping[str, Callable[[ReviewView], object]] = {
    "flow": area_tables.flow_section,
    "ranking": ranking.ranking_section,
    "trends": trends.trend_section,
    "ages": area_tables.age_section,
    "categories": categories.category_section,
    "indicators": area_tables.indicator_section,
    "assignees": assignees.assignee_section,
}
# What the templates of sections use besides a view.
SHARED = {
    "Metric": Metric,
    "steps": DEFAULT_STEPS,
    "failed": labels.FAILED,
    "outcomes": labels.OUTCOMES,
    "states": labels.STATES,
    "trends": TREND_LABELS,
    "report_url": report_url,
    "status_label": status_label,
    "reason_text": reason_text,
}


def shell_values(context: WebContext, params: ReviewParams) -> dict[str, Any]:
    """Return what the page shows before anything is computed; ``presets``: queries of the usual periods."""
    periods = period_presets(context.live_board.clock.now(), context.city.zone)
    presets = {name: period_query(*period, context.city.zone) for name, period in periods.items()}
    try:
        query = resolve_review(context, params).query
    except REFUSALS:
        return {"presets": presets, "query": "", **_sent_period(params)}
    return {"presets": presets, "query": page_query(context, query), **_period(context, query)}


def _period(context: WebContext, query: ReviewQuery) -> dict[str, str]:
    """Return the values of the two fields."""
    zone = context.city.zone
    return {"since": local_iso(query.since, zone), "until": local_iso(query.until, zone)}


def _sent_period(params: ReviewParams) -> dict[str, str]:
    return {"since": params.dari, "until": params.sampai}


def render_body(context: WebContext, params: ReviewParams) -> str:
    """Return the HTML of all that is computed from the store, or of the reason why it is not."""
    values = {**_empty_body(context, params), **_pack_values(context, params)}
    try:
        review = load_review(context, resolve_review(context, params))
        values |= _body(context, review) | panel_values(context, params, review)
    except REFUSALS as error:
        values["error"] = error_message(error)
    return render("review/body.html", city=context.city, freeze_path=FREEZE_PATH, **SHARED, **values)


def _empty_body(context: WebContext, params: ReviewParams) -> dict[str, Any]:
    names = ("view", "pack_head", "error", "panel", "panel_error", "revision", "pack_number")
    return {**dict.fromkeys(names, ""), "clock_fault": clock_fault(context), **_sent_period(params)}


def _body(context: WebContext, review: LoadedReview) -> dict[str, Any]:
    view, requested = build_view(context, review), review.requested
    stored_pack = requested.stored_pack
    return {
        "view": view,
        "sections": {name: section(view) for name, section in SECTIONS.items()},
        "pack_head": packs.pack_head(stored_pack, view) if stored_pack else None,
        **_period(context, requested.query),
        "pack_number": requested.query.pack or "",
        "revision": review.figures.revision,
    }


def _pack_values(context: WebContext, params: ReviewParams) -> dict[str, Any]:
    """Return the list of packs, and what became of freezing one."""
    moment = partial(_moment_text, context.city.zone)
    try:
        stored_packs = context.live_board.reviews.list_packs()
    except StoreUnavailableError:
        return {"packs": [], "freeze_outcome": "gagal", "moment": moment}
    return {"packs": stored_packs, "freeze_outcome": params.beku, "moment": moment}


def _moment_text(zone: ZoneInfo, moment: datetime | str) -> str:
    return format_moment(datetime.fromisoformat(moment) if isinstance(moment, str) else moment, zone)


def panel_values(context: WebContext, params: ReviewParams, review: LoadedReview) -> dict[str, Any]:
    """Return the reports behind the number that an address names, or why there are none."""
    try:
        requested = parse_detail(params)
        panel = load_panel(review, build_view(context, review), *requested) if requested else ""
    except REFUSALS as error:
        return {"panel": "", "panel_error": error_message(error)}
    return {"panel": panel, "panel_error": ""}


def render_panel(context: WebContext, params: ReviewParams) -> str:
    """Return the HTML of the reports behind a number alone."""
    try:
        values = panel_values(context, params, load_review(context, resolve_review(context, params)))
    except REFUSALS as error:
        values = {"panel": "", "panel_error": error_message(error)}
    return render("review/panel.html", **SHARED, **values)


def error_message(error: Exception) -> Text:
    """Return what the page says of an error."""
    return str(error) if isinstance(error, InvalidReviewQueryError) else labels.FAILED
