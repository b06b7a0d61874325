"""What the templates of the page show: first its shell, then all that is computed from the store."""

from dataclasses import dataclass
from typing import Any, NamedTuple

from dashboard.pages.review import labels
from dashboard.pages.review.query import (
    InvalidReviewQueryError,
    ReviewParams,
    ReviewQuery,
    local_iso,
    parse_detail,
    period_query,
)
from dashboard.pages.review.sections import (
    assignees,
    case_mix,
    flow,
    headline,
    indicators,
    packs,
    pages,
    ranking,
    reports,
    timeline,
    trends,
)
from dashboard.pages.review.service import (
    LoadedReview,
    build_view,
    load_panel,
    load_review,
    page_query,
    resolve_review,
)
from dashboard.pages.review.view import ReviewView
from dashboard.ui import labels as ui_labels
from dashboard.web.clock_faults import clock_fault
from dashboard.web.context import WebContext
from dashboard.web.templates import render
from data.core.recap.periods import period_presets
from data.core.review.pack import differences
from data.services.review import StoreUnavailableError

PATH = "/tinjauan"
FREEZE_PATH, DETAIL_PATH = f"{PATH}/paket", f"{PATH}/rincian"
REFUSALS = (InvalidReviewQueryError, StoreUnavailableError)


class PresetLink(NamedTuple):
    """A usual period; ``is_chosen``: the page shows it."""

    label: str
    query: str
    is_chosen: bool


class StatusBadge(NamedTuple):
    """A word beside the period."""

    text: str
    css_class: str
    is_warning: bool = False


@dataclass(frozen=True)
class ReviewSections:
    """All sections, in the order of the page: what matters most first."""

    headline: headline.Headline
    flow: flow.FlowTable
    ranking: ranking.RankingTable
    trends: trends.TrendCharts
    ages: pages.FigureTable
    worst_cases: reports.WorstCases
    categories: case_mix.CategoryTables
    indicators: pages.FigureTable
    assignees: assignees.AssigneeTables
    timeline: timeline.TimelineForm


def page_sections(view: ReviewView) -> ReviewSections:
    """Return all sections of a review."""
    return ReviewSections(
        headline.headline_section(view),
        flow.flow_section(view),
        ranking.ranking_section(view),
        trends.trend_section(view),
        case_mix.age_section(view),
        reports.worst_cases_section(view),
        case_mix.category_section(view),
        indicators.indicator_section(view),
        assignees.assignee_section(view),
        timeline.replay_section(view),
    )


def shell_values(context: WebContext, params: ReviewParams) -> dict[str, Any]:
    """Return what the page shows before anything is computed."""
    try:
        query = resolve_review(context, params).query
    except REFUSALS:
        return {"presets": preset_links(context, None), "query": "", **_sent_period(params)}
    presets = preset_links(context, query)
    return {"presets": presets, "query": page_query(context, query), **_period(context, query)}


def _period(context: WebContext, query: ReviewQuery) -> dict[str, str]:
    """Return the values of the two fields."""
    zone = context.city.zone
    return {"since": local_iso(query.since, zone), "until": local_iso(query.until, zone)}


def _sent_period(params: ReviewParams) -> dict[str, str]:
    return {"since": params.dari, "until": params.sampai}


def preset_links(context: WebContext, query: ReviewQuery | None) -> list[PresetLink]:
    """Return the usual periods as links."""
    zone = context.city.zone
    current_period = None if query is None or query.pack else (query.since, query.until)
    periods = period_presets(context.live_board.clock.now(), zone)
    return [
        PresetLink(labels.PRESET_LABELS[name], period_query(*period, zone), period == current_period)
        for name, period in periods.items()
    ]


def render_body(context: WebContext, params: ReviewParams) -> str:
    """Return the HTML of all that is computed from the store, or of the reason why it is not."""
    values = {**_empty_body(context, params), **_pack_values(context, params)}
    try:
        review = load_review(context, resolve_review(context, params))
        values |= _body(context, review) | panel_values(context, params, review)
    except REFUSALS as error:
        values["error"] = error_message(error)
    return render("review/body.html", labels=labels, freeze_path=FREEZE_PATH, **values)


def _empty_body(context: WebContext, params: ReviewParams) -> dict[str, Any]:
    names = ("sections", "pack_head", "error", "panel", "panel_error", "revision", "pack_number")
    return {**dict.fromkeys(names, ""), "badges": _badges(context), **_sent_period(params)}


def _body(context: WebContext, review: LoadedReview) -> dict[str, Any]:
    view, requested = build_view(context, review), review.requested
    head, pack = None, requested.stored_pack
    if pack is not None and view.today is not None:
        head = packs.pack_head(pack, differences(view.review_report, view.today), view)
    return {
        "sections": page_sections(view),
        "pack_head": head,
        "difference_columns": packs.DIFFERENCE_COLUMNS,
        **_period(context, requested.query),
        "pack_number": requested.query.pack or "",
        "revision": review.figures.revision,
    }


def _badges(context: WebContext) -> list[StatusBadge]:
    practice = [StatusBadge(str(ui_labels.PRACTICE), "practice")] if context.city.simulated else []
    fault = clock_fault(context)
    return [*practice, *([StatusBadge(fault, "stale", is_warning=True)] if fault else [])]


def _pack_values(context: WebContext, params: ReviewParams) -> dict[str, Any]:
    """Return the list of packs, and what became of freezing one."""
    freeze_error = labels.FREEZE_ERRORS.get(params.beku, "")
    try:
        lines = packs.pack_lines(context.live_board.reviews.list_packs(), context.city)
    except StoreUnavailableError:
        lines, freeze_error = [], labels.FREEZE_ERRORS["gagal"]
    frozen = next((line for line in lines if str(line.pack_id) == params.beku), None)
    return {"packs": lines, "pack_columns": packs.COLUMNS, "frozen": frozen, "freeze_error": freeze_error}


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
    return render("review/panel.html", labels=labels, **values)


def error_message(error: Exception) -> str:
    """Return what the page says of an error."""
    return str(error) if isinstance(error, InvalidReviewQueryError) else labels.FAILED
