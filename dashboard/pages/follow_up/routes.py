"""``GET`` and ``POST /tindak/<sumber>/<nomor>``: show the allowed actions, and apply one."""

import secrets
from collections.abc import Sequence
from functools import partial
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from dashboard.pages.follow_up import labels, view
from dashboard.pages.follow_up.changes import changes_since
from dashboard.pages.follow_up.choices import field_choices
from dashboard.pages.follow_up.forms import ActionForm, action_request, parse_action
from dashboard.ui import form_labels, urls
from dashboard.ui.urls import STORED_PARAM, follow_up_path
from dashboard.web.area_scope import AreaScope
from dashboard.web.context import WebContext
from dashboard.web.dependencies import Context, accept, require
from dashboard.web.form_parsing import MAX_NOTE_LENGTH, SubmittedForm
from dashboard.web.forms import FormState, refused_form
from dashboard.web.limits import PHOTO_FORM
from dashboard.web.page_router import page_router
from dashboard.web.photo_forms import apply_photo_form
from dashboard.web.templates import render_page
from dashboard.web.threads import run_in_threadpool
from data.core.access import Permission
from data.core.follow_up.actions import ActionRefusedError, RefusalReason
from data.core.follow_up.workflow import RequiredField, allowed_actions
from data.core.report.key import ReportKey
from data.lib.picture_pool import PicturesBusyError
from data.lib.translation import Text
from data.services.follow_up import ReportChangedError, ReportDetail, ReportNotFoundError

PATH = "/tindak/{source}/{number:path}"
CENTER_ONLY = (RefusalReason.NEEDS_CENTER, RefusalReason.NO_WAY_BACK)  # tries that the audit log keeps

router = page_router(require(Permission.FOLLOW_UP, AreaScope.HANDLER))


@router.get(PATH)
def show(context: Context, source: str, number: str) -> Response:
    """Respond with the page of one report."""
    report = _load_report(context, (source, number))
    return _page(context, report, FormState({})) if report else _not_found_page(context)


@router.post(PATH, dependencies=[accept(PHOTO_FORM)])
async def submit(request: Request, context: Context, source: str, number: str) -> Response:
    """Apply the action that a form requests, and redirect to the report."""
    report = await run_in_threadpool(_load_report, context, (source, number))
    if report is None:
        return _not_found_page(context)
    apply, refuse = partial(_apply, context, report), partial(_refuse_upload, context, report)
    return await apply_photo_form(request, context, "", apply, refuse)


def _load_report(context: WebContext, key: ReportKey) -> ReportDetail | None:
    """:raises PermissionDeniedError: the principal may not follow up this report, or it does not exist"""
    report = context.follow_ups.get(key)
    context.authorizer.require(Permission.FOLLOW_UP, report.standing.area_code if report else None)
    return report


def _apply(context: WebContext, report: ReportDetail, submitted: SubmittedForm) -> Response:
    values = submitted.fields
    try:
        form = parse_action(submitted, context)
    except PicturesBusyError:
        return _page(context, report, refused_form(form_labels.BUSY, values=values), 503)
    if form.model is None:
        return _page(context, report, form, 422)
    action, target = f"tindak {form.model.move}", "/".join(report.key)
    principal = context.authorizer.principal()
    try:
        context.follow_ups.apply(action_request(form.model, report.key, principal, context))
    except ActionRefusedError as error:
        if error.reason in CENTER_ONLY:
            context.authorizer.audit(action, target, f"ditolak: {error.reason}")
        field = error.reason if isinstance(error.reason, RequiredField) else ""
        return _page(context, report, refused_form(form_labels.ERRORS[error.reason], field, values), 422)
    except ReportChangedError:
        context.authorizer.audit(action, target, "laporan sudah berubah")
        return _conflict_page(context, report, form.model.seen, refused_form(labels.CHANGED, values=values))
    except ReportNotFoundError:
        field = RequiredField.ORIGINAL
        return _page(context, report, refused_form(form_labels.ERRORS[field], field, values), 422)
    except ValueError:  # another account used this submission id
        return _page(context, report, refused_form(form_labels.SUBMISSION_TAKEN, values=values), 422)
    context.authorizer.audit(action, target)
    return RedirectResponse(f"{urls.report_url(*report.key)}?{STORED_PARAM}={form.model.move}", 303)


def _refuse_upload(context: WebContext, report: ReportDetail, message: Text, status: int) -> Response:
    """Return the page as for the present account, without what another one may have written."""
    return _page(context, report, refused_form(message), status)


def _conflict_page(
    context: WebContext, report: ReportDetail, seen_change: int, form: FormState[ActionForm]
) -> Response:
    current = context.follow_ups.get(report.key) or report
    return _page(context, current, form, 409, changes_since(context, current, seen_change))


def _not_found_page(context: WebContext) -> Response:
    return render_page(context.city, "follow_up/not_found.html", labels.TITLE, status=404)


def _page(
    context: WebContext,
    report: ReportDetail,
    form: FormState[Any],
    status: int = 200,
    changes: Sequence[str] = (),
) -> Response:
    principal, standing = context.authorizer.principal(), report.standing
    is_missing = context.app.missing_reports.find(report.key) is not None
    actions = allowed_actions(standing.status_description, principal.role, is_missing=is_missing)
    return render_page(
        context.city,
        "follow_up/page.html",
        labels.TITLE,
        status=status,
        styles=("forms.css", "report_form.css"),
        scripts=("outbox.js",),
        body_class="plain forms",
        form=form,
        changes=changes,
        category=context.city.get_category(standing.service_code).name,
        state=view.state_text(context, report),
        lines=view.detail_lines(context, report),
        report_url=urls.report_url(*report.key),
        actions=view.action_blocks(actions, field_choices(context, report)),
        url=follow_up_path(report.key),
        submission_id=secrets.token_urlsafe(16),
        change=report.change,
        owner=context.form_owner.current(),
        max_note_length=MAX_NOTE_LENGTH,
    )
