"""The chain of a report's events: each is explained by its kind, and its span lasts until the next one.

Millions of events are looked at as arrays, in the order in which they were learnt. Of each report only the
end of its chain so far is kept, so that the memory is that of the reports and of one batch.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntFlag

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.core.columns.report_columns import NO_MOMENT, Flags, Moments, Numbers
from data.core.history.facts import KEY
from data.core.integrity.checks import IntegrityFault
from data.core.moments import to_micros
from data.core.report.standing import EventKind
from data.core.status import Status

NO_EVENT = -1
OPENING_KINDS = (EventKind.RECEIVED, EventKind.REOPENED)
CLOSING_KINDS = (EventKind.CLOSED, EventKind.WITHDRAWN)


class StepFlag(IntFlag):
    """What is known of one event: each a bit of one integer."""

    OPEN = 1  # the report is open after it
    OPENING = 2  # of a kind that opens a report
    CLOSING = 4  # of a kind that closes one
    MOVED = 8
    SOUND = 16  # its span has the same values, and it was not learnt before it occurred
    RESCHEDULED = 32
    CONFIDENTIAL = 64


@dataclass(frozen=True)
class ChainSteps:
    """Events and their spans, in order of ``change``; all arrays are of one length.

    :param report: the number of each event's report, from 0
    :param overtaken_at: when its span ends by what is stored; ``NO_MOMENT``: it is the present one
    :param flags: of :class:`StepFlag`
    :param area: a code for each area; the same area has the same code
    """

    report: NDArray[np.int64]
    occurred_at: Moments
    overtaken_at: Moments
    flags: Numbers
    area: Numbers

    def select(self, rows: Numbers) -> "ChainSteps":
        """Return some of the events, by row numbers."""
        return self._map(lambda column: column[rows])

    def _map(self, change: Callable[[Numbers], Numbers]) -> "ChainSteps":
        columns = self.report, self.occurred_at, self.overtaken_at, self.flags, self.area
        return ChainSteps(*map(change, columns))


class ChainEnds:
    """The end of each report's chain, up to the events seen so far."""

    def __init__(self, reports: int) -> None:
        self._overtaken_at = np.full(reports, NO_MOMENT)
        self._flags = np.full(reports, NO_EVENT, dtype=np.int16)
        self._area = np.zeros(reports, dtype=np.int32)

    def add(self, steps: ChainSteps) -> Flags:
        """Take the next events; return which of them do not follow from the one before of their report."""
        order = np.argsort(steps.report, kind="stable")
        ordered = steps.select(order)
        is_broken = np.empty(len(order), dtype=np.bool_)
        is_broken[order] = ~(_is_sound(ordered) & _follows(self._befores(ordered), ordered))
        self._keep(ordered)
        return is_broken

    def unfinished(self) -> Numbers:
        """Return the reports whose last span has an end."""
        return np.flatnonzero(self._overtaken_at != NO_MOMENT)

    def _befores(self, steps: ChainSteps) -> "_Befores":
        """Return what was before each step: the step before of its report, here or in an earlier batch."""
        report = steps.report
        is_first = np.append(True, report[1:] != report[:-1])[: len(report)]
        rows = np.flatnonzero(is_first)
        before = _Befores(*map(_shifted, (steps.overtaken_at, steps.flags, steps.area)))
        before.overtaken_at[rows] = self._overtaken_at[report[rows]]
        before.flags[rows] = self._flags[report[rows]]
        before.area[rows] = self._area[report[rows]]
        return before

    def _keep(self, steps: ChainSteps) -> None:
        report = steps.report
        rows = np.flatnonzero(np.append(report[1:] != report[:-1], True)[: len(report)])
        last = report[rows]
        self._overtaken_at[last] = steps.overtaken_at[rows]
        self._flags[last] = steps.flags[rows]
        self._area[last] = steps.area[rows]


def check_kinds(events: pd.DataFrame) -> list[IntegrityFault]:
    """Check that each change of status or place has an event of a kind that says so.

    :param events: ``EVENT_COLUMNS``, all of some reports
    """
    rows = events.sort_values("change")
    steps = _steps_of(rows)
    broken = rows[ChainEnds(len(rows)).add(steps)]
    return [
        IntegrityFault(
            "changes are explained by events", f"{row.source}/{row.service_request_id}", str(row.kind)
        )
        for row in broken.itertuples()
    ]


def _steps_of(events: pd.DataFrame) -> ChainSteps:
    """Return events as steps whose spans are right."""
    reports = events.groupby(list(KEY), sort=False)
    conditions = {
        StepFlag.OPEN: events["status"] == Status.OPEN,
        StepFlag.OPENING: events["kind"].isin(OPENING_KINDS),
        StepFlag.CLOSING: events["kind"].isin(CLOSING_KINDS),
        StepFlag.MOVED: events["kind"] == EventKind.MOVED,
    }
    flags = sum(condition.to_numpy() * flag.value for flag, condition in conditions.items())
    return ChainSteps(
        report=np.asarray(reports.ngroup(), dtype=np.int64),
        occurred_at=to_micros(events["occurred_at"]),
        overtaken_at=to_micros(reports["occurred_at"].shift(-1)),
        flags=np.asarray(flags, dtype=np.int64) | StepFlag.SOUND.value,
        area=pd.factorize(events["area_code"])[0].astype(np.int64),
    )


@dataclass(frozen=True)
class _Befores:
    overtaken_at: Moments
    flags: Numbers
    area: Numbers


def _shifted(column: Numbers) -> Numbers:
    return np.append(column[:1], column[:-1])


def _is_sound(steps: ChainSteps) -> Flags:
    """Return which events agree with their span, and whose span does not end before it begins."""
    never_ends = steps.overtaken_at == NO_MOMENT
    is_forward = never_ends | (steps.overtaken_at >= steps.occurred_at)
    return np.asarray(_has(steps.flags, StepFlag.SOUND) & is_forward, dtype=np.bool_)


def _follows(before: _Befores, steps: ChainSteps) -> Flags:
    """Return which events go on where the one before ended, and are of a kind that says so."""
    is_open, is_opening = _has(steps.flags, StepFlag.OPEN), _has(steps.flags, StepFlag.OPENING)
    was_open = _has(before.flags, StepFlag.OPEN)
    is_explained = np.where(is_open, is_opening, _has(steps.flags, StepFlag.CLOSING))
    is_same = ~is_open | (steps.area == before.area) | _has(steps.flags, StepFlag.MOVED)
    goes_on = (before.overtaken_at == steps.occurred_at) & np.where(
        is_open == was_open, is_same, is_explained
    )
    return np.where(before.flags == NO_EVENT, is_open & is_opening, goes_on)


def _has(flags: Numbers, flag: StepFlag) -> Flags:
    return np.asarray((flags & flag.value) != 0, dtype=np.bool_)
