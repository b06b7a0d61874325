"""How many requests each network may send in a minute, counted in memory."""

import threading
import time
from collections import Counter
from collections.abc import Callable

from data.core.throttle import counted_networks

SECONDS = 60
MAX_NETWORKS = 20_000  # counted within one minute; further ones wait for the next


class RequestRates:
    """Counts of one kind of request; any thread may call it.

    :param per_minute: of one address; a wide network of addresses may send several times as many
    """

    def __init__(self, per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._per_minute, self._clock = per_minute, clock
        self._lock, self._minute, self._counts = threading.Lock(), -1, Counter[str]()

    def consume(self, address: str) -> bool:
        """Count one more request of an address; return False, and count nothing, if it has sent too many."""
        networks = counted_networks(address)
        with self._lock:
            self._begin_minute()
            if any(self._counts[network.key] >= self._per_minute * network.factor for network in networks):
                return False
            if len(self._counts) >= MAX_NETWORKS and not all(n.key in self._counts for n in networks):
                return False
            self._counts.update(network.key for network in networks)
            return True

    def _begin_minute(self) -> None:
        minute = int(self._clock() // SECONDS)
        if minute != self._minute:
            self._minute, self._counts = minute, Counter()
