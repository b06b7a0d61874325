"""``/pemberitahuan``: notifications and push subscriptions; ``/meja``: what waits for an operator."""

from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from dashboard.pages.inbox import view
from dashboard.pages.inbox.forms import OperatorQueueQuery, PushSubscription, WithdrawalForm, withdraw
from dashboard.ui import labels, report_labels
from dashboard.ui.urls import TRACKING_ROUTE
from dashboard.web.area_scope import AreaScope
from dashboard.web.context import WebContext
from dashboard.web.dependencies import Context, accept, require
from dashboard.web.form_body import read_body
from dashboard.web.forms import FormState, submitted
from dashboard.web.limits import PLAIN_FORM, SMALL_JSON
from dashboard.web.page_router import page_router
from dashboard.web.templates import render_page
from dashboard.web.threads import run_in_threadpool
from data.core.access import Permission
from data.core.notifications import REPORTER_PREFIX
from data.lib.translation import Text, gettext
from data.services.notifications.vapid import load_push_key, public_key_text
from data.services.submission import OWN_SOURCE

INBOX_PATH, OPERATOR_QUEUE_PATH = "/pemberitahuan", "/meja"
MAX_SUBSCRIPTION_BYTES = 8_192
READER = require(Permission.VIEW_REPORTS, AreaScope.HANDLER)
OPERATOR, REPORTER = require(Permission.ADMINISTER), require(Permission.SUBMIT_REPORT)

router = page_router()
push_routes = page_router()


def push_router(context: WebContext) -> APIRouter | None:
    """Return the routes of push; a practice city has none: nothing of it leaves this machine."""
    return None if context.city.simulated else push_routes


@router.get(INBOX_PATH, dependencies=[READER])
def inbox(context: Context) -> Response:
    """Respond with the account's notifications, the newest first, and mark them as read."""
    principal = context.authorizer.require_anywhere(Permission.VIEW_REPORTS)
    return _page(
        context,
        "inbox/notices.html",
        labels.INBOX,
        notices=view.inbox_notices(context, context.notifications.inbox(principal.name)),
        offers_push=not context.city.simulated,
        home_label=report_labels.BACK_HOME,
    )


@router.get(OPERATOR_QUEUE_PATH, dependencies=[OPERATOR])
def operator_queue(context: Context, query: Annotated[OperatorQueueQuery, Query()]) -> Response:
    """Respond with what waits for an operator."""
    queue = view.operator_queue(context)
    return _page(context, "inbox/queue.html", labels.OPERATOR_QUEUE, queue=queue, query=query)


@router.post(f"{OPERATOR_QUEUE_PATH}/kirim-ulang", dependencies=[OPERATOR, accept(PLAIN_FORM)])
def resend(context: Context) -> Response:
    """Queue the dead letters again."""
    count = context.notifications.retry_dead_letters()
    context.authorizer.audit("kirim ulang kabar", str(count))
    return RedirectResponse(f"{OPERATOR_QUEUE_PATH}?terkirim={count}", status_code=303)


@router.post(f"{OPERATOR_QUEUE_PATH}/tarik", dependencies=[OPERATOR])
def withdraw_report(
    context: Context, form: Annotated[FormState[WithdrawalForm], submitted(WithdrawalForm)]
) -> Response:
    """Withdraw a report that its source no longer has."""
    is_withdrawn = form.model is not None and withdraw(context, form.model)
    return RedirectResponse(f"{OPERATOR_QUEUE_PATH}?ditarik={int(is_withdrawn)}", status_code=303)


@push_routes.get(f"{INBOX_PATH}/kunci", dependencies=[REPORTER])
def push_public_key(context: Context) -> Response:
    """Respond with the board's public push key (VAPID)."""
    return JSONResponse({"key": public_key_text(load_push_key(context.settings.var))})


@push_routes.post(f"{INBOX_PATH}/langganan", dependencies=[READER, accept(SMALL_JSON)])
async def subscribe(request: Request, context: Context) -> Response:
    """Store the push subscription of an account's browser."""
    principal = context.authorizer.require_anywhere(Permission.VIEW_REPORTS)
    return await _save_subscription(context, request, principal.name)


@push_routes.post(f"{TRACKING_ROUTE}/langganan", dependencies=[REPORTER, accept(SMALL_JSON)])
async def subscribe_reporter(request: Request, context: Context, number: str, key: str) -> Response:
    """Store the push subscription of a reporter's browser, if the receipt's key is right."""
    if not await run_in_threadpool(context.submissions.is_tracking_key, number, key):
        return Response(status_code=404)
    return await _save_subscription(context, request, f"{REPORTER_PREFIX}{OWN_SOURCE}/{number}")


async def _save_subscription(context: WebContext, request: Request, recipient: str) -> Response:
    try:
        subscription = PushSubscription.model_validate_json(
            await read_body(request, MAX_SUBSCRIPTION_BYTES), strict=True
        )
    except ValidationError:
        return _rejection()
    is_stored = await run_in_threadpool(context.notifications.subscribe, recipient, subscription.model_dump())
    return Response(status_code=204) if is_stored else _rejection()


def _rejection() -> Response:
    message = gettext("This device cannot be registered. Try again, or use another browser.")
    return JSONResponse({"detail": message}, status_code=422)


def _page(context: WebContext, template: str, title: Text, **values: Any) -> Response:
    return render_page(
        context.city,
        template,
        title,
        styles=("forms.css", "report_form.css"),
        scripts=("push.js",),
        body_class="plain forms report-form",
        **values,
    )
