"""A watchdog for the wall clock: it notices jumps, by the monotonic clock, which makes none."""

import threading
import time
from collections.abc import Callable

import structlog

from data.config.steady_clock import boot_seconds

CHECK_SECONDS = 1.0
MIN_JUMP_SECONDS = 5.0  # less than this waits for the next run; slow adjustments are no jump

log = structlog.get_logger(__name__)


class ClockWatchdog:
    """Calls back after each jump of the wall clock; any thread may check.

    :param on_jump: called in the thread that noticed it, before any other goes on
    :param wall: returns the wall clock's seconds
    :param monotonic: returns the seconds of a clock that nobody sets
    :ivar jumped_at: when the last jump was noticed, by ``monotonic``
    """

    def __init__(
        self,
        on_jump: Callable[[], None],
        wall: Callable[[], float] = lambda: time.time(),
        monotonic: Callable[[], float] = boot_seconds,
    ) -> None:
        self._on_jump, self._wall, self._monotonic = on_jump, wall, monotonic
        self._difference, self.jumped_at = wall() - monotonic(), float("-inf")
        self._lock = threading.Lock()
        self._stopped = threading.Event()

    def check(self) -> float:
        """Return by how many seconds the wall clock has jumped since the last check; 0: it has not."""
        with self._lock:
            now = self._monotonic()
            difference = self._wall() - now
            jump, self._difference = difference - self._difference, difference
            if abs(jump) < MIN_JUMP_SECONDS:
                return 0.0
            self.jumped_at = now
            log.warning("the wall clock has jumped, all runs are planned anew", seconds=round(jump, 1))
            self._on_jump()
            return jump

    def start(self) -> None:
        """Check once a second, in a thread of its own, until :meth:`stop`."""
        self._stopped.clear()
        threading.Thread(target=self._run, name="clock watchdog", daemon=True).start()

    def stop(self) -> None:
        """End the thread."""
        self._stopped.set()

    def _run(self) -> None:
        while not self._stopped.wait(CHECK_SECONDS):
            try:
                self.check()
            except Exception:  # the next jump must be noticed too
                log.exception("the runs were not planned anew")
