"""``/lapor``: the form, its likely duplicates and map, and the submission."""

import secrets
from collections.abc import Hashable, Mapping
from typing import Any

import orjson
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from dashboard.pages.report_form import labels, view
from dashboard.pages.report_form.forms import (
    InvalidReportError,
    ReportFormState,
    parse_duplicate_query,
    parse_report,
)
from dashboard.ui import form_labels, report_labels
from dashboard.ui.format import format_moment
from dashboard.ui.urls import tracking_path
from dashboard.web import callers, html
from dashboard.web.context import WebContext
from dashboard.web.etag import conditional_response
from dashboard.web.form_body import read_form
from dashboard.web.form_owner import FOREIGN_HEADERS, ForeignFormError
from dashboard.web.form_parsing import SubmittedForm, received_form
from dashboard.web.limits import PHOTO_FORM, PLAIN_FORM
from dashboard.web.routes import Handler, RouteRegistry
from dashboard.web.threads import run_in_threadpool
from dashboard.web.upload_slots import upload_caller
from data.core.access import Permission, Role
from data.lib.payload import encode
from data.lib.picture_pool import PicturesBusyError
from geo import feature_collection

PATH, MAP_PATH, DUPLICATES_PATH = "/lapor", "/lapor/peta.json", "/lapor/serupa"
ATTEMPTS_PER_REPORT = 5  # forms that an address may send for each report that it may submit
STYLES = ("forms.css", "report_form.css")
SCRIPTS = ("photo_shrink.js", "pin_map.js", "gps_fix.js", "report_form.js", "form_content.js", "outbox.js")


def register_routes(routes: RouteRegistry, context: WebContext) -> None:
    """Declare the routes; anybody may use them."""
    page = ReportFormPage(context)
    routes.add(PATH, page.show, Permission.SUBMIT_REPORT)
    routes.add(PATH, page.submit, Permission.SUBMIT_REPORT, methods=("POST",), limits=PHOTO_FORM)
    routes.add(
        DUPLICATES_PATH,
        page.likely_duplicates,
        Permission.SUBMIT_REPORT,
        methods=("POST",),
        limits=PLAIN_FORM,
    )
    routes.add(MAP_PATH, _area_map(context), Permission.SUBMIT_REPORT)


class ReportFormPage:
    """Handlers of the report form."""

    def __init__(self, context: WebContext) -> None:
        self._context = context

    async def show(self, _request: Request) -> Response:
        """Respond with the empty form."""
        return self._page(ReportFormState())

    async def submit(self, request: Request) -> Response:
        """Store a report, and redirect to its receipt."""
        client_address = callers.client_address(request.scope)
        caller = upload_caller(self._context.authorizer.principal(), client_address)
        if not await run_in_threadpool(self._is_attempt_allowed, client_address):
            return self._page(ReportFormState({"": labels.TOO_MANY}), status=429)
        try:
            async with received_form(request, self._context.upload_slots, caller) as form:
                self._context.form_owner.check(request, form.fields)
                return await run_in_threadpool(self._submit, form, client_address)
        except ForeignFormError:
            response = self._page(ReportFormState({"": form_labels.FOREIGN_FORM}), status=409)
            response.headers.update(FOREIGN_HEADERS)
            return response
        except HTTPException as error:
            message = form_labels.UPLOAD_ERRORS.get(error.status_code)
            form_state = ReportFormState({"photo": message or form_labels.TOO_LARGE})
            return self._page(form_state, status=error.status_code if message else 413)

    def _submit(self, form: SubmittedForm, client_address: str) -> Response:
        context, principal = self._context, self._context.authorizer.principal()
        try:
            new_report = parse_report(form, principal, context)
            if principal.role is Role.ANONYMOUS and not context.submissions.consume_allowance(
                client_address, context.settings.filings_per_hour
            ):
                return self._page(ReportFormState({"": labels.TOO_MANY}, form.fields), status=429)
            receipt = context.submissions.submit(new_report)
        except InvalidReportError as error:
            return self._page(error.form_state, status=422)
        except PicturesBusyError:
            return self._page(ReportFormState({"photo": form_labels.BUSY}, form.fields), status=503)
        except ValueError:  # another account used this submission id
            return self._page(ReportFormState({"": form_labels.SUBMISSION_TAKEN}, form.fields), status=422)
        context.authorizer.audit("lapor", f"{receipt.source}/{receipt.service_request_id}")
        return RedirectResponse(
            f"{tracking_path(receipt.service_request_id, receipt.tracking_key)}?baru", 303
        )

    def _is_attempt_allowed(self, client_address: str) -> bool:
        """Return whether an address may send another form: reading and encoding it is expensive."""
        if self._context.authorizer.principal().role is not Role.ANONYMOUS:
            return True
        limit = ATTEMPTS_PER_REPORT * self._context.settings.filings_per_hour
        return self._context.submissions.consume_allowance(client_address, limit, "coba lapor")

    async def likely_duplicates(self, request: Request) -> Response:
        """Respond with open reports that may be the same: only their place, time and status."""
        fields = await read_form(request)
        duplicates = await run_in_threadpool(self._find_duplicates, fields)
        return JSONResponse({"alike": duplicates})

    def _find_duplicates(self, fields: dict[str, str]) -> list[dict[str, str]]:
        duplicate_query = parse_duplicate_query(fields, self._context)
        if duplicate_query is None or self._context.city.get_category(duplicate_query.service_code).sensitive:
            return []
        rows = self._context.live_board.backlogs.likely_duplicates(duplicate_query)
        return [] if rows is None else [self._describe(row) for row in rows.to_dict("records")]

    def _describe(self, row: Mapping[Hashable, Any]) -> dict[str, str]:
        context, area = self._context, row["area_code"]
        name = (
            context.layer.name_of(area)
            if area in context.layer.parent_by_code
            else report_labels.NO_AREA_NAME
        )
        where = f"sekitar {round(row['metres'], -1):.0f} m dari sini" if row["metres"] >= 0 else name
        return {
            "key": f"{row['source']}/{row['service_request_id']}",
            "where": where,
            "filed": format_moment(row["requested_datetime"], context.city.zone),
            "status": report_labels.status_label(row["status_description"]),
        }

    def _page(self, form_state: ReportFormState, *, status: int = 200) -> Response:
        citizen = self._context.authorizer.principal().role is Role.ANONYMOUS
        body = view.report_form(self._context, secrets.token_urlsafe(16), form_state, citizen=citizen)
        return html.page(
            self._context.city,
            labels.TITLE,
            body,
            status=status,
            styles=STYLES,
            scripts=SCRIPTS,
            body_class="plain forms report-form",
        )


def _area_map(context: WebContext) -> Handler:
    payload = encode(orjson.dumps({"areas": orjson.Fragment(feature_collection(context.layer))}))

    async def serve_map(request: Request) -> Response:
        return conditional_response(request, payload, {})

    return serve_map
