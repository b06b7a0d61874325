"""``/readyz``: whether this process has something right to show."""

import asyncio
from datetime import timedelta

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from dashboard.web.context import WebContext
from dashboard.web.routes import Handler
from data.services.store_health import StoreHealth

MAX_SNAPSHOT_AGE = timedelta(seconds=60)


def readiness(context: WebContext) -> Handler:
    """Return the handler: 200 with a fresh snapshot and a store that answers, else 503 with the reason.

    A late source is stated, but is no failure.
    """
    health = StoreHealth(context.app.engine, context.live_board)

    async def ready(_request: Request) -> Response:
        current = context.live_board.current()
        if current is None:
            headers = {"Retry-After": "2"}
            return JSONResponse({"status": "no snapshot yet"}, status_code=503, headers=headers)
        ahead = current.snapshot.as_of - context.live_board.clock.now()
        problem = _snapshot_problem(context, ahead)
        if not problem and not health.heard_lately() and not await _answers(health):
            problem = "the store does not answer"
        body = {"status": problem or "ok", "stale": current.snapshot.stale}
        age_seconds = abs(ahead).total_seconds()
        return JSONResponse({**body, "age_seconds": age_seconds}, status_code=503 if problem else 200)

    return ready


def _snapshot_problem(context: WebContext, ahead: timedelta) -> str:
    if abs(ahead) <= MAX_SNAPSHOT_AGE * context.live_board.clock.speed:
        return ""
    return "snapshot is ahead of the clock" if ahead > timedelta(0) else "snapshot is old"


async def _answers(health: StoreHealth) -> bool:
    """Return whether the store answers in time, without a thread of the pool, which may all be busy."""
    question = asyncio.wrap_future(health.ask())
    await asyncio.wait([question], timeout=health.deadline_seconds)
    return question.done() and question.result()
