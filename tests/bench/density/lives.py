"""What happens to a report: the steps of its life, drawn by chance."""

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from data.core.report.standing import EventKind

Seconds = NDArray[np.int64]  # since 1970 in UTC; NEVER where there is none
NEVER = np.iinfo(np.int64).min
MINUTE, HOUR, DAY = 60, 3_600, 86_400
OPENING_HOUR, CLOSING_HOUR = 7, 17  # of the offices, local
FORGOTTEN_SHARE, FORGOTTEN_FACTOR = 0.012, 25.0
RESCHEDULED_AFTER = HOUR


@dataclass(frozen=True)
class Step:
    """One step of a life.

    :param word: the status description after it; empty: as before
    :param share: how long it takes after the step before it, as a share of the allowed time
    :param evidence: whether a photo comes with it
    """

    kind: EventKind
    word: str = ""
    share: float = 0.1
    evidence: bool = False


RECEIVED = Step(EventKind.RECEIVED, "menunggu", 0)
DISPOSED = Step(EventKind.STATUS, "disposisi", 0.05)
COORDINATED = Step(EventKind.STATUS, "koordinasi", 0.08)
WORK = Step(EventKind.STATUS, "proses", 0.12)
ASKED = Step(EventKind.STATUS, "menunggu_pelapor", 0.1)
FORWARDED = Step(EventKind.STATUS, "diteruskan", 0.1)
ANSWERED = Step(EventKind.STATUS, "proses", 0.6)
CLOSED = Step(EventKind.CLOSED, "selesai", 0.45)
CLOSED_WITH_PHOTO = Step(EventKind.CLOSED, "selesai", 0.4, evidence=True)
PHOTO = Step(EventKind.AMENDED, "", 0.1, evidence=True)
REJECTED = Step(EventKind.WITHDRAWN, "ditolak", 0.2)
DUPLICATE = Step(EventKind.WITHDRAWN, "duplikat", 0.1)
REOPENED = Step(EventKind.REOPENED, "proses", 0.3)
MOVED = Step(EventKind.MOVED, "", 0.05)
RECATEGORISED = Step(EventKind.RECATEGORISED, "", 0.05)
RESCHEDULED = Step(EventKind.RESCHEDULED)

LIVES: tuple[tuple[float, tuple[Step, ...]], ...] = (
    (0.30, (RECEIVED, WORK, CLOSED)),
    (0.18, (RECEIVED, WORK, CLOSED_WITH_PHOTO)),
    (0.14, (RECEIVED, DISPOSED, WORK, CLOSED_WITH_PHOTO)),
    (0.08, (RECEIVED, COORDINATED, DISPOSED, WORK, CLOSED)),
    (0.05, (RECEIVED, WORK, CLOSED, PHOTO)),
    (0.04, (RECEIVED, WORK, ASKED, ANSWERED, CLOSED)),
    (0.03, (RECEIVED, DISPOSED, FORWARDED, ANSWERED, CLOSED_WITH_PHOTO)),
    (0.04, (RECEIVED, WORK, CLOSED, REOPENED, CLOSED_WITH_PHOTO)),
    (0.03, (RECEIVED, MOVED, WORK, CLOSED)),
    (0.02, (RECEIVED, RECATEGORISED, WORK, CLOSED)),
    (0.04, (RECEIVED, REJECTED)),
    (0.04, (RECEIVED, DUPLICATE)),
    (0.01, (RECEIVED, WORK, REJECTED)),
)
SOURCE_DEADLINE_LIVES: tuple[tuple[float, tuple[Step, ...]], ...] = (
    (0.85, (RECEIVED, WORK, CLOSED)),
    (0.15, (RECEIVED, WORK, RESCHEDULED, CLOSED)),
)
STEPS: tuple[Step, ...] = tuple(
    dict.fromkeys(step for lives in (LIVES, SOURCE_DEADLINE_LIVES) for _, life in lives for step in life)
)
NO_STEP = -1
LONGEST = max(len(life) for lives in (LIVES, SOURCE_DEADLINE_LIVES) for _, life in lives)


def draw_steps(rng: Generator, has_source_deadline: NDArray[np.bool_]) -> NDArray[np.int8]:
    """Return the steps of each report by position, as numbers in ``STEPS``; ``NO_STEP`` after the last."""
    usual = _draw(rng, LIVES, has_source_deadline.size)
    return np.where(
        has_source_deadline[:, None],
        _draw(rng, SOURCE_DEADLINE_LIVES, has_source_deadline.size),
        usual,
    )


def _draw(rng: Generator, lives: tuple[tuple[float, tuple[Step, ...]], ...], count: int) -> NDArray[np.int8]:
    table = np.full((len(lives), LONGEST), NO_STEP, dtype=np.int8)
    for row, (_, life) in enumerate(lives):
        table[row, : len(life)] = [STEPS.index(step) for step in life]
    shares = np.array([share for share, _ in lives])
    return table[rng.choice(len(lives), count, p=shares / shares.sum())]


def draw_moments(
    rng: Generator, steps: NDArray[np.int8], filed: Seconds, allowed: Seconds, skill: NDArray[np.float64]
) -> Seconds:
    """Return when each step occurs, in rising order within a report; offices work by day.

    :param allowed: by which the steps are paced, in seconds
    :param skill: how slow those are who answer for each report; 1: as the steps' shares say
    """
    moments = np.empty(steps.shape, dtype=np.int64)
    moments[:, 0] = filed
    is_forgotten = rng.random(filed.size) < FORGOTTEN_SHARE
    pace = allowed * skill * np.where(is_forgotten, FORGOTTEN_FACTOR, 1.0)
    shares = np.array([step.share for step in STEPS])
    for position in range(1, steps.shape[1]):
        gap = pace * shares[steps[:, position]] * rng.lognormal(0.0, 0.8, filed.size)
        due = _in_working_hours(moments[:, position - 1] + gap.astype(np.int64))
        missed = filed + allowed + RESCHEDULED_AFTER
        due = np.where(steps[:, position] == STEPS.index(RESCHEDULED), np.maximum(due, missed), due)
        moments[:, position] = np.maximum(due, moments[:, position - 1] + MINUTE)
    return moments


def _in_working_hours(moments: Seconds, zone_hours: int = 8) -> Seconds:
    """Move what falls into the night to the first two hours of the next working day."""
    local = moments + zone_hours * HOUR
    second = local % DAY
    night = DAY - (CLOSING_HOUR - OPENING_HOUR) * HOUR
    since_closing = (second - CLOSING_HOUR * HOUR) % DAY
    is_night = since_closing < night
    opening = local - since_closing + night
    return np.where(is_night, opening + since_closing * 2 * HOUR // night, local) - zone_hours * HOUR
