"""Slow work of requests in few threads of its own, with a bounded queue and a bound for each caller.

Whoever waits here holds neither a thread that other requests need nor a connection of the store.
"""

import asyncio
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import copy_context
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

from starlette.exceptions import HTTPException

T = TypeVar("T")


class WorkQueueFullError(Exception):
    """There is no room for more work, or it did not begin in time."""


@dataclass(frozen=True)
class QueueLimits:
    """How much work a queue takes.

    :param at_once: done at the same time
    :param waiting: waits for its turn
    :param per_caller: of one caller, done and waiting together
    :param wait_seconds: after which work that has not begun is given up
    """

    at_once: int
    waiting: int
    per_caller: int
    wait_seconds: float


# A display gives a request up after ten seconds.
PAST_BOARDS = QueueLimits(at_once=1, waiting=8, per_caller=2, wait_seconds=8)
PAST_RETRY_SECONDS = 5


class WorkQueue:
    """One kind of slow work; any event loop and thread may use it."""

    def __init__(self, name: str, limits: QueueLimits) -> None:
        self._limits, self._lock = limits, threading.Lock()
        self._callers: Counter[str] = Counter()
        self._pool = ThreadPoolExecutor(limits.at_once, thread_name_prefix=name)

    async def run(self, caller: str, work: Callable[[], T]) -> T:
        """Do the work in a thread and return its result; work that began is done to its end.

        :param caller: whom it counts for
        :raises WorkQueueFullError: the queue is full, the caller has too much in it, or it waited too long
        """
        future = self._submit(caller, work)
        result = asyncio.wrap_future(future)
        try:
            return await asyncio.wait_for(asyncio.shield(result), self._limits.wait_seconds)
        except TimeoutError:
            if future.cancel():
                raise WorkQueueFullError from None
        return await result

    def _submit(self, caller: str, work: Callable[[], T]) -> "Future[T]":
        self._enter(caller)
        future = self._pool.submit(partial(copy_context().run, work))
        future.add_done_callback(partial(self._leave, caller))
        return future

    def _enter(self, caller: str) -> None:
        limits = self._limits
        with self._lock:
            is_full = self._callers.total() >= limits.at_once + limits.waiting
            if is_full or self._callers[caller] >= limits.per_caller:
                self._callers += Counter()  # forget callers without work
                raise WorkQueueFullError
            self._callers[caller] += 1

    def _leave(self, caller: str, _future: "Future[Any]") -> None:
        with self._lock:
            self._callers[caller] -= 1
            if not self._callers[caller]:
                del self._callers[caller]


@contextmanager
def busy_response(message: str, retry_seconds: int) -> Iterator[None]:
    """Answer 503 with a message where the queue of the block is full.

    :raises HTTPException: it is
    """
    try:
        yield
    except WorkQueueFullError:
        raise HTTPException(503, message, {"Retry-After": str(retry_seconds)}) from None
