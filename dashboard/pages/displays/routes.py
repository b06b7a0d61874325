"""The screens' own doors (their stream, their signs of life), and ``/layar/semua`` for the operator."""

from typing import Any

import orjson
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from dashboard.api.wall_fast_path import STREAM_PATH
from dashboard.api.wall_stream import StreamHub, stream_handler
from dashboard.pages.displays import labels
from dashboard.pages.displays import view as display_view
from dashboard.web import html
from dashboard.web.authentication import Authenticator
from dashboard.web.context import WebContext
from dashboard.web.form_body import read_body, read_form
from dashboard.web.routes import RouteRegistry
from data.core.access import Permission
from data.core.displays import ALL_DISPLAYS

OVERVIEW_PATH = "/layar/semua"
MAX_HEARTBEAT_BYTES = 2_000
TEXT_LIMITS, NUMBER_FIELDS = {"tab": 32, "view": 40, "mood": 40, "version": 40}, ("width", "height", "as_of")
RESULT_MESSAGES = {"diterapkan": labels.ORDER_APPLIED, "bergilir": labels.ROTATION_RESUMED}


def register_routes(routes: RouteRegistry, context: WebContext, streams: StreamHub) -> None:
    """Declares them."""
    pages_handler = DisplayPages(context)
    routes.add(STREAM_PATH, stream_handler(streams, Authenticator(context)), Permission.VIEW_WALL)
    routes.add("/api/v1/wall/heard", pages_handler.last_heartbeat, Permission.VIEW_WALL)
    routes.add("/api/v1/wall/seen", pages_handler.record_heartbeat, Permission.VIEW_WALL, methods=("POST",))
    routes.add(OVERVIEW_PATH, pages_handler.overview, Permission.ADMINISTER)
    routes.add(f"{OVERVIEW_PATH}/daftar", pages_handler.cards, Permission.ADMINISTER)
    routes.add(display_view.ORDER_PATH, pages_handler.submit_order, Permission.ADMINISTER, methods=("POST",))


class DisplayPages:
    """One city's screens."""

    def __init__(self, context: WebContext) -> None:
        self._context = context

    async def record_heartbeat(self, request: Request) -> Response:
        """A screen says that it lives, and what it shows."""
        heartbeat = _parse_heartbeat(await read_body(request, MAX_HEARTBEAT_BYTES))
        if heartbeat is None:
            return JSONResponse({"detail": "tab, width, height, view, mood, as_of, version, streaming"}, 422)
        self._context.live_board.displays.record_heartbeat(
            self._context.authorizer.principal().name, heartbeat.pop("tab"), heartbeat
        )
        return Response(status_code=204)

    async def last_heartbeat(self, request: Request) -> Response:
        """When a tab was last heard: its watchdog asks."""
        displays, tab = self._context.live_board.displays, request.query_params.get("tab", "")
        silence = await run_in_threadpool(displays.silent_for, tab)
        return JSONResponse({"seconds": None if silence is None else silence.total_seconds()})

    async def overview(self, request: Request) -> Response:
        """All screens on one page."""
        message = RESULT_MESSAGES.get(request.query_params.get("sudah", ""), "")
        displays = self._context.live_board.displays
        overview = await run_in_threadpool(displays.overview)
        body = display_view.overview_page(self._context, overview, displays.now(), message)
        styles, scripts = ("forms.css", "report_form.css", "displays.css"), ("displays.js",)
        body_class = "gatehouse acting filing room"
        return html.page(
            self._context.city, labels.TITLE, body, styles=styles, scripts=scripts, body_class=body_class
        )

    async def cards(self, _request: Request) -> Response:
        """Only the screens, for the page that is open already."""
        displays = self._context.live_board.displays
        overview = await run_in_threadpool(displays.overview)
        return HTMLResponse(display_view.display_cards(self._context, overview, displays.now()))

    async def submit_order(self, request: Request) -> Response:
        """Asks something of one screen or of all, or takes it back."""
        fields = await read_form(request)
        display_name, view, minutes = (fields.get(name, "") for name in ("screen", "view", "minutes"))
        is_valid = view in ("", *display_view.available_views(self._context)) and minutes in labels.DURATIONS
        if not is_valid or len(display_name) > 100 or "screen" not in fields:
            return html.page(self._context.city, labels.TITLE, html.banner(labels.INVALID_ORDER), status=422)
        if fields.get("act") == "end":
            await run_in_threadpool(self._context.live_board.displays.cancel_order, display_name)
        else:
            await run_in_threadpool(self._give_order, display_name, view, fields)
        self._context.authorizer.audit(
            "arahkan layar", display_name if display_name != ALL_DISPLAYS else labels.ALL_DISPLAYS
        )
        result = "bergilir" if fields.get("act") == "end" else "diterapkan"
        return RedirectResponse(f"{OVERVIEW_PATH}?sudah={result}", status_code=303)

    def _give_order(self, display_name: str, view: str, fields: dict[str, str]) -> None:
        minutes = int(fields["minutes"]) if fields.get("minutes") else None
        self._context.live_board.displays.set_order(
            display_name,
            self._context.authorizer.principal().name,
            view=view or None,
            paused=bool(fields.get("paused")),
            message=fields.get("message", ""),
            minutes=minutes,
        )


def _parse_heartbeat(body: bytes) -> dict[str, Any] | None:
    """What a screen says of itself, cut to what there is room for; None where it is no such thing."""
    try:
        document = orjson.loads(body)
        heartbeat: dict[str, Any] = {
            name: str(document[name])[:max_length] for name, max_length in TEXT_LIMITS.items()
        }
        numbers = {name: int(document[name] or 0) for name in NUMBER_FIELDS}
    except (orjson.JSONDecodeError, KeyError, TypeError, ValueError, OverflowError):
        return None
    return (
        {**heartbeat, **numbers, "streaming": bool(document.get("streaming"))} if heartbeat["tab"] else None
    )
