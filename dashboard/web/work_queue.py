"""Slow work of requests in few threads of its own, with a bounded queue and a bound for each caller.

Whoever waits here holds neither a thread that other requests need nor a connection of the store.
"""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import copy_context
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from starlette.exceptions import HTTPException

from data.lib.bounded_threads import BoundedThreads, QueueFullError
from data.lib.translation import Text

T = TypeVar("T")


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
        self._limits = limits
        max_pending = limits.at_once + limits.waiting
        self._threads = BoundedThreads(name, limits.at_once, max_pending, limits.per_caller)

    async def run(self, caller: str, work: Callable[[], T]) -> T:
        """Do the work in a thread and return its result; work that began is done to its end.

        :param caller: whom it counts for
        :raises QueueFullError: the queue is full, the caller has too much in it, or it waited too long
        """
        future = self._threads.submit(caller, partial(copy_context().run, work))
        result = asyncio.wrap_future(future)
        try:
            return await asyncio.wait_for(asyncio.shield(result), self._limits.wait_seconds)
        except TimeoutError:
            if future.cancel():
                raise QueueFullError from None
        return await result


@contextmanager
def busy_response(message: Text, retry_seconds: int) -> Iterator[None]:
    """Answer 503 with a message where the queue of the block is full.

    :raises HTTPException: it is
    """
    try:
        yield
    except QueueFullError:
        raise HTTPException(503, str(message), {"Retry-After": str(retry_seconds)}) from None
