"""Number of reports on a day without rain, and the times of day at which they are filed."""

import math
from datetime import date

import numpy as np
import numpy.typing as npt

from data.sources.simulated.random_draws import RandomStream, random_generator

Seconds = npt.NDArray[np.float64]

HOUR, DAY = 3_600.0, 86_400.0
_HOUR_WEIGHTS = (
    0.25, 0.15, 0.10, 0.10, 0.15, 0.40, 1.20, 2.40, 4.00, 4.20, 3.90, 3.10,
    2.20, 2.10, 2.20, 2.60, 3.70, 3.90, 3.50, 2.60, 1.90, 1.40, 0.90, 0.50,
)  # fmt: skip
_WEEKDAY_FACTORS = (1.18, 1.08, 1.05, 1.03, 1.02, 0.90, 0.74)  # Monday first; their mean is one
_SEASON_AMPLITUDE = 0.07
_WETTEST_DAY = 20  # of the year: the middle of the rains


def expected_count(daily: float, day: date) -> float:
    """Return the mean number of reports of ``day`` without rain, by weekday and season."""
    season_angle = 2 * math.pi * (day.timetuple().tm_yday - _WETTEST_DAY) / 365.25
    return daily * _WEEKDAY_FACTORS[day.weekday()] * (1 + _SEASON_AMPLITUDE * math.cos(season_angle))


def filing_times(seed: int, daily: float, day: date) -> Seconds:
    """Draw the day's filing times in seconds since midnight, in no order."""
    rng = random_generator(seed, RandomStream.RHYTHM, day)
    count = rng.poisson(expected_count(daily, day))
    hours = rng.choice(len(_HOUR_WEIGHTS), size=count, p=np.array(_HOUR_WEIGHTS) / sum(_HOUR_WEIGHTS))
    times: Seconds = (hours + rng.random(count)) * HOUR
    return times
