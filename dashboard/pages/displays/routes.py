"""The displays' heartbeats, and ``/layar/semua`` for the operator."""

from typing import Annotated, Any

import orjson
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from dashboard.pages.displays import labels, view
from dashboard.pages.displays.forms import OrderForm
from dashboard.web.callers import client_address
from dashboard.web.context import WebContext
from dashboard.web.dependencies import Context, accept, require
from dashboard.web.form_body import read_body
from dashboard.web.forms import FormState, submitted
from dashboard.web.limits import SMALL_JSON
from dashboard.web.page_router import page_router
from dashboard.web.templates import render, render_page
from data.core.access import Permission
from data.core.displays import ALL_DISPLAYS, DisplaySettings
from data.services.displays import MAX_MESSAGE_LENGTH

OVERVIEW_PATH = "/layar/semua"
ORDER_PATH = f"{OVERVIEW_PATH}/perintah"
MAX_HEARTBEAT_BYTES = 2_000
TEXT_LIMITS, NUMBER_FIELDS = {"tab": 32, "view": 40, "mood": 40, "version": 40}, ("width", "height", "as_of")
AUDITED_AS_ALL = "Semua layar sekaligus"  # as the audit log has always had it

heartbeat_router = page_router(require(Permission.VIEW_WALL))
router = page_router(require(Permission.ADMINISTER))


@heartbeat_router.post("/api/v1/wall/seen", dependencies=[accept(SMALL_JSON)])
async def record_heartbeat(request: Request, context: Context) -> Response:
    """Record the heartbeat of a display: that it is alive, and what it shows."""
    heartbeat = _parse_heartbeat(await read_body(request, MAX_HEARTBEAT_BYTES))
    if heartbeat is None:
        return JSONResponse({"detail": "tab, width, height, view, mood, as_of, version, streaming"}, 422)
    name, address = context.authorizer.principal().name, client_address(request.scope)
    context.live_board.displays.record_heartbeat(name, heartbeat.pop("tab"), heartbeat, address)
    return Response(status_code=204)


@heartbeat_router.get("/api/v1/wall/heard")
def last_heartbeat(context: Context, tab: str = "") -> Response:
    """Respond with the seconds since a tab's last heartbeat, for its watchdog."""
    silence = context.live_board.displays.silent_for(tab)
    return JSONResponse({"seconds": None if silence is None else silence.total_seconds()})


@router.get(OVERVIEW_PATH)
def overview(context: Context, sudah: str = "") -> Response:
    """Respond with the page of all displays."""
    order = context.live_board.displays.order(ALL_DISPLAYS)
    return render_page(
        context.city,
        "displays/overview.html",
        labels.TITLE,
        styles=("forms.css", "report_form.css", "displays.css"),
        scripts=("displays.js",),
        body_class="plain forms report-form displays",
        message=labels.RESULTS.get(sudah, ""),
        all_displays=ALL_DISPLAYS,
        order=order,
        settings=context.live_board.displays.settings(ALL_DISPLAYS),
        order_summary_parts=view.order_summary(order, context),
        **_card_values(context),
    )


@router.get(f"{OVERVIEW_PATH}/daftar")
def cards(context: Context) -> Response:
    """Respond with the displays' cards only, for the page that is open already."""
    return HTMLResponse(render("displays/cards.html", **_card_values(context)))


@router.post(ORDER_PATH)
def submit_order(context: Context, state: Annotated[FormState[OrderForm], submitted(OrderForm)]) -> Response:
    """Set or cancel the order of one display or of all."""
    form = state.model
    if form is None or form.view not in ("", *view.available_views(context)):
        message = labels.INVALID_ORDER
        return render_page(context.city, "errors/message.html", labels.TITLE, status=422, message=message)
    if form.act == "end":
        context.live_board.displays.cancel_order(form.screen)
    elif form.act == "settings":
        settings = DisplaySettings(form.language, form.theme)
        context.live_board.displays.set_settings(form.screen, settings)
    else:
        _set_order(context, form)
    target = form.screen if form.screen != ALL_DISPLAYS else AUDITED_AS_ALL
    context.authorizer.audit("arahkan layar", target)
    result = "bergilir" if form.act == "end" else "diterapkan"
    return RedirectResponse(f"{OVERVIEW_PATH}?sudah={result}", status_code=303)


def _card_values(context: WebContext) -> dict[str, Any]:
    """Return what the template of the cards needs."""
    displays = context.live_board.displays
    statuses, now = displays.overview(), displays.now()
    return {
        "cards": [view.display_card(context, display, now) for display in statuses],
        "views": view.available_views(context),
        "order_path": ORDER_PATH,
        "durations": labels.DURATIONS,
        "max_message_length": MAX_MESSAGE_LENGTH,
    }


def _set_order(context: WebContext, form: OrderForm) -> None:
    context.live_board.displays.set_order(
        form.screen,
        context.authorizer.principal().name,
        view=form.view or None,
        paused=bool(form.paused),
        message=form.message,
        minutes=int(form.minutes) if form.minutes else None,
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
