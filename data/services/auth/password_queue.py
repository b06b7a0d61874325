"""Where sign-ins wait for their turn: a hash takes a good part of a second, by design.

The work has threads of its own, so that whoever sends sixty sign-ins at once holds up no other page; a
bounded number waits, and the others are refused at once. Known callers, who are signed in or on a device
where they were, have a lane to themselves.
"""

import asyncio
import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeVar

from data.core.throttle import site_key

MAX_PENDING = 32  # in each lane, those under way included: some seconds of work
MAX_PENDING_OF_SITE = 24  # of strangers behind one address or in one /48, so that others find a place
MAX_PENDING_OF_KNOWN = 2  # of one device or account

T = TypeVar("T")


class SignInsBusyError(Exception):
    """Too many wait already; nothing was checked."""


@dataclass(frozen=True)
class QueueCaller:
    """Whom a place in the queue counts for."""

    key: str
    is_known: bool


def stranger(address: str) -> QueueCaller:
    """Return the caller for a sign-in from a device that is not known."""
    return QueueCaller(site_key(address), is_known=False)


def known_caller(name: str) -> QueueCaller:
    """Return the caller for somebody who is signed in, or on a device where they were."""
    return QueueCaller(name, is_known=True)


class _BoundedThread:
    """One thread, and what waits for it; one hash at a time in each keeps memory and processors free."""

    def __init__(self, name: str, max_pending: int, max_of_caller: int) -> None:
        self._name, self._max_pending, self._max_of_caller = name, max_pending, max_of_caller
        self._lock, self._pending = threading.Lock(), Counter[str]()
        self._threads: ThreadPoolExecutor | None = None

    def submit(self, caller: str, work: Callable[[], T]) -> Future[T]:
        """Queue work.

        :raises SignInsBusyError: too much is pending, of this caller or in all
        """
        with self._lock:
            if self._pending.total() >= self._max_pending or self._pending[caller] >= self._max_of_caller:
                raise SignInsBusyError
            self._threads = self._threads or ThreadPoolExecutor(1, thread_name_prefix=self._name)
            future = self._threads.submit(work)
            self._pending[caller] += 1
        future.add_done_callback(lambda _future: self._release(caller))
        return future

    def _release(self, caller: str) -> None:
        with self._lock:
            self._pending[caller] -= 1
            self._pending += Counter()  # drop callers with nothing pending

    def close(self) -> None:
        """End the thread and cancel what waits; later work starts a new one."""
        with self._lock:
            threads, self._threads = self._threads, None
        if threads:
            threads.shutdown(wait=False, cancel_futures=True)


class PasswordQueue:
    """The two lanes of one process; any thread or event loop may use them."""

    def __init__(self) -> None:
        self._strangers = _BoundedThread("sign-in-strangers", MAX_PENDING, MAX_PENDING_OF_SITE)
        self._known = _BoundedThread("sign-in-known", MAX_PENDING, MAX_PENDING_OF_KNOWN)

    async def run(self, caller: QueueCaller, work: Callable[[], T]) -> T:
        """Return what work returns, after its turn has come.

        :raises SignInsBusyError: at once, without waiting
        """
        lane = self._known if caller.is_known else self._strangers
        return await asyncio.wrap_future(lane.submit(caller.key, work))

    def close(self) -> None:
        """Cancel what waits: the server ends."""
        self._strangers.close()
        self._known.close()
