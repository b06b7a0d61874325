"""Answers that browsers may keep: sent with an ETag, 304 when known already."""

from starlette.requests import Request
from starlette.responses import Response

from data.packed import Packed


def answer(request: Request, found: Packed, headers: dict[str, str]) -> Response:
    """The body, JSON, in the form the browser takes; 304 if it holds it already."""
    headers = {**headers, "ETag": found.etag, "Vary": "Accept-Encoding", "Cache-Control": "no-cache"}
    if found.etag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    if "gzip" in request.headers.get("accept-encoding", ""):
        zipped = {**headers, "Content-Encoding": "gzip"}
        return Response(found.zipped, media_type="application/json", headers=zipped)
    return Response(found.body, media_type="application/json", headers=headers)
