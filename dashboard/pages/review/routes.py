"""``/tinjauan``: the page, the list behind a number, the freezing of a pack; and the timeline."""

from typing import Annotated, Any
from urllib.parse import urlencode

import orjson
from fastapi import Query
from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from dashboard.pages.review.query import (
    DEFAULT_STEPS,
    InvalidReviewQueryError,
    ReviewParams,
    ReviewQuery,
    parse_query,
)
from dashboard.pages.review.sections.page import (
    DETAIL_PATH,
    FREEZE_PATH,
    PATH,
    render_body,
    render_panel,
    shell_values,
)
from dashboard.pages.review.service import freeze_pack
from dashboard.ui import labels, limit_labels
from dashboard.ui.color_scale import FILLS, scale_for
from dashboard.web.context import WebContext
from dashboard.web.dependencies import Context, require
from dashboard.web.etag import conditional_response
from dashboard.web.forms import FormState, submitted
from dashboard.web.page_router import api_router, page_router
from dashboard.web.page_stream import SLOW_PART, stream_page
from dashboard.web.query_values import iso_period, parse_whole_number
from dashboard.web.templates import render_page
from dashboard.web.work_queue import PAST_RETRY_SECONDS, busy_response
from data.core.access import Permission
from data.core.review.rows import TimelineStepRow
from data.core.review.timeline import MAX_STEPS
from data.lib.payload import EncodedBody, encode
from data.lib.translation import gettext
from data.services.store_reading import StoreUnavailableError

STYLES = ("office.css", "responsive_table.css", "review.css")
SCRIPTS = ("review.js",)
MAX_TITLE = 120

router = page_router()
replay_router = api_router(require(Permission.VIEW_REVIEW))


class FreezeForm(ReviewParams):
    """The form that freezes what the page shows."""

    judul: str = ""


@router.get(PATH, response_class=HTMLResponse, dependencies=[require(Permission.VIEW_REVIEW)])
def show(request: Request, context: Context, params: Annotated[ReviewParams, Query()]) -> Response:
    """Respond with the page: its shell at once, its figures when they are computed."""
    if typed_period := iso_period(request.query_params):
        return RedirectResponse(f"?{urlencode(typed_period, safe=':')}", 303)
    page = render_page(
        context.city,
        "review/page.html",
        labels.REVIEW,
        styles=STYLES,
        scripts=SCRIPTS,
        body_class="",
        path=PATH,
        slow_part=SLOW_PART,
        **shell_values(context, params),
    )
    return stream_page(page, lambda: render_body(context, params))


@router.get(DETAIL_PATH, dependencies=[require(Permission.VIEW_REVIEW)])
def show_reports(context: Context, params: Annotated[ReviewParams, Query()]) -> Response:
    """Respond with the reports behind a number alone, for the page's script."""
    return HTMLResponse(render_panel(context, params), headers={"Cache-Control": "no-store"})


@router.post(FREEZE_PATH, dependencies=[require(Permission.FREEZE_REVIEW)])
def freeze(context: Context, form: Annotated[FormState[FreezeForm], submitted(FreezeForm)]) -> Response:
    """Freeze what the page shows, and lead back to it."""
    params = form.model or FreezeForm()
    try:
        outcome = str(freeze_pack(context, params, params.judul[:MAX_TITLE]))
    except InvalidReviewQueryError:
        outcome = "sudah"
    except StoreUnavailableError:
        outcome = "gagal"
    query = shell_values(context, params)["query"]
    return RedirectResponse(f"{PATH}?{query}&beku={outcome}#paket", 303)


class ReplayQuery(BaseModel):
    """A period, ISO 8601, and how many past moments of it."""

    since: Annotated[str, Field(description="beginning, such as 2026-11-23T08:00")] = ""
    until: Annotated[str, Field(description="end, such as 2026-11-24T08:00")] = ""
    steps: Annotated[str, Field(description=f"number of moments, up to {MAX_STEPS}")] = str(DEFAULT_STEPS)


@replay_router.get("/api/v1/replay")
async def replay(request: Request, context: Context, params: Annotated[ReplayQuery, Query()]) -> Response:
    """Counts at evenly spaced past moments."""
    period = ReviewParams(dari=params.since or "?", sampai=params.until or "?")
    try:
        query = parse_query(period, context.live_board.clock.now(), context.city.zone)
        steps = _parse_steps(params.steps)
    except InvalidReviewQueryError as error:
        return JSONResponse({"detail": str(error)}, status_code=422)
    try:
        payload = await _in_turn(context, query, steps)
    except StoreUnavailableError:
        return JSONResponse({"detail": "store cannot be read"}, status_code=503)
    return conditional_response(request, payload, {})


async def _in_turn(context: WebContext, query: ReviewQuery, steps: int) -> EncodedBody:
    """Return the encoded timeline when it is the caller's turn.

    :raises HTTPException: 503, too many wait
    :raises StoreUnavailableError: the store cannot be read
    """

    caller = context.authorizer.principal().name
    with busy_response(limit_labels.PAST_BUSY, PAST_RETRY_SECONDS):
        return await context.past_boards.run(caller, lambda: _encode_timeline(context, query, steps))


def _encode_timeline(context: WebContext, query: ReviewQuery, steps: int) -> EncodedBody:
    """:raises StoreUnavailableError: the store does not respond"""
    timeline = context.live_board.reviews.replay(query.since, query.until, steps)
    return encode(orjson.dumps(_timeline_payload(timeline)))


def _parse_steps(text: str) -> int:
    try:
        return parse_whole_number(text, 1, MAX_STEPS)
    except ValueError:
        reason = gettext("steps = {value}: 1 to {limit}").format(value=repr(text[:40]), limit=MAX_STEPS)
        raise InvalidReviewQueryError(reason) from None


def _timeline_payload(timeline: list[TimelineStepRow]) -> dict[str, Any]:
    """Return the steps, and one color scale for all of them, so that a color means the same at each step."""
    max_count = max((count for step in timeline for count, _ in step["areas"].values()), default=0)
    scale = scale_for(max_count)
    return {"steps": timeline, "lows": scale.lower_bounds, "labels": scale.labels(), "fills": FILLS}
