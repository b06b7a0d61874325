"""The one place that reads the time. Everything else takes a moment as an argument."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta


@dataclass(frozen=True)
class Clock:
    """Real time, or a practice city's time that runs faster.

    :param started: the real moment from which the faster time is counted
    """

    speed: float = 1.0
    started: float = 0.0
    time_source: Callable[[], float] = time.time

    @property
    def seconds(self) -> float:
        """The present moment, in seconds since 1970."""
        real = self.time_source()
        return real if self.speed == 1 else self.started + (real - self.started) * self.speed

    def now(self) -> datetime:
        """The present moment, aware and in UTC."""
        return datetime.fromtimestamp(0, UTC) + timedelta(seconds=self.seconds)


def start_clock(speed: float) -> Clock:
    """A clock that shows the real time now and runs at ``speed`` from here on."""
    return Clock(speed, time.time())
