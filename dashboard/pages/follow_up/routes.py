"""``GET`` and ``POST /tindak/<sumber>/<nomor>``: show the allowed actions, and apply one."""

import secrets

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from dashboard.pages.follow_up import labels, view
from dashboard.pages.follow_up.changes import changes_since
from dashboard.pages.follow_up.choices import field_choices
from dashboard.pages.follow_up.forms import InvalidActionError, parse_action, parse_action_type
from dashboard.pages.follow_up.view import ActionFormState, ActionHiddenFields
from dashboard.ui import form_labels, report_labels, urls
from dashboard.ui.format import format_moment
from dashboard.ui.locations import location_text
from dashboard.ui.status_icons import STATE_LABELS
from dashboard.ui.urls import STORED_PARAM, follow_up_path
from dashboard.web import html
from dashboard.web.area_scope import AreaScope
from dashboard.web.context import WebContext
from dashboard.web.form_owner import FOREIGN_HEADERS, ForeignFormError
from dashboard.web.form_parsing import SubmittedForm, received_form
from dashboard.web.limits import PHOTO_FORM
from dashboard.web.routes import RouteRegistry
from dashboard.web.threads import run_in_threadpool
from dashboard.web.upload_slots import upload_caller
from data.core.access import Permission
from data.core.follow_up.actions import ActionRefusedError, RefusalReason
from data.core.follow_up.workflow import RequiredField, allowed_actions
from data.lib.picture_pool import PicturesBusyError
from data.services.follow_up import ReportChangedError, ReportDetail, ReportNotFoundError

PATH = "/tindak/{source}/{number:path}"
CENTER_ONLY = (RefusalReason.NEEDS_CENTER, RefusalReason.NO_WAY_BACK)  # tries that the audit log keeps


def register_routes(routes: RouteRegistry, context: WebContext) -> None:
    """Declare the routes; each checks the permission for the report's area."""
    page = FollowUpPage(context)
    routes.add(PATH, page.show, Permission.FOLLOW_UP, area=AreaScope.HANDLER)
    routes.add(
        PATH, page.submit, Permission.FOLLOW_UP, area=AreaScope.HANDLER, methods=("POST",), limits=PHOTO_FORM
    )


class FollowUpPage:
    """Handlers of the follow-up page."""

    def __init__(self, context: WebContext) -> None:
        self._context = context

    async def show(self, request: Request) -> Response:
        """Respond with the page of one report."""
        return await run_in_threadpool(self._render, request)

    def _render(self, request: Request) -> Response:
        report = self._load_report(request)
        return self._page(report, ActionFormState()) if report else self._not_found_page()

    async def submit(self, request: Request) -> Response:
        """Apply the action that a form requests, and redirect to the report."""
        report = await run_in_threadpool(self._load_report, request)
        if report is None:
            return self._not_found_page()
        caller = upload_caller(self._context.authorizer.principal(), "")
        try:
            async with received_form(request, self._context.upload_slots, caller) as form:
                self._context.form_owner.check(request, form.fields)
                return await run_in_threadpool(self._apply, report, form)
        except ForeignFormError:
            return await run_in_threadpool(self._foreign_page, report)
        except HTTPException as error:
            message = form_labels.UPLOAD_ERRORS.get(error.status_code)
            form_state = ActionFormState(message=message or form_labels.TOO_LARGE)
            status = error.status_code if message else 413
            return await run_in_threadpool(self._page, report, form_state, status=status)

    def _load_report(self, request: Request) -> ReportDetail | None:
        """:raises PermissionDeniedError: the principal may not follow up this report, or it does not exist"""
        key = (request.path_params["source"], request.path_params["number"])
        report = self._context.follow_ups.get(key)
        self._context.authorizer.require(Permission.FOLLOW_UP, report.standing.area_code if report else None)
        return report

    def _apply(self, report: ReportDetail, form: SubmittedForm) -> Response:
        authorizer = self._context.authorizer
        target = "/".join(report.key)
        try:
            action_request = parse_action(form, report.key, authorizer.principal(), self._context)
            self._context.follow_ups.apply(action_request)
        except InvalidActionError as error:
            return self._page(report, error.form_state, status=422)
        except PicturesBusyError:
            form_state = ActionFormState(parse_action_type(form), form_labels.BUSY, None, form.fields)
            return self._page(report, form_state, status=503)
        except ActionRefusedError as error:
            if error.reason in CENTER_ONLY:
                authorizer.audit(f"tindak {error.action_type}", target, f"ditolak: {error.reason}")
            required_field = error.reason if isinstance(error.reason, RequiredField) else None
            form_state = ActionFormState(
                error.action_type, form_labels.ERRORS[error.reason], required_field, form.fields
            )
            return self._page(report, form_state, status=422)
        except ReportChangedError:
            authorizer.audit(f"tindak {parse_action_type(form)}", target, "laporan sudah berubah")
            return self._conflict_page(report, action_request.expected_change, form)
        except (ReportNotFoundError, ValueError) as error:
            missing = isinstance(error, ReportNotFoundError)
            message = form_labels.ERRORS[RequiredField.ORIGINAL] if missing else form_labels.SUBMISSION_TAKEN
            form_state = ActionFormState(
                parse_action_type(form), message, RequiredField.ORIGINAL if missing else None, form.fields
            )
            return self._page(report, form_state, status=422)
        action_type = parse_action_type(form)
        authorizer.audit(f"tindak {action_type}", target)
        return RedirectResponse(f"{urls.report_url(*report.key)}?{STORED_PARAM}={action_type}", 303)

    def _conflict_page(self, report: ReportDetail, seen_change: int, form: SubmittedForm) -> Response:
        current = self._context.follow_ups.get(report.key) or report
        form_state = ActionFormState(parse_action_type(form), labels.CHANGED, None, form.fields)
        return self._page(
            current, form_state, status=409, changes_html=changes_since(self._context, current, seen_change)
        )

    def _foreign_page(self, report: ReportDetail) -> Response:
        """Return the page as for the present account, without what another one wrote."""
        response = self._page(report, ActionFormState(message=form_labels.FOREIGN_FORM), status=409)
        response.headers.update(FOREIGN_HEADERS)
        return response

    def _not_found_page(self) -> Response:
        body = (
            f'<section class="card"><h1>{labels.TITLE}</h1><p class="lead">{labels.NOT_FOUND}</p></section>'
        )
        return html.page(self._context.city, labels.TITLE, body, status=404)

    def _page(
        self, report: ReportDetail, form_state: ActionFormState, *, status: int = 200, changes_html: str = ""
    ) -> Response:
        context, standing = self._context, report.standing
        principal = context.authorizer.principal()
        hidden_fields = ActionHiddenFields(
            follow_up_path(report.key),
            secrets.token_urlsafe(16),
            report.change,
            context.form_owner.field(),
        )
        banner = (
            html.banner(form_state.message)
            if form_state.message and (form_state.action_type is None or changes_html)
            else ""
        )
        is_missing = context.app.missing_reports.find(report.key) is not None
        actions = allowed_actions(standing.status_description, principal.role, is_missing=is_missing)
        body = "".join(
            (
                '<section class="outbox" id="outbox" hidden></section>',
                banner,
                changes_html,
                view.report_header(
                    context.city.get_category(standing.service_code).name,
                    self._state_text(report),
                    self._detail_lines(report),
                    urls.report_url(*report.key),
                ),
                view.action_forms(actions, field_choices(context, report), hidden_fields, form_state),
            )
        )
        return html.page(
            context.city,
            labels.TITLE,
            body,
            status=status,
            styles=("forms.css", "report_form.css"),
            scripts=("photo_shrink.js", "form_content.js", "outbox.js"),
            body_class="plain forms",
        )

    def _state_text(self, report: ReportDetail) -> str:
        """Return the report's status and, while it is open, the state of its deadline."""
        status_text = report_labels.status_label(report.standing.status_description)
        case_file = self._context.live_board.backlogs.case_file(*report.key)
        return (
            f"{status_text} · {STATE_LABELS[case_file.state]}"
            if case_file and case_file.state
            else status_text
        )

    def _detail_lines(self, report: ReportDetail) -> list[str]:
        zone, standing = self._context.city.zone, report.standing
        area = location_text(self._context, standing.service_code, standing.area_code, standing.placement)
        lines = [
            f"Nomor {report.key[1]} · {area}",
            f"Masuk {format_moment(standing.requested_datetime, zone)}",
        ]
        if standing.expected_datetime:
            lines.append(f"Batas waktu {format_moment(standing.expected_datetime, zone)}")
        return lines
