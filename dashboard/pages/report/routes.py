"""``/laporan/<sumber>/<nomor>``, and uploaded photos, for those who may read the report.

Photos are encoded anew when they are uploaded, so a response is always a JPEG, whatever file was uploaded.
"""

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from dashboard.pages.report import labels, view
from dashboard.ui import report_labels
from dashboard.web.area_scope import AreaScope
from dashboard.web.clock_faults import clock_fault
from dashboard.web.dependencies import Context, require
from dashboard.web.page_router import page_router
from dashboard.web.photos import conditional_photo
from dashboard.web.templates import render_page
from data.core.access import Permission
from data.core.follow_up.workflow import ActionType

router = page_router(require(Permission.VIEW_REPORTS, AreaScope.HANDLER))


@router.get("/laporan/{rest:path}", response_class=HTMLResponse)
def show(context: Context, rest: str, tersimpan: str = "") -> Response:
    """Respond with the page of one report.

    A report without an area, and one that does not exist, need access to the whole city: whoever may read
    one kecamatan only is denied both, and so learns nothing about other kecamatan.

    :param rest: source and number
    :param tersimpan: the action that was just stored
    :raises PermissionDeniedError: the principal may not read the report
    """
    source, _, number = rest.partition("/")
    case_file = context.live_board.backlogs.case_file(source, number)
    context.authorizer.require(
        Permission.VIEW_REPORTS, case_file.standing["area_code"] if case_file else None
    )
    return render_page(
        context.city,
        "report/page.html",
        labels.TITLE,
        styles=("office.css", "kecamatan.css"),
        scripts=("report.js",),
        body_class="office-page",
        report=view.case_file_page(context, case_file) if case_file else None,
        stored_action=report_labels.ACTIONS[ActionType(tersimpan)][0] if tersimpan in set(ActionType) else "",
        clock=view.page_clock(context),
        data_since=view.data_moment(context),
        clock_fault=clock_fault(context),
    )


@router.get("/foto/{picture_id}/{source}/{number:path}")
def photo(request: Request, context: Context, picture_id: str, source: str, number: str) -> Response:
    """Respond with a photo of the report in the path, or 404 if it has no such photo.

    :raises PermissionDeniedError: the principal may not read the report, or the city if there is none
    """
    report = context.follow_ups.get((source, number))
    context.authorizer.require(Permission.VIEW_REPORTS, report.standing.area_code if report else None)
    hidden = report is None or context.city.is_sensitive(report.standing.service_code)
    picture = None if hidden else context.follow_ups.picture((source, number), picture_id)
    return conditional_photo(request, picture) if picture else Response(status_code=404)
