"""Bytes from a URL or a file. Whatever goes wrong becomes a :class:`FeedError` that says what to look at."""

import time
from collections.abc import Callable
from pathlib import Path

import httpx
from tenacity import (
    RetryError,
    Retrying,
    retry_if_exception_type,
    stop_after_attempt,
    wait_random_exponential,
)

from data.source.base import FeedError

MAX_BYTES = 200 * 1024 * 1024
ATTEMPTS = 3
PATIENCE = 10  # so many times the time-out for a whole answer
HTML = ("text/html", "application/xhtml")


def read_file(path: Path) -> bytes:
    """The content of a local file, up to 200 MiB."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise FeedError(f"{path.name} is larger than {MAX_BYTES // 2**20} MiB")
        return path.read_bytes()
    except OSError as error:
        raise FeedError(f"cannot read {path}: {error.strerror}") from error


def read_url(url: str, timeout: float, wait: Callable[..., float] | None = None) -> bytes:
    """The body behind ``url``; a passing fault (connection, time-out, 5xx) is tried three times.

    :param wait: tenacity's wait between tries, random and rising if not given
    :raises FeedError: unreachable, an error status, too large, or an HTML page instead of data
    """
    tries = Retrying(
        stop=stop_after_attempt(ATTEMPTS),
        wait=wait or wait_random_exponential(multiplier=0.5, max=5),
        retry=retry_if_exception_type((httpx.TransportError, _ServerError)),
    )
    try:
        return tries(_get, url, timeout)
    except RetryError as error:
        cause = error.last_attempt.exception()
        raise FeedError(f"{_shown(url)} did not answer: {_said(cause)}") from cause
    except httpx.InvalidURL as error:
        raise FeedError(f"the address of the feed is none: {error}") from error
    except httpx.RequestError as error:  # a broken compression, redirects in a circle
        raise FeedError(f"{_shown(url)} did not answer as it should: {_said(error)}") from error


class _ServerError(Exception):
    """A 5xx answer: the server may be well again in a moment."""


def _get(url: str, timeout: float) -> bytes:
    with httpx.stream("GET", url, timeout=timeout, follow_redirects=True) as answer:
        if answer.status_code >= 500:
            raise _ServerError(f"status {answer.status_code}")
        if answer.status_code != 200:
            raise FeedError(f"{_shown(url)} answered with status {answer.status_code}")
        kind = answer.headers.get("content-type", "")
        if kind.lower().startswith(HTML):
            raise FeedError(f"{_shown(url)} answered with an HTML page, not data: is a sign-in needed?")
        return _limited(answer, time.monotonic() + PATIENCE * timeout)


def _limited(answer: httpx.Response, until: float) -> bytes:
    """Reads no more and no longer than the limits, whatever the headers promised or compression hid.

    The time-out alone allows a server that sends a byte now and then to hold a pull for ever.
    """
    body = bytearray()
    for piece in answer.iter_bytes():
        body += piece
        if len(body) > MAX_BYTES:
            raise FeedError(f"{_shown(str(answer.url))} sends more than {MAX_BYTES // 2**20} MiB")
        if time.monotonic() > until:
            raise FeedError(f"{_shown(str(answer.url))} sends too slowly: {len(body)} bytes so far")
    return bytes(body)


def _shown(url: str) -> str:
    """The address without query or password: those may hold keys, and messages go to logs and screens."""
    parts = httpx.URL(url)
    return f"{parts.scheme}://{parts.host}{parts.path}"


def _said(cause: BaseException | None) -> str:
    return str(cause) or type(cause).__name__
