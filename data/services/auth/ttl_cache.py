"""What was just looked up, for a few seconds: a wall asks every other second, the store not every time."""

import time
from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar

TTL_SECONDS = 5.0  # so long a session that another process ended may go on here
MAX_ENTRIES = 10_000

Value = TypeVar("Value")


class TtlCache(Generic[Value]):
    """Keeps what was found, never that nothing was: anybody can ask for tokens that are none."""

    def __init__(
        self, time_source: Callable[[], float] = time.monotonic, ttl_seconds: float = TTL_SECONDS
    ) -> None:
        self._time_source, self._ttl_seconds, self._lock = time_source, ttl_seconds, Lock()
        self._entries: dict[str, tuple[float, Value]] = {}

    def get(self, key: str, load: Callable[[str], Value | None]) -> Value | None:
        """What is kept of ``key``, or what ``find`` finds now."""
        entry = self._entries.get(key)
        if entry and self._time_source() - entry[0] < self._ttl_seconds:
            return entry[1]
        value = load(key)
        with self._lock:
            if value is None:
                self._entries.pop(key, None)
            else:
                self._evict_if_full()
                self._entries[key] = self._time_source(), value
        return value

    def _evict_if_full(self) -> None:
        if len(self._entries) >= MAX_ENTRIES:
            self._entries.clear()

    def get_stale(self, key: str) -> Value | None:
        """What was found last, however long ago."""
        entry = self._entries.get(key)
        return entry[1] if entry else None

    def is_fresh(self, key: str) -> bool:
        """Whether :meth:`get` would answer at once."""
        entry = self._entries.get(key)
        return entry is not None and self._time_source() - entry[0] < self._ttl_seconds

    def clear(self) -> None:
        """Something changed: everything is looked up anew."""
        with self._lock:
            self._entries.clear()
