"""The present moment, of real time or of a practice city; everything else takes a moment as an argument."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from data.config.steady_clock import ClockJump, SteadyClock

_MACHINE_CLOCK = SteadyClock()  # one for each process: it remembers the time before a jump


def real_seconds() -> float:
    """Return the real time in seconds since 1970; a jump of the machine's clock does not move it at once."""
    return _MACHINE_CLOCK.seconds()


def clock_jump() -> ClockJump | None:
    """Return the last jump of the machine's clock, until it is back; None without one."""
    return _MACHINE_CLOCK.jump()


@dataclass(frozen=True)
class Clock:
    """Real time, or a practice city's faster time.

    :param started: the real time (seconds since 1970) from which the faster time is counted
    :param time_source: returns the real time in seconds since 1970
    """

    speed: float = 1.0
    started: float = 0.0
    time_source: Callable[[], float] = real_seconds

    @property
    def seconds(self) -> float:
        """Return the present moment, in seconds since 1970."""
        return self.at(self.time_source())

    def at(self, real: float) -> float:
        """Return what the clock shows at a real time, both in seconds since 1970."""
        return real if self.speed == 1 else self.started + (real - self.started) * self.speed

    def now(self) -> datetime:
        """Return the present moment, aware and in UTC."""
        return datetime.fromtimestamp(0, UTC) + timedelta(seconds=self.seconds)


def start_clock(speed: float) -> Clock:
    """Return a clock that shows the real time now and runs ``speed`` times as fast from here on."""
    return Clock(speed, real_seconds())
