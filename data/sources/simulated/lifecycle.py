"""What happens to a report after it was filed, to its end.

All times are seconds since midnight of the day of filing, in the city's own time.
"""

import math
from dataclasses import dataclass
from statistics import NormalDist

from data.core.status import DONE, FIRST
from data.sources.simulated.random_draws import Dice, bounds_of
from data.sources.simulated.rhythm import DAY, HOUR
from data.sources.simulated.workday import working_time

# Nothing happens to a report later than this; an incremental pull need not look further back.
LONGEST_LIFE_DAYS = 60

_SPREAD = 0.45  # sigma of the log of the time taken: people differ, works differ
_SHORTEST = HOUR / 3
_LONGEST_ORDINARY, _LONGEST_ODD = 35 * DAY, 42 * DAY
_REOPENED, _RATED, _SHOWN = 0.04, 0.35, 0.85
_STARS = bounds_of([0.03, 0.05, 0.17, 0.35, 0.40])
_ENDINGS = bounds_of([0.907, 0.05, 0.01, 0.018, 0.015])
_NORMAL = NormalDist()


@dataclass(frozen=True, slots=True)
class Case:
    """What decides how a report's life goes."""

    filed: float
    hours: float  # the time this kind of work is worth
    skill: float  # the chance of being done within it
    urgent: bool
    agencies: tuple[str, ...]

    @property
    def first_agency(self) -> str | None:
        """Who coordinates."""
        return self.agencies[0] if self.agencies else None


@dataclass(frozen=True, slots=True)
class Moment:
    """Something that happens to a report: a step, or only a rating (then without a status)."""

    at: float
    status_description: str | None
    agency_responsible: str | None = None
    photographed: bool = False
    rating: int | None = None


def live(dice: Dice, case: Case) -> list[Moment]:
    """A report's whole life after its filing, in order."""
    return (_ordinary, _withdrawn, _forwarded, _untouched, _asked_back)[dice.weighted(_ENDINGS)](dice, case)


def _ordinary(dice: Dice, case: Case) -> list[Moment]:
    done = _time_done(dice, case, case.filed, case.hours)
    steps = _steps_before(dice, case, done)
    holder = steps[-1].agency_responsible
    return [*steps, _closing(dice, done, holder), *_afterwards(dice, case, done, holder)]


def _withdrawn(dice: Dice, case: Case) -> list[Moment]:
    """Looked at soon, and found to be nothing to act on."""
    until = case.filed + min(dice.lognormal(7 * HOUR, 1.0), 5 * DAY)
    word = dice.pick(("ditolak", "duplikat"))
    looked = _first_look(dice, case.filed, until)
    return [Moment(looked, "koordinasi", case.first_agency), Moment(until + 60, word, case.first_agency)]


def _forwarded(dice: Dice, case: Case) -> list[Moment]:
    """Belongs to somebody outside the city's administration, who takes his time."""
    done = working_time(dice, case.filed + min(dice.lognormal(12 * DAY, 0.5), _LONGEST_ODD), case.filed)
    looked = _first_look(dice, case.filed, case.filed + DAY)
    passed_on = looked + dice.between(1 * HOUR, 30 * HOUR)
    return [
        Moment(looked, "koordinasi", case.first_agency),
        Moment(passed_on, "diteruskan", case.first_agency),
        _closing(dice, max(done, passed_on + HOUR), case.first_agency),
    ]


def _asked_back(dice: Dice, case: Case) -> list[Moment]:
    """Nobody can tell where it is until the reporter says more."""
    looked = _first_look(dice, case.filed, case.filed + DAY)
    asked = looked + dice.between(HOUR / 4, 4 * HOUR)
    told = asked + min(dice.lognormal(20 * HOUR, 0.8), 10 * DAY)
    done = _time_done(dice, case, told, case.hours)
    return [
        Moment(looked, "koordinasi", case.first_agency),
        Moment(asked, "menunggu_pelapor", case.first_agency),
        Moment(told, "proses", case.first_agency),
        _closing(dice, done, case.first_agency),
    ]


def _untouched(dice: Dice, case: Case) -> list[Moment]:
    """Forgotten until somebody clears the old ones away."""
    found = case.filed + min(dice.lognormal(9 * DAY, 0.6), _LONGEST_ODD)
    found = working_time(dice, found, case.filed)
    done = found + dice.between(HOUR / 4, 5 * HOUR)
    return [Moment(found, "proses", case.first_agency), _closing(dice, done, case.first_agency)]


def _time_done(dice: Dice, case: Case, since: float, hours: float) -> float:
    """When work that began at ``since`` is finished; within ``hours`` by the chance of the case's skill."""
    median = hours * HOUR * math.exp(-_SPREAD * _NORMAL.inv_cdf(case.skill))
    taken = min(max(dice.lognormal(median, _SPREAD), _SHORTEST), _LONGEST_ORDINARY)
    return since + taken if case.urgent else working_time(dice, since + taken, since + _SHORTEST)


def _first_look(dice: Dice, filed: float, done: float) -> float:
    """Somebody answers within minutes to hours, and well before the end."""
    return filed + min(dice.lognormal(0.7 * HOUR, 1.0) + 60, 0.4 * (done - filed))


def _steps_before(dice: Dice, case: Case, done: float) -> list[Moment]:
    """From the first look to work in progress, evermore of the time left being used up."""
    at, holder = _first_look(dice, case.filed, done), case.first_agency
    steps = []
    for word in _words(dice):
        holder = _next_holder(dice, case, word, holder)
        steps.append(Moment(at, word, holder))
        at += (done - at) * dice.between(0.08, 0.5)
    return steps


def _words(dice: Dice) -> list[str]:
    shares = {"salah_wilayah": 0.015, "koordinasi": 0.6, "disposisi": 0.65}
    return [word for word, share in shares.items() if dice.chance(share)] + ["proses"]


def _next_holder(dice: Dice, case: Case, word: str, holder: str | None) -> str | None:
    return dice.pick(case.agencies[1:]) if word == "disposisi" and len(case.agencies) > 1 else holder


def _closing(dice: Dice, at: float, holder: str | None) -> Moment:
    return Moment(at, DONE, holder, photographed=dice.chance(_SHOWN))


def _afterwards(dice: Dice, case: Case, done: float, holder: str | None) -> list[Moment]:
    """What the reporter has to say about it."""
    heard = done + min(dice.lognormal(14 * HOUR, 0.9), 5 * DAY)
    if dice.chance(_REOPENED):
        return _again(dice, case, heard, holder)
    if dice.chance(_RATED):
        return [Moment(heard, None, rating=1 + dice.weighted(_STARS))]
    return []


def _again(dice: Dice, case: Case, heard: float, holder: str | None) -> list[Moment]:
    """It was not done after all: one or two stars, back to the start, and done once more."""
    hours = min(case.hours / 2, 72.0)
    done = min(_time_done(dice, case, heard, hours), heard + 10 * DAY)
    return [
        Moment(heard, FIRST, holder, rating=dice.pick((1, 2))),
        Moment(heard + (done - heard) * dice.between(0.1, 0.6), "proses", holder),
        _closing(dice, done, holder),
    ]
