"""Ratios of two pieces of work, measured in turn so that a slow moment of the machine hits both."""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from statistics import median
from time import perf_counter

Work = Callable[[], object]


def median_ratio(subject: Work, floor: Work, runs: int, *, prepare: Work = lambda: None) -> float:
    """The median over ``runs`` pairs of our seconds divided by the floor's.

    :param prepare: done before each piece of our work, outside the measured time
    """
    return median(_ratio(subject, floor, prepare) for _ in range(runs))


def _ratio(subject: Work, floor: Work, prepare: Work) -> float:
    prepare()
    with without_garbage_collection():
        return seconds(subject) / seconds(floor)


@contextmanager
def without_garbage_collection() -> Iterator[None]:
    """Without Python's garbage collector, as ``timeit`` does: it falls on one of the two, always the same."""
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def seconds(work: Work) -> float:
    """How long a piece of work takes."""
    start = perf_counter()
    work()
    return perf_counter() - start


def result_line(name: str, ratio: float, bar: float, better: str, floor: str, n: int) -> dict[str, object]:
    """A line of ``bench.json``; whether it holds follows from ratio, bar and which way is better."""
    holds = ratio <= bar if better == "lower" else ratio >= bar
    return {
        "name": name, "ratio": round(ratio, 4), "bar": bar, "better": better, "floor": floor, "n": n,
        "holds": holds,
    }  # fmt: skip
