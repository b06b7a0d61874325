"""How many event streams are open at once: each is held for hours, and gets every change."""

from collections.abc import Iterator
from contextlib import contextmanager

from starlette.types import Scope

from dashboard.web.address_counts import AddressCounts
from dashboard.web.callers import counted_address
from data.core.access import Principal, Role

MAX_STREAMS_PER_ADDRESS = 64  # of an open wall; a wall room of 40 screens behind one address has room
MAX_UNKNOWN_STREAMS = 1_500
MAX_STREAMS_PER_ACCOUNT = 200  # screens may share one display's token
MAX_KNOWN_STREAMS = 3_000


class StreamBounds:
    """The open streams of unknown callers, by address, and those of displays and accounts, by name."""

    def __init__(self) -> None:
        self._unknown = AddressCounts(MAX_STREAMS_PER_ADDRESS, MAX_UNKNOWN_STREAMS)
        self._known = AddressCounts(MAX_STREAMS_PER_ACCOUNT, MAX_KNOWN_STREAMS)

    def has_room(self, scope: Scope, principal: Principal) -> bool:
        """Return whether one more stream may be opened."""
        counts, key = self._counted(scope, principal)
        return counts.has_room(key)

    @contextmanager
    def hold(self, scope: Scope, principal: Principal) -> Iterator[bool]:
        """Count a stream while the block runs; yield whether it may be opened."""
        counts, key = self._counted(scope, principal)
        if not counts.take(key):
            yield False
            return
        try:
            yield True
        finally:
            counts.release(key)

    def _counted(self, scope: Scope, principal: Principal) -> tuple[AddressCounts, str | None]:
        if principal.role is Role.ANONYMOUS:
            return self._unknown, counted_address(scope)
        return self._known, f"{principal.role} {principal.name}"
