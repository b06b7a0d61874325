"""Ratios of two pieces of work, measured alternately so that a slow moment of the machine affects both."""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from statistics import median
from time import perf_counter

Work = Callable[[], object]


def median_ratio(subject: Work, floor: Work, runs: int, *, prepare: Work = lambda: None) -> float:
    """Return the median over ``runs`` pairs of our seconds divided by those of the baseline.

    :param prepare: called before each piece of our work, outside the measured time
    """
    return median(_ratio(subject, floor, prepare) for _ in range(runs))


def _ratio(subject: Work, floor: Work, prepare: Work) -> float:
    prepare()
    with without_garbage_collection():
        return seconds(subject) / seconds(floor)


@contextmanager
def without_garbage_collection() -> Iterator[None]:
    """Switch off garbage collection, as ``timeit`` does: it would always hit the same one of the two."""
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def seconds(work: Work) -> float:
    """Return the seconds that a piece of work takes."""
    start = perf_counter()
    work()
    return perf_counter() - start


def result_line(name: str, ratio: float, bar: float, better: str, floor: str, n: int) -> dict[str, object]:
    """Return a result for ``bench.json``; ``holds`` follows from ratio, bar and direction."""
    holds = ratio <= bar if better == "lower" else ratio >= bar
    return {
        "name": name, "ratio": round(ratio, 4), "bar": bar, "better": better, "floor": floor, "n": n,
        "holds": holds,
    }  # fmt: skip
