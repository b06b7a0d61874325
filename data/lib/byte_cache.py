"""Caches with a budget in bytes: what is kept is measured, and what was used longest ago goes first.

Numbers of entries say nothing about memory: one review may be as large as a thousand snapshots. Each cache
takes a named share of one total (``PANTAU_CACHE_MB``).
"""

import sys
import threading
from collections.abc import Callable, Hashable, Iterable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from enum import StrEnum
from types import FunctionType, MappingProxyType, MethodType, ModuleType
from typing import Any, Generic, TypeVar

import numpy as np
import pandas as pd
from cachetools import LRUCache

DEFAULT_MEGABYTES = 64
FRAMES = (pd.DataFrame, pd.Series, pd.Index)
NO_PARTS = (type, ModuleType, FunctionType, MethodType, str, bytes, bytearray, int, float, complex, *FRAMES)

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class CacheName(StrEnum):
    """The caches that share the total."""

    REVIEWS = "reviews"
    API_REVIEWS = "reviews of the API"
    PAST_SNAPSHOTS = "past snapshots"
    PAST_FRAMES = "past frames"
    RECAPS = "recaps"
    REPORT_DETAILS = "report details"
    BACKLOGS = "backlogs"
    PART_SNAPSHOTS = "snapshots of areas and categories"


SHARES: Mapping[CacheName, float] = MappingProxyType(
    {
        CacheName.REVIEWS: 0.375,
        CacheName.API_REVIEWS: 0.125,
        CacheName.PAST_SNAPSHOTS: 0.125,
        CacheName.PAST_FRAMES: 0.0625,
        CacheName.RECAPS: 0.125,
        CacheName.REPORT_DETAILS: 0.0625,
        CacheName.BACKLOGS: 0.0625,
        CacheName.PART_SNAPSHOTS: 0.0625,
    }
)


@dataclass(frozen=True)
class CacheBudget:
    """How many bytes all caches may keep."""

    total_bytes: int = DEFAULT_MEGABYTES * 2**20

    def share(self, name: CacheName) -> int:
        """Return how many bytes one cache may keep."""
        return int(self.total_bytes * SHARES[name])


DEFAULT_BUDGET = CacheBudget()


@dataclass(frozen=True, slots=True)
class _Measured(Generic[Value]):
    """A value that is kept, with its size in bytes."""

    value: Value
    size: int


class ByteCache(Generic[Key, Value]):
    """Values within a budget of bytes; any thread may call it. A value must not change once it is kept."""

    def __init__(self, max_bytes: int, size_of: Callable[[Value], int] | None = None) -> None:
        self._size_of: Callable[[Value], int] = size_of or byte_size
        self._values: LRUCache[Key, _Measured[Value]] = LRUCache(max_bytes, lambda measured: measured.size)
        self._builds: dict[Key, Future[Value]] = {}
        self._lock = threading.Lock()

    def get(self, key: Key) -> Value | None:
        """Return a value that is kept."""
        with self._lock:
            measured = self._values.get(key)
        return measured.value if measured else None

    def put(self, key: Key, value: Value) -> None:
        """Keep a value, unless it alone is larger than the budget."""
        measured = _Measured(value, self._size_of(value))  # before the lock: a large value takes a while
        with self._lock:
            try:
                self._values[key] = measured
            except ValueError:  # too large: an earlier value of this key does not stay instead
                self._values.pop(key, None)

    def put_all(self, values: Mapping[Key, Value]) -> None:
        """Keep several values."""
        for key, value in values.items():
            self.put(key, value)

    def get_or_build(self, key: Key, build: Callable[[], Value]) -> Value:
        """Return a value that is kept, or the one that ``build`` returns.

        Whoever asks for the same key meanwhile waits for that value, or its error.
        """
        with self._lock:
            if key in self._values:
                return self._values[key].value
            running = self._builds.get(key)
            if running is None:
                future = self._builds[key] = Future()
        return running.result() if running else self._build(key, build, future)

    def _build(self, key: Key, build: Callable[[], Value], future: "Future[Value]") -> Value:
        try:
            value = build()
            self.put(key, value)
        except BaseException as error:
            self._end_build(key)
            future.set_exception(error)
            raise
        self._end_build(key)
        future.set_result(value)
        return value

    def _end_build(self, key: Key) -> None:
        with self._lock:
            del self._builds[key]

    def clear(self) -> None:
        """Remove all values."""
        with self._lock:
            self._values.clear()

    @property
    def size(self) -> int:
        """Return how many bytes are kept."""
        return int(self._values.currsize)

    def __len__(self) -> int:
        return len(self._values)


def byte_size(value: Any) -> int:
    """Return the memory of a value with all that it refers to, each object once."""
    total, seen, pending = 0, set[int](), [value]
    while pending:
        item = pending.pop()
        if id(item) not in seen:
            seen.add(id(item))
            total += _own_size(item)
            pending.extend(_parts(item))
    return total


def _own_size(item: Any) -> int:
    """Return the memory of one object; of a frame with its texts, which are no parts then."""
    if isinstance(item, pd.DataFrame):
        return int(item.memory_usage(deep=True).sum())
    if isinstance(item, pd.Series | pd.Index):
        return int(item.memory_usage(deep=True))
    if isinstance(item, np.ndarray):
        return item.nbytes
    return sys.getsizeof(item)


def _parts(item: Any) -> Iterable[Any]:
    """Return the objects that an object refers to; none of what the whole process shares."""
    if isinstance(item, NO_PARTS):
        return ()
    if isinstance(item, np.ndarray):
        return item.ravel().tolist() if item.dtype.hasobject else ()
    if isinstance(item, dict | MappingProxyType):
        return [*item.keys(), *item.values()]
    if isinstance(item, list | tuple | set | frozenset):
        return item
    attributes = vars(item).values() if hasattr(item, "__dict__") else ()
    slots = getattr(type(item), "__slots__", ())
    names = (slots,) if isinstance(slots, str) else slots
    return [*attributes, *[getattr(item, name) for name in names if hasattr(item, name)]]
