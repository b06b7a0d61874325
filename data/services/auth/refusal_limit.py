"""How many refusals of people without an account the audit log takes: its rows can never be deleted."""

import threading
import time
from collections import Counter
from collections.abc import Callable

from data.core.throttle import counted_networks

WINDOW_SECONDS = 60.0
MAX_REFUSALS_PER_CALLER = 20  # of one address within a window; of a wide network several times as many
MAX_REFUSALS = 120  # of all within a window, by each process: 170,000 rows a day at most


class RefusalLimit:
    """Counts refusals by caller and in all, a minute at a time; any thread may call it.

    No more callers are remembered than refusals were taken.
    """

    def __init__(self, time_source: Callable[[], float] = time.monotonic) -> None:
        self._time_source, self._lock = time_source, threading.Lock()
        self._window_start, self._taken, self._by_caller = time_source(), 0, Counter[str]()
        self._left_out, self._left_out_before = 0, 0

    def take(self, address: str) -> bool:
        """Return whether a refusal of this address is written now; else it is counted as left out."""
        networks = counted_networks(address)
        with self._lock:
            self._begin_window()
            is_over = any(
                self._by_caller.get(network.key, 0) >= MAX_REFUSALS_PER_CALLER * network.factor
                for network in networks
            )
            if is_over or self._taken >= MAX_REFUSALS:
                self._left_out += 1
                return False
            self._taken += 1
            self._by_caller.update(network.key for network in networks)
            return True

    def collect_left_out(self, *, also_of_present_window: bool = False) -> int:
        """Return how many were left out in windows that have ended, each once."""
        with self._lock:
            if also_of_present_window:
                self._window_start = self._time_source() - WINDOW_SECONDS
            self._begin_window()
            left_out, self._left_out_before = self._left_out_before, 0
            return left_out

    def _begin_window(self) -> None:
        now = self._time_source()
        if now - self._window_start >= WINDOW_SECONDS:
            self._left_out_before += self._left_out
            self._window_start, self._taken, self._left_out = now, 0, 0
            self._by_caller.clear()
