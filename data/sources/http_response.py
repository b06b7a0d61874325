"""Reading of an HTTP response into a file, within limits of size and time."""

import tempfile
import time
from collections.abc import Iterator
from typing import IO

import httpx

from data.sources.base import FeedError
from data.sources.decompression import decompress, decompress_file
from data.sources.http_request import (
    HttpRequest,
    HttpResponse,
    HttpStatusError,
    RetryableStatusError,
    redact_url,
)

SPOOL_LIMIT = 4 * 1024 * 1024  # a larger response is stored on disk
MAX_ERROR_BODY = 64 * 1024  # bytes read of an error's text
MAX_RETRY_AFTER = 30.0  # seconds; beyond that the next pull tries again
HTML_TYPES = ("text/html", "application/xhtml")
HTML_STARTS = (b"<!doctype html", b"<html", b"<head", b"<body")
RETRYABLE_STATUSES = (429, 500, 502, 503, 504)


def read_response(request: HttpRequest, response: httpx.Response, deadline: float) -> HttpResponse | None:
    """Read a response; None if it says "not modified".

    :param deadline: by ``time.monotonic``
    :raises RetryableStatusError: 429 or 5xx
    :raises FeedError: another status than 200, HTML, too large, or too slow
    """
    safe_url = redact_url(str(response.url))
    if response.status_code == 304 and (request.etag or request.last_modified):
        return None
    if response.status_code in RETRYABLE_STATUSES or response.status_code >= 500:
        raise RetryableStatusError(
            response.status_code, _error_body(response, deadline), _retry_after(response)
        )
    if response.status_code != 200:
        message = f"{safe_url} answered with status {response.status_code}"
        raise HttpStatusError(message, response.status_code, _error_body(response, deadline))
    content_type = response.headers.get("content-type", "").lower()
    if content_type.startswith(HTML_TYPES) and not request.any_content_type:
        raise _html_error(safe_url)
    return _read_content(request, response, deadline)


def _read_content(request: HttpRequest, response: httpx.Response, deadline: float) -> HttpResponse:
    """Read the content to disk, or to memory while it is short."""
    safe_url = redact_url(str(response.url))
    content_length = response.headers.get("content-length", "")
    if content_length.isdecimal() and int(content_length) > request.byte_limit:
        raise _too_large_error(safe_url, request.byte_limit)
    stream = _LimitedStream(response, safe_url, request.byte_limit, deadline)
    file: IO[bytes] = tempfile.SpooledTemporaryFile(SPOOL_LIMIT)  # noqa: SIM115 its reader closes it
    try:
        _write_chunks(file, _decompress_response(stream, response), safe_url, request.byte_limit)
    except BaseException:
        file.close()
        raise
    validators = {name: response.headers.get(name) for name in ("etag", "last-modified")}
    next_url = response.links.get("next", {}).get("url")
    return HttpResponse(
        file, validators["etag"], validators["last-modified"], stream.bytes_received, next_url
    )


def _decompress_response(stream: Iterator[bytes], response: httpx.Response) -> Iterator[bytes]:
    """Undo the content codings, and the compression of a ``.gz`` or ``.zst`` file."""
    chunks = stream
    for coding in reversed(response.headers.get("content-encoding", "").split(",")):
        chunks = decompress(chunks, coding)
    return decompress_file(chunks)


def _write_chunks(file: IO[bytes], chunks: Iterator[bytes], safe_url: str, limit: int) -> None:
    size, head = 0, b""
    for chunk in chunks:
        size += len(chunk)
        if size > limit:
            raise _too_large_error(safe_url, limit)
        file.write(chunk)
        head = head if len(head) >= 512 else head + chunk[:512]
    if _is_html(head):
        raise _html_error(safe_url)
    file.seek(0)


class _LimitedStream:
    """The raw bytes of a response up to the limits of size and time, whatever its headers say.

    The time-out alone would let a server that sends a byte now and then block a pull for ever.
    """

    def __init__(self, response: httpx.Response, safe_url: str, limit: int, deadline: float) -> None:
        self._chunks, self._safe_url = response.iter_raw(), safe_url
        self._limit, self._deadline = limit, deadline
        self.bytes_received = 0

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        chunk = next(self._chunks)
        self.bytes_received += len(chunk)
        if self.bytes_received > self._limit:
            raise _too_large_error(self._safe_url, self._limit)
        if time.monotonic() > self._deadline:
            raise FeedError(f"{self._safe_url} sends too slowly: {self.bytes_received} bytes so far")
        return chunk


def _error_body(response: httpx.Response, deadline: float) -> bytes:
    """Return the beginning of the server's error text; empty if it cannot be read."""
    body = b""
    try:
        for chunk in _decompress_response(
            _LimitedStream(response, "", 2 * MAX_ERROR_BODY, deadline), response
        ):
            body += chunk
            if len(body) > MAX_ERROR_BODY:
                return body[:MAX_ERROR_BODY]
    except FeedError:
        return b""
    return body


def _retry_after(response: httpx.Response) -> float | None:
    retry_after = response.headers.get("retry-after", "")
    return min(float(retry_after), MAX_RETRY_AFTER) if retry_after.isdecimal() else None


def _is_html(head: bytes) -> bool:
    return head.removeprefix(b"\xef\xbb\xbf").lstrip().lower().startswith(HTML_STARTS)


def _html_error(safe_url: str) -> FeedError:
    return FeedError(f"{safe_url} answered with an HTML page, not data: is a sign-in needed?")


def _too_large_error(safe_url: str, limit: int) -> FeedError:
    return FeedError(f"{safe_url} sends more than {limit // 2**20} MiB")
