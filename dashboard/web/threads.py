"""Threads for work that would hold up the event loop, in pools that strangers cannot empty for the others.

Handlers and callbacks call :func:`run_in_threadpool`: whatever asks the store or builds a page.
"""

from collections.abc import Callable
from typing import ParamSpec, TypeVar

import anyio.to_thread
from anyio import CapacityLimiter
from anyio.lowlevel import RunVar

from dashboard.web.authorization import CURRENT_PRINCIPAL
from data.core.access import Role

MAX_THREADS = 24  # of requests by sessions and displays
MAX_UNKNOWN_THREADS = 16  # of requests by anybody else; up to ten of them may wait for a picture
MAX_AUTHENTICATION_THREADS = 4  # that look up a cookie, which may be made up

P = ParamSpec("P")
T = TypeVar("T")

_known: RunVar[CapacityLimiter] = RunVar("threads_of_known_callers")
_unknown: RunVar[CapacityLimiter] = RunVar("threads_of_unknown_callers")
_authentication: RunVar[CapacityLimiter] = RunVar("threads_of_authentication")


async def run_in_threadpool(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Call a function in a thread of the pool of whoever sends the present request."""
    is_unknown = CURRENT_PRINCIPAL.get().role is Role.ANONYMOUS
    limiter = _limiter(_unknown, MAX_UNKNOWN_THREADS) if is_unknown else _limiter(_known, MAX_THREADS)
    return await anyio.to_thread.run_sync(lambda: function(*args, **kwargs), limiter=limiter)


async def authenticate_in_thread(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Call a function that finds out who sends the present request."""
    limiter = _limiter(_authentication, MAX_AUTHENTICATION_THREADS)
    return await anyio.to_thread.run_sync(lambda: function(*args, **kwargs), limiter=limiter)


def _limiter(variable: RunVar[CapacityLimiter], threads: int) -> CapacityLimiter:
    """Return a pool of the running event loop."""
    try:
        return variable.get()
    except LookupError:
        limiter = CapacityLimiter(threads)
        variable.set(limiter)
        return limiter
