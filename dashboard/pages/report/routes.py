"""``GET /foto/<foto>/<sumber>/<nomor>``: a picture that was handed in here, to whoever may read its report.

What is given out is what was drawn anew on its way in: always one JPEG, whatever file once brought it.
"""

from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from dashboard.ui.photos import HEADERS
from dashboard.web.context import WebContext
from dashboard.web.routes import AreaScope, Handler, RouteRegistry
from data.core.access import Permission
from data.core.report.key import ReportKey

PATH = "/foto/{picture_id}/{source}/{number:path}"


def photo_url(picture_id: str, key: ReportKey) -> str:
    """Where a picture is."""
    return "/".join(("/foto", *(quote(part, safe="") for part in (picture_id, *key))))


def register_routes(routes: RouteRegistry, context: WebContext) -> None:
    """The door to the pictures; it asks for the area of the report that they belong to."""
    routes.add(PATH, _photo_handler(context), Permission.VIEW_REPORTS, area=AreaScope.HANDLER)


def _photo_handler(context: WebContext) -> Handler:
    async def photo(request: Request) -> Response:
        return await run_in_threadpool(photo_response, context, request)

    return photo


def photo_response(context: WebContext, request: Request) -> Response:
    """The picture, if it is one of that report's.

    :raises RefusedError: the report is not for whoever asks, or there is none and a kecamatan asks
    """
    params = request.path_params
    key = (params["source"], params["number"])
    report = context.follow_ups.get(key)
    context.authorizer.require(Permission.VIEW_REPORTS, report.standing.area_code if report else None)
    hidden = report is None or context.city.get_category(report.standing.service_code).sensitive
    picture = None if hidden else context.follow_ups.picture(key, params["picture_id"])
    if picture is None:
        return Response(status_code=404)
    return Response(picture.body, media_type=picture.media_type, headers=HEADERS)
