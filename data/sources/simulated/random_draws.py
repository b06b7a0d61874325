"""Where chance comes from: numbers that depend on nothing but the seed, the day and what they are for."""

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
# Far more than a report ever throws, so that a new throw in one report cannot shift the next one's.
THROWS = 80


class RandomStream(IntEnum):
    """What a row of numbers is for; each use has its own, so that changing one leaves the others."""

    RHYTHM = 1
    RAIN = 2
    REPORTS = 3
    FLOODS = 4
    SKILL = 5


def random_generator(seed: int, stream: RandomStream, day: date | None = None) -> np.random.Generator:
    """The numbers for one use on one day, or for the city as a whole."""
    # NumPy takes no negative seed, while a configuration may well hold one.
    return np.random.default_rng([seed % 2**63, day.toordinal() if day else 0, stream])


class Dice:
    """One report's own row of numbers between 0 and 1, thrown one after the other."""

    def __init__(self, numbers: Iterable[float]) -> None:
        self._throw = iter(numbers).__next__

    def chance(self, share: float) -> bool:
        """True in ``share`` of all throws."""
        return self._throw() < share

    def between(self, low: float, high: float) -> float:
        """Any number from ``low`` up to ``high``."""
        return low + (high - low) * self._throw()

    def pick(self, options: Sequence[T]) -> T:
        """One of ``options``, each as likely."""
        return options[int(self._throw() * len(options))]

    def weighted(self, bounds: Sequence[float]) -> int:
        """An index, by the bounds that :func:`bounds_of` made from weights."""
        return bisect_right(bounds, self._throw())

    def lognormal(self, median: float, sigma: float) -> float:
        """A positive number, half of them below ``median``."""
        return median * math.exp(sigma * _NORMAL.inv_cdf(max(self._throw(), 1e-12)))


def cumulative_bounds(weights: Iterable[float]) -> list[float]:
    """Weights as rising upper bounds, for :meth:`Dice.weighted`."""
    cumulative = np.cumsum(np.fromiter(weights, dtype=float))
    bounds: list[float] = (cumulative / cumulative[-1]).tolist()
    # The last bound must lie above every throw, also where rounding left it just under one.
    return [*bounds[:-1], 1.0]
