"""The route of uploaded photos, for those who may read the report.

Photos are encoded anew when they are uploaded, so a response is always a JPEG, whatever file was uploaded.
"""

from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from dashboard.web.area_scope import AreaScope
from dashboard.web.context import WebContext
from dashboard.web.photos import conditional_photo
from dashboard.web.routes import Handler, RouteRegistry
from dashboard.web.threads import run_in_threadpool
from data.core.access import Permission
from data.core.report.key import ReportKey

PHOTO_PATH = "/foto/{picture_id}/{source}/{number:path}"


def photo_url(picture_id: str, key: ReportKey) -> str:
    """Return the address of an uploaded photo."""
    return "/".join(("/foto", *(quote(part, safe="") for part in (picture_id, *key))))


def register_routes(routes: RouteRegistry, context: WebContext) -> None:
    """Register the route of photos; its handler checks access to the area of the report."""
    routes.add(PHOTO_PATH, _photo_handler(context), Permission.VIEW_REPORTS, area=AreaScope.HANDLER)


def _photo_handler(context: WebContext) -> Handler:
    async def photo(request: Request) -> Response:
        return await run_in_threadpool(photo_response, context, request)

    return photo


def photo_response(context: WebContext, request: Request) -> Response:
    """Return a photo of the report in the path, or 404 if it has no such photo.

    :raises PermissionDeniedError: the principal may not read the report, or the city if there is none
    """
    params = request.path_params
    key = (params["source"], params["number"])
    report = context.follow_ups.get(key)
    context.authorizer.require(Permission.VIEW_REPORTS, report.standing.area_code if report else None)
    hidden = report is None or context.city.get_category(report.standing.service_code).sensitive
    picture = None if hidden else context.follow_ups.picture(key, params["picture_id"])
    if picture is None:
        return Response(status_code=404)
    return conditional_photo(request, picture)
