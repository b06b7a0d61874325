"""Headers that tell a browser the server's time, and whether clock and store are to be trusted."""

import time
from functools import lru_cache
from urllib.parse import quote

from dashboard.ui.format import milliseconds
from dashboard.web.clock_faults import clock_fault
from dashboard.web.context import WebContext
from dashboard.web.security_headers import RawHeaders
from dashboard.web.version import frontend_version

STORE_SILENT_SECONDS = 4.0  # after so long without an answer the board shows that the store is away


def store_silent_since(context: WebContext) -> int | None:
    """Return since when the store has not answered, in milliseconds since 1970; None while it answers."""
    last_contact = context.live_board.last_store_contact
    if last_contact is None or time.monotonic() - last_contact[0] <= STORE_SILENT_SECONDS:
        return None
    return milliseconds(last_contact[1])


def time_headers(context: WebContext) -> dict[str, str]:
    """Return :func:`raw_time_headers` as text, as the framework takes them."""
    return {name.decode(): value.decode() for name, value in raw_time_headers(context)}


def raw_time_headers(context: WebContext) -> RawHeaders:
    """Return headers with the server's time in milliseconds, its speed, the version, and what is wrong."""
    clock, silent_ms, fault = context.live_board.clock, store_silent_since(context), clock_fault(context)
    outage_headers = [(b"x-silent-since", b"%d" % silent_ms)] if silent_ms else []
    outage_headers += [(b"x-clock-fault", quote(fault).encode())] if fault else []
    return [
        (b"x-server-time", b"%d" % (clock.seconds * 1000)),
        *_constant_headers(clock.speed),
        *outage_headers,
    ]


@lru_cache(maxsize=1)
def _constant_headers(speed: float) -> RawHeaders:
    return [(b"x-clock-speed", str(speed).encode()), (b"x-version", frontend_version().encode())]
