"""``GET /foto/<foto>/<sumber>/<nomor>``: a picture that was handed in here, to whoever may read its report.

What is given out is what was drawn anew on its way in: always one JPEG, whatever file once brought it.
"""

from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from dashboard.ui.photos import HEADERS
from dashboard.web.context import Site
from dashboard.web.routes import Doors, Handler, Place
from data.core.access import Act
from data.core.report.key import Key

PATH = "/foto/{picture_id}/{source}/{number:path}"


def address(picture_id: str, key: Key) -> str:
    """Where a picture is."""
    return "/".join(("/foto", *(quote(part, safe="") for part in (picture_id, *key))))


def add_doors(doors: Doors, site: Site) -> None:
    """The door to the pictures; it asks for the area of the report that they belong to."""
    doors.add(PATH, _photo(site), Act.READ, area=Place.ITSELF)


def _photo(site: Site) -> Handler:
    async def photo(request: Request) -> Response:
        return await run_in_threadpool(given, site, request)

    return photo


def given(site: Site, request: Request) -> Response:
    """The picture, if it is one of that report's.

    :raises RefusedError: the report is not for whoever asks, or there is none and a kecamatan asks
    """
    wanted = request.path_params
    key = (wanted["source"], wanted["number"])
    looked = site.follow_ups.look(key)
    site.gate.require(Act.READ, looked.standing.area_code if looked else None)
    hidden = looked is None or site.city.category_of(looked.standing.service_code).sensitive
    found = None if hidden else site.follow_ups.picture(key, wanted["picture_id"])
    if found is None:
        return Response(status_code=404)
    return Response(found.body, media_type=found.media_type, headers=HEADERS)
