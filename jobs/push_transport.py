"""HTTPS requests to addresses that strangers name: to public addresses only, bounded, without redirects.

A host is resolved once. Its addresses are checked and connected to by number; TLS checks the certificate for
the name. Proxies of the environment are not used, since they would resolve the name themselves.
"""

import socket
import ssl
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Any

import httpcore
import httpx

from data.sources.redirects import is_private

READ_TIMEOUT_SECONDS = 20.0  # for the next bytes
DEADLINE_SECONDS = 60.0  # for connection, request and head of the response together
MAX_ADDRESSES = 4  # of a host that are tried

Address = IPv4Address | IPv6Address


class NotPublicError(Exception):
    """A host has an address that is not on the public internet, or none at all."""


def post(url: str, body: bytes, headers: Mapping[str, str]) -> int:
    """Return the status of the response; its body is not read.

    :raises NotPublicError: before anything is connected
    :raises httpcore.NetworkError, httpcore.TimeoutException, httpcore.ProtocolError: no response
    """
    timeouts = dict.fromkeys(("connect", "read", "write", "pool"), READ_TIMEOUT_SECONDS)
    network = PublicNetwork(time.monotonic() + DEADLINE_SECONDS)
    with (
        httpcore.ConnectionPool(httpx.create_ssl_context(), network_backend=network) as pool,
        pool.stream(
            "POST", url, headers=list(headers.items()), content=body, extensions={"timeout": timeouts}
        ) as response,
    ):
        return int(response.status)


@dataclass(frozen=True)
class PublicNetwork(httpcore.NetworkBackend):
    """Connect to hosts whose addresses are all public, until a deadline of the monotonic clock."""

    deadline: float
    system: httpcore.NetworkBackend = field(default_factory=httpcore.SyncBackend)

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first address of a host that answers.

        :raises NotPublicError: an address is not public
        """
        failure: Exception = NotPublicError("the host has no address")
        for address in _public_addresses(host, port)[:MAX_ADDRESSES]:
            seconds = _seconds_left(self.deadline, timeout)
            try:
                stream = self.system.connect_tcp(str(address), port, seconds, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
            else:
                return _DeadlineStream(stream, self.deadline)
        raise failure


def _public_addresses(host: str, port: int) -> list[Address]:
    """Resolve a host; one private address among public ones is refused too.

    :raises NotPublicError: there is one
    :raises httpcore.ConnectError: there is no such host
    """
    try:
        entries = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise httpcore.ConnectError("the host was not found") from error
    addresses = [ip_address(str(entry[4][0]).split("%")[0]) for entry in entries]
    if any(map(is_private, addresses)):
        raise NotPublicError("the host has an address that is not public")
    return addresses


def _seconds_left(deadline: float, timeout: float | None) -> float:
    """:raises httpcore.ReadTimeout: none are left"""
    seconds = deadline - time.monotonic()
    if seconds <= 0:
        raise httpcore.ReadTimeout("the deadline of the request has passed")
    return seconds if timeout is None else min(seconds, timeout)


@dataclass(frozen=True)
class _DeadlineStream(httpcore.NetworkStream):
    """A connection whose whole exchange has a deadline, whatever a server sends byte by byte."""

    stream: httpcore.NetworkStream
    deadline: float

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self.stream.read(max_bytes, _seconds_left(self.deadline, timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self.stream.write(buffer, _seconds_left(self.deadline, timeout))

    def close(self) -> None:
        self.stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        seconds = _seconds_left(self.deadline, timeout)
        return _DeadlineStream(self.stream.start_tls(ssl_context, server_hostname, seconds), self.deadline)

    def get_extra_info(self, info: str) -> Any:
        return self.stream.get_extra_info(info)
