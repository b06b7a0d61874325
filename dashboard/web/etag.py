"""Conditional responses: with an ETag, and 304 where the browser holds the same content."""

from starlette.requests import Request
from starlette.responses import Response

from dashboard.web.security_headers import RawHeaders
from data.lib.payload import EncodedBody

JSON_HEADER = (b"content-type", b"application/json")


def conditional_response(request: Request, payload: EncodedBody, headers: dict[str, str]) -> Response:
    """Return the JSON body, gzipped where the browser accepts that; 304 if it holds the same content."""
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
    """Return status, body and headers of a conditional response.

    :param known_etags: the request's ``If-None-Match``
    :param accept_encoding: the request's ``Accept-Encoding``
    """
    etag = payload.etag.encode()
    headers = [(b"etag", etag), (b"vary", b"Accept-Encoding"), (b"cache-control", b"no-cache")]
    if etag in known_etags:
        return 304, b"", headers
    use_gzip = b"gzip" in accept_encoding
    body = payload.gzipped if use_gzip else payload.body
    encoding_header = [(b"content-encoding", b"gzip")] if use_gzip else []
    return 200, body, [*headers, JSON_HEADER, *encoding_header, (b"content-length", str(len(body)).encode())]
