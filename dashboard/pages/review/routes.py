"""``GET /api/v1/replay``: the counts of the board at evenly spaced moments."""

from collections.abc import Awaitable, Callable
from typing import Any

import orjson
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from dashboard.pages.review.query import InvalidReviewQueryError, parse_query
from dashboard.pages.review.sections.timeline import DEFAULT_STEPS
from dashboard.ui.color_scale import FILLS, scale_for
from dashboard.web.context import WebContext
from dashboard.web.etag import conditional_response
from dashboard.web.routes import RouteRegistry
from data.core.access import Permission
from data.core.review.timeline import MAX_STEPS
from data.lib.payload import encode
from data.services.review import StoreUnavailableError


def register_routes(routes: RouteRegistry, context: WebContext) -> None:
    """Register the route of the time machine."""
    routes.add_api("/api/v1/replay", replay_handler(context), Permission.VIEW_REVIEW)


def replay_handler(context: WebContext) -> Callable[[Request], Awaitable[Response]]:
    """``GET /api/v1/replay?since=ISO&until=ISO&steps=24``: the board's counts at evenly spaced moments."""

    async def replay(request: Request) -> Response:
        params = request.query_params
        try:
            period = f"dari={params.get('since') or '?'}&sampai={params.get('until') or '?'}".replace(
                "+", "%2B"
            )
            query = parse_query(period, context.live_board.clock.now(), context.city.zone)
            steps = _parse_steps(params.get("steps", str(DEFAULT_STEPS)))
        except InvalidReviewQueryError as error:
            return JSONResponse({"detail": str(error)}, status_code=422)
        try:
            timeline = await run_in_threadpool(
                context.live_board.reviews.replay, query.since, query.until, steps
            )
        except StoreUnavailableError:
            return JSONResponse({"detail": "store cannot be read"}, status_code=503)
        return conditional_response(request, encode(orjson.dumps(_timeline_payload(timeline))), {})

    return replay


def _parse_steps(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text[:6]) <= MAX_STEPS:
        raise InvalidReviewQueryError(f"steps = {text!r}: 1 sampai {MAX_STEPS}")
    return int(text)


def _timeline_payload(timeline: list[dict[str, Any]]) -> dict[str, Any]:
    """The steps, and one scale of colours for all of them, so that a colour means the same all night."""
    max_count = max((count for step in timeline for count, _ in step["areas"].values()), default=0)
    scale = scale_for(max_count)
    return {"steps": timeline, "lows": scale.lower_bounds, "labels": scale.labels(), "fills": FILLS}
