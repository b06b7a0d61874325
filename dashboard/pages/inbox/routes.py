"""``/pemberitahuan``: notifications and push subscriptions; ``/meja``: what waits for an operator."""

from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from dashboard.pages.inbox import labels, view
from dashboard.pages.inbox.forms import withdraw
from dashboard.pages.inbox.sections.missing import WITHDRAW_PATH
from dashboard.ui.urls import TRACKING_ROUTE
from dashboard.web import html
from dashboard.web.area_scope import AreaScope
from dashboard.web.context import WebContext
from dashboard.web.form_body import read_body, read_form
from dashboard.web.limits import PLAIN_FORM, SMALL_JSON
from dashboard.web.routes import RouteRegistry
from dashboard.web.threads import run_in_threadpool
from data.core.access import Permission
from data.core.notifications import REPORTER_PREFIX
from data.services.notifications.messages import MessageRenderer
from data.services.notifications.push_endpoint import MAX_KEY_LENGTH, InvalidEndpointError, parse_endpoint
from data.services.notifications.vapid import load_push_key, public_key_text
from data.services.submission import OWN_SOURCE

INBOX_PATH, PUSH_KEY_PATH, SUBSCRIBE_PATH = (
    "/pemberitahuan",
    "/pemberitahuan/kunci",
    "/pemberitahuan/langganan",
)
OPERATOR_QUEUE_PATH, RESEND_PATH = "/meja", "/meja/kirim-ulang"
MAX_SUBSCRIPTION_BYTES = 8_192
STYLES, SCRIPTS = ("forms.css", "report_form.css"), ("push.js",)


def register_routes(routes: RouteRegistry, context: WebContext) -> None:
    """Declare the routes. A practice city has none for push: nothing of it leaves this machine."""
    page = InboxPages(context)
    routes.add(INBOX_PATH, page.inbox, Permission.VIEW_REPORTS, area=AreaScope.HANDLER)
    routes.add(OPERATOR_QUEUE_PATH, page.operator_queue, Permission.ADMINISTER)
    routes.add(WITHDRAW_PATH, page.withdraw, Permission.ADMINISTER, methods=("POST",), limits=PLAIN_FORM)
    routes.add(RESEND_PATH, page.resend, Permission.ADMINISTER, methods=("POST",), limits=PLAIN_FORM)
    if not context.city.simulated:
        routes.add(PUSH_KEY_PATH, page.push_public_key, Permission.SUBMIT_REPORT)
        routes.add(
            SUBSCRIBE_PATH,
            page.subscribe,
            Permission.VIEW_REPORTS,
            area=AreaScope.HANDLER,
            methods=("POST",),
            limits=SMALL_JSON,
        )
        routes.add(
            f"{TRACKING_ROUTE}/langganan",
            page.subscribe_reporter,
            Permission.SUBMIT_REPORT,
            methods=("POST",),
            limits=SMALL_JSON,
        )


class InboxPages:
    """Handlers of inbox and operator queue."""

    def __init__(self, context: WebContext) -> None:
        self._context = context
        self._renderer = MessageRenderer(context.city, context.layer.name_of)

    async def inbox(self, _request: Request) -> Response:
        """Respond with the account's notifications, the newest first, and mark them as read."""
        principal = self._context.authorizer.require_anywhere(Permission.VIEW_REPORTS)
        notices = await run_in_threadpool(self._context.notifications.inbox, principal.name)
        body = view.inbox(
            notices, self._renderer, self._context.city.zone, offers_push=not self._context.city.simulated
        )
        return self._page(labels.TITLE, body)

    async def operator_queue(self, request: Request) -> Response:
        """Respond with what waits for an operator."""
        query = request.query_params
        resent, withdrawn = query.get("terkirim", ""), query.get("ditarik")
        return await run_in_threadpool(self._operator_queue, resent, withdrawn)

    def _operator_queue(self, resent: str, withdrawn: str | None) -> Response:
        context, current = self._context, self._context.live_board.current()
        body = view.operator_queue(
            context,
            disputed=context.live_board.backlogs.disputed(),
            rated_low=context.follow_ups.rated_low(),
            dead_letters=context.notifications.dead_letters(),
            faults=context.app.faults.list_all(current.snapshot.pulls if current else ()),
            missing=context.app.missing_reports.list_all(),
            withdrawn=None if withdrawn is None else withdrawn == "1",
            resent_count=int(resent) if resent.isdecimal() and len(resent) < 9 else None,
        )
        return self._page(labels.OPERATOR_QUEUE, body)

    async def resend(self, _request: Request) -> Response:
        """Queue the dead letters again."""
        count = await run_in_threadpool(self._context.notifications.retry_dead_letters)
        await run_in_threadpool(self._context.authorizer.audit, "kirim ulang kabar", str(count))
        return RedirectResponse(f"{OPERATOR_QUEUE_PATH}?terkirim={count}", status_code=303)

    async def withdraw(self, request: Request) -> Response:
        """Withdraw a report that its source no longer has."""
        fields = await read_form(request)
        done = await run_in_threadpool(withdraw, self._context, fields)
        return RedirectResponse(f"{OPERATOR_QUEUE_PATH}?ditarik={int(done)}", status_code=303)

    async def push_public_key(self, _request: Request) -> Response:
        """Respond with the board's public push key (VAPID)."""
        key = await run_in_threadpool(load_push_key, self._context.settings.var)
        return JSONResponse({"key": public_key_text(key)})

    async def subscribe(self, request: Request) -> Response:
        """Store the push subscription of an account's browser."""
        principal = self._context.authorizer.require_anywhere(Permission.VIEW_REPORTS)
        return await self._save_subscription(request, principal.name)

    async def subscribe_reporter(self, request: Request) -> Response:
        """Store the push subscription of a reporter's browser, if the receipt's key is right."""
        number, key = request.path_params["number"], request.path_params["key"]
        if not await run_in_threadpool(self._context.submissions.is_tracking_key, number, key):
            return Response(status_code=404)
        return await self._save_subscription(request, f"{REPORTER_PREFIX}{OWN_SOURCE}/{number}")

    async def _save_subscription(self, request: Request, recipient: str) -> Response:
        subscription = _parse_subscription(await read_body(request, MAX_SUBSCRIPTION_BYTES))
        if not subscription or not await run_in_threadpool(
            self._context.notifications.subscribe, recipient, subscription
        ):
            return JSONResponse({"detail": labels.SUBSCRIPTION_REJECTED}, status_code=422)
        return Response(status_code=204)

    def _page(self, title: str, body: str) -> Response:
        return html.page(
            self._context.city,
            title,
            body,
            styles=STYLES,
            scripts=SCRIPTS,
            body_class="plain forms report-form",
        )


def _parse_subscription(body: bytes) -> dict[str, Any] | None:
    """Return a push subscription as browsers send it; None if it is not valid."""
    try:
        document = orjson.loads(body)
        endpoint, keys = document["endpoint"], document["keys"]
        subscription = {"endpoint": endpoint, "keys": {name: keys[name] for name in ("p256dh", "auth")}}
    except (orjson.JSONDecodeError, KeyError, TypeError):
        return None
    keys_are_valid = all(
        isinstance(key, str) and 0 < len(key) <= MAX_KEY_LENGTH for key in subscription["keys"].values()
    )
    return subscription if keys_are_valid and _is_endpoint(endpoint) else None


def _is_endpoint(value: object) -> bool:
    try:
        return isinstance(value, str) and bool(parse_endpoint(value))
    except InvalidEndpointError:
        return False
