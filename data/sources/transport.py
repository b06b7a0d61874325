"""Bytes from a URL or a file; every failure becomes a :class:`FeedError` that says what to look at."""

import ssl
import time
from collections.abc import Callable
from contextlib import nullcontext
from functools import cache
from pathlib import Path

import httpx
from tenacity import (
    RetryCallState,
    RetryError,
    Retrying,
    retry_if_exception_type,
    stop_after_attempt,
    wait_random_exponential,
)

from data.sources.base import FeedError
from data.sources.http_request import (
    MAX_BYTES,
    HttpRequest,
    HttpResponse,
    HttpStatusError,
    RetryableStatusError,
    redact_url,
)
from data.sources.http_response import read_response
from data.sources.redirects import check_redirect, same_server

DEADLINE_FACTOR = 10  # a whole response may take so many times the time-out
MAX_REDIRECTS = 5


@cache
def _ssl_context() -> ssl.SSLContext:
    """Create the context once: that takes longer than a short response."""
    return httpx.create_ssl_context()


def open_client() -> httpx.Client:
    """Return a client that keeps its connections between requests until it is closed."""
    return httpx.Client(verify=_ssl_context(), follow_redirects=False)


def read_file(path: Path) -> bytes:
    """Return the content of a local file.

    :raises FeedError: the file cannot be read, or is larger than 200 MiB
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise FeedError(f"{path.name} is larger than {MAX_BYTES // 2**20} MiB")
        return path.read_bytes()
    except OSError as error:
        raise FeedError(f"cannot read {path}: {error.strerror}") from error


def fetch(request: HttpRequest) -> HttpResponse | None:
    """Send a request; retry temporary failures (connection, time-out, 429, 5xx).

    None if nothing has changed since the request's ``etag`` or ``last_modified``.

    :raises FeedError: unreachable, an error status, too large, a refused redirect, or an HTML page
    """
    retrying = Retrying(
        stop=stop_after_attempt(request.attempts),
        wait=_RetryWait(request.wait or wait_random_exponential(multiplier=0.5, max=5)),
        retry=retry_if_exception_type((httpx.TransportError, RetryableStatusError)),
    )
    try:
        return retrying(_attempt, request)
    except RetryError as error:
        raise _final_error(request, error.last_attempt.exception()) from error
    except httpx.InvalidURL as error:
        raise FeedError(f"the address of the feed is none: {error}") from error
    except httpx.RequestError as error:  # redirects in a circle, an unknown scheme
        raise FeedError(
            f"{redact_url(request.url)} did not answer as it should: {_describe_error(error)}"
        ) from error
    except UnicodeError as error:
        raise FeedError("the address or a header of the feed holds characters that it may not") from error


class _RetryWait:
    """Wait as long as the server asks for with ``Retry-After``, up to a limit; else the default."""

    def __init__(self, default_wait: Callable[[RetryCallState], float]) -> None:
        self._default_wait = default_wait

    def __call__(self, state: RetryCallState) -> float:
        cause = state.outcome.exception() if state.outcome else None
        retry_after = cause.retry_after if isinstance(cause, RetryableStatusError) else None
        return self._default_wait(state) if retry_after is None else retry_after


def _final_error(request: HttpRequest, cause: BaseException | None) -> FeedError:
    message = f"{redact_url(request.url)} did not answer: {_describe_error(cause)}"
    if isinstance(cause, RetryableStatusError):
        return HttpStatusError(message, cause.status, cause.body)
    return FeedError(message)


def _attempt(request: HttpRequest) -> HttpResponse | None:
    """Send the request once, following at most five redirects."""
    configured_url, deadline = httpx.URL(request.url), time.monotonic() + DEADLINE_FACTOR * request.timeout
    with nullcontext(request.client) if request.client else open_client() as client:
        url = configured_url
        for _ in range(MAX_REDIRECTS + 1):
            headers = _headers(request, configured_url, url)
            with client.stream("GET", url, headers=headers, timeout=request.timeout) as response:
                if not response.has_redirect_location:
                    return read_response(request, response, deadline)
                url = url.join(response.headers["location"])
            check_redirect(configured_url, url)
    raise FeedError(f"{redact_url(request.url)} sends us from one address to the next without end")


def _headers(request: HttpRequest, configured_url: httpx.URL, url: httpx.URL) -> dict[str, str]:
    """Return the headers for one server; only ``gzip`` is accepted, although servers send others unasked."""
    validators = {"If-None-Match": request.etag, "If-Modified-Since": request.last_modified}
    conditional_headers = {name: value for name, value in validators.items() if value}
    secret_headers = request.secret_headers if same_server(configured_url, url) else {}
    return {
        "Accept-Encoding": "gzip",
        "User-Agent": "pantau/1",
        **conditional_headers,
        **request.headers,
        **secret_headers,
    }


def _describe_error(cause: BaseException | None) -> str:
    return str(cause) or type(cause).__name__
