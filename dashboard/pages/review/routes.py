"""The route of the timeline."""

from typing import Any

import orjson
from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from dashboard.pages.review.query import InvalidReviewQueryError, ReviewQuery, parse_query
from dashboard.pages.review.sections.timeline import DEFAULT_STEPS
from dashboard.ui import limit_labels
from dashboard.ui.color_scale import FILLS, scale_for
from dashboard.web.context import WebContext
from dashboard.web.etag import conditional_response
from dashboard.web.query_values import parse_whole_number
from dashboard.web.routes import Handler, RouteRegistry
from dashboard.web.work_queue import PAST_RETRY_SECONDS, busy_response
from data.core.access import Permission
from data.core.review.rows import TimelineStepRow
from data.core.review.timeline import MAX_STEPS
from data.lib.payload import EncodedBody, encode
from data.services.review import StoreUnavailableError


def register_routes(routes: RouteRegistry, context: WebContext) -> None:
    """Register the route of the timeline."""
    routes.add_api("/api/v1/replay", replay_handler(context), Permission.VIEW_REVIEW)


def replay_handler(context: WebContext) -> Handler:
    """Return the handler of ``GET /api/v1/replay?since=ISO&until=ISO&steps=24``: counts at past moments."""

    async def replay(request: Request) -> Response:
        params = request.query_params
        try:
            query = parse_query(_page_query(params), context.live_board.clock.now(), context.city.zone)
            steps = _parse_steps(params.get("steps", str(DEFAULT_STEPS)))
        except InvalidReviewQueryError as error:
            return JSONResponse({"detail": str(error)}, status_code=422)
        try:
            payload = await _in_turn(context, query, steps)
        except StoreUnavailableError:
            return JSONResponse({"detail": "store cannot be read"}, status_code=503)
        return conditional_response(request, payload, {})

    return replay


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


def _page_query(params: QueryParams) -> str:
    """Return the page's query for the same period; a plus sign would be a blank there."""
    return f"dari={params.get('since') or '?'}&sampai={params.get('until') or '?'}".replace("+", "%2B")


def _parse_steps(text: str) -> int:
    try:
        return parse_whole_number(text, 1, MAX_STEPS)
    except ValueError:
        raise InvalidReviewQueryError(f"steps = {text[:40]!r}: 1 sampai {MAX_STEPS}") from None


def _timeline_payload(timeline: list[TimelineStepRow]) -> dict[str, Any]:
    """Return the steps, and one color scale for all of them, so that a color means the same at each step."""
    max_count = max((count for step in timeline for count, _ in step["areas"].values()), default=0)
    scale = scale_for(max_count)
    return {"steps": timeline, "lows": scale.lower_bounds, "labels": scale.labels(), "fills": FILLS}
