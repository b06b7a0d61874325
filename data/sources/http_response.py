"""From an answer's status, headers and pieces to its content, within the limits of its size and its time."""

import tempfile
import time
from collections.abc import Iterator
from typing import IO

import httpx

from data.sources.base import FeedError
from data.sources.decompression import sniffed, unpacked
from data.sources.http_request import Body, BusyError, Call, StatusError, shown_address

IN_MEMORY = 4 * 1024 * 1024  # a longer answer waits on disk
WORDS = 64 * 1024  # so much of an error's own text is read
LONGEST_PAUSE = 30.0  # a server that asks for more is tried again with the next pull
HTML = ("text/html", "application/xhtml")
HTML_STARTS = (b"<!doctype html", b"<html", b"<head", b"<body")
BUSY = (429, 500, 502, 503, 504)


def body_of(call: Call, answer: httpx.Response, until: float) -> Body | None:
    shown = shown_address(str(answer.url))
    if answer.status_code == 304 and (call.etag or call.last_modified):
        return None
    if answer.status_code in BUSY or answer.status_code >= 500:
        raise BusyError(answer.status_code, _words(answer, until), _pause(answer))
    if answer.status_code != 200:
        message = f"{shown} answered with status {answer.status_code}"
        raise StatusError(message, answer.status_code, _words(answer, until))
    kind = answer.headers.get("content-type", "").lower()
    if kind.startswith(HTML) and not call.any_content_type:
        raise _html(shown)
    return _kept(call, answer, until)


def _kept(call: Call, answer: httpx.Response, until: float) -> Body:
    """The content on disk, or in memory while it is short."""
    shown = shown_address(str(answer.url))
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
    following = answer.links.get("next", {}).get("url")
    return Body(file, named["etag"], named["last-modified"], wire.received, following)


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
