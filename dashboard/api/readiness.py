"""``/readyz``: whether this process has something right to show."""

import asyncio
import time
from datetime import timedelta

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from dashboard.web.context import WebContext
from dashboard.web.routes import Handler
from data.store.probe import PROBE_SECONDS, StoreProbe

MAX_SNAPSHOT_AGE = timedelta(seconds=60)
HEARD_SECONDS = 2.0  # a store that answered the board so lately is not asked again


def readiness(context: WebContext) -> Handler:
    """Return the handler: 200 with a fresh snapshot and a store that answers, else 503 with the reason.

    A late source is stated, but is no failure.
    """
    probe = StoreProbe(context.app.engine)

    async def ready(_request: Request) -> Response:
        current = context.live_board.current()
        if current is None:
            headers = {"Retry-After": "2"}
            return JSONResponse({"status": "no snapshot yet"}, status_code=503, headers=headers)
        ahead = current.snapshot.as_of - context.live_board.clock.now()
        problem = _snapshot_problem(context, ahead)
        if not problem and not _heard_lately(context) and not await _answers(probe):
            problem = "the store does not answer"
        body = {"status": problem or "ok", "stale": current.snapshot.stale}
        age_seconds = abs(ahead).total_seconds()
        return JSONResponse({**body, "age_seconds": age_seconds}, status_code=503 if problem else 200)

    return ready


def _snapshot_problem(context: WebContext, ahead: timedelta) -> str:
    if abs(ahead) <= MAX_SNAPSHOT_AGE * context.live_board.clock.speed:
        return ""
    return "snapshot is ahead of the clock" if ahead > timedelta(0) else "snapshot is old"


async def _answers(probe: StoreProbe) -> bool:
    """Return whether the store answers in time, without a thread of the pool, which may all be busy."""
    question = asyncio.wrap_future(probe.ask())
    await asyncio.wait([question], timeout=PROBE_SECONDS)
    return question.done() and question.result()


def _heard_lately(context: WebContext) -> bool:
    contact = context.live_board.last_store_contact
    return contact is not None and time.monotonic() - contact[0] <= HEARD_SECONDS
