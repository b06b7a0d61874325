"""A bound on log lines that requests can cause, so that nobody can fill a disk or bury what matters.

Lines of the server itself, and those written while a stranger's request is answered, share one budget. Lines
of jobs, of the refresh, and of requests by sessions and displays are not throttled.
"""

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

WINDOW_SECONDS = 60.0
LINES_PER_KIND = 5  # in a window
LINES_IN_ALL = 60  # in a window: with the length below, less than 5 MB in ten minutes
MAX_LINE_LENGTH = 8_000  # in characters, a traceback included
MAX_KIND_LENGTH = 80
CUT_MARK = " [...] "

_is_throttled: ContextVar[bool] = ContextVar("is_throttled", default=False)


class LogThrottle:
    """Admit a few lines of each kind in a window, and not too many in all.

    :param monotonic: returns seconds
    """

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic, self._lock = monotonic, threading.Lock()
        self._window = float("-inf")
        self._admitted, self._left_out = Counter[str](), Counter[str]()

    def admit(self, kind: str) -> int | None:
        """Return how many lines of a kind were left out before this one; None to leave this one out too."""
        kind = kind.partition("\n")[0][:MAX_KIND_LENGTH]
        with self._lock:
            self._begin_window()
            if self._admitted[kind] >= LINES_PER_KIND or self._admitted.total() >= LINES_IN_ALL:
                if kind in self._left_out or len(self._left_out) < LINES_IN_ALL:
                    self._left_out[kind] += 1
                return None
            self._admitted[kind] += 1
            return self._left_out.pop(kind, 0)

    def _begin_window(self) -> None:
        now = self._monotonic()
        if now - self._window >= WINDOW_SECONDS:
            self._window = now
            self._admitted.clear()


@contextmanager
def lines_of_request(*, is_known: bool = False) -> Iterator[None]:
    """Count the lines that are written in the block as those of a request.

    :param is_known: whether a session or a display sent it
    """
    token = _is_throttled.set(not is_known)
    try:
        yield
    finally:
        _is_throttled.reset(token)


def is_of_stranger() -> bool:
    """Return whether a request is being answered, and nobody knows who sent it."""
    return _is_throttled.get()


def shorten(line: str) -> str:
    """Return a line without its middle if it is too long: the end of a traceback says what happened."""
    if len(line) <= MAX_LINE_LENGTH:
        return line
    half = (MAX_LINE_LENGTH - len(CUT_MARK)) // 2
    return f"{line[:half]}{CUT_MARK}{line[-half:]}"
