"""People work mostly by day, though not only."""

from data.sources.simulated.random_draws import Dice
from data.sources.simulated.rhythm import DAY, HOUR

_OPENING, _CLOSING = 7 * HOUR, 18 * HOUR
_NIGHT_WORK_SHARE = 0.3


def shift_to_workday(dice: Dice, at: float, after: float) -> float:
    """``at``, or for most times at night a nearby time by day, later than ``after``.

    Evenings go back to the afternoon and the small hours on to the morning, so that on the whole
    nothing takes longer for it.
    """
    midnight, time_of_day = at - at % DAY, at % DAY
    if _OPENING <= time_of_day < _CLOSING or dice.chance(_NIGHT_WORK_SHARE):
        return at
    earlier = midnight + dice.between(12 * HOUR, _CLOSING)
    if time_of_day >= _CLOSING and earlier > after:
        return earlier
    morning = midnight if time_of_day < _OPENING else midnight + DAY
    return morning + dice.between(_OPENING, 12 * HOUR)
