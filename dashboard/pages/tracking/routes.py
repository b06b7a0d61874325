"""``/lacak``: a report by the number and key of its receipt, its rating and the reporter's answer."""

import secrets
import sys

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from dashboard.pages.tracking import labels, view
from dashboard.ui import form_labels
from dashboard.ui.urls import TRACKING_ROUTE, TRACKING_SEARCH_PATH, tracking_path
from dashboard.web import html
from dashboard.web.context import WebContext
from dashboard.web.form_body import read_form
from dashboard.web.form_parsing import MAX_NOTE_LENGTH, SUBMISSION_ID_LENGTHS
from dashboard.web.limits import PLAIN_FORM
from dashboard.web.photos import conditional_photo
from dashboard.web.query_values import parse_whole_number
from dashboard.web.routes import RouteRegistry
from dashboard.web.threads import run_in_threadpool
from data.core.access import Permission, Principal, Role
from data.core.follow_up.actions import Action, ActionRefusedError
from data.core.follow_up.workflow import ActionType
from data.services.follow_up import ActionRequest, ReportChangedError, ReportDetail
from data.services.submission import OWN_SOURCE

PHOTO_ROUTE = TRACKING_ROUTE + "/foto/{picture_id}"
STYLES = ("forms.css", "report_form.css")


def register_routes(routes: RouteRegistry, context: WebContext) -> None:
    """Declare the routes; anybody may use them, and each checks the receipt's key."""
    page = TrackingPage(context)
    routes.add(TRACKING_SEARCH_PATH, page.search, Permission.SUBMIT_REPORT)
    routes.add(
        TRACKING_SEARCH_PATH, page.lookup, Permission.SUBMIT_REPORT, methods=("POST",), limits=PLAIN_FORM
    )
    routes.add(TRACKING_ROUTE, page.show, Permission.SUBMIT_REPORT)
    routes.add(TRACKING_ROUTE, page.submit, Permission.SUBMIT_REPORT, methods=("POST",), limits=PLAIN_FORM)
    routes.add(PHOTO_ROUTE, page.photo, Permission.SUBMIT_REPORT)


class TrackingPage:
    """Handlers of the tracking page; the key of its receipt gives access to a report."""

    def __init__(self, context: WebContext) -> None:
        self._context = context

    async def search(self, _request: Request) -> Response:
        """Respond with the form for a number and a key."""
        return self._search_page("", status=200)

    async def lookup(self, request: Request) -> Response:
        """Redirect to the report of a number and a key."""
        fields = await read_form(request)
        number, key = fields.get("number", "").strip().upper(), fields.get("key", "").strip()
        is_match = await run_in_threadpool(self._context.submissions.is_tracking_key, number, key)
        if not is_match:
            return self._search_page(labels.UNKNOWN, number)
        return RedirectResponse(tracking_path(number, key), status_code=303)

    async def show(self, request: Request) -> Response:
        """Respond with one report as its reporter may see it."""
        return await run_in_threadpool(self._render, request)

    def _render(self, request: Request) -> Response:
        report = self._load_report(request)
        if report is None:
            return self._search_page(labels.UNKNOWN)
        message = labels.THANKS if "terkirim" in request.query_params else ""
        return self._page(
            request, report, html.banner(message, "good"), is_new="baru" in request.query_params
        )

    async def submit(self, request: Request) -> Response:
        """Store a rating or an answer."""
        fields = await read_form(request)
        return await run_in_threadpool(self._apply, request, fields)

    def _apply(self, request: Request, fields: dict[str, str]) -> Response:
        report, number = self._load_report(request), request.path_params["number"]
        if report is None:
            return self._search_page(labels.UNKNOWN)
        action_type, submission_id = _parse_action_type(fields), fields.get("submission", "")
        if action_type is None or len(submission_id) not in SUBMISSION_ID_LENGTHS:
            return self._page(request, report, html.banner(form_labels.UNREADABLE), status=422)
        try:
            self._context.follow_ups.apply(self._build_request(number, report, action_type, fields))
        except ActionRefusedError as error:
            message = form_labels.ERRORS[error.reason]
            return self._page(request, report, html.banner(message), status=422)
        except (ReportChangedError, ValueError):
            current = self._load_report(request) or report
            return self._page(request, current, html.banner(labels.CHANGED), status=409)
        self._context.authorizer.audit(f"pelapor {action_type}", f"{OWN_SOURCE}/{number}")
        return RedirectResponse(f"{tracking_path(number, request.path_params['key'])}?terkirim", 303)

    def _build_request(
        self, number: str, report: ReportDetail, action_type: ActionType, fields: dict[str, str]
    ) -> ActionRequest:
        action = Action(
            action_type=action_type,
            principal=Principal(number, Role.REPORTER),
            at=self._context.live_board.clock.now(),
            note=fields.get("note", "")[:MAX_NOTE_LENGTH],
            stars=int(fields["stars"]) if fields.get("stars", "") in set("12345") else None,
        )
        return ActionRequest(
            fields["submission"], report.key, _parse_change_number(fields.get("seen", "")), action
        )

    async def photo(self, request: Request) -> Response:
        """Respond with a picture of the report: the reporter's own, or evidence."""
        return await run_in_threadpool(self._serve_photo, request)

    def _serve_photo(self, request: Request) -> Response:
        report = self._load_report(request)
        picture = report and self._context.follow_ups.picture(report.key, request.path_params["picture_id"])
        if not picture:
            return Response(status_code=404)
        return conditional_photo(request, picture)

    def _load_report(self, request: Request) -> ReportDetail | None:
        """Return the report of the address if the key is right, else None."""
        number, key = request.path_params["number"], request.path_params["key"]
        is_match = self._context.submissions.is_tracking_key(number, key)
        return self._context.follow_ups.get((OWN_SOURCE, number)) if is_match else None

    def _page(
        self,
        request: Request,
        report: ReportDetail,
        banner_html: str,
        *,
        status: int = 200,
        is_new: bool = False,
    ) -> Response:
        url = tracking_path(report.key[1], request.path_params["key"])
        hidden_fields = view.ReceiptHiddenFields(url, request.path_params["key"], secrets.token_urlsafe(16))
        body = banner_html + view.receipt_page(self._context, report, hidden_fields, is_new=is_new)
        return self._document(labels.TRACK_TITLE, body, status)

    def _search_page(self, message: str, number: str = "", *, status: int = 404) -> Response:
        return self._document(labels.TRACK_TITLE, html.banner(message) + view.search_form(number), status)

    def _document(self, title: str, body: str, status: int) -> Response:
        scripts = () if self._context.city.simulated else ("push.js",)  # a practice city sends no push
        return html.page(
            self._context.city,
            title,
            body,
            status=status,
            styles=STYLES,
            scripts=scripts,
            body_class="plain forms report-form",
        )


def _parse_action_type(fields: dict[str, str]) -> ActionType | None:
    value = fields.get("move", "")
    return ActionType(value) if value in (ActionType.RATE, ActionType.ANSWER_QUESTION) else None


def _parse_change_number(text: str) -> int:
    """Return the change number that a form has seen; 0, which is none, where it is not valid."""
    try:
        return parse_whole_number(text, 0, sys.maxsize)
    except ValueError:
        return 0
