"""``/readyz``: whether this process has something right to show."""

import asyncio
from datetime import timedelta
from typing import Annotated

from fastapi import Depends
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from dashboard.web.context import WebContext
from dashboard.web.dependencies import Context, require
from dashboard.web.page_router import page_router
from data.core.access import Permission
from data.services.store_health import StoreHealth

MAX_SNAPSHOT_AGE = timedelta(seconds=60)


router = page_router(require(Permission.VIEW_PUBLIC))


async def _store_health(request: Request) -> StoreHealth:
    health: StoreHealth = request.app.state.store_health
    return health


@router.get("/readyz")
async def ready(context: Context, health: Annotated[StoreHealth, Depends(_store_health)]) -> Response:
    """Respond with 200 if there is a fresh snapshot and the store answers, else 503 with the reason.

    A late source is stated, but is no failure.
    """
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


def _snapshot_problem(context: WebContext, ahead: timedelta) -> str:
    if abs(ahead) <= MAX_SNAPSHOT_AGE * context.live_board.clock.speed:
        return ""
    return "snapshot is ahead of the clock" if ahead > timedelta(0) else "snapshot is old"


async def _answers(health: StoreHealth) -> bool:
    """Return whether the store answers in time, without a thread of the pool, which may all be busy."""
    question = asyncio.wrap_future(health.ask())
    await asyncio.wait([question], timeout=health.deadline_seconds)
    return question.done() and question.result()
