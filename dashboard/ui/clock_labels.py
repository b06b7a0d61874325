"""What a screen says about a clock that is not to be trusted."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from dashboard.ui.format import format_time, span
from data.core.time_trust import ClockFault
from data.lib.translation import LazyText, lazy_gettext, ngettext

DAYS_A_YEAR = 365
# By the kind of the fault, and whether the clock is ahead. Each is whole, since languages differ in order.
MESSAGES: dict[tuple[str, bool], LazyText] = {
    ("held", True): lazy_gettext(
        "The server's clock jumped forward by {length} at {since}. The board goes on by the time before the "
        "jump; an operator should check the server's clock."
    ),
    ("held", False): lazy_gettext(
        "The server's clock jumped back by {length} at {since}. The board goes on by the time before the "
        "jump; an operator should check the server's clock."
    ),
    ("believed", True): lazy_gettext(
        "The server's clock moved forward by {length}; the new time has been in use since {since}. An "
        "operator should check the server's clock."
    ),
    ("believed", False): lazy_gettext(
        "The server's clock moved back by {length}; the new time has been in use since {since}. An "
        "operator should check the server's clock."
    ),
    ("jobs", True): lazy_gettext(
        "The clock of the data puller has been {length} ahead of this server's since {since}. The age of the "
        "data is uncertain; an operator should check the clocks of both machines."
    ),
    ("jobs", False): lazy_gettext(
        "The clock of the data puller has been {length} behind this server's since {since}. The age of the "
        "data is uncertain; an operator should check the clocks of both machines."
    ),
}


def clock_fault_text(fault: ClockFault, zone: ZoneInfo) -> str:
    """Return which clock is off, by how much, since when, and what is still valid."""
    message = MESSAGES[fault.kind, fault.ahead > timedelta(0)]
    return str(message).format(length=_length(abs(fault.ahead)), since=format_time(fault.since, zone))


def _length(length: timedelta) -> str:
    years = length.days // DAYS_A_YEAR
    if years:
        return ngettext("more than {count} year", "more than {count} years", years)
    if length < timedelta(minutes=1):
        return ngettext("{count} second", "{count} seconds", length.seconds)
    return span(length.total_seconds() / 3_600)
