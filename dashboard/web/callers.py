"""Who is behind a request: its address, and whether its connection is one of somebody known.

A connection is unknown until one of its requests comes from a session or a display. Unknown connections are
bounded by address and in all, so that there is always room for the others.
"""

from collections.abc import Callable
from typing import Final

from starlette.types import Scope

from dashboard.web.address_counts import AddressCounts

CONNECTION_STATE: Final = "connection"  # where the server keeps a request's connection, in its scope's state
UNKNOWN_PART = 3, 4  # of all connections that unknown callers may hold
MAX_UNKNOWN_PER_ADDRESS = 500  # a whole office behind one address, six for each browser that signs in
MAX_RESERVED_PER_ADDRESS = 32  # of the others, until their first request shows who they are


class CallerConnection:
    """One open connection, by who sends its requests.

    Attributes:
        is_reserved: it was opened when unknown callers held all that they may, so it serves known ones only
        is_known: a session or a display has sent a request
        peer: the address at its other end, whatever that states
    """

    def __init__(self, bounds: "ConnectionBounds", peer: str, *, is_reserved: bool) -> None:
        self.bounds, self.peer, self.is_reserved, self.is_known = bounds, peer, is_reserved, False
        self._address, self._has_place = bounds.counted(peer), True

    def recognize(self) -> None:
        """Count the connection as one of a known caller."""
        self.is_known = True
        self._give_place_back()

    def close(self) -> None:
        """Count the connection no longer; call this once."""
        self.bounds.total -= 1
        self._give_place_back()

    def _give_place_back(self) -> None:
        """Release the place of an unknown caller, once: a connection may close before its caller is known."""
        if self._has_place:
            self._has_place = False
            (self.bounds.reserved if self.is_reserved else self.bounds.unknown).release(self._address)


class ConnectionBounds:
    """The open connections of one server.

    :param is_proxy: whether the server trusts an address to state for whom it sends
    """

    def __init__(self, max_connections: int, is_proxy: Callable[[str], bool]) -> None:
        self.max_connections, self.is_proxy, self.total = max_connections, is_proxy, 0
        part, whole = UNKNOWN_PART
        max_unknown = max_connections * part // whole
        self.unknown = AddressCounts(MAX_UNKNOWN_PER_ADDRESS, max_unknown)
        self.reserved = AddressCounts(MAX_RESERVED_PER_ADDRESS, max_connections - max_unknown)

    def open(self, address: str) -> CallerConnection | None:
        """Return a new connection of an address; None if there are too many."""
        if self.total >= self.max_connections:
            return None
        for pool in (self.unknown, self.reserved):
            if pool.take(self.counted(address)):
                self.total += 1
                return CallerConnection(self, address, is_reserved=pool is self.reserved)
        return None

    def counted(self, peer: str) -> str | None:
        """Return the address that a connection counts for; None for a proxy, which connects for everybody."""
        return None if self.is_proxy(peer) else peer


def client_address(scope: Scope) -> str:
    """Return the address of a request's client, as stated by the proxy if the server trusts it."""
    client = scope.get("client")
    return str(client[0]) if client else ""


def counted_address(scope: Scope) -> str | None:
    """Return the address that a request counts for; None if it is that of a proxy that does not say more.

    What a proxy states always counts, though the server may trust all of its network, or everybody.
    """
    address, connection = client_address(scope), connection_of(scope)
    return connection.bounds.counted(address) if connection and connection.peer == address else address


def connection_of(scope: Scope) -> CallerConnection | None:
    """Return the connection of a request; None where no server runs."""
    connection: CallerConnection | None = scope.get("state", {}).get(CONNECTION_STATE)
    return connection


def recognize(scope: Scope) -> None:
    """Count a request's connection as one of a known caller."""
    if connection := connection_of(scope):
        connection.recognize()


def is_for_known_callers(scope: Scope) -> bool:
    """Return whether the request's connection serves only known callers, and has seen none yet."""
    connection = connection_of(scope)
    return connection is not None and connection.is_reserved and not connection.is_known
