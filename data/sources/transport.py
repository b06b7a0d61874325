"""Bytes from a URL or a file. Whatever goes wrong becomes a :class:`FeedError` that says what to look at."""

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
from data.sources.http_request import MAX_BYTES, Body, BusyError, Call, StatusError, shown_address
from data.sources.http_response import body_of
from data.sources.redirects import check_redirect, same_server

PATIENCE = 10  # so many times the time-out for a whole answer
REDIRECTS = 5


@cache
def _certificates() -> ssl.SSLContext:
    """Read once: it takes longer than a short answer does."""
    return httpx.create_ssl_context()


def open_session() -> httpx.Client:
    """A client that keeps its connections from one call to the next, until it is closed."""
    return httpx.Client(verify=_certificates(), follow_redirects=False)


def read_file(path: Path) -> bytes:
    """The content of a local file, up to 200 MiB."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise FeedError(f"{path.name} is larger than {MAX_BYTES // 2**20} MiB")
        return path.read_bytes()
    except OSError as error:
        raise FeedError(f"cannot read {path}: {error.strerror}") from error


def read_url(url: str, timeout: float, wait: Callable[..., float] | None = None) -> bytes:
    """The body behind ``url``, see :func:`fetch`."""
    body = fetch(Call(url, timeout, wait=wait))
    assert body is not None
    return body.read()


def fetch(call: Call) -> Body | None:
    """The answer to a call; a passing fault (connection, time-out, 429, 5xx) is tried again.

    None if the server says that nothing has changed since the call's ``etag`` or ``last_modified``.

    :raises FeedError: unreachable, an error status, too large, a refused redirect, or an HTML page
    """
    tries = Retrying(
        stop=stop_after_attempt(call.attempts),
        wait=_Wait(call.wait or wait_random_exponential(multiplier=0.5, max=5)),
        retry=retry_if_exception_type((httpx.TransportError, BusyError)),
    )
    try:
        return tries(_get, call)
    except RetryError as error:
        raise _given_up(call, error.last_attempt.exception()) from error
    except httpx.InvalidURL as error:
        raise FeedError(f"the address of the feed is none: {error}") from error
    except httpx.RequestError as error:  # redirects in a circle, an unknown scheme
        raise FeedError(f"{shown_address(call.url)} did not answer as it should: {_said(error)}") from error
    except UnicodeError as error:
        raise FeedError("the address or a header of the feed holds characters that it may not") from error


class _Wait:
    """As long as the server asks for, within reason; else as long as usual."""

    def __init__(self, usual: Callable[[RetryCallState], float]) -> None:
        self._usual = usual

    def __call__(self, state: RetryCallState) -> float:
        cause = state.outcome.exception() if state.outcome else None
        asked = cause.pause if isinstance(cause, BusyError) else None
        return self._usual(state) if asked is None else asked


def _given_up(call: Call, cause: BaseException | None) -> FeedError:
    message = f"{shown_address(call.url)} did not answer: {_said(cause)}"
    if isinstance(cause, BusyError):
        return StatusError(message, cause.status, cause.body)
    return FeedError(message)


def _get(call: Call) -> Body | None:
    """One try, along at most five redirects."""
    asked, until = httpx.URL(call.url), time.monotonic() + PATIENCE * call.timeout
    with nullcontext(call.session) if call.session else open_session() as client:
        url = asked
        for _ in range(REDIRECTS + 1):
            headers = _headers(call, asked, url)
            with client.stream("GET", url, headers=headers, timeout=call.timeout) as answer:
                if not answer.has_redirect_location:
                    return body_of(call, answer, until)
                url = url.join(answer.headers["location"])
            check_redirect(asked, url)
    raise FeedError(f"{shown_address(call.url)} sends us from one address to the next without end")


def _headers(call: Call, asked: httpx.URL, url: httpx.URL) -> dict[str, str]:
    """``gzip`` is the one packing we ask for; servers send others unasked."""
    validators = {"If-None-Match": call.etag, "If-Modified-Since": call.last_modified}
    known = {name: value for name, value in validators.items() if value}
    own = call.secret_headers if same_server(asked, url) else {}
    return {"Accept-Encoding": "gzip", "User-Agent": "pantau/1", **known, **call.headers, **own}


def _said(cause: BaseException | None) -> str:
    return str(cause) or type(cause).__name__
