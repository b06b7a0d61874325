"""The HTTP doors: snapshot, wall frame, map files, and whether this process is well."""

from datetime import UTC, datetime, timedelta

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from dashboard.api.wall_fast_path import FRAME
from dashboard.web import redirects
from dashboard.web.clock_headers import time_headers
from dashboard.web.context import Site
from dashboard.web.etag import answer
from dashboard.web.frames import Frames
from dashboard.web.redirects import IsPage
from dashboard.web.routes import Doors, Handler, Place
from data.core.access import Act, Role
from data.core.displays import CITY
from data.lib.payload import Packed, pack
from data.services.live_board import to_json

FRESH = timedelta(seconds=60)


def add_doors(doors: Doors, site: Site, is_page: IsPage, frames: Frames) -> None:
    """Declares every door of one app that is not a page, each with its act."""
    doors.add(FRAME, _wall(site, frames), Act.SEE_WALL)  # asked by every screen each second: first
    doors.add("/", _home(site, is_page), Act.SIGN_IN)
    doors.add("/healthz", _alive, Act.SIGN_IN)
    doors.add("/readyz", _ready(site), Act.SIGN_IN)
    doors.publish("/api/v1/snapshot", _snapshot(site), Act.READ, area=Place.ITSELF)
    doors.publish("/api/v1/review", _review(site), Act.REVIEW)
    for part, kind, found in site.map_files():
        doors.add(f"/geo/{part}/{kind}.json", _fixed(found), Act.SEE_WALL)


def _home(site: Site, is_page: IsPage) -> Handler:
    async def home(_request: Request) -> Response:
        return RedirectResponse(redirects.home(site.gate.who(), is_page))

    return home


async def _alive(_request: Request) -> Response:
    return JSONResponse({"status": "ok"})


def _ready(site: Site) -> Handler:
    async def ready(_request: Request) -> Response:
        """Whether this process holds a fresh snapshot; a late feed is said, but is not its fault."""
        held = site.live.current()
        if held is None:
            return _not_yet()
        age = site.live.clock.now() - held.snapshot.as_of
        fresh = age <= FRESH * site.live.clock.speed
        said = {"status": "ok" if fresh else "snapshot is old", "stale": held.snapshot.stale}
        body = {**said, "age_seconds": age.total_seconds()}
        return JSONResponse(body, status_code=200 if fresh else 503)

    return ready


def _snapshot(site: Site) -> Handler:
    async def snapshot(request: Request) -> Response:
        area, held = request.query_params.get("area"), site.live.current()
        _ask_snapshot(site, area)
        if held is None:
            return _not_yet()
        if area is None:
            return answer(request, held.packed, time_headers(site))
        found = await run_in_threadpool(site.live.area, area)
        if found is None:
            return JSONResponse({"detail": f"no area {area}"}, status_code=404)
        return answer(request, pack(to_json(found)), time_headers(site))

    return snapshot


def _ask_snapshot(site: Site, area: str | None) -> None:
    """The city's is for whoever reads the city, and for displays; an open wall opens no program's door.

    :raises RefusedError: if it is not for whoever asks
    """
    if area is None and site.gate.who().role is Role.DISPLAY:
        site.gate.require(Act.SEE_WALL)
    else:
        site.gate.require(Act.READ, area)


def _wall(site: Site, frames: Frames) -> Handler:
    async def wall(request: Request) -> Response:
        asked, view = request.query_params.get("pada"), request.query_params.get("lihat", CITY)
        try:
            found = await _found(frames, asked, view)
        except ValueError:
            return JSONResponse({"detail": "pada: a time such as 2026-11-24T08:00"}, status_code=422)
        except KeyError:
            return JSONResponse({"detail": f"lihat: no view {view}"}, status_code=404)
        return answer(request, found, time_headers(site)) if found else _not_yet()

    return wall


async def _found(frames: Frames, asked: str | None, view: str) -> Packed | None:
    if asked:
        return await run_in_threadpool(frames.at, asked)
    return frames.now(view) if frames.ready(view) else await run_in_threadpool(frames.now, view)


def _review(site: Site) -> Handler:
    async def review(request: Request) -> Response:
        """What happened between two moments; times without a zone are the city's."""
        try:
            since, until = (_moment(request, name, site) for name in ("since", "until"))
        except ValueError as error:
            return JSONResponse({"detail": str(error)}, status_code=422)
        if since >= until:
            return JSONResponse({"detail": "since harus lebih awal daripada until"}, status_code=422)
        found = await run_in_threadpool(site.live.review, since, until)
        return answer(request, pack(to_json(found)), time_headers(site))

    return review


def _moment(request: Request, name: str, site: Site) -> datetime:
    """:raises ValueError: in words for whoever asked"""
    given = request.query_params.get(name, "")
    try:
        moment = datetime.fromisoformat(given)
        return (moment if moment.tzinfo else moment.replace(tzinfo=site.city.zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        said = f"{name} = {given!r}" if given else f"{name} belum diisi"
        raise ValueError(f"{said}: harus berupa waktu, misalnya 2026-11-24T08:00") from None


def _not_yet() -> Response:
    return JSONResponse({"status": "no snapshot yet"}, status_code=503, headers={"Retry-After": "2"})


def _fixed(found: Packed) -> Handler:
    async def fixed(request: Request) -> Response:
        return answer(request, found, {})

    return fixed
