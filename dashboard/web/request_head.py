"""What is wrong with a request's head, seen before anything else looks at the request."""

from starlette.types import Scope

from dashboard.web.limits import MAX_QUERY_BYTES, LimitsOf

MAX_HEAD_BYTES = 16 * 1024  # of the request line and all headers
MAX_HEADERS = 100  # browsers send some 20, proxies add a few
MAX_PATH_BYTES = 2 * 1024
MAX_RANGES = 4  # of one file; a request for more gets the whole file
MAX_LENGTH_DIGITS = 15  # of a Content-Length that is read as a number
UNREADABLE_LENGTH = 10**MAX_LENGTH_DIGITS  # more than any route takes

BAD_REQUEST, URI_TOO_LONG, UNSUPPORTED_MEDIA, HEAD_TOO_LARGE = 400, 414, 415, 431


def stated_length(scope: Scope) -> int | None:
    """Return the length of a request's body in bytes; None if it comes in chunks, without a length."""
    length = b"0"
    for name, value in scope["headers"]:  # a plain loop: every wall's request passes here
        if name == b"transfer-encoding":
            return None
        if name == b"content-length":
            length = value
    return int(length) if length.isdigit() and len(length) <= MAX_LENGTH_DIGITS else UNREADABLE_LENGTH


def head_problem(scope: Scope, limits_of: LimitsOf) -> int | None:
    """Return the status that rejects a request by its head alone; None if nothing is wrong with it."""
    if len(scope["path"]) > MAX_PATH_BYTES:
        return URI_TOO_LONG
    query_bytes = len(scope["query_string"])
    if query_bytes > MAX_QUERY_BYTES and query_bytes > limits_of(scope["method"], scope["path"]).max_query:
        return URI_TOO_LONG
    return _headers_problem(scope["headers"])


def _headers_problem(headers: list[tuple[bytes, bytes]]) -> int | None:
    if len(headers) > MAX_HEADERS or sum(len(name) + len(value) for name, value in headers) > MAX_HEAD_BYTES:
        return HEAD_TOO_LARGE
    for name, value in headers:
        if name == b"content-encoding" and value.strip().lower() != b"identity":
            return UNSUPPORTED_MEDIA  # a body that grows when it is unpacked
        if name == b"upgrade" and b"websocket" in value.lower():
            return BAD_REQUEST  # no page uses a web socket
    return None


def without_many_ranges(scope: Scope) -> Scope:
    """Return a request without its ``Range`` if that names many parts; a server may ignore it."""
    headers = [pair for pair in scope["headers"] if pair[0] != b"range" or pair[1].count(b",") < MAX_RANGES]
    return scope if len(headers) == len(scope["headers"]) else {**scope, "headers": headers}
