"""Answers that browsers may keep: sent with an ETag, 304 when known already."""

from starlette.requests import Request
from starlette.responses import Response

from dashboard.web.security_headers import RawHeaders
from data.lib.payload import EncodedBody

JSON_HEADER = (b"content-type", b"application/json")


def conditional_response(request: Request, payload: EncodedBody, headers: dict[str, str]) -> Response:
    """The body, JSON, in the form the browser takes; 304 if it holds it already."""
    request_headers = dict(request.scope["headers"])
    status, body, cache_headers = conditional_parts(
        payload, request_headers.get(b"if-none-match", b""), request_headers.get(b"accept-encoding", b"")
    )
    response = Response(body, status_code=status, headers=headers)
    response.raw_headers = [
        *cache_headers,
        *((k, v) for k, v in response.raw_headers if k != b"content-length"),
    ]
    return response


def conditional_parts(
    payload: EncodedBody, known_etags: bytes, accept_encoding: bytes
) -> tuple[int, bytes, RawHeaders]:
    """Status, body and headers of an answer.

    :param known: what the browser holds, ``If-None-Match``; ``taken``: ``Accept-Encoding``
    """
    etag = payload.etag.encode()
    headers = [(b"etag", etag), (b"vary", b"Accept-Encoding"), (b"cache-control", b"no-cache")]
    if etag in known_etags:
        return 304, b"", headers
    use_gzip = b"gzip" in accept_encoding
    body = payload.gzipped if use_gzip else payload.body
    encoding_header = [(b"content-encoding", b"gzip")] if use_gzip else []
    return 200, body, [*headers, JSON_HEADER, *encoding_header, (b"content-length", str(len(body)).encode())]
