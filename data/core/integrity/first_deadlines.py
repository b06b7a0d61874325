"""Identities of deadlines that a source moved after they had passed: the first one stays known."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from data.core.clock.sla import Verdict
from data.core.config.city import CONFIDENTIAL
from data.core.integrity.checks import IntegrityFault
from data.core.report.key import ReportKey
from data.core.report.standing import EventKind
from data.core.status import Status

GIVEN_VERDICTS = (Verdict.ON_TIME, Verdict.LATE)


@dataclass(frozen=True)
class DeadlineStep:
    """One event of a report, as far as its deadline is concerned."""

    change: int
    kind: str
    occurred_at: datetime
    service_code: str
    status: str
    expected_datetime: datetime | None
    stopped_at: datetime | None
    verdict: str | None
    pull_id: int


@dataclass(frozen=True)
class DeadlineHistory:
    """The steps of one report in order, and its first deadline by its details."""

    key: ReportKey
    first: datetime | None
    steps: Sequence[DeadlineStep]


def check_first_deadlines(histories: Iterable[DeadlineHistory]) -> list[IntegrityFault]:
    """Check that the first deadline of each report is known, was its own, and judges where it judged."""
    return [fault for history in histories for fault in _faults(history)]


def _faults(history: DeadlineHistory) -> Iterator[IntegrityFault]:
    moved = [number for number, step in enumerate(history.steps) if step.kind == EventKind.RESCHEDULED]
    where = "/".join(history.key)
    before = history.steps[: moved[0]] if moved else history.steps
    if history.first is not None and history.first not in {step.expected_datetime for step in before}:
        yield IntegrityFault("the first deadline was the report's own", where, history.first.isoformat())
    if moved and history.first is None and not _was_confidential(history.steps):
        yield IntegrityFault("a moved deadline keeps the first one", where, f"{len(moved)} times moved")
    for number in moved:
        yield from _faults_of_move(
            where, history.steps[number - 1] if number else None, history.steps[number]
        )


def _was_confidential(steps: Iterable[DeadlineStep]) -> bool:
    """Return whether the details of a report were reduced to what may be known of a confidential one."""
    return any(step.service_code == CONFIDENTIAL for step in steps)


def _faults_of_move(where: str, before: DeadlineStep | None, step: DeadlineStep) -> Iterator[IntegrityFault]:
    change = f"change {step.change}"
    if before is None or not _had_passed(before, step.occurred_at):
        yield IntegrityFault("a deadline is moved late only after it had passed", where, change)
        return
    judged, judges = (before.expected_datetime, before.verdict), (step.expected_datetime, step.verdict)
    if before.verdict in GIVEN_VERDICTS and judged != judges:
        yield IntegrityFault("a verdict that was given stays with its deadline", where, change)


def _had_passed(step: DeadlineStep, at: datetime) -> bool:
    if step.status == Status.CLOSED:
        return step.verdict == Verdict.LATE
    due = step.expected_datetime
    return due is not None and (step.stopped_at or at) > due
