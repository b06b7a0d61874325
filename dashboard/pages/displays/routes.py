"""The displays' heartbeats, and ``/layar/semua`` for the operator."""

from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from dashboard.pages.displays import labels, view
from dashboard.web import callers, html
from dashboard.web.context import WebContext
from dashboard.web.form_body import read_body, read_form
from dashboard.web.limits import PLAIN_FORM, SMALL_JSON
from dashboard.web.routes import RouteRegistry
from dashboard.web.threads import run_in_threadpool
from data.core.access import Permission
from data.core.displays import ALL_DISPLAYS

OVERVIEW_PATH = "/layar/semua"
MAX_HEARTBEAT_BYTES = 2_000
TEXT_LIMITS, NUMBER_FIELDS = {"tab": 32, "view": 40, "mood": 40, "version": 40}, ("width", "height", "as_of")
RESULT_MESSAGES = {"diterapkan": labels.ORDER_APPLIED, "bergilir": labels.ROTATION_RESUMED}


def register_routes(routes: RouteRegistry, context: WebContext) -> None:
    """Declare the routes of displays and of the operator's page."""
    page = DisplaysPage(context)
    routes.add("/api/v1/wall/heard", page.last_heartbeat, Permission.VIEW_WALL)
    routes.add(
        "/api/v1/wall/seen",
        page.record_heartbeat,
        Permission.VIEW_WALL,
        methods=("POST",),
        limits=SMALL_JSON,
    )
    routes.add(OVERVIEW_PATH, page.overview, Permission.ADMINISTER)
    routes.add(f"{OVERVIEW_PATH}/daftar", page.cards, Permission.ADMINISTER)
    routes.add(
        view.ORDER_PATH, page.submit_order, Permission.ADMINISTER, methods=("POST",), limits=PLAIN_FORM
    )


class DisplaysPage:
    """Handlers of one city's displays."""

    def __init__(self, context: WebContext) -> None:
        self._context = context

    async def record_heartbeat(self, request: Request) -> Response:
        """Record the heartbeat of a display: that it is alive, and what it shows."""
        heartbeat = _parse_heartbeat(await read_body(request, MAX_HEARTBEAT_BYTES))
        if heartbeat is None:
            return JSONResponse({"detail": "tab, width, height, view, mood, as_of, version, streaming"}, 422)
        address = callers.client_address(request.scope)
        self._context.live_board.displays.record_heartbeat(
            self._context.authorizer.principal().name, heartbeat.pop("tab"), heartbeat, address
        )
        return Response(status_code=204)

    async def last_heartbeat(self, request: Request) -> Response:
        """Respond with the seconds since a tab's last heartbeat, for its watchdog."""
        displays, tab = self._context.live_board.displays, request.query_params.get("tab", "")
        silence = await run_in_threadpool(displays.silent_for, tab)
        return JSONResponse({"seconds": None if silence is None else silence.total_seconds()})

    async def overview(self, request: Request) -> Response:
        """Respond with the page of all displays."""
        message = RESULT_MESSAGES.get(request.query_params.get("sudah", ""), "")
        displays = self._context.live_board.displays
        overview = await run_in_threadpool(displays.overview)
        body = view.overview_page(self._context, overview, displays.now(), message)
        return html.page(
            self._context.city,
            labels.TITLE,
            body,
            styles=("forms.css", "report_form.css", "displays.css"),
            scripts=("displays.js",),
            body_class="plain forms report-form displays",
        )

    async def cards(self, _request: Request) -> Response:
        """Respond with the displays' cards only, for the page that is open already."""
        displays = self._context.live_board.displays
        overview = await run_in_threadpool(displays.overview)
        return HTMLResponse(view.display_cards(self._context, overview, displays.now()))

    async def submit_order(self, request: Request) -> Response:
        """Set or cancel the order of one display or of all."""
        fields = await read_form(request)
        display_name, view_code, minutes = (fields.get(name, "") for name in ("screen", "view", "minutes"))
        is_valid = view_code in ("", *view.available_views(self._context)) and minutes in labels.DURATIONS
        if not is_valid or len(display_name) > 100 or "screen" not in fields:
            return html.page(self._context.city, labels.TITLE, html.banner(labels.INVALID_ORDER), status=422)
        if fields.get("act") == "end":
            await run_in_threadpool(self._context.live_board.displays.cancel_order, display_name)
        else:
            await run_in_threadpool(self._set_order, display_name, view_code, fields)
        target = display_name if display_name != ALL_DISPLAYS else labels.ALL_DISPLAYS
        await run_in_threadpool(self._context.authorizer.audit, "arahkan layar", target)
        result = "bergilir" if fields.get("act") == "end" else "diterapkan"
        return RedirectResponse(f"{OVERVIEW_PATH}?sudah={result}", status_code=303)

    def _set_order(self, display_name: str, view_code: str, fields: dict[str, str]) -> None:
        minutes = int(fields["minutes"]) if fields.get("minutes") else None
        self._context.live_board.displays.set_order(
            display_name,
            self._context.authorizer.principal().name,
            view=view_code or None,
            paused=bool(fields.get("paused")),
            message=fields.get("message", ""),
            minutes=minutes,
        )


def _parse_heartbeat(body: bytes) -> dict[str, Any] | None:
    """Return a heartbeat with its texts cut to the column lengths; None if it is not valid."""
    try:
        document = orjson.loads(body)
        texts = {name: str(document[name])[:max_length] for name, max_length in TEXT_LIMITS.items()}
        numbers = {name: int(document[name] or 0) for name in NUMBER_FIELDS}
    except (orjson.JSONDecodeError, KeyError, TypeError, ValueError, OverflowError):
        return None
    return {**texts, **numbers, "streaming": bool(document.get("streaming"))} if texts["tab"] else None
