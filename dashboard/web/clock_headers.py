"""Headers that tell a browser the server's time and whether the store responds."""

import time
from functools import lru_cache

from dashboard.ui.format import milliseconds
from dashboard.web.context import WebContext
from dashboard.web.security_headers import RawHeaders
from dashboard.web.version import frontend_version

STORE_SILENT_SECONDS = 4.0  # the store did not answer for so long: the board says so


def store_silent_since(context: WebContext) -> int | None:
    """From when the store has not answered, in milliseconds since 1970; None while it answers."""
    last_contact = context.live_board.last_store_contact
    if last_contact is None or time.monotonic() - last_contact[0] <= STORE_SILENT_SECONDS:
        return None
    return milliseconds(last_contact[1])


def time_headers(context: WebContext) -> dict[str, str]:
    """:func:`time_lines`, as the framework takes them."""
    return {name.decode(): value.decode() for name, value in raw_time_headers(context)}


def raw_time_headers(context: WebContext) -> RawHeaders:
    """The server's clock, by which browsers correct theirs, how fast it runs, the version, and trouble."""
    clock, silent_ms = context.live_board.clock, store_silent_since(context)
    outage_headers = [(b"x-silent-since", b"%d" % silent_ms)] if silent_ms else []
    return [
        (b"x-server-time", b"%d" % (clock.seconds * 1000)),
        *_constant_headers(clock.speed),
        *outage_headers,
    ]


@lru_cache(maxsize=1)
def _constant_headers(speed: float) -> RawHeaders:
    return [(b"x-clock-speed", str(speed).encode()), (b"x-version", frontend_version().encode())]
