"""People work mostly by day, though not only."""

from data.sources.simulated.random_draws import Dice
from data.sources.simulated.rhythm import DAY, HOUR

_OPENS, _CLOSES = 7 * HOUR, 18 * HOUR
_AT_ODD_HOURS = 0.3


def working_time(dice: Dice, at: float, after: float) -> float:
    """``at``, or for most times at night a nearby time by day, later than ``after``.

    Evenings go back to the afternoon and the small hours on to the morning, so that on the whole
    nothing takes longer for it.
    """
    midnight, time = at - at % DAY, at % DAY
    if _OPENS <= time < _CLOSES or dice.chance(_AT_ODD_HOURS):
        return at
    earlier = midnight + dice.between(12 * HOUR, _CLOSES)
    if time >= _CLOSES and earlier > after:
        return earlier
    morning = midnight if time < _OPENS else midnight + DAY
    return morning + dice.between(_OPENS, 12 * HOUR)
