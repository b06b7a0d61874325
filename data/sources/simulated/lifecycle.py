"""What happens to a report after it was filed, to its end.

All times are seconds since midnight of the day of filing, in the city's own time.
"""

import math
from dataclasses import dataclass
from statistics import NormalDist

from data.core.status import INITIAL_STATUS, RESOLVED_STATUS
from data.sources.simulated.random_draws import Dice, cumulative_bounds
from data.sources.simulated.rhythm import DAY, HOUR
from data.sources.simulated.workday import shift_to_workday

# Nothing happens to a report later than this; an incremental pull need not look further back.
MAX_LIFECYCLE_DAYS = 60

_DURATION_SIGMA = 0.45  # sigma of the log of the time taken: people differ, works differ
_SHORTEST_DURATION = HOUR / 3
_LONGEST_ORDINARY_DURATION, _LONGEST_UNUSUAL_DURATION = 35 * DAY, 42 * DAY
_REOPENED_SHARE, _RATED_SHARE, _PHOTO_SHARE = 0.04, 0.35, 0.85
_STAR_BOUNDS = cumulative_bounds([0.03, 0.05, 0.17, 0.35, 0.40])
_OUTCOME_BOUNDS = cumulative_bounds([0.907, 0.05, 0.01, 0.018, 0.015])
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
class LifecycleEvent:
    """Something that happens to a report: a step, or only a rating (then without a status)."""

    at: float
    status_description: str | None
    agency_responsible: str | None = None
    has_photo: bool = False
    rating: int | None = None


def draw_lifecycle(dice: Dice, case: Case) -> list[LifecycleEvent]:
    """A report's whole life after its filing, in order."""
    return (_ordinary, _withdrawn, _forwarded, _forgotten, _awaiting_reporter)[
        dice.weighted(_OUTCOME_BOUNDS)
    ](dice, case)


def _ordinary(dice: Dice, case: Case) -> list[LifecycleEvent]:
    finished_at = _finish_time(dice, case, case.filed, case.hours)
    steps = _steps_until(dice, case, finished_at)
    agency = steps[-1].agency_responsible
    return [
        *steps,
        _closing_event(dice, finished_at, agency),
        *_reporter_reaction(dice, case, finished_at, agency),
    ]


def _withdrawn(dice: Dice, case: Case) -> list[LifecycleEvent]:
    """Looked at soon, and found to be nothing to act on."""
    decided_at = case.filed + min(dice.lognormal(7 * HOUR, 1.0), 5 * DAY)
    word = dice.pick(("ditolak", "duplikat"))
    responded_at = _first_response(dice, case.filed, decided_at)
    return [
        LifecycleEvent(responded_at, "koordinasi", case.first_agency),
        LifecycleEvent(decided_at + 60, word, case.first_agency),
    ]


def _forwarded(dice: Dice, case: Case) -> list[LifecycleEvent]:
    """Belongs to somebody outside the city's administration, who takes his time."""
    finished_at = shift_to_workday(
        dice, case.filed + min(dice.lognormal(12 * DAY, 0.5), _LONGEST_UNUSUAL_DURATION), case.filed
    )
    responded_at = _first_response(dice, case.filed, case.filed + DAY)
    forwarded_at = responded_at + dice.between(1 * HOUR, 30 * HOUR)
    return [
        LifecycleEvent(responded_at, "koordinasi", case.first_agency),
        LifecycleEvent(forwarded_at, "diteruskan", case.first_agency),
        _closing_event(dice, max(finished_at, forwarded_at + HOUR), case.first_agency),
    ]


def _awaiting_reporter(dice: Dice, case: Case) -> list[LifecycleEvent]:
    """Nobody can tell where it is until the reporter says more."""
    responded_at = _first_response(dice, case.filed, case.filed + DAY)
    question_at = responded_at + dice.between(HOUR / 4, 4 * HOUR)
    reply_at = question_at + min(dice.lognormal(20 * HOUR, 0.8), 10 * DAY)
    finished_at = _finish_time(dice, case, reply_at, case.hours)
    return [
        LifecycleEvent(responded_at, "koordinasi", case.first_agency),
        LifecycleEvent(question_at, "menunggu_pelapor", case.first_agency),
        LifecycleEvent(reply_at, "proses", case.first_agency),
        _closing_event(dice, finished_at, case.first_agency),
    ]


def _forgotten(dice: Dice, case: Case) -> list[LifecycleEvent]:
    """Forgotten until somebody clears the old ones away."""
    started_at = case.filed + min(dice.lognormal(9 * DAY, 0.6), _LONGEST_UNUSUAL_DURATION)
    started_at = shift_to_workday(dice, started_at, case.filed)
    finished_at = started_at + dice.between(HOUR / 4, 5 * HOUR)
    return [
        LifecycleEvent(started_at, "proses", case.first_agency),
        _closing_event(dice, finished_at, case.first_agency),
    ]


def _finish_time(dice: Dice, case: Case, since: float, hours: float) -> float:
    """When work that began at ``since`` is finished; within ``hours`` by the chance of the case's skill."""
    median = hours * HOUR * math.exp(-_DURATION_SIGMA * _NORMAL.inv_cdf(case.skill))
    duration = min(
        max(dice.lognormal(median, _DURATION_SIGMA), _SHORTEST_DURATION), _LONGEST_ORDINARY_DURATION
    )
    return (
        since + duration
        if case.urgent
        else shift_to_workday(dice, since + duration, since + _SHORTEST_DURATION)
    )


def _first_response(dice: Dice, filed: float, finished_at: float) -> float:
    """Somebody answers within minutes to hours, and well before the end."""
    return filed + min(dice.lognormal(0.7 * HOUR, 1.0) + 60, 0.4 * (finished_at - filed))


def _steps_until(dice: Dice, case: Case, finished_at: float) -> list[LifecycleEvent]:
    """From the first look to work in progress, evermore of the time left being used up."""
    at, agency = _first_response(dice, case.filed, finished_at), case.first_agency
    steps = []
    for word in _status_path(dice):
        agency = _next_agency(dice, case, word, agency)
        steps.append(LifecycleEvent(at, word, agency))
        at += (finished_at - at) * dice.between(0.08, 0.5)
    return steps


def _status_path(dice: Dice) -> list[str]:
    shares = {"salah_wilayah": 0.015, "koordinasi": 0.6, "disposisi": 0.65}
    return [word for word, share in shares.items() if dice.chance(share)] + ["proses"]


def _next_agency(dice: Dice, case: Case, word: str, agency: str | None) -> str | None:
    return dice.pick(case.agencies[1:]) if word == "disposisi" and len(case.agencies) > 1 else agency


def _closing_event(dice: Dice, at: float, agency: str | None) -> LifecycleEvent:
    return LifecycleEvent(at, RESOLVED_STATUS, agency, has_photo=dice.chance(_PHOTO_SHARE))


def _reporter_reaction(
    dice: Dice, case: Case, finished_at: float, agency: str | None
) -> list[LifecycleEvent]:
    """What the reporter has to say about it."""
    reaction_at = finished_at + min(dice.lognormal(14 * HOUR, 0.9), 5 * DAY)
    if dice.chance(_REOPENED_SHARE):
        return _reopened(dice, case, reaction_at, agency)
    if dice.chance(_RATED_SHARE):
        return [LifecycleEvent(reaction_at, None, rating=1 + dice.weighted(_STAR_BOUNDS))]
    return []


def _reopened(dice: Dice, case: Case, reaction_at: float, agency: str | None) -> list[LifecycleEvent]:
    """It was not done after all: one or two stars, back to the start, and done once more."""
    hours = min(case.hours / 2, 72.0)
    finished_at = min(_finish_time(dice, case, reaction_at, hours), reaction_at + 10 * DAY)
    return [
        LifecycleEvent(reaction_at, INITIAL_STATUS, agency, rating=dice.pick((1, 2))),
        LifecycleEvent(reaction_at + (finished_at - reaction_at) * dice.between(0.1, 0.6), "proses", agency),
        _closing_event(dice, finished_at, agency),
    ]
