"""What a screen says about a clock that is not to be trusted."""

from collections.abc import Mapping
from datetime import timedelta
from zoneinfo import ZoneInfo

from dashboard.ui.format import format_time, span
from data.core.time_trust import ClockFault
from data.lib.translation import LazyText, lazy_gettext, ngettext

DAYS_A_YEAR = 365
FAULTS: Mapping[tuple[str, bool], LazyText] = {  # by the kind of the fault, and whether the clock is ahead
    ("held", True): lazy_gettext(
        "The server's clock jumped forward by {length} at {time}. The board keeps to the time before that "
        "jump; staff, please check the server's clock."
    ),
    ("held", False): lazy_gettext(
        "The server's clock jumped back by {length} at {time}. The board keeps to the time before that "
        "jump; staff, please check the server's clock."
    ),
    ("believed", True): lazy_gettext(
        "The server's clock moved forward by {length}; the new time is in use since {time}. "
        "Staff, please check the server's clock."
    ),
    ("believed", False): lazy_gettext(
        "The server's clock moved back by {length}; the new time is in use since {time}. "
        "Staff, please check the server's clock."
    ),
    ("jobs", True): lazy_gettext(
        "The clock of the machine that reads the data is {length} ahead of this server's since {time}. "
        "The age of the data is uncertain; staff, please check the clocks of both machines."
    ),
    ("jobs", False): lazy_gettext(
        "The clock of the machine that reads the data is {length} behind this server's since {time}. "
        "The age of the data is uncertain; staff, please check the clocks of both machines."
    ),
}


def clock_fault_text(fault: ClockFault, zone: ZoneInfo) -> str:
    """Return which clock is off, by how much, since when, and what is still valid."""
    sentence = FAULTS[fault.kind, fault.ahead > timedelta(0)]
    return sentence.format(length=_length(abs(fault.ahead)), time=format_time(fault.since, zone))


def _length(length: timedelta) -> str:
    years = length.days // DAYS_A_YEAR
    if years:
        return ngettext("more than {count} year", "more than {count} years", years)
    if length < timedelta(minutes=1):
        return ngettext("{count} second", "{count} seconds", length.seconds)
    return span(length.total_seconds() / 3_600)
