"""What was just looked up, for a few seconds: a wall asks every other second, the store not every time."""

import time
from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar

KEEP_SECONDS = 5.0  # so long a session that another process ended may go on here
MOST = 10_000

Found = TypeVar("Found")


class Memory(Generic[Found]):
    """Keeps what was found, never that nothing was: anybody can ask for tokens that are none."""

    def __init__(
        self, read: Callable[[], float] = time.monotonic, keep_seconds: float = KEEP_SECONDS
    ) -> None:
        self._read, self._keep, self._lock = read, keep_seconds, Lock()
        self._held: dict[str, tuple[float, Found]] = {}

    def get(self, key: str, find: Callable[[str], Found | None]) -> Found | None:
        """What is kept of ``key``, or what ``find`` finds now."""
        held = self._held.get(key)
        if held and self._read() - held[0] < self._keep:
            return held[1]
        found = find(key)
        with self._lock:
            if found is None:
                self._held.pop(key, None)
            else:
                self._make_room()
                self._held[key] = self._read(), found
        return found

    def _make_room(self) -> None:
        if len(self._held) >= MOST:
            self._held.clear()

    def last(self, key: str) -> Found | None:
        """What was found last, however long ago."""
        held = self._held.get(key)
        return held[1] if held else None

    def fresh(self, key: str) -> bool:
        """Whether :meth:`get` would answer at once."""
        held = self._held.get(key)
        return held is not None and self._read() - held[0] < self._keep

    def forget(self) -> None:
        """Something changed: everything is looked up anew."""
        with self._lock:
            self._held.clear()
