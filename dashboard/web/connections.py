"""Connections of the HTTP server: requests that do not come to an end are closed, and so are too many.

A request's head must be whole within seconds, its body at a slow phone's pace. Without that, senders of half
requests would take every connection, and nobody else would get in.
"""

import resource
from typing import Any, NamedTuple

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from dashboard.web.limits import MAX_CHUNKED_BYTES, PHOTO_FORM

HEAD_SECONDS = 15.0  # from a connection's start, or the last response, to the end of the next head
BODY_SECONDS = 30.0  # for a body of any size, plus its length at the slowest pace
SLOWEST_BYTES_PER_SECOND = 8 * 1024
MAX_CONNECTIONS = 4_000  # several times a thousand displays
FILES_BESIDE_CONNECTIONS = 256  # store, logs, files that are read
TIMEOUT_RESPONSE = h11.Response(
    status_code=408, headers=[(b"connection", b"close"), (b"content-length", b"0")], reason=b"Request Timeout"
)


def raise_file_limit() -> int:
    """Let the process open a file for each connection, as far as it may; return how many connections fit."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MAX_CONNECTIONS + FILES_BESIDE_CONNECTIONS
    allowed = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    if soft != resource.RLIM_INFINITY and soft < allowed:
        resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, hard))
    return max(1, allowed - FILES_BESIDE_CONNECTIONS)


class Wait(NamedTuple):
    """What a connection waits for: the end of a head or of a body, since the same request as before.

    :param last_request: held, so that no later one is taken for it
    """

    is_body: bool
    last_request: object


class BoundedProtocol(H11Protocol):
    """HTTP/1.1 with deadlines. They are looked at once a second, so that a request costs nothing more."""

    max_connections = MAX_CONNECTIONS
    _wait: Wait | None = None
    _since = 0.0

    def connection_made(self, transport: Any) -> None:
        """Take a connection, or close it unread if there are too many."""
        super().connection_made(transport)
        if len(self.connections) > self.max_connections:
            self.connections.discard(self)
            transport.abort()

    def close_if_overdue(self, now: float) -> None:
        """Close the connection if its sender has let it wait for too long.

        :param now: seconds of a monotonic clock
        """
        wait = self._present_wait()
        if wait != self._wait:
            self._wait, self._since = wait, now
        elif wait and now - self._since > self._deadline(wait):
            self._close()

    def _present_wait(self) -> Wait | None:
        if self.conn.their_state not in (h11.IDLE, h11.SEND_BODY):
            return None
        return Wait(self.conn.their_state is h11.SEND_BODY, self.cycle)

    def _deadline(self, wait: Wait) -> float:
        if not wait.is_body:
            return HEAD_SECONDS
        return BODY_SECONDS + _body_length(self.headers) / SLOWEST_BYTES_PER_SECOND

    def _close(self) -> None:
        if self.conn.our_state is h11.IDLE:
            self.transport.write(self.conn.send(TIMEOUT_RESPONSE) or b"")
        self.transport.close()


def _body_length(headers: list[tuple[bytes, bytes]]) -> int:
    """Return the bytes that a body may have; a larger one is not waited for any longer."""
    length = dict(headers).get(b"content-length", b"%d" % MAX_CHUNKED_BYTES)
    return min(int(length), PHOTO_FORM.max_body)
