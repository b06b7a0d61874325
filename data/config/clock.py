"""The only reader of the system time; everything else takes a moment as an argument."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta


@dataclass(frozen=True)
class Clock:
    """Real time, or a practice city's faster time.

    :param started: the real time (seconds since 1970) from which the faster time is counted
    :param time_source: returns the real time in seconds since 1970
    """

    speed: float = 1.0
    started: float = 0.0
    time_source: Callable[[], float] = time.time

    @property
    def seconds(self) -> float:
        """Return the present moment, in seconds since 1970."""
        real = self.time_source()
        return real if self.speed == 1 else self.started + (real - self.started) * self.speed

    def now(self) -> datetime:
        """Return the present moment, aware and in UTC."""
        return datetime.fromtimestamp(0, UTC) + timedelta(seconds=self.seconds)


def start_clock(speed: float) -> Clock:
    """Return a clock that shows the real time now and runs ``speed`` times as fast from here on."""
    return Clock(speed, time.time())
