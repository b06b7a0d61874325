"""``GET /api/v1/replay``: the counts of the board at evenly spaced moments."""

from collections.abc import Awaitable, Callable
from typing import Any

import orjson
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from dashboard.pages.review.query import AskedError, asked
from dashboard.pages.review.sections.timeline import STEPS
from dashboard.ui.color_scale import FILLS, scale_for
from dashboard.web.context import Site
from dashboard.web.etag import answer
from dashboard.web.routes import Doors
from data.core.access import Act
from data.core.review.timeline import MOST_STEPS
from data.lib.payload import pack
from data.services.review import StoreGoneError


def add_doors(doors: Doors, site: Site) -> None:
    """Register the route of the time machine."""
    doors.publish("/api/v1/replay", replay_door(site), Act.REVIEW)


def replay_door(site: Site) -> Callable[[Request], Awaitable[Response]]:
    """``GET /api/v1/replay?since=ISO&until=ISO&steps=24``: the board's counts at evenly spaced moments."""

    async def replay(request: Request) -> Response:
        given = request.query_params
        try:
            period = f"dari={given.get('since') or '?'}&sampai={given.get('until') or '?'}".replace(
                "+", "%2B"
            )
            wanted = asked(period, site.live.clock.now(), site.city.zone)
            steps = _steps(given.get("steps", str(STEPS)))
        except AskedError as error:
            return JSONResponse({"detail": str(error)}, status_code=422)
        try:
            found = await run_in_threadpool(site.live.reviews.replay, wanted.since, wanted.until, steps)
        except StoreGoneError:
            return JSONResponse({"detail": "store cannot be read"}, status_code=503)
        return answer(request, pack(orjson.dumps(_body(found))), {})

    return replay


def _steps(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text[:6]) <= MOST_STEPS:
        raise AskedError(f"steps = {text!r}: 1 sampai {MOST_STEPS}")
    return int(text)


def _body(found: list[dict[str, Any]]) -> dict[str, Any]:
    """The steps, and one scale of colours for all of them, so that a colour means the same all night."""
    most = max((count for step in found for count, _ in step["areas"].values()), default=0)
    scale = scale_for(most)
    return {"steps": found, "lows": scale.lows, "labels": scale.labels(), "fills": FILLS}
