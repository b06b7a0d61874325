"""A cache for a few seconds: a wall requests every other second, and need not read the store each time."""

import time
from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar

TTL_SECONDS = 5.0  # so long a session ended by another process may stay valid here
MAX_ENTRIES = 10_000

Value = TypeVar("Value")


class TtlCache(Generic[Value]):
    """Caches values, never that there is none: anybody can send tokens that do not exist."""

    def __init__(
        self, time_source: Callable[[], float] = time.monotonic, ttl_seconds: float = TTL_SECONDS
    ) -> None:
        self._time_source, self._ttl_seconds, self._lock = time_source, ttl_seconds, Lock()
        self._entries: dict[str, tuple[float, Value]] = {}

    def get(self, key: str, load: Callable[[str], Value | None]) -> Value | None:
        """Return the cached value of ``key``, or the one that ``load`` returns now."""
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

    def get_stale(self, key: str, max_age_seconds: float) -> Value | None:
        """Return the last value, if it was loaded within so many seconds."""
        entry = self._entries.get(key)
        return entry[1] if entry and self._time_source() - entry[0] < max_age_seconds else None

    def is_fresh(self, key: str) -> bool:
        """Return whether :meth:`get` would return a cached value."""
        entry = self._entries.get(key)
        return entry is not None and self._time_source() - entry[0] < self._ttl_seconds

    def clear(self) -> None:
        """Remove all values, so that each is loaded again."""
        with self._lock:
            self._entries.clear()
