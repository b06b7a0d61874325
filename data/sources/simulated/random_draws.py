"""Random numbers that depend only on the seed, the day and their purpose."""

import math
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from datetime import date
from enum import IntEnum
from statistics import NormalDist
from typing import TypeVar

import numpy as np

T = TypeVar("T")
_NORMAL = NormalDist()
# Far more than a report ever uses, so that a new draw in one report cannot shift those of the next one.
DRAWS_PER_REPORT = 80


class RandomStream(IntEnum):
    """The purpose of a series of numbers; each has its own, so that changing one leaves the others."""

    RHYTHM = 1
    RAIN = 2
    REPORTS = 3
    FLOODS = 4
    SKILL = 5


def random_generator(seed: int, stream: RandomStream, day: date | None = None) -> np.random.Generator:
    """Return the generator for one purpose on one day, or for the city as a whole."""
    # NumPy accepts no negative seed, which a configuration may contain.
    return np.random.default_rng([seed % 2**63, day.toordinal() if day else 0, stream])


class RandomDraws:
    """One report's own series of numbers between 0 and 1, used one after the other."""

    def __init__(self, numbers: Iterable[float]) -> None:
        self._next_draw = iter(numbers).__next__

    def chance(self, share: float) -> bool:
        """Return True with probability ``share``."""
        return self._next_draw() < share

    def between(self, low: float, high: float) -> float:
        """Return a uniform number from ``low`` up to ``high``."""
        return low + (high - low) * self._next_draw()

    def pick(self, options: Sequence[T]) -> T:
        """Return one of ``options`` with equal probability."""
        return options[int(self._next_draw() * len(options))]

    def weighted(self, bounds: Sequence[float]) -> int:
        """Return an index by the bounds that :func:`cumulative_bounds` makes from weights."""
        return bisect_right(bounds, self._next_draw())

    def lognormal(self, median: float, sigma: float) -> float:
        """Return a log-normal number; ``sigma`` is the standard deviation of its logarithm."""
        return median * math.exp(sigma * _NORMAL.inv_cdf(max(self._next_draw(), 1e-12)))


def cumulative_bounds(weights: Iterable[float]) -> list[float]:
    """Return weights as increasing upper bounds, for :meth:`RandomDraws.weighted`."""
    cumulative = np.cumsum(np.fromiter(weights, dtype=float))
    bounds: list[float] = (cumulative / cumulative[-1]).tolist()
    # The last bound must be above every number, also where rounding leaves it just below one.
    return [*bounds[:-1], 1.0]
