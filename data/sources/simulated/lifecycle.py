"""Lifecycle of a simulated report, from its filing to its end.

All times are seconds since midnight of the day of filing, in the city's own time.
"""

import math
from dataclasses import dataclass
from statistics import NormalDist

from data.core.status import INITIAL_STATUS, RESOLVED_STATUS
from data.sources.simulated.random_draws import RandomDraws, cumulative_bounds
from data.sources.simulated.rhythm import DAY, HOUR
from data.sources.simulated.workday import shift_to_workday

# No event happens later than this after the filing; an incremental pull need not look further back.
MAX_LIFECYCLE_DAYS = 60

_DURATION_SIGMA = 0.45  # standard deviation of the logarithm of the duration
_SHORTEST_DURATION = HOUR / 3
_LONGEST_ORDINARY_DURATION, _LONGEST_UNUSUAL_DURATION = 35 * DAY, 42 * DAY
_REOPENED_SHARE, _RATED_SHARE, _PHOTO_SHARE = 0.04, 0.35, 0.85
_STAR_BOUNDS = cumulative_bounds([0.03, 0.05, 0.17, 0.35, 0.40])
_OUTCOME_BOUNDS = cumulative_bounds([0.907, 0.05, 0.01, 0.018, 0.015])
_NORMAL = NormalDist()


@dataclass(frozen=True, slots=True)
class Case:
    """What the lifecycle of a report depends on."""

    filed: float
    hours: float  # the simulated time for the work
    skill: float  # the probability of finishing within it
    urgent: bool
    agencies: tuple[str, ...]

    @property
    def first_agency(self) -> str | None:
        """The agency that coordinates the work."""
        return self.agencies[0] if self.agencies else None


@dataclass(frozen=True, slots=True)
class LifecycleEvent:
    """One event of a report: a step or, without a status, only a rating."""

    at: float
    status_description: str | None
    agency_responsible: str | None = None
    has_photo: bool = False
    rating: int | None = None


def draw_lifecycle(draws: RandomDraws, case: Case) -> list[LifecycleEvent]:
    """Draw all events of a report after its filing, in order."""
    outcomes = (_ordinary, _withdrawn, _forwarded, _forgotten, _awaiting_reporter)
    return outcomes[draws.weighted(_OUTCOME_BOUNDS)](draws, case)


def _ordinary(draws: RandomDraws, case: Case) -> list[LifecycleEvent]:
    finished_at = _finish_time(draws, case, case.filed, case.hours)
    steps = _steps_until(draws, case, finished_at)
    agency = steps[-1].agency_responsible
    return [
        *steps,
        _closing_event(draws, finished_at, agency),
        *_reporter_reaction(draws, case, finished_at, agency),
    ]


def _withdrawn(draws: RandomDraws, case: Case) -> list[LifecycleEvent]:
    """Draw a report that is soon rejected or closed as a duplicate."""
    decided_at = case.filed + min(draws.lognormal(7 * HOUR, 1.0), 5 * DAY)
    status_word = draws.pick(("ditolak", "duplikat"))
    responded_at = _first_response(draws, case.filed, decided_at)
    return [
        LifecycleEvent(responded_at, "koordinasi", case.first_agency),
        LifecycleEvent(decided_at + 60, status_word, case.first_agency),
    ]


def _forwarded(draws: RandomDraws, case: Case) -> list[LifecycleEvent]:
    """Draw a report that is forwarded outside the city's administration and takes long."""
    finished_at = shift_to_workday(
        draws, case.filed + min(draws.lognormal(12 * DAY, 0.5), _LONGEST_UNUSUAL_DURATION), case.filed
    )
    responded_at = _first_response(draws, case.filed, case.filed + DAY)
    forwarded_at = responded_at + draws.between(1 * HOUR, 30 * HOUR)
    return [
        LifecycleEvent(responded_at, "koordinasi", case.first_agency),
        LifecycleEvent(forwarded_at, "diteruskan", case.first_agency),
        _closing_event(draws, max(finished_at, forwarded_at + HOUR), case.first_agency),
    ]


def _awaiting_reporter(draws: RandomDraws, case: Case) -> list[LifecycleEvent]:
    """Draw a report that waits for an answer of its reporter."""
    responded_at = _first_response(draws, case.filed, case.filed + DAY)
    question_at = responded_at + draws.between(HOUR / 4, 4 * HOUR)
    reply_at = question_at + min(draws.lognormal(20 * HOUR, 0.8), 10 * DAY)
    finished_at = _finish_time(draws, case, reply_at, case.hours)
    return [
        LifecycleEvent(responded_at, "koordinasi", case.first_agency),
        LifecycleEvent(question_at, "menunggu_pelapor", case.first_agency),
        LifecycleEvent(reply_at, "proses", case.first_agency),
        _closing_event(draws, finished_at, case.first_agency),
    ]


def _forgotten(draws: RandomDraws, case: Case) -> list[LifecycleEvent]:
    """Draw a report that is forgotten until old reports are cleared."""
    started_at = case.filed + min(draws.lognormal(9 * DAY, 0.6), _LONGEST_UNUSUAL_DURATION)
    started_at = shift_to_workday(draws, started_at, case.filed)
    finished_at = started_at + draws.between(HOUR / 4, 5 * HOUR)
    return [
        LifecycleEvent(started_at, "proses", case.first_agency),
        _closing_event(draws, finished_at, case.first_agency),
    ]


def _finish_time(draws: RandomDraws, case: Case, since: float, hours: float) -> float:
    """Draw when work that began at ``since`` is finished; within ``hours`` with the case's probability."""
    median = hours * HOUR * math.exp(-_DURATION_SIGMA * _NORMAL.inv_cdf(case.skill))
    duration = min(
        max(draws.lognormal(median, _DURATION_SIGMA), _SHORTEST_DURATION), _LONGEST_ORDINARY_DURATION
    )
    if case.urgent:
        return since + duration
    return shift_to_workday(draws, since + duration, since + _SHORTEST_DURATION)


def _first_response(draws: RandomDraws, filed: float, finished_at: float) -> float:
    """Draw the first response: within minutes to hours, and well before the end."""
    return filed + min(draws.lognormal(0.7 * HOUR, 1.0) + 60, 0.4 * (finished_at - filed))


def _steps_until(draws: RandomDraws, case: Case, finished_at: float) -> list[LifecycleEvent]:
    """Draw the steps from the first response to work in progress, each after a part of the time left."""
    at, agency = _first_response(draws, case.filed, finished_at), case.first_agency
    steps = []
    for status_word in _status_path(draws):
        agency = _next_agency(draws, case, status_word, agency)
        steps.append(LifecycleEvent(at, status_word, agency))
        at += (finished_at - at) * draws.between(0.08, 0.5)
    return steps


def _status_path(draws: RandomDraws) -> list[str]:
    shares = {"salah_wilayah": 0.015, "koordinasi": 0.6, "disposisi": 0.65}
    return [status_word for status_word, share in shares.items() if draws.chance(share)] + ["proses"]


def _next_agency(draws: RandomDraws, case: Case, status_word: str, agency: str | None) -> str | None:
    return draws.pick(case.agencies[1:]) if status_word == "disposisi" and len(case.agencies) > 1 else agency


def _closing_event(draws: RandomDraws, at: float, agency: str | None) -> LifecycleEvent:
    return LifecycleEvent(at, RESOLVED_STATUS, agency, has_photo=draws.chance(_PHOTO_SHARE))


def _reporter_reaction(
    draws: RandomDraws, case: Case, finished_at: float, agency: str | None
) -> list[LifecycleEvent]:
    """Draw what the reporter does after the closing: reopens the report, rates it, or nothing."""
    reaction_at = finished_at + min(draws.lognormal(14 * HOUR, 0.9), 5 * DAY)
    if draws.chance(_REOPENED_SHARE):
        return _reopened(draws, case, reaction_at, agency)
    if draws.chance(_RATED_SHARE):
        return [LifecycleEvent(reaction_at, None, rating=1 + draws.weighted(_STAR_BOUNDS))]
    return []


def _reopened(draws: RandomDraws, case: Case, reaction_at: float, agency: str | None) -> list[LifecycleEvent]:
    """Draw a reopening with one or two stars, and a second closing."""
    hours = min(case.hours / 2, 72.0)
    finished_at = min(_finish_time(draws, case, reaction_at, hours), reaction_at + 10 * DAY)
    return [
        LifecycleEvent(reaction_at, INITIAL_STATUS, agency, rating=draws.pick((1, 2))),
        LifecycleEvent(reaction_at + (finished_at - reaction_at) * draws.between(0.1, 0.6), "proses", agency),
        _closing_event(draws, finished_at, agency),
    ]
