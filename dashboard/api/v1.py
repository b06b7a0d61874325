"""The JSON routes: snapshot, review, wall frame, map files, health; and the redirect to one's home page."""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field, WithJsonSchema
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from dashboard.ui import limit_labels
from dashboard.web import redirects
from dashboard.web.area_scope import AreaScope
from dashboard.web.clock_headers import time_headers
from dashboard.web.context import WebContext
from dashboard.web.dependencies import Context, require
from dashboard.web.etag import conditional_response
from dashboard.web.frames import FrameCache
from dashboard.web.language import named_language
from dashboard.web.page_router import api_router, page_router
from dashboard.web.query_values import parse_moment
from dashboard.web.routes import Handler
from dashboard.web.threads import run_in_threadpool
from dashboard.web.work_queue import PAST_RETRY_SECONDS, busy_response
from data.core.access import Permission, Role
from data.core.displays import CITY_VIEW
from data.lib.payload import EncodedBody, encode
from data.lib.translation import gettext
from data.services.live_board import LiveBoard, to_json

router = api_router()
page_routes = page_router()


class PeriodQuery(BaseModel):
    """A period between two moments, ISO 8601; times without a zone are in the city's."""

    since: Annotated[str, Field(description="beginning, such as 2026-11-23T08:00")] = ""
    until: Annotated[str, Field(description="end, such as 2026-11-24T08:00")] = ""


def map_router(context: WebContext) -> APIRouter:
    """Return the routes of the map files of one city."""
    maps = page_router(require(Permission.VIEW_WALL))
    for part, layer_kind, payload in context.map_files():
        maps.get(f"/geo/{part}/{layer_kind}.json")(_static_json(payload))
    return maps


@page_routes.get("/", dependencies=[require(Permission.VIEW_PUBLIC)])
async def home(request: Request, context: Context) -> Response:
    """Lead to the home page of whoever asks."""
    is_page = request.app.state.routes.is_page
    return RedirectResponse(redirects.home_path(context.authorizer.principal(), is_page))


@page_routes.get("/healthz", dependencies=[require(Permission.VIEW_PUBLIC)])
async def health() -> Response:
    """Say that this process answers."""
    return JSONResponse({"status": "ok"})


@router.get("/api/v1/snapshot", dependencies=[require(Permission.VIEW_REPORTS, AreaScope.HANDLER)])
async def snapshot(
    request: Request,
    context: Context,
    area: Annotated[
        str | None,
        Query(description="code of a kecamatan or kelurahan"),
        WithJsonSchema({"type": "string"}),  # an address has no null
    ] = None,
) -> Response:
    """What the screens show: the whole city, or one area."""
    current = context.live_board.current()
    _authorize_snapshot(context, area)
    if current is None:
        return _no_snapshot_response()
    if area is None:
        return conditional_response(request, current.encoded, time_headers(context))
    payload = await run_in_threadpool(_area_payload, context.live_board, area)
    if payload is None:
        return JSONResponse({"detail": f"no area {area}"}, status_code=404)
    return conditional_response(request, payload, time_headers(context))


def _area_payload(live_board: LiveBoard, area: str) -> EncodedBody | None:
    area_snapshot = live_board.area_snapshot(area)
    return encode(to_json(area_snapshot)) if area_snapshot else None


def _authorize_snapshot(context: WebContext, area: str | None) -> None:
    """Check the permission; displays may read the city's snapshot too, an open wall gives nobody else access.

    :raises PermissionDeniedError: the principal may not read it
    """
    if area is None and context.authorizer.principal().role is Role.DISPLAY:
        context.authorizer.require(Permission.VIEW_WALL)
    else:
        context.authorizer.require(Permission.VIEW_REPORTS, area)


def frame_handler(context: WebContext, frames: FrameCache) -> Handler:
    """Return the handler of :data:`FRAME_PATH`: a frame of the wall, present or past."""

    async def wall(request: Request) -> Response:
        at_time, view = request.query_params.get("pada"), request.query_params.get("lihat", CITY_VIEW)
        language = named_language(request)  # an address has one answer, whatever a cookie says
        try:
            frame = await (
                _past_frame(context, frames, at_time, language)
                if at_time
                else _present_frame(frames, view, language)
            )
        except ValueError:
            return JSONResponse({"detail": "pada: a time such as 2026-11-24T08:00"}, status_code=422)
        except KeyError:
            return JSONResponse({"detail": f"lihat: no view {view}"}, status_code=404)
        return (
            conditional_response(request, frame, time_headers(context)) if frame else _no_snapshot_response()
        )

    return wall


async def _past_frame(context: WebContext, frames: FrameCache, at_time: str, language: str) -> EncodedBody:
    """Return the frame of a past moment: not for everybody, since each costs seconds.

    :raises PermissionDeniedError: the request is nobody's
    :raises ValueError: not a moment that can be shown
    """
    context.authorizer.require_known(Permission.VIEW_REPORTS)
    minute = frames.past_minute(at_time)
    return await _in_turn(context, lambda: frames.at(minute, language))


async def _in_turn(context: WebContext, build: Callable[[], EncodedBody]) -> EncodedBody:
    """Build what shows the past when it is the caller's turn.

    :raises HTTPException: 503, too many wait
    """
    with busy_response(limit_labels.PAST_BUSY, PAST_RETRY_SECONDS):
        return await context.past_boards.run(context.authorizer.principal().name, build)


async def _present_frame(frames: FrameCache, view: str, language: str) -> EncodedBody | None:
    if frames.is_ready(view, language):
        return frames.current(view, language)
    return await run_in_threadpool(frames.current, view, language)


@router.get("/api/v1/review", dependencies=[require(Permission.VIEW_REVIEW)])
async def review(request: Request, context: Context, query: Annotated[PeriodQuery, Query()]) -> Response:
    """Respond with the review data between two moments; times without a zone are in the city's."""
    try:
        since = _parse_moment("since", query.since, context)
        until = _parse_moment("until", query.until, context)
    except ValueError as error:
        return JSONResponse({"detail": str(error)}, status_code=422)
    if since >= until:
        detail = gettext("since has to be earlier than until")
        return JSONResponse({"detail": detail}, status_code=422)
    payload = await _in_turn(context, lambda: context.live_board.review(since, until))
    return conditional_response(request, payload, time_headers(context))


def _parse_moment(name: str, value: str, context: WebContext) -> datetime:
    """:raises ValueError: the parameter is no time; the message is for the user"""
    try:
        return parse_moment(value, context.city.zone)
    except ValueError:
        message = gettext("{value}: it has to be a time, such as 2026-11-24T08:00")
        is_missing = gettext("{name} is missing").format(name=name)
        raise ValueError(message.format(value=f"{name} = {value[:40]!r}" if value else is_missing)) from None


def _no_snapshot_response() -> Response:
    return JSONResponse({"status": "no snapshot yet"}, status_code=503, headers={"Retry-After": "2"})


def _static_json(payload: EncodedBody) -> Handler:
    async def serve_json(request: Request) -> Response:
        return conditional_response(request, payload, {})

    return serve_json
