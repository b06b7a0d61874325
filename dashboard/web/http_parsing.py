"""Parsing of HTTP/1.1, with a head that is bounded before it is parsed: parsing many headers takes long."""

import re
from typing import Any

import h11

from dashboard.web.request_head import BAD_REQUEST, HEAD_TOO_LARGE, MAX_HEAD_BYTES, MAX_HEADERS

HTTP_VERSIONS = (b"1.0", b"1.1")
HEAD_END = re.compile(rb"\n\r?\n")
REASONS = {BAD_REQUEST: b"Bad Request", HEAD_TOO_LARGE: b"Request Header Fields Too Large"}


class BoundedParser(h11.Connection):
    """The server's side of one connection."""

    def __init__(self) -> None:
        super().__init__(h11.SERVER, MAX_HEAD_BYTES)
        self._rejected_with = BAD_REQUEST

    def next_event(self) -> Any:
        """Return the next event.

        :raises h11.RemoteProtocolError: what was received is no request, or its head is too large
        """
        try:
            if self.their_state is h11.IDLE and is_head_too_large(self.trailing_data[0]):
                raise h11.RemoteProtocolError("head too large", error_status_hint=HEAD_TOO_LARGE)
            event = super().next_event()
            if isinstance(event, h11.Request) and event.http_version not in HTTP_VERSIONS:
                raise h11.RemoteProtocolError("not HTTP/1")
            return event
        except h11.RemoteProtocolError as error:
            is_too_large = error.error_status_hint == HEAD_TOO_LARGE
            self._rejected_with = HEAD_TOO_LARGE if is_too_large else BAD_REQUEST
            raise

    def rejection(self) -> bytes:
        """Return the response to what was not a request, after which nothing more is sent."""
        response = h11.Response(
            status_code=self._rejected_with,
            headers=[(b"connection", b"close"), (b"content-length", b"0")],
            reason=REASONS[self._rejected_with],
        )
        return self.send(response) or b""


def is_head_too_large(received: bytes) -> bool:
    """Return whether the first head in what was received is too large, whole or not."""
    end = match.end() if (match := HEAD_END.search(received)) else len(received)
    return end > MAX_HEAD_BYTES or received.count(b"\n", 0, end) > MAX_HEADERS + 2
