"""Headers that tell a browser the server's time and whether the store responds."""

import time
from functools import lru_cache

from dashboard.ui.format import milliseconds
from dashboard.web.context import Site
from dashboard.web.security_headers import Raw
from dashboard.web.version import version_shown

TROUBLE_SECONDS = 4.0  # the store did not answer for so long: the board says so


def silent_since(site: Site) -> int | None:
    """From when the store has not answered, in milliseconds since 1970; None while it answers."""
    looked = site.live.looked
    if looked is None or time.monotonic() - looked[0] <= TROUBLE_SECONDS:
        return None
    return milliseconds(looked[1])


def time_headers(site: Site) -> dict[str, str]:
    """:func:`time_lines`, as the framework takes them."""
    return {name.decode(): value.decode() for name, value in time_lines(site)}


def time_lines(site: Site) -> Raw:
    """The server's clock, by which browsers correct theirs, how fast it runs, the version, and trouble."""
    clock, silent = site.live.clock, silent_since(site)
    trouble = [(b"x-silent-since", b"%d" % silent)] if silent else []
    return [(b"x-server-time", b"%d" % (clock.seconds * 1000)), *_steady(clock.speed), *trouble]


@lru_cache(maxsize=1)
def _steady(speed: float) -> Raw:
    return [(b"x-clock-speed", str(speed).encode()), (b"x-version", version_shown().encode())]
