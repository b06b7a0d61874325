"""The screens' own doors (their stream, their signs of life), and ``/layar/semua`` for the operator."""

from typing import Any

import orjson
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from dashboard.api.wall_fast_path import STREAM
from dashboard.api.wall_stream import Streams, stream_door
from dashboard.pages.displays import labels
from dashboard.pages.displays import view as display_view
from dashboard.web import html
from dashboard.web.authentication import Visitors
from dashboard.web.context import Site
from dashboard.web.form_body import body_of, sent
from dashboard.web.routes import Doors
from data.core.access import Act
from data.core.displays import EVERY

ALL = "/layar/semua"
LARGEST = 2_000
TEXTS, NUMBERS = {"tab": 32, "view": 40, "mood": 40, "version": 40}, ("width", "height", "as_of")
TOLD = {"diterapkan": labels.GIVEN, "bergilir": labels.TAKEN}


def add_doors(doors: Doors, site: Site, streams: Streams) -> None:
    """Declares them."""
    room = Room(site)
    doors.add(STREAM, stream_door(streams, Visitors(site)), Act.SEE_WALL)
    doors.add("/api/v1/wall/heard", room.heard, Act.SEE_WALL)
    doors.add("/api/v1/wall/seen", room.seen, Act.SEE_WALL, methods=("POST",))
    doors.add(ALL, room.overview, Act.RUN)
    doors.add(f"{ALL}/daftar", room.cards, Act.RUN)
    doors.add(display_view.ORDER, room.order, Act.RUN, methods=("POST",))


class Room:
    """One city's screens."""

    def __init__(self, site: Site) -> None:
        self._site = site

    async def seen(self, request: Request) -> Response:
        """A screen says that it lives, and what it shows."""
        said = _said(await body_of(request, LARGEST))
        if said is None:
            return JSONResponse({"detail": "tab, width, height, view, mood, as_of, version, streaming"}, 422)
        self._site.live.screens.hear(self._site.gate.who().name, said.pop("tab"), said)
        return Response(status_code=204)

    async def heard(self, request: Request) -> Response:
        """When a tab was last heard: its watchdog asks."""
        screens, tab = self._site.live.screens, request.query_params.get("tab", "")
        silent = await run_in_threadpool(screens.silent_for, tab)
        return JSONResponse({"seconds": None if silent is None else silent.total_seconds()})

    async def overview(self, request: Request) -> Response:
        """All screens on one page."""
        told = TOLD.get(request.query_params.get("sudah", ""), "")
        screens = self._site.live.screens
        found = await run_in_threadpool(screens.overview)
        body = display_view.page(self._site, found, screens.now(), told)
        styles, scripts = ("forms.css", "report_form.css", "displays.css"), ("displays.js",)
        kind = "gatehouse acting filing room"
        return html.page(self._site.city, labels.TITLE, body, styles=styles, scripts=scripts, kind=kind)

    async def cards(self, _request: Request) -> Response:
        """Only the screens, for the page that is open already."""
        screens = self._site.live.screens
        found = await run_in_threadpool(screens.overview)
        return HTMLResponse(display_view.cards(self._site, found, screens.now()))

    async def order(self, request: Request) -> Response:
        """Asks something of one screen or of all, or takes it back."""
        fields = await sent(request)
        screen, view, minutes = (fields.get(name, "") for name in ("screen", "view", "minutes"))
        known = view in ("", *display_view.views_of(self._site)) and minutes in labels.SPANS
        if not known or len(screen) > 100 or "screen" not in fields:
            return html.page(self._site.city, labels.TITLE, html.said(labels.WRONG), status=422)
        if fields.get("act") == "end":
            await run_in_threadpool(self._site.live.screens.take_back, screen)
        else:
            await run_in_threadpool(self._give, screen, view, fields)
        self._site.gate.note("arahkan layar", screen if screen != EVERY else labels.EVERY_SCREEN)
        done = "bergilir" if fields.get("act") == "end" else "diterapkan"
        return RedirectResponse(f"{ALL}?sudah={done}", status_code=303)

    def _give(self, screen: str, view: str, fields: dict[str, str]) -> None:
        minutes = int(fields["minutes"]) if fields.get("minutes") else None
        self._site.live.screens.give(
            screen,
            self._site.gate.who().name,
            view=view or None,
            paused=bool(fields.get("paused")),
            message=fields.get("message", ""),
            minutes=minutes,
        )


def _said(body: bytes) -> dict[str, Any] | None:
    """What a screen says of itself, cut to what there is room for; None where it is no such thing."""
    try:
        told = orjson.loads(body)
        found: dict[str, Any] = {name: str(told[name])[:longest] for name, longest in TEXTS.items()}
        numbers = {name: int(told[name] or 0) for name in NUMBERS}
    except (orjson.JSONDecodeError, KeyError, TypeError, ValueError, OverflowError):
        return None
    return {**found, **numbers, "streaming": bool(told.get("streaming"))} if found["tab"] else None
