"""Real time that a jump of the machine's clock does not move at once.

The clock of a machine can be set wrong by a person, a time server, a battery. The seconds since the machine
started cannot: by them a jump is noticed. The time before the jump then counts on, until the machine's clock
is back, or until the new time has lasted as long as a jump by mistake would not.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

import structlog

MIN_JUMP_SECONDS = 5.0  # less than this is a slow adjustment, which is followed
HOLD_SECONDS = 600.0  # a new time that lasts for so long is believed
TOLD_SECONDS = 3_600.0  # for so long a jump is told of after its time was believed
REMEMBERED_TIMES = 8  # earlier times; the machine's clock may return to one of them

log = structlog.get_logger(__name__)


def boot_seconds() -> float:
    """Return the seconds since the machine started, those asleep included, which nobody can set."""
    clock = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)
    return time.clock_gettime(clock)


@dataclass(frozen=True)
class ClockJump:
    """A jump of the machine's clock.

    :param seconds: by how much; negative: back
    :param at: when it was noticed, or else believed, in seconds since 1970 by the time in use then
    :param believed: whether the new time is in use by now
    """

    seconds: float
    at: float
    believed: bool


@dataclass(frozen=True)
class _Timeline:
    """A time by which the machine's clock ran: its difference to the steady seconds, and since when."""

    difference: float
    since: float

    def is_at(self, difference: float) -> bool:
        return abs(difference - self.difference) < MIN_JUMP_SECONDS


class SteadyClock:
    """The real time of one process; any thread may ask.

    :param wall: returns the machine's clock, in seconds since 1970
    :param steady: returns the seconds of a clock that nobody sets
    :param hold_seconds: how long a new time is not believed; one that replaces a younger time only as long as
        that one lasted
    """

    def __init__(
        self,
        wall: Callable[[], float] = lambda: time.time(),
        steady: Callable[[], float] = boot_seconds,
        hold_seconds: float = HOLD_SECONDS,
    ) -> None:
        self._wall, self._steady, self._hold_seconds = wall, steady, hold_seconds
        now = steady()
        self._timeline = _Timeline(wall() - now, now)
        self._earlier: list[_Timeline] = []
        self._candidate: _Timeline | None = None
        self._jump: ClockJump | None = None
        self._lock = threading.Lock()

    def seconds(self) -> float:
        """Return the present time, in seconds since 1970."""
        with self._lock:
            now = self._steady()
            self._follow(self._wall() - now, now)
            return now + self._timeline.difference

    def jump(self) -> ClockJump | None:
        """Return the last jump, until the machine's clock is back or it is long past; None without one."""
        now, jump = self.seconds(), self._jump
        is_past = jump is not None and jump.believed and now - jump.at > TOLD_SECONDS
        return None if is_past else jump

    def _follow(self, difference: float, now: float) -> None:
        """Take note of the machine's present difference to the steady seconds."""
        if self._timeline.is_at(difference):
            self._timeline = _Timeline(difference, self._timeline.since)
            self._end_candidate()
            return
        earlier = next((time for time in self._earlier if time.is_at(difference)), None)
        if earlier:
            self._return_to(earlier, difference)
        else:
            self._wait_for_belief(difference, now)

    def _end_candidate(self) -> None:
        if self._candidate is not None:
            log.info("the machine's clock is back at the time in use")
            self._candidate, self._jump = None, None

    def _return_to(self, earlier: _Timeline, difference: float) -> None:
        log.warning("the machine's clock is back at an earlier time, which is used again")
        self._earlier.remove(earlier)
        self._remember(self._timeline)
        self._timeline, self._candidate, self._jump = _Timeline(difference, earlier.since), None, None

    def _remember(self, timeline: _Timeline) -> None:
        self._earlier = [*self._earlier, timeline][-REMEMBERED_TIMES:]

    def _wait_for_belief(self, difference: float, now: float) -> None:
        if self._candidate is None or not self._candidate.is_at(difference):
            seconds = difference - self._timeline.difference
            log.warning("the machine's clock has jumped, its time is not used yet", seconds=round(seconds, 1))
            self._candidate = _Timeline(difference, now)
            self._jump = ClockJump(seconds, now + self._timeline.difference, believed=False)
        since = self._candidate.since
        self._candidate = _Timeline(difference, since)
        if now - since >= min(self._hold_seconds, since - self._timeline.since):
            self._believe(self._candidate, now)

    def _believe(self, candidate: _Timeline, now: float) -> None:
        assert self._jump is not None
        log.warning(
            "the time after the jump has lasted, it is used now", seconds=round(self._jump.seconds, 1)
        )
        self._remember(self._timeline)
        self._jump = ClockJump(self._jump.seconds, now + candidate.difference, believed=True)
        self._timeline, self._candidate = candidate, None
