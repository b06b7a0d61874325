"""What the training's pages show: exercises of one account, progress of the classes, handouts."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from dashboard.pages.training.labels import EXERCISES, Exercise
from data.core.training import EXERCISE_NUMBERS, TrainingProgress
from data.lib.translation import gettext

CLOCK_FORMAT = "%H.%M"
TRAINEE_PATH = "/latihan"


@dataclass(frozen=True)
class ExerciseItem:
    """One exercise of an account.

    :param path: of its page; empty without a link, as once it is done
    :param has_page: whether the board has that page
    """

    exercise: Exercise
    css_class: str
    is_done: bool
    path: str
    has_page: bool


@dataclass(frozen=True)
class TraineeRow:
    """One account, with the time of each exercise that it has completed."""

    account: str
    times: list[str]


@dataclass(frozen=True)
class TrainingClass:
    """The trainees of one kecamatan."""

    name: str
    code: str
    rows: list[TraineeRow]


@dataclass(frozen=True)
class Handout:
    """The sheet of one kecamatan: what its accounts are called."""

    name: str
    accounts: list[str]


def lead(progress: TrainingProgress) -> str:
    """Return how many exercises are done."""
    if progress.is_complete:
        return gettext("All seven exercises are done. Thank you.")
    done_count = sum(step in progress.completed_at for step in EXERCISE_NUMBERS)
    return gettext("{done} of {all} exercises are done.").format(done=done_count, all=len(EXERCISE_NUMBERS))


def exercise_items(progress: TrainingProgress, has_page: Callable[[str], bool]) -> list[ExerciseItem]:
    """Return the seven exercises of one account.

    :param has_page: whether the board has a page at an address
    """
    return [_exercise_item(step, progress, has_page) for step in EXERCISE_NUMBERS]


def _exercise_item(step: int, progress: TrainingProgress, has_page: Callable[[str], bool]) -> ExerciseItem:
    exercise, is_done = EXERCISES[step], step in progress.completed_at
    css_class = "done" if is_done else "next" if step == progress.next_exercise else "later"
    path = exercise.path.format(kecamatan=progress.principal.parent or "")
    link = "" if is_done or path == TRAINEE_PATH else path
    return ExerciseItem(exercise, css_class, is_done, link, has_page(path))


def training_classes(
    class_progress: Iterable[TrainingProgress], names: dict[str, str], zone: ZoneInfo
) -> list[TrainingClass]:
    """Return each kecamatan's class: who has completed which exercise, and when."""
    by_parent = groupby(class_progress, key=lambda progress: progress.principal.parent or "")
    return [
        TrainingClass(names.get(code, code), code, [_trainee_row(progress, zone) for progress in members])
        for code, members in by_parent
    ]


def _trainee_row(progress: TrainingProgress, zone: ZoneInfo) -> TraineeRow:
    times = [_clock(progress.completed_at.get(step), zone) for step in EXERCISE_NUMBERS]
    return TraineeRow(progress.principal.name, times)


def _clock(completed_at: datetime | None, zone: ZoneInfo) -> str:
    return f"{completed_at.astimezone(zone):{CLOCK_FORMAT}}" if completed_at else ""


def handouts(
    class_progress: list[TrainingProgress], names: dict[str, str], requested: str | None
) -> Iterator[Handout]:
    """Yield the handout of each kecamatan that has trainees, or of the requested one."""
    for code, name in names.items():
        trainees = [each.principal.name for each in class_progress if each.principal.parent == code]
        if trainees and requested in (None, code):
            yield Handout(name, trainees)
