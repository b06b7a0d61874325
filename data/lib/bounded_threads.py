"""Threads for slow work, with a bounded number of pending pieces, in all and for each caller."""

import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")


class QueueFullError(Exception):
    """There is no room for more work, or it did not begin in time; nothing was done."""


class BoundedThreads:
    """A few threads, and what waits for them; any thread may submit work.

    :param at_once: how many threads there are
    :param max_pending: pieces of work under way and waiting together
    :param max_of_caller: of these, of one caller
    """

    def __init__(self, name: str, at_once: int, max_pending: int, max_of_caller: int) -> None:
        self._name, self._at_once = name, at_once
        self._max_pending, self._max_of_caller = max_pending, max_of_caller
        self._lock, self._pending = threading.Lock(), Counter[str]()
        self._threads: ThreadPoolExecutor | None = None

    def submit(self, caller: str, work: Callable[[], T]) -> "Future[T]":
        """Queue work for a caller.

        :raises QueueFullError: too much is pending, of this caller or in all
        """
        with self._lock:
            if self._pending.total() >= self._max_pending or self._pending[caller] >= self._max_of_caller:
                raise QueueFullError
            self._threads = self._threads or ThreadPoolExecutor(self._at_once, self._name)
            future = self._threads.submit(work)
            self._pending[caller] += 1
        future.add_done_callback(lambda _future: self._release(caller))
        return future

    def _release(self, caller: str) -> None:
        with self._lock:
            self._pending[caller] -= 1
            self._pending += Counter()  # drop callers with nothing pending

    def close(self) -> None:
        """End the threads and cancel what waits; later work starts new ones."""
        with self._lock:
            threads, self._threads = self._threads, None
        if threads:
            threads.shutdown(wait=False, cancel_futures=True)
