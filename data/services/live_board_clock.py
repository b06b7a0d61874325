"""Which clock is not to be trusted now: this server's, or that of the process that pulls."""

import time
from datetime import UTC, datetime, timedelta

from data.config.clock import Clock, clock_jump
from data.core.time_trust import CLOCK_TOLERANCE, ClockFault, is_ahead

MIN_TOLD_JUMP = timedelta(seconds=30)  # less than this misleads nobody who reads a screen
WATCHED_SECONDS = 5.0  # an end that is new after a longer gap may have been there for long
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class BoardClockWatch:
    """Compares the ends of pulls with the board's clock, as the board learns of them."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._newest_pull: int | None = None
        self._looked_at = float("-inf")
        self._jobs_fault: ClockFault | None = None

    def note_pull(self, pull_id: int | None, finished_at: datetime | None, now: datetime) -> None:
        """Note the newest pull that ended; a practice city's fast clocks differ in every process."""
        looked_at, self._looked_at = self._looked_at, time.monotonic()
        if finished_at is None or pull_id == self._newest_pull or self._clock.speed != 1:
            return
        just_ended = self._looked_at - looked_at <= WATCHED_SECONDS
        is_off = abs(finished_at - now) > CLOCK_TOLERANCE if just_ended else is_ahead(finished_at, now)
        self._newest_pull = pull_id
        self._jobs_fault = ClockFault("jobs", finished_at - now, now) if is_off else None

    def fault(self) -> ClockFault | None:
        """Return what is wrong now; a jump of this server's clock comes first."""
        jump = clock_jump()
        if jump and abs(jump.seconds) >= MIN_TOLD_JUMP.total_seconds():
            since = EPOCH + timedelta(seconds=self._clock.at(jump.at))
            return ClockFault("believed" if jump.believed else "held", timedelta(seconds=jump.seconds), since)
        return self._jobs_fault
