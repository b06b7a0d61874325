"""Working hours of the simulation: most work is done by day."""

from data.sources.simulated.random_draws import RandomDraws
from data.sources.simulated.rhythm import DAY, HOUR

_OPENING, _CLOSING = 7 * HOUR, 18 * HOUR
_NIGHT_WORK_SHARE = 0.3


def shift_to_workday(draws: RandomDraws, at: float, after: float) -> float:
    """Return ``at`` or, for most times at night, a nearby time by day that is later than ``after``.

    Evenings move back to the afternoon and the hours after midnight on to the morning, so that the mean
    duration does not change.
    """
    midnight, time_of_day = at - at % DAY, at % DAY
    if _OPENING <= time_of_day < _CLOSING or draws.chance(_NIGHT_WORK_SHARE):
        return at
    earlier = midnight + draws.between(12 * HOUR, _CLOSING)
    if time_of_day >= _CLOSING and earlier > after:
        return earlier
    morning = midnight if time_of_day < _OPENING else midnight + DAY
    return morning + draws.between(_OPENING, 12 * HOUR)
