"""``/lapor``: the form, its likely duplicates and map, and the submission."""

import secrets
from collections.abc import Hashable, Mapping
from functools import partial
from typing import Annotated, Any

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from dashboard.pages.report_form import labels, view
from dashboard.pages.report_form.forms import (
    MAX_ACCURACY_METRES,
    DuplicateForm,
    ReportForm,
    duplicate_query,
    new_report,
    parse_report,
)
from dashboard.ui import form_labels, report_labels
from dashboard.ui import labels as common_labels
from dashboard.ui.format import format_moment
from dashboard.ui.urls import tracking_path
from dashboard.web import callers, form_parsing
from dashboard.web.context import WebContext
from dashboard.web.dependencies import Context, accept, require
from dashboard.web.etag import conditional_response
from dashboard.web.form_parsing import SubmittedForm
from dashboard.web.forms import FormState, refused_form, submitted
from dashboard.web.limits import PHOTO_FORM
from dashboard.web.page_router import page_router
from dashboard.web.photo_forms import apply_photo_form
from dashboard.web.templates import render_page
from dashboard.web.threads import run_in_threadpool
from data.core.access import Permission, Role
from data.lib.picture_pool import PicturesBusyError
from data.lib.translation import Text, gettext

PATH = "/lapor"
ATTEMPTS_PER_REPORT = 5  # forms that an address may send for each report that it may submit
STYLES = ("forms.css", "report_form.css")
SCRIPTS = ("report_form.js",)

router = page_router(require(Permission.SUBMIT_REPORT))  # anybody may use it


@router.get(PATH)
def show(context: Context) -> Response:
    """Respond with the empty form."""
    return _page(context, FormState({}))


@router.post(PATH, dependencies=[accept(PHOTO_FORM)])
async def submit(request: Request, context: Context) -> Response:
    """Store a report, and redirect to its receipt."""
    address = callers.client_address(request.scope)
    if not await run_in_threadpool(_is_attempt_allowed, context, address):
        return await run_in_threadpool(_page, context, refused_form(labels.TOO_MANY), 429)
    apply, refuse = partial(_submit, context, address), partial(_refuse_upload, context)
    return await apply_photo_form(request, context, address, apply, refuse)


@router.post(f"{PATH}/serupa")
def likely_duplicates(
    context: Context, form: Annotated[FormState[DuplicateForm], submitted(DuplicateForm)]
) -> Response:
    """Respond with open reports that may be the same: only their place, time and status."""
    if form.model is None or context.city.is_sensitive(form.model.service_code):
        return JSONResponse({"alike": []})
    rows = context.live_board.backlogs.likely_duplicates(duplicate_query(form.model))
    duplicates = [] if rows is None else rows.to_dict("records")
    return JSONResponse({"alike": [_describe(context, row) for row in duplicates]})


@router.get(f"{PATH}/peta.json")
def area_map(request: Request, context: Context) -> Response:
    """Respond with the areas of the form's map."""
    return conditional_response(request, context.pin_map, {})


def _is_attempt_allowed(context: WebContext, client_address: str) -> bool:
    """Return whether an address may send another form: reading and encoding it is expensive."""
    if context.authorizer.principal().role is not Role.ANONYMOUS:
        return True
    limit = ATTEMPTS_PER_REPORT * context.settings.filings_per_hour
    return context.submissions.consume_allowance(client_address, limit, "coba lapor")


def _submit(context: WebContext, client_address: str, form: SubmittedForm) -> Response:
    principal = context.authorizer.principal()
    try:
        state = parse_report(form, context)
        if state.model is None:
            return _page(context, state, 422)
        if principal.role is Role.ANONYMOUS and not context.submissions.consume_allowance(
            client_address, context.settings.filings_per_hour
        ):
            return _page(context, refused_form(labels.TOO_MANY, values=form.fields), 429)
        receipt = context.submissions.submit(new_report(state.model, principal, context))
    except PicturesBusyError:
        return _page(context, refused_form(form_labels.BUSY, "photo", form.fields), 503)
    except ValueError:  # another account used this submission id
        return _page(context, refused_form(form_labels.SUBMISSION_TAKEN, values=form.fields), 422)
    context.authorizer.audit("lapor", f"{receipt.source}/{receipt.service_request_id}")
    return RedirectResponse(f"{tracking_path(receipt.service_request_id, receipt.tracking_key)}?baru", 303)


def _refuse_upload(context: WebContext, message: Text, status: int) -> Response:
    """Return the page for a form that was not received; only a foreign one has a message for its whole."""
    field = "" if message == form_labels.FOREIGN_FORM else "photo"
    return _page(context, refused_form(message, field), status)


def _describe(context: WebContext, row: Mapping[Hashable, Any]) -> dict[str, str]:
    area = row["area_code"]
    is_known = area in context.layer.parent_by_code
    name = context.layer.name_of(area) if is_known else report_labels.NO_AREA_NAME
    nearby = gettext("about {metres} m from here").format(metres=f"{round(row['metres'], -1):.0f}")
    return {
        "key": f"{row['source']}/{row['service_request_id']}",
        "where": nearby if row["metres"] >= 0 else str(name),
        "filed": format_moment(row["requested_datetime"], context.city.zone),
        "status": str(report_labels.status_label(row["status_description"])),
    }


def _page(context: WebContext, form: FormState[ReportForm], status: int = 200) -> Response:
    return render_page(
        context.city,
        "report_form/form.html",
        common_labels.REPORT_FORM,
        status=status,
        styles=STYLES,
        scripts=SCRIPTS,
        body_class="plain forms report-form",
        limits=form_parsing,
        form=form,
        citizen=context.authorizer.principal().role is Role.ANONYMOUS,
        submission_id=secrets.token_urlsafe(16),
        owner=context.form_owner.current(),
        tile_url=context.settings.tile_url,
        parent_level=view.parent_level(context),
        max_metres=MAX_ACCURACY_METRES,
        area_groups=view.area_groups(context),
        categories=view.categories(context),
    )
