"""The page: a skeleton without data, filled by callbacks that ask who asks, compute in a thread, and keep."""

from dataclasses import dataclass
from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, State, dcc, html, no_update
from dash.development.base_component import Component
from starlette.concurrency import run_in_threadpool

from dashboard.pages.review import labels as review_labels
from dashboard.pages.review.query import (
    InvalidReviewQueryError,
    ReviewQuery,
    local_iso,
    parse_detail,
    parse_query,
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
from dashboard.pages.review.view import ReviewView, html_attributes, period_fields
from dashboard.ui import labels
from dashboard.ui.format import format_moment
from dashboard.ui.render_html import markup
from dashboard.web.context import WebContext
from dashboard.web.dash_pages import LOCATION_ID
from data.core.access import Permission
from data.core.recap.periods import period_presets
from data.core.review.pack import as_json, differences
from data.core.review.review_report import ReviewAnalysis
from data.services.review import StoreUnavailableError, VerifiedPack

PATH, TITLE = "/tinjauan", review_labels.TITLE
PAGE, STATUS_LINE, BODY, PANEL = "review", "review-standing", "review-body", "review-panel"
PRESETS, CUSTOM_PERIOD = "review-presets", "review-own"
REQUESTED_SEARCH, LOADED, BUSY = "review-asked", "review-shown", "review-busy"
BODY_MARKUP, PANEL_MARKUP = "review-figures", "review-listed"  # what BODY and PANEL are drawn from
FREEZE_BUTTON, PACK_TITLE, FREEZE_RESULT, PACK_LIST = (
    "review-freeze",
    "review-name",
    "review-frozen",
    "review-packs",
)


def layout() -> Component:
    """The whole page without a figure."""
    return html.Div(
        [
            html.Header(
                [
                    html.H1(TITLE),
                    html.P(review_labels.LEAD, className="lead"),
                ]
            ),
            _period_nav(),
            html.P(review_labels.COMPUTING, id=BUSY, className="busy", role="status"),
            html.Div(id=STATUS_LINE, className="standing", role="status"),
            html.Nav(
                [html.A(label, href=f"#{name}") for name, label in review_labels.SECTION_LABELS.items()],
                className="jump",
                **html_attributes(aria_label="Bagian"),
            ),
            html.Main(id=BODY),
            _freeze_section(),
            html.Aside(
                id=PANEL,
                className="panel closed",
                role="dialog",
                **html_attributes(aria_labelledby="rincian-judul"),
            ),
            dcc.Store(id=REQUESTED_SEARCH),
            dcc.Store(id=LOADED),
            dcc.Store(id=BODY_MARKUP),
            dcc.Store(id=PANEL_MARKUP),
        ],
        id=PAGE,
        className="office review",
    )


def _period_nav() -> Component:
    return html.Nav(
        [html.Div(id=PRESETS, className="presets"), html.Div(id=CUSTOM_PERIOD)],
        className="period",
        **html_attributes(aria_label="Periode"),
    )


def _freeze_section() -> Component:
    title_input = dcc.Input(id=PACK_TITLE, placeholder="Judul rapat", maxLength=120, debounce=True)
    return html.Section(
        [
            html.H2("Paket rapat"),
            html.P(review_labels.FREEZE_NOTE, className="note"),
            html.Div(
                [
                    html.Label(["Judul", title_input]),
                    html.Button(review_labels.FREEZE, id=FREEZE_BUTTON, type="button"),
                ],
                className="own",
            ),
            html.P(id=FREEZE_RESULT, role="status"),
            html.Div(id=PACK_LIST),
        ],
        className="review-section meeting",
        id="paket",
    )


@dataclass(frozen=True)
class LoadedReview:
    """What one look at the page is made of."""

    query: ReviewQuery
    reading: ReviewAnalysis
    stored_pack: VerifiedPack | None = None


def register(app: Dash, context: WebContext) -> None:
    """Gives one app the page's callbacks."""
    app.clientside_callback(
        ClientsideFunction("review", "part"),
        Output(REQUESTED_SEARCH, "data"),
        Input(LOCATION_ID, "search"),
        State(REQUESTED_SEARCH, "data"),
        State(LOADED, "data"),
    )
    app.clientside_callback(
        ClientsideFunction("review", "name"), Output(BODY, "title"), Input(LOADED, "data")
    )
    app.clientside_callback(
        ClientsideFunction("review", "body"), Output(BODY, "lang"), Input(BODY_MARKUP, "data")
    )
    app.clientside_callback(
        ClientsideFunction("review", "panel"), Output(PANEL, "lang"), Input(PANEL_MARKUP, "data")
    )
    _register_body(app, context)
    _register_panel(app, context)
    _register_packs(app, context)


def _register_body(app: Dash, context: WebContext) -> None:
    outputs = {
        **{name: Output(name, "children") for name in (STATUS_LINE, PRESETS, CUSTOM_PERIOD)},
        LOADED: Output(LOADED, "data"),
        BODY_MARKUP: Output(BODY_MARKUP, "data"),
    }

    @app.callback(
        output=outputs,
        inputs=[Input(REQUESTED_SEARCH, "data")],
        running=[
            (Output(BUSY, "className"), "busy", "busy done"),
            (Output(BODY, "className"), "computing", ""),
        ],
    )
    async def fill(search: str | None) -> dict[str, Any]:
        context.authorizer.require(Permission.VIEW_REVIEW)
        try:
            return await run_in_threadpool(page_content, context, search)
        except (InvalidReviewQueryError, StoreUnavailableError) as error:
            return _error_content(context, error)


def _error_content(context: WebContext, error: Exception) -> dict[str, Any]:
    """No figure at all, and why."""
    message = str(error) if isinstance(error, InvalidReviewQueryError) else review_labels.FAILED
    unchanged = dict.fromkeys((CUSTOM_PERIOD, LOADED), no_update)
    return {
        STATUS_LINE: html.P(message, className="broken", role="alert"),
        BODY_MARKUP: "",
        PRESETS: _preset_links(context, None),
        **unchanged,
    }


def page_content(context: WebContext, search: str | None) -> dict[str, Any]:
    """What the page shows of an address.

    :raises AskedError: the address names no period
    :raises StoreGoneError: the store cannot be read
    """
    review = load_review(context, search)
    view, zone = build_view(context, review), context.city.zone
    return {
        STATUS_LINE: [*_badges(context), *period_line(view)],
        BODY_MARKUP: markup([*_pack_header(context, review, view), *page_sections(view)]),
        PRESETS: _preset_links(context, review.query),
        CUSTOM_PERIOD: period_fields(
            local_iso(review.query.since, zone), local_iso(review.query.until, zone)
        ),
        LOADED: {"search": search, "revision": review.reading.review_data.revision, "query": view.query},
    }


def load_review(context: WebContext, search: str | None, revision: int | None = None) -> LoadedReview:
    """The reading of an address: as the store is known now, at ``revision``, or as a pack froze it."""
    query, reviews = (
        parse_query(search, context.live_board.clock.now(), context.city.zone),
        context.live_board.reviews,
    )
    if query.pack is None:
        return LoadedReview(query, reviews.load(query.since, query.until, revision))
    stored_pack = reviews.get_pack(query.pack)
    if stored_pack is None or stored_pack.pack is None:
        raise InvalidReviewQueryError(f"Paket {query.pack} tidak ada, atau isinya tidak dapat dibaca.")
    period = f"dari={_escape_plus(stored_pack.pack.since)}&sampai={_escape_plus(stored_pack.pack.until)}"
    frozen_query = parse_query(period, context.live_board.clock.now(), context.city.zone)
    pack_query = ReviewQuery(frozen_query.since, frozen_query.until, query.pack)
    return LoadedReview(
        pack_query, reviews.load(pack_query.since, pack_query.until, stored_pack.pack.revision), stored_pack
    )


def _escape_plus(moment: str) -> str:
    """A moment as an address can carry it: a plus sign is a blank there."""
    return moment.replace("+", "%2B")


def build_view(context: WebContext, review: LoadedReview) -> ReviewView:
    """The sheet to be drawn: a pack's own, beside what the same moments give today."""
    if review.stored_pack is None or review.stored_pack.pack is None:
        query = period_query(review.query.since, review.query.until, context.city.zone)
        return ReviewView(as_json(review.reading.sheet), context.city, query)
    today = as_json(context.live_board.reviews.load(review.query.since, review.query.until).sheet)
    return ReviewView(
        review.stored_pack.pack.sheet, context.city, f"paket={review.stored_pack.pack_id}", today
    )


def page_sections(view: ReviewView) -> list[Component]:
    """The page from its values, what matters most first."""
    builders = (
        headline_section, flow.flow_section, ranking.ranking_section, trends.trend_section, case_mix.age_section, reports.worst_cases_section,
        case_mix.category_section, indicators.indicator_section, assignees.assignee_section, timeline.replay_section,
    )  # fmt: skip
    return [builder(view) for builder in builders]


def _badges(context: WebContext) -> list[Component]:
    return [html.Span(labels.PRACTICE, className="practice")] if context.city.simulated else []


def _pack_header(context: WebContext, review: LoadedReview, view: ReviewView) -> list[Component]:
    if review.stored_pack is None or view.today is None:
        return []
    return [packs.pack_header(review.stored_pack, differences(view.review_report, view.today), view)]


def _preset_links(context: WebContext, query: ReviewQuery | None) -> list[Component]:
    periods = period_presets(context.live_board.clock.now(), context.city.zone)
    current_period = None if query is None or query.pack else (query.since, query.until)
    return [
        html.A(
            review_labels.PRESET_LABELS[name], href=f"?{period_query(*span, context.city.zone)}",
            className="figure preset" + (" chosen" if span == current_period else ""),
        )
        for name, span in periods.items()
    ]  # fmt: skip


def _register_panel(app: Dash, context: WebContext) -> None:
    @app.callback(Output(PANEL_MARKUP, "data"), Input(LOCATION_ID, "search"), Input(LOADED, "data"))
    async def fill_panel(search: str | None, loaded: dict[str, Any] | None) -> str:
        context.authorizer.require(Permission.VIEW_REVIEW)
        try:
            requested = parse_detail(search)
            if requested is None or loaded is None:
                return ""
            return markup(await run_in_threadpool(detail_rows, context, loaded, *requested))
        except (InvalidReviewQueryError, StoreUnavailableError) as error:
            message = str(error) if isinstance(error, InvalidReviewQueryError) else review_labels.FAILED
            return markup(drilldown.error_message(message))


def detail_rows(context: WebContext, loaded: dict[str, Any], metric_key: Any, part: int) -> list[Component]:
    """The reports of a number, from the very reading that the page shows."""
    review = load_review(context, loaded["search"], loaded["revision"])
    rows = as_json(review.reading.reports(metric_key, part * drilldown.PAGE_SIZE, drilldown.PAGE_SIZE))
    return drilldown.detail_panel(
        build_view(context, review), metric_key, review.reading.count(metric_key), rows, part
    )


def _register_packs(app: Dash, context: WebContext) -> None:
    @app.callback(
        output={PACK_LIST: Output(PACK_LIST, "children"), FREEZE_RESULT: Output(FREEZE_RESULT, "children")},
        inputs=[Input(FREEZE_BUTTON, "n_clicks"), State(LOADED, "data"), State(PACK_TITLE, "value")],
    )
    async def fill_packs(
        clicks: int | None, loaded: dict[str, Any] | None, title: str | None
    ) -> dict[str, Any]:
        context.authorizer.require(Permission.VIEW_REVIEW)
        try:
            message = await run_in_threadpool(_freeze_message, context, loaded, title) if clicks else ""
            stored_packs = await run_in_threadpool(context.live_board.reviews.list_packs)
        except (InvalidReviewQueryError, StoreUnavailableError) as error:
            return {PACK_LIST: no_update, FREEZE_RESULT: html.Span(f"Gagal: {error}", className="broken")}
        return {PACK_LIST: packs.pack_table(stored_packs, context.city), FREEZE_RESULT: message}


def _freeze_message(context: WebContext, loaded: dict[str, Any] | None, title: str | None) -> Any:
    if loaded is None:
        return "Belum ada tinjauan yang dapat dibekukan."
    pack_id = freeze_pack(context, loaded, (title or "").strip())
    frozen_at = format_moment(context.live_board.clock.now(), context.city.zone)
    return [
        "Dibekukan ",
        frozen_at,
        ": ",
        html.A(f"paket {pack_id}", href=f"?paket={pack_id}", className="figure"),
    ]


def freeze_pack(context: WebContext, loaded: dict[str, Any], title: str) -> int:
    """Keeps what is on the screen: the one place where it is done, and noted in the audit log."""
    principal = context.authorizer.require(Permission.FREEZE_REVIEW)
    review = load_review(context, loaded["search"], loaded["revision"])
    if review.stored_pack is not None:
        raise InvalidReviewQueryError("Yang tampil sudah merupakan paket yang dibekukan.")
    query, revision = review.query, review.reading.review_data.revision
    pack_id = context.live_board.reviews.freeze(
        query.since, query.until, revision, author=principal.name, title=title
    )
    context.authorizer.audit(Permission.FREEZE_REVIEW, f"paket {pack_id}")
    return pack_id
