"""The events of drawn reports as columns, each with the standing after it."""

from dataclasses import dataclass, fields
from typing import Self

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from data.core.amount import TimeMeasure
from data.core.clock.due import calendar_deadlines
from data.core.config.policy import SlaClock
from data.core.report.standing import EventKind
from data.core.status import STATUSES
from tests.bench.density.drafts import MICROSECONDS, Codes, Drafts, Flags, Town
from tests.bench.density.lives import DAY, NEVER, NO_STEP, STEPS, Seconds, draw_moments, draw_steps

KINDS = tuple(EventKind)
WORDS = tuple(status.code for status in STATUSES)
STOPPING = np.array([status.pauses_clock or status.status == "closed" for status in STATUSES])
CLOSING = np.array([status.status == "closed" for status in STATUSES])
VERDICTS = ("no_target", "closed_unknown", "closed_on_time", "closed_late", None)
RESPONSE_VERDICTS = ("on_time", "late", None)
MAX_STOPS = 2
LATE_SHARE, LATE_DAYS = 0.01, 2.0  # of reports that the source hands on late
ALLOWED_WITHOUT_DEADLINE = 5 * DAY
MORE_DAYS = 3  # of a deadline that is rescheduled


@dataclass(frozen=True)
class EventColumns:
    """Events with their standings by column; moments in seconds, codes as positions in the lists of names.

    :param overtaken: when the next event of the report occurs; ``NEVER``: it is the last one
    """

    number: NDArray[np.int64]
    source: Codes
    filed: Seconds
    placement: Codes
    lat: NDArray[np.float64]
    long: NDArray[np.float64]
    reporter: Codes
    basis: Codes
    provisional: Flags
    response_expected: Seconds
    first_learnt: Seconds
    kind: Codes
    word: Codes
    occurred: Seconds
    learnt: Seconds
    overtaken: Seconds
    status_at: Seconds
    area: Codes
    category: Codes
    agency: Codes  # -1: none
    expected: Seconds
    first_expected: Seconds  # before the source moved it
    approaching: Seconds
    very_late: Seconds
    closed: Seconds
    reopened: Codes
    responded: Seconds
    stopped: Seconds
    stops: NDArray[np.int64]  # begin and end of each earlier stop
    verdict: Codes
    response_verdict: Codes
    evidence: Flags

    def __len__(self) -> int:
        return self.number.size

    def select(self, rows: NDArray) -> Self:
        """Return some of the events."""
        return type(self)(**{item.name: getattr(self, item.name)[rows] for item in fields(self)})

    @classmethod
    def concat(cls, parts: "list[EventColumns]") -> "EventColumns":
        """Return the events of several parts, one after the other."""
        return cls(
            **{
                item.name: np.concatenate([getattr(part, item.name) for part in parts])
                for item in fields(cls)
            }
        )


def draw_events(rng: Generator, town: Town, drafts: Drafts, end: int, pull_seconds: int) -> EventColumns:
    """Draw the lives of reports and return the events that are learnt by ``end``, by position in a life."""
    from_source = drafts.basis == 0
    steps = draw_steps(rng, from_source)
    allowed = np.where(drafts.expected == NEVER, ALLOWED_WITHOUT_DEADLINE, drafts.expected - drafts.filed)
    skill = np.where(drafts.area >= 0, town.skill[drafts.area], 1.0)
    moments = draw_moments(rng, steps, drafts.filed, allowed, skill)
    learnt = _learnt(rng, moments, pull_seconds)
    steps = np.where(learnt <= end, steps, NO_STEP).astype(np.int8)
    replay = _Replay(town, drafts, first_learnt=learnt[:, 0])
    parts = []
    for position in range(steps.shape[1]):
        rows = np.flatnonzero(steps[:, position] != NO_STEP)
        replay.apply(rng, rows, steps[rows, position], moments[rows, position])
        parts.append(
            replay.events(
                rows, steps[rows, position], moments[rows, position], learnt[rows, position],
                _overtaken(steps, moments, rows, position),
            )
        )  # fmt: skip
    return EventColumns.concat(parts)


def _learnt(rng: Generator, moments: Seconds, pull_seconds: int) -> Seconds:
    """Return the pull that learns each step: the next one, or for some reports one of the days after."""
    delay = np.where(rng.random(len(moments)) < LATE_SHARE, rng.exponential(LATE_DAYS * DAY, len(moments)), 0)
    first = moments[:, 0] + delay.astype(np.int64)
    return -(-np.maximum(moments, first[:, None]) // pull_seconds) * pull_seconds


def _overtaken(steps: NDArray[np.int8], moments: Seconds, rows: NDArray, position: int) -> Seconds:
    if position + 1 == steps.shape[1]:
        return np.full(rows.size, NEVER)
    return np.where(steps[rows, position + 1] != NO_STEP, moments[rows, position + 1], NEVER)


class _Replay:
    """The standing of each report, step by step."""

    def __init__(self, town: Town, drafts: Drafts, first_learnt: Seconds) -> None:
        count = drafts.number.size
        self._town, self._drafts, self._first_learnt = town, drafts, first_learnt
        self._is_working = _working_categories(town)
        self.now = {
            "word": np.zeros(count, np.int32), "area": drafts.area.copy(), "category": drafts.category.copy(),
            "agency": np.full(count, -1, np.int32), "expected": drafts.expected.copy(),
            "approaching": drafts.approaching.copy(), "very_late": drafts.very_late.copy(),
            "first_expected": np.full(count, NEVER),
            "closed": np.full(count, NEVER), "reopened": np.zeros(count, np.int32),
            "responded": np.full(count, NEVER), "stopped": np.full(count, NEVER),
            "stops": np.full((count, 2 * MAX_STOPS), NEVER), "status_at": drafts.filed.copy(),
            "verdict": np.full(count, len(VERDICTS) - 1, np.int32),
            "response_verdict": np.full(count, len(RESPONSE_VERDICTS) - 1, np.int32),
            "evidence": np.zeros(count, bool),
        }  # fmt: skip

    def events(
        self, rows: NDArray, steps: NDArray[np.int8], occurred: Seconds, learnt: Seconds, overtaken: Seconds
    ) -> EventColumns:
        """Return an event of each of some reports, with its present standing."""
        drafts = self._drafts
        names = (
            "number", "source", "filed", "placement", "lat", "long", "reporter", "basis", "provisional",
            "response_expected",
        )  # fmt: skip
        kinds = np.array([KINDS.index(step.kind) for step in STEPS], np.int32)
        return EventColumns(
            **{name: getattr(drafts, name)[rows] for name in names},
            **{name: values[rows] for name, values in self.now.items()},
            first_learnt=self._first_learnt[rows],
            kind=kinds[steps],
            occurred=occurred,
            learnt=learnt,
            overtaken=overtaken,
        )

    def apply(self, rng: Generator, rows: NDArray, steps: NDArray[np.int8], at: Seconds) -> None:
        """Apply a step to each of some reports."""
        words = np.array([WORDS.index(step.word) if step.word else -1 for step in STEPS], np.int32)[steps]
        has_word = words >= 0
        self._set_words(rows[has_word], words[has_word], at[has_word])
        kinds = np.array([KINDS.index(step.kind) for step in STEPS])[steps]
        for kind, change in (
            (EventKind.MOVED, self._move), (EventKind.RECATEGORISED, self._recategorise),
            (EventKind.RESCHEDULED, self._reschedule), (EventKind.REOPENED, self._reopen),
        ):  # fmt: skip
            chosen = kinds == KINDS.index(kind)
            change(rng, rows[chosen], at[chosen])
        has_photo = np.array([step.evidence for step in STEPS])[steps]
        self.now["evidence"][rows[has_photo]] = True

    def _set_words(self, rows: NDArray, words: Codes, at: Seconds) -> None:
        now = self.now
        self._resume(rows, at)
        now["word"][rows], now["status_at"][rows] = words, at
        now["stopped"][rows] = np.where(STOPPING[words], at, NEVER)
        is_answer = (words != WORDS.index("menunggu")) & (now["responded"][rows] == NEVER)
        self._respond(rows[is_answer], at[is_answer])
        takes = np.isin(words, [WORDS.index(word) for word in ("disposisi", "proses")])
        now["agency"][rows[takes]] = now["category"][rows[takes]]
        self._close(rows[CLOSING[words]], words[CLOSING[words]], at[CLOSING[words]])

    def _respond(self, rows: NDArray, at: Seconds) -> None:
        due = self._drafts.response_expected[rows]
        self.now["responded"][rows] = at
        self.now["response_verdict"][rows] = np.where(due == NEVER, 2, np.where(at <= due, 0, 1))

    def _close(self, rows: NDArray, words: Codes, at: Seconds) -> None:
        expected = self.now["expected"][rows]
        judged = np.where(expected == NEVER, 0, np.where(at <= expected, 2, 3))
        is_resolved = words == WORDS.index("selesai")
        self.now["closed"][rows] = at
        self.now["verdict"][rows] = np.where(is_resolved, judged, len(VERDICTS) - 1)

    def _reopen(self, _rng: Generator, rows: NDArray, _at: Seconds) -> None:
        now = self.now
        now["reopened"][rows] += 1
        now["closed"][rows], now["evidence"][rows] = NEVER, False
        now["verdict"][rows] = len(VERDICTS) - 1

    def _resume(self, rows: NDArray, at: Seconds) -> None:
        """End the stop of those whose clock is stopped; a policy's deadline moves later by it."""
        now = self.now
        is_stopped = now["stopped"][rows] != NEVER
        rows, at = rows[is_stopped], at[is_stopped]
        since = now["stopped"][rows]
        slot = np.where(now["stops"][rows, 0] == NEVER, 0, 2)
        now["stops"][rows, slot], now["stops"][rows, slot + 1] = since, at
        moves = (self._drafts.basis[rows] == 1) & (now["expected"][rows] != NEVER)
        self._shift(rows[moves], since[moves], at[moves])

    def _shift(self, rows: NDArray, since: Seconds, at: Seconds) -> None:
        is_working = self._is_working[self.now["category"][rows]]
        for name in ("expected", "approaching", "very_late"):
            values = self.now[name]
            values[rows[~is_working]] += (at - since)[~is_working]
            values[rows[is_working]] = self._advance(
                values[rows[is_working]], since[is_working], at[is_working]
            )

    def _advance(self, moments: Seconds, since: Seconds, until: Seconds) -> Seconds:
        calendar = self._town.timekeeper.calendar
        stopped = calendar.working_time_between(since * MICROSECONDS, until * MICROSECONDS)
        return calendar.advance(moments * MICROSECONDS, stopped) // MICROSECONDS

    def _move(self, rng: Generator, rows: NDArray, _at: Seconds) -> None:
        """Move reports to another area; those without one stay, and so does their placement."""
        area = self.now["area"]
        others = rng.integers(0, len(self._town.area_codes), rows.size)
        area[rows] = np.where(area[rows] >= 0, others, area[rows])

    def _recategorise(self, rng: Generator, rows: NDArray, _at: Seconds) -> None:
        self.now["category"][rows] = rng.integers(0, len(self._town.categories), rows.size)

    def _reschedule(self, _rng: Generator, rows: NDArray, at: Seconds) -> None:
        filed, expected = self._drafts.filed[rows], at + MORE_DAYS * DAY
        due = calendar_deadlines(filed * MICROSECONDS, expected * MICROSECONDS)
        self.now["first_expected"][rows] = self.now["expected"][rows]
        self.now["expected"][rows] = expected
        self.now["approaching"][rows] = due.approaching // MICROSECONDS
        self.now["very_late"][rows] = due.very_late // MICROSECONDS


def _working_categories(town: Town) -> Flags:
    """Return which categories' deadlines are measured in working time."""
    policy = town.timekeeper.city.policy[0]
    allowed = [policy.allowed_time(SlaClock.RESOLUTION, code) for code in town.categories]
    return np.array([time is not None and time.measure is not TimeMeasure.CALENDAR for time in allowed])
