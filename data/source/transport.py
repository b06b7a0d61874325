"""Bytes from a URL or a file. Whatever goes wrong becomes a :class:`FeedError` that says what to look at."""

import ssl
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import IO

import httpx
from tenacity import (
    RetryCallState,
    RetryError,
    Retrying,
    retry_if_exception_type,
    stop_after_attempt,
    wait_random_exponential,
)

from data.source.base import FeedError
from data.source.redirects import check_redirect, same_server
from data.source.unpack import sniffed, unpacked

MAX_BYTES = 200 * 1024 * 1024
ATTEMPTS = 3
PATIENCE = 10  # so many times the time-out for a whole answer
REDIRECTS = 5
IN_MEMORY = 4 * 1024 * 1024  # a longer answer waits on disk
WORDS = 64 * 1024  # so much of an error's own text is read
LONGEST_PAUSE = 30.0  # a server that asks for more is tried again with the next pull
HTML = ("text/html", "application/xhtml")
HTML_STARTS = (b"<!doctype html", b"<html", b"<head", b"<body")
BUSY = (429, 500, 502, 503, 504)


class StatusError(FeedError):
    """The server answered, but with an error; ``body`` is the beginning of what it said."""

    def __init__(self, message: str, status: int, body: bytes) -> None:
        super().__init__(message)
        self.status, self.body = status, body


@dataclass(frozen=True)
class Call:
    """What to ask for.

    :param secret_headers: sent to the configured server only, never to another one it leads to
    :param etag: of the answer we have, with ``last_modified``: "only if it is another one"
    :param max_bytes: of the answer, packed and unpacked; None: 200 MiB
    :param wait: tenacity's wait between tries, random and rising if not given
    :param session: a client of :func:`open_session` for several calls; None: one of the call's own
    """

    url: str
    timeout: float
    headers: Mapping[str, str] = field(default_factory=dict)
    secret_headers: Mapping[str, str] = field(default_factory=dict)
    etag: str | None = None
    last_modified: str | None = None
    max_bytes: int | None = None
    attempts: int = ATTEMPTS
    any_content_type: bool = False
    wait: Callable[[RetryCallState], float] | None = None
    session: httpx.Client | None = None

    @property
    def limit(self) -> int:
        """The most bytes an answer may have."""
        return self.max_bytes or MAX_BYTES


@dataclass(frozen=True)
class Body:
    """An answer: its unpacked content in a file that vanishes when closed, and how to ask for a newer one."""

    file: IO[bytes]
    etag: str | None
    last_modified: str | None
    received: int  # bytes that came over the wire

    def read(self) -> bytes:
        """The whole content; it is no longer than the call's limit."""
        with self.file:
            return self.file.read()


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
        retry=retry_if_exception_type((httpx.TransportError, _BusyError)),
    )
    try:
        return tries(_get, call)
    except RetryError as error:
        raise _given_up(call, error.last_attempt.exception()) from error
    except httpx.InvalidURL as error:
        raise FeedError(f"the address of the feed is none: {error}") from error
    except httpx.RequestError as error:  # redirects in a circle, an unknown scheme
        raise FeedError(f"{_shown(call.url)} did not answer as it should: {_said(error)}") from error
    except UnicodeError as error:
        raise FeedError("the address or a header of the feed holds characters that it may not") from error


class _BusyError(Exception):
    """An answer that says: the server may be well again in a moment."""

    def __init__(self, status: int, body: bytes, pause: float | None) -> None:
        super().__init__(f"status {status}")
        self.status, self.body, self.pause = status, body, pause


class _Wait:
    """As long as the server asks for, within reason; else as long as usual."""

    def __init__(self, usual: Callable[[RetryCallState], float]) -> None:
        self._usual = usual

    def __call__(self, state: RetryCallState) -> float:
        cause = state.outcome.exception() if state.outcome else None
        asked = cause.pause if isinstance(cause, _BusyError) else None
        return self._usual(state) if asked is None else asked


def _given_up(call: Call, cause: BaseException | None) -> FeedError:
    message = f"{_shown(call.url)} did not answer: {_said(cause)}"
    if isinstance(cause, _BusyError):
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
                    return _body(call, answer, until)
                url = url.join(answer.headers["location"])
            check_redirect(asked, url)
    raise FeedError(f"{_shown(call.url)} sends us from one address to the next without end")


def _headers(call: Call, asked: httpx.URL, url: httpx.URL) -> dict[str, str]:
    """``gzip`` is the one packing we ask for; servers send others unasked."""
    validators = {"If-None-Match": call.etag, "If-Modified-Since": call.last_modified}
    known = {name: value for name, value in validators.items() if value}
    own = call.secret_headers if same_server(asked, url) else {}
    return {"Accept-Encoding": "gzip", "User-Agent": "pantau/1", **known, **call.headers, **own}


def _body(call: Call, answer: httpx.Response, until: float) -> Body | None:
    shown = _shown(str(answer.url))
    if answer.status_code == 304 and (call.etag or call.last_modified):
        return None
    if answer.status_code in BUSY or answer.status_code >= 500:
        raise _BusyError(answer.status_code, _words(answer, until), _pause(answer))
    if answer.status_code != 200:
        message = f"{shown} answered with status {answer.status_code}"
        raise StatusError(message, answer.status_code, _words(answer, until))
    kind = answer.headers.get("content-type", "").lower()
    if kind.startswith(HTML) and not call.any_content_type:
        raise _html(shown)
    return _kept(call, answer, until)


def _kept(call: Call, answer: httpx.Response, until: float) -> Body:
    """The content on disk, or in memory while it is short."""
    shown = _shown(str(answer.url))
    promised = answer.headers.get("content-length", "")
    if promised.isdecimal() and int(promised) > call.limit:
        raise _too_large(shown, call.limit)
    wire = _Wire(answer, shown, call.limit, until)
    file: IO[bytes] = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 its reader closes it
    try:
        _fill(file, _unpacked(wire, answer), shown, call.limit)
    except BaseException:
        file.close()
        raise
    named = {name: answer.headers.get(name) for name in ("etag", "last-modified")}
    return Body(file, named["etag"], named["last-modified"], wire.received)


def _unpacked(wire: Iterator[bytes], answer: httpx.Response) -> Iterator[bytes]:
    """Without the packing of the transport, and without that of a ``.gz`` file."""
    pieces = wire
    for coding in reversed(answer.headers.get("content-encoding", "").split(",")):
        pieces = unpacked(pieces, coding)
    return sniffed(pieces)


def _fill(file: IO[bytes], pieces: Iterator[bytes], shown: str, limit: int) -> None:
    size, head = 0, b""
    for piece in pieces:
        size += len(piece)
        if size > limit:
            raise _too_large(shown, limit)
        file.write(piece)
        head = head if len(head) >= 512 else head + piece[:512]
    if _is_html(head):
        raise _html(shown)
    file.seek(0)


class _Wire:
    """What comes over the wire, no more and no longer than the limits, whatever the headers promised.

    The time-out alone allows a server that sends a byte now and then to hold a pull for ever.
    """

    def __init__(self, answer: httpx.Response, shown: str, limit: int, until: float) -> None:
        self._pieces, self._shown = answer.iter_raw(), shown
        self._limit, self._until = limit, until
        self.received = 0

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        piece = next(self._pieces)
        self.received += len(piece)
        if self.received > self._limit:
            raise _too_large(self._shown, self._limit)
        if time.monotonic() > self._until:
            raise FeedError(f"{self._shown} sends too slowly: {self.received} bytes so far")
        return piece


def _words(answer: httpx.Response, until: float) -> bytes:
    """What the server says about its error, as far as it is short and can be read."""
    said = b""
    try:
        for piece in _unpacked(_Wire(answer, "", 2 * WORDS, until), answer):
            said += piece
            if len(said) > WORDS:
                return said[:WORDS]
    except FeedError:
        return b""
    return said


def _pause(answer: httpx.Response) -> float | None:
    asked = answer.headers.get("retry-after", "")
    return min(float(asked), LONGEST_PAUSE) if asked.isdecimal() else None


def _is_html(head: bytes) -> bool:
    return head.removeprefix(b"\xef\xbb\xbf").lstrip().lower().startswith(HTML_STARTS)


def _html(shown: str) -> FeedError:
    return FeedError(f"{shown} answered with an HTML page, not data: is a sign-in needed?")


def _too_large(shown: str, limit: int) -> FeedError:
    return FeedError(f"{shown} sends more than {limit // 2**20} MiB")


def _shown(url: str) -> str:
    """The address without query or password: those may hold keys, and messages go to logs and screens."""
    parts = httpx.URL(url)
    return f"{parts.scheme}://{parts.host}{parts.path}"


def _said(cause: BaseException | None) -> str:
    return str(cause) or type(cause).__name__
