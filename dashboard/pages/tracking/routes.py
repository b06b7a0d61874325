"""``/lacak``: a report by the number and key of its receipt, its rating and the reporter's answer."""

import secrets
from typing import Annotated, Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from dashboard.pages.tracking import labels, view
from dashboard.pages.tracking.forms import ReceiptForm, ReporterActionForm
from dashboard.ui import form_labels
from dashboard.ui.urls import TRACKING_ROUTE, TRACKING_SEARCH_PATH, tracking_path
from dashboard.web.context import WebContext
from dashboard.web.dependencies import Context, require
from dashboard.web.forms import FormState, submitted
from dashboard.web.page_router import page_router
from dashboard.web.photos import conditional_photo
from dashboard.web.templates import render_page
from data.core.access import Permission, Principal, Role
from data.core.follow_up.actions import Action, ActionRefusedError
from data.core.follow_up.workflow import ActionType
from data.lib.translation import Text
from data.services.follow_up import ActionRequest, ReportChangedError, ReportDetail
from data.services.submission import OWN_SOURCE

STYLES = ("forms.css", "report_form.css")
BODY_CLASS = "plain forms report-form"

# Anybody may use these; each report's key gives access to it.
router = page_router(require(Permission.SUBMIT_REPORT))


@router.get(TRACKING_SEARCH_PATH)
def search(context: Context) -> Response:
    """Respond with the form for a number and a key."""
    return _search_page(context, "", status=200)


@router.post(TRACKING_SEARCH_PATH)
def lookup(context: Context, form: Annotated[FormState[ReceiptForm], submitted(ReceiptForm)]) -> Response:
    """Redirect to the report of a number and a key."""
    receipt = form.model or ReceiptForm()
    if not context.submissions.is_tracking_key(receipt.number, receipt.key):
        return _search_page(context, labels.UNKNOWN, receipt.number)
    return RedirectResponse(tracking_path(receipt.number, receipt.key), status_code=303)


@router.get(TRACKING_ROUTE)
def show(request: Request, context: Context, number: str, key: str) -> Response:
    """Respond with one report as its reporter may see it."""
    report = _load_report(context, number, key)
    if report is None:
        return _search_page(context, labels.UNKNOWN)
    message = labels.THANKS if "terkirim" in request.query_params else ""
    is_new = "baru" in request.query_params
    return _report_page(context, report, key, message, message_class="good", is_new=is_new)


@router.post(TRACKING_ROUTE)
def submit(
    context: Context,
    number: str,
    key: str,
    form: Annotated[FormState[ReporterActionForm], submitted(ReporterActionForm)],
) -> Response:
    """Store a rating or an answer."""
    report = _load_report(context, number, key)
    if report is None:
        return _search_page(context, labels.UNKNOWN)
    if form.model is None:
        return _report_page(context, report, key, form_labels.UNREADABLE, status=422)
    try:
        context.follow_ups.apply(_action_request(context, number, report, form.model))
    except ActionRefusedError as error:
        return _report_page(context, report, key, form_labels.ERRORS[error.reason], status=422)
    except (ReportChangedError, ValueError):
        current = _load_report(context, number, key) or report
        return _report_page(context, current, key, labels.CHANGED, status=409)
    context.authorizer.audit(f"pelapor {form.model.move}", f"{OWN_SOURCE}/{number}")
    return RedirectResponse(f"{tracking_path(number, key)}?terkirim", 303)


@router.get(TRACKING_ROUTE + "/foto/{picture_id}")
def photo(request: Request, context: Context, number: str, key: str, picture_id: str) -> Response:
    """Respond with a picture of the report: the reporter's own, or evidence."""
    report = _load_report(context, number, key)
    picture = report and context.follow_ups.picture(report.key, picture_id)
    return conditional_photo(request, picture) if picture else Response(status_code=404)


def _load_report(context: WebContext, number: str, key: str) -> ReportDetail | None:
    """Return the report of a receipt if its key is right, else None."""
    is_match = context.submissions.is_tracking_key(number, key)
    return context.follow_ups.get((OWN_SOURCE, number)) if is_match else None


def _action_request(
    context: WebContext, number: str, report: ReportDetail, form: ReporterActionForm
) -> ActionRequest:
    action = Action(
        action_type=form.move,
        principal=Principal(number, Role.REPORTER),
        at=context.live_board.clock.now(),
        note=form.note,
        stars=form.stars,
    )
    return ActionRequest(form.submission, report.key, form.seen, action)


def _search_page(context: WebContext, message: Text, number: str = "", *, status: int = 404) -> Response:
    return _page(context, "tracking/search.html", status, message=message, number=number)


def _report_page(
    context: WebContext,
    report: ReportDetail,
    key: str,
    message: Text,
    *,
    message_class: str = "wrong",
    status: int = 200,
    is_new: bool = False,
) -> Response:
    url = tracking_path(report.key[1], key)
    tracked = view.receipt_detail(context, report, key, url, secrets.token_urlsafe(16))
    return _page(
        context,
        "tracking/report.html",
        status,
        message=message,
        message_class=message_class,
        actions=ActionType,
        report=tracked,
        is_new=is_new,
    )


def _page(context: WebContext, template: str, status: int, **values: Any) -> Response:
    return render_page(
        context.city,
        template,
        labels.TRACK_TITLE,
        status=status,
        styles=STYLES,
        scripts=() if context.city.simulated else ("push.js",),  # a practice city sends no push
        body_class=BODY_CLASS,
        labels=labels,
        **values,
    )
