"""What a stored moment is worth that a wrong clock may have written.

One rule: nothing is known to have happened later than now. A moment that is ahead of now counts as now, a
wait that ends later than it can last ends within its length, and neither waits for the wrong time to come.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

CLOCK_TOLERANCE = timedelta(seconds=60)  # between the clocks of two processes; more is a wrong clock


def is_ahead(moment: datetime, now: datetime) -> bool:
    """Return whether a moment was written by a clock that was ahead of the present one."""
    return moment > now + CLOCK_TOLERANCE


def not_after(moment: datetime, now: datetime) -> datetime:
    """Return when something happened that is stored under a moment: not later than now."""
    return min(moment, now)


def bounded_end(end: datetime, now: datetime, longest: timedelta) -> datetime:
    """Return when a wait ends that is stored with an end: not later than the longest wait from now on."""
    return min(end, now + longest)


@dataclass(frozen=True)
class ClockFault:
    """A clock that is not to be trusted now.

    :param kind: ``held``: the server's clock jumped and is not followed yet; ``believed``: it jumped and is
        followed by now; ``jobs``: the process that pulls runs by another time than this one
    :param ahead: by how much that clock is ahead; negative: behind
    :param since: when it was noticed, by the city's clock
    """

    kind: Literal["held", "believed", "jobs"]
    ahead: timedelta
    since: datetime
