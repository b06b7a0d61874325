"""The HTTP doors: snapshot, wall frame, map files, fonts, and whether this process is well."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from pathlib import Path

from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.staticfiles import StaticFiles

from dashboard.cached import answer
from dashboard.review.machine import replay_door
from dashboard.site import Site
from dashboard.wall.frames import Frames
from data.live import to_json
from data.packed import Packed, pack

FRESH = timedelta(seconds=60)

Door = Callable[[Request], Awaitable[Response]]


def add_doors(server: FastAPI, site: Site) -> None:
    """Registers every door of one app."""
    _add(server, "/api/v1/wall", _wall(site))  # asked by every screen every other second, so matched first
    _add(server, "/", _home)
    _add(server, "/healthz", _alive)
    _add(server, "/readyz", _ready(site))
    _publish(server, "/api/v1/snapshot", _snapshot(site))
    _publish(server, "/api/v1/review", _review(site))
    _publish(server, "/api/v1/replay", replay_door(site))
    for part, kind, found in site.map_files():
        _add(server, f"/geo/{part}/{kind}.json", _fixed(found))
    server.mount("/fonts", StaticFiles(directory=Path(str(files("font_roboto"))) / "files"))


def _add(server: FastAPI, path: str, door: Door) -> None:
    """A door of our own pages: Starlette's plain route, which costs half of FastAPI's documented one."""
    server.router.add_route(path, door, methods=["GET"], include_in_schema=False)


def _publish(server: FastAPI, path: str, door: Door) -> None:
    """A door for other people's programs, in the OpenAPI document."""
    server.add_api_route(path, door, methods=["GET"])


async def _home(_request: Request) -> Response:
    return RedirectResponse("/layar")


async def _alive(_request: Request) -> Response:
    return JSONResponse({"status": "ok"})


def _ready(site: Site) -> Door:
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


def _snapshot(site: Site) -> Door:
    async def snapshot(request: Request) -> Response:
        area, held = request.query_params.get("area"), site.live.current()
        if held is None:
            return _not_yet()
        if area is None:
            return answer(request, held.packed, _time(site))
        found = await run_in_threadpool(site.live.area, area)
        if found is None:
            return JSONResponse({"detail": f"no area {area}"}, status_code=404)
        return answer(request, pack(to_json(found)), _time(site))

    return snapshot


def _wall(site: Site) -> Door:
    frames = Frames(site.live, site.framing)

    async def wall(request: Request) -> Response:
        asked = request.query_params.get("pada")
        try:
            found = await run_in_threadpool(frames.at, asked) if asked else frames.now()
        except ValueError:
            return JSONResponse({"detail": "pada: a time such as 2026-11-24T08:00"}, status_code=422)
        return answer(request, found, _time(site)) if found else _not_yet()

    return wall


def _review(site: Site) -> Door:
    async def review(request: Request) -> Response:
        """What happened between two moments; times without a zone are the city's."""
        try:
            since, until = (_moment(request, name, site) for name in ("since", "until"))
        except ValueError as error:
            return JSONResponse({"detail": str(error)}, status_code=422)
        if since >= until:
            return JSONResponse({"detail": "since harus lebih awal daripada until"}, status_code=422)
        found = await run_in_threadpool(site.live.review, since, until)
        return answer(request, pack(to_json(found)), _time(site))

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


def _time(site: Site) -> dict[str, str]:
    """The server's clock, by which the browser corrects its own, and how fast it runs."""
    clock = site.live.clock
    return {"X-Server-Time": str(int(clock.now().timestamp() * 1000)), "X-Clock-Speed": str(clock.speed)}


def _fixed(found: Packed) -> Door:
    async def fixed(request: Request) -> Response:
        return answer(request, found, {})

    return fixed
