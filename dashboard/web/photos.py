"""Responses with an uploaded photo: a browser may keep it, but asks each time whether it may show it."""

from starlette.requests import Request
from starlette.responses import Response

from data.core.follow_up.records import Picture

PHOTO_HEADERS = {"Cache-Control": "private, no-cache", "Content-Disposition": "inline"}


def conditional_photo(request: Request, picture: Picture) -> Response:
    """Return a photo, or 304 if the browser holds it; the permission must have been checked before.

    A photo never changes, so its random id serves as its ETag.
    """
    headers = {**PHOTO_HEADERS, "ETag": f'"{picture.picture_id}"'}
    if headers["ETag"] in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(picture.body, media_type=picture.media_type, headers=headers)
