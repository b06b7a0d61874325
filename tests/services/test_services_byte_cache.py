"""Caches keep so many bytes, whatever number that is, and build each value once.

Kind: memory has a budget in bytes.
"""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pytest

from data.lib.byte_cache import SHARES, ByteCache, CacheBudget, CacheName, byte_size

KILOBYTE = 1_000


@dataclass(frozen=True)
class Holder:
    """Something that holds other things."""

    values: list[bytes]
    table: pd.DataFrame


@dataclass(frozen=True, slots=True)
class SlottedHolder:
    """The same without a ``__dict__``."""

    body: bytes


def bytes_cache(max_bytes: int) -> ByteCache[int, bytes]:
    return ByteCache(max_bytes)


def test_what_was_used_longest_ago_goes_first() -> None:
    cache = bytes_cache(4 * KILOBYTE)
    for number in range(3):
        cache.put(number, bytes(KILOBYTE))
    assert cache.get(0) is not None
    cache.put(3, bytes(KILOBYTE))
    assert [number for number in range(4) if cache.get(number)] == [0, 2, 3]
    assert 3 * KILOBYTE <= cache.size <= 4 * KILOBYTE


def test_a_thousand_small_values_cost_as_much_as_few_large_ones() -> None:
    for size in (1, 10, 500):
        cache = bytes_cache(10 * KILOBYTE)
        for number in range(1_000):
            cache.put(number, bytes(size))
        assert cache.size <= 10 * KILOBYTE
        assert len(cache) < 1_000


def test_a_value_larger_than_the_budget_is_returned_and_not_kept() -> None:
    cache = bytes_cache(KILOBYTE)
    cache.put(1, b"earlier")
    assert cache.get_or_build(2, lambda: bytes(2 * KILOBYTE)) == bytes(2 * KILOBYTE)
    cache.put(1, bytes(2 * KILOBYTE))
    assert (len(cache), cache.size) == (0, 0)


def test_a_value_is_measured_while_others_read_the_cache() -> None:
    """Kind: work under a lock that grows with what is kept."""
    may_end, begun = threading.Event(), threading.Event()

    def measure(_value: bytes) -> int:
        begun.set()
        assert may_end.wait(30)
        return 1

    cache = ByteCache[int, bytes](KILOBYTE, measure)
    with ThreadPoolExecutor(2) as threads:
        kept = threads.submit(cache.put, 1, b"large")
        assert begun.wait(30)
        try:
            assert threads.submit(cache.get, 1).result(5) is None
        finally:
            may_end.set()
        kept.result()
    assert (cache.get(1), cache.size) == (b"large", 1)


def test_a_value_is_built_once_for_all_who_ask_meanwhile() -> None:
    cache, may_end, builds = bytes_cache(KILOBYTE), threading.Event(), list[int]()

    def build() -> bytes:
        builds.append(1)
        assert may_end.wait(30)
        return b"built"

    with ThreadPoolExecutor(8) as threads:
        waiting = [threads.submit(cache.get_or_build, 1, build) for _ in range(8)]
        assert cache.get_or_build(2, lambda: b"other") == b"other"  # another key waits for nobody
        may_end.set()
        assert {future.result() for future in waiting} == {b"built"}
    assert len(builds) == 1


def test_a_build_that_fails_is_tried_again_by_the_next() -> None:
    cache = bytes_cache(KILOBYTE)

    def fail() -> bytes:
        raise LookupError

    with pytest.raises(LookupError):
        cache.get_or_build(1, fail)
    assert cache.get_or_build(1, lambda: b"now") == b"now"


@pytest.mark.parametrize(
    "value",
    [
        b"x" * 50_000,
        [b"x" * 25_000, {"name": b"y" * 25_000}],
        np.zeros(50_000, dtype="int8"),
        np.array([b"x" * 50_000, None], dtype=object),
        pd.DataFrame({"text": ["x" * 1_000 + str(number) for number in range(50)]}),
        Holder([b"x" * 50_000], pd.DataFrame()),
        SlottedHolder(b"x" * 50_000),
        {(1, 2): frozenset([b"x" * 50_000])},
    ],
    ids=lambda value: type(value).__name__,
)
def test_a_size_counts_all_that_a_value_holds(value: object) -> None:
    assert 50_000 <= byte_size(value) < 60_000


def test_a_shared_object_counts_once_and_a_circle_ends() -> None:
    shared = bytes(50_000)
    circle: list[object] = [shared, shared]
    circle.append(circle)
    assert byte_size(circle) < 51_000


def test_all_shares_together_are_the_total() -> None:
    budget = CacheBudget(1_000_000)
    assert sum(SHARES.values()) == 1
    assert sum(budget.share(name) for name in CacheName) == 1_000_000
