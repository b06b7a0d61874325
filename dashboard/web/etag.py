"""Answers that browsers may keep: sent with an ETag, 304 when known already."""

from starlette.requests import Request
from starlette.responses import Response

from dashboard.web.security_headers import Raw
from data.lib.payload import Packed

JSON = (b"content-type", b"application/json")


def answer(request: Request, found: Packed, headers: dict[str, str]) -> Response:
    """The body, JSON, in the form the browser takes; 304 if it holds it already."""
    asked = dict(request.scope["headers"])
    status, body, kept = parts(found, asked.get(b"if-none-match", b""), asked.get(b"accept-encoding", b""))
    made = Response(body, status_code=status, headers=headers)
    made.raw_headers = [*kept, *((k, v) for k, v in made.raw_headers if k != b"content-length")]
    return made


def parts(found: Packed, known: bytes, taken: bytes) -> tuple[int, bytes, Raw]:
    """Status, body and headers of an answer.

    :param known: what the browser holds, ``If-None-Match``; ``taken``: ``Accept-Encoding``
    """
    etag = found.etag.encode()
    headers = [(b"etag", etag), (b"vary", b"Accept-Encoding"), (b"cache-control", b"no-cache")]
    if etag in known:
        return 304, b"", headers
    zipped = b"gzip" in taken
    body = found.zipped if zipped else found.body
    encoded = [(b"content-encoding", b"gzip")] if zipped else []
    return 200, body, [*headers, JSON, *encoded, (b"content-length", str(len(body)).encode())]
