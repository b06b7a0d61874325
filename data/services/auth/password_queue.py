"""Where sign-ins wait for their turn: a hash takes a good part of a second, by design.

The work has threads of its own, so that whoever sends sixty sign-ins at once holds up no other page; a
bounded number waits, and the others are refused at once. Known callers, who are signed in or on a device
where they were, have a lane to themselves.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from data.core.throttle import site_key
from data.lib.bounded_threads import BoundedThreads, QueueFullError

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


class PasswordQueue:
    """The two lanes of one process; any thread or event loop may use them.

    One hash at a time in each keeps memory and processors free.
    """

    def __init__(self) -> None:
        self._strangers = BoundedThreads("sign-in-strangers", 1, MAX_PENDING, MAX_PENDING_OF_SITE)
        self._known = BoundedThreads("sign-in-known", 1, MAX_PENDING, MAX_PENDING_OF_KNOWN)

    async def run(self, caller: QueueCaller, work: Callable[[], T]) -> T:
        """Return what work returns, after its turn has come.

        :raises SignInsBusyError: at once, without waiting
        """
        lane = self._known if caller.is_known else self._strangers
        try:
            future = lane.submit(caller.key, work)
        except QueueFullError:
            raise SignInsBusyError from None
        return await asyncio.wrap_future(future)

    def close(self) -> None:
        """Cancel what waits: the server ends."""
        self._strangers.close()
        self._known.close()
