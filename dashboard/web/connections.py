"""Connections of the HTTP server: what does not come to an end is closed, and so are too many.

A request's head must be whole within seconds, its body at a slow phone's pace, and a response must be read.
Without that, senders of half requests would take every connection, and nobody else would get in.
"""

import asyncio
import resource
import socket
import struct
from enum import Enum
from typing import Any, NamedTuple

import h11
from uvicorn.config import Config
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.server import ServerState

from dashboard.web.callers import CONNECTION_STATE, CallerConnection, ConnectionBounds
from dashboard.web.http_parsing import BoundedParser
from dashboard.web.limits import MAX_CHUNKED_BYTES, PHOTO_FORM

HEAD_SECONDS = 15.0  # from a connection's start, or the last response, to the end of the next head
RESERVED_HEAD_SECONDS = 5.0  # where only a known caller is served
BODY_SECONDS = 30.0  # for a body of any size, plus its length at the slowest pace
UNREAD_SECONDS = 30.0  # in which a reader has to take what waits for it, at most twice WRITE_BYTES
SLOWEST_BYTES_PER_SECOND = 8 * 1024
READ_BYTES = 64 * 1024  # that are received at once, and so may wait in memory until they are handled
WRITE_BYTES = 64 * 1024  # that may wait for a reader before nothing more is written
KERNEL_BYTES = 256 * 1024  # of the kernel's buffer for each way, which else grows to megabytes
RESET_AT_CLOSE = struct.pack("ii", 1, 0)  # the kernel forgets what nobody read
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


class Awaited(Enum):
    """What the other side has to do."""

    HEAD = "send a whole head"
    BODY = "send a whole body"
    READING = "read what was sent"


class Wait(NamedTuple):
    """What a connection waits for, since when nothing has moved.

    :param mark: what is another one after each step: the last request, the number of times a reader caught up
    """

    awaited: Awaited
    mark: object


class BoundedProtocol(H11Protocol):
    """HTTP/1.1 with deadlines. They are looked at once a second, so that a request costs nothing more."""

    conn: BoundedParser
    _caller: CallerConnection | None = None
    _wait: Wait | None = None
    _since = 0.0
    _times_caught_up = 0

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: Any = None,
        *,
        bounds: ConnectionBounds,
    ) -> None:
        super().__init__(config, server_state, {**app_state}, _loop)
        self._bounds, self.conn = bounds, BoundedParser()

    def connection_made(self, transport: Any) -> None:
        """Take a connection, or close it unread if there are too many."""
        super().connection_made(transport)
        _bound_buffers(transport)
        self._caller = self._bounds.open(self.client[0] if self.client else "")
        self.app_state[CONNECTION_STATE] = self._caller
        if self._caller is None:
            self.connections.discard(self)
            transport.abort()

    def connection_lost(self, exc: Exception | None) -> None:
        """Count the connection no longer."""
        super().connection_lost(exc)
        if self._caller:
            self._caller.close()
            self._caller = None

    def resume_writing(self) -> None:
        """Write again, since the reader has caught up."""
        self._times_caught_up += 1
        super().resume_writing()

    def send_400_response(self, msg: str) -> None:
        """Reject what is no request; in the midst of a response there is nothing left to say."""
        if self.conn.our_state in (h11.IDLE, h11.SEND_RESPONSE):
            self.transport.write(self.conn.rejection())
        self.transport.close()

    def _should_upgrade(self) -> bool:
        """Return False, and write nothing to the log: no page uses a web socket."""
        return False

    def close_if_overdue(self, now: float) -> None:
        """Close the connection if the other side has let it wait for too long.

        :param now: seconds of a monotonic clock
        """
        wait = self._present_wait()
        if wait != self._wait:
            self._wait, self._since = wait, now
        elif wait and now - self._since > self._deadline(wait.awaited):
            self._close(wait.awaited)

    def _present_wait(self) -> Wait | None:
        if self.transport.get_write_buffer_size():
            return Wait(Awaited.READING, self._times_caught_up)
        if self.conn.their_state is h11.IDLE:
            return Wait(Awaited.HEAD, self.cycle)
        return Wait(Awaited.BODY, self.cycle) if self.conn.their_state is h11.SEND_BODY else None

    def _deadline(self, awaited: Awaited) -> float:
        if awaited is Awaited.BODY:
            return BODY_SECONDS + _body_length(self.headers) / SLOWEST_BYTES_PER_SECOND
        if awaited is Awaited.READING:
            return UNREAD_SECONDS
        is_reserved = self._caller is not None and self._caller.is_reserved and not self._caller.is_known
        return RESERVED_HEAD_SECONDS if is_reserved else HEAD_SECONDS

    def _close(self, awaited: Awaited) -> None:
        if awaited is Awaited.READING:
            _socket_of(self.transport).setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET_AT_CLOSE)
            return self.transport.abort()  # closing in order would wait for the reader
        if self.conn.our_state is h11.IDLE:
            self.transport.write(self.conn.send(TIMEOUT_RESPONSE) or b"")
        self.transport.close()


def _bound_buffers(transport: Any) -> None:
    """Bound what waits on both ways, in this process and in the kernel."""
    transport.max_size = READ_BYTES
    transport.set_write_buffer_limits(WRITE_BYTES)
    for option in (socket.SO_SNDBUF, socket.SO_RCVBUF):
        _socket_of(transport).setsockopt(socket.SOL_SOCKET, option, KERNEL_BYTES)


def _socket_of(transport: asyncio.Transport) -> socket.socket:
    connected: socket.socket = transport.get_extra_info("socket")
    return connected


def _body_length(headers: list[tuple[bytes, bytes]]) -> int:
    """Return the bytes that a body may have; a larger one is not waited for any longer."""
    length = dict(headers).get(b"content-length", b"%d" % MAX_CHUNKED_BYTES)
    return min(int(length), PHOTO_FORM.max_body)
