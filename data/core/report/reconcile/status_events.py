"""Changes of status that a row of a source tells of, as events."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from data.core.quick_frozen import quick
from data.core.report.record import ServiceRequest, StatusChange
from data.core.report.standing import Event, KnownReport, Standing, status_event_kind
from data.core.report.stopwatch import PolicyClock, apply_step
from data.core.report.uncertainty import (
    OBSERVED_BASIS,
    TO_LAST_SECOND,
    UNKNOWN_BASIS,
    ClosingTime,
    Slack,
    closing_time,
)
from data.core.status import INITIAL_STATUS, UNKNOWN_STATUS, Status, status_of


@quick
@dataclass(frozen=True, slots=True)
class _StatusStep:
    """One change of status.

    :param earliest: the earliest moment of it, if only its day is known
    """

    at: datetime
    status_description: str
    agency_responsible: str | None
    closed_datetime: datetime | None = None
    closed_basis: str | None = None
    earliest: datetime | None = None


@quick
@dataclass(frozen=True, slots=True)
class _HistoryStep:
    """One step of the history that a row gives; of a day, ``at`` is its first moment."""

    change: StatusChange
    is_day: bool

    @property
    def latest(self) -> datetime:
        """The latest moment at which it may have been."""
        return self.change.at + TO_LAST_SECOND if self.is_day else self.change.at


@quick
@dataclass(frozen=True, slots=True)
class StatusSteps:
    """The changes of status of one row.

    :param slack: how much later the policy's deadlines may be
    """

    record: ServiceRequest
    known_report: KnownReport | None
    learnt_at: datetime
    timekeeper: PolicyClock
    slack: Slack

    def events(self, standing: Standing, last_occurred_at: datetime) -> Iterator[Event]:
        """Yield one event for each change of status, in order, none before ``last_occurred_at``."""
        for step in self._steps():
            event = self._event(standing, step, last_occurred_at)
            standing, last_occurred_at = event.standing, event.occurred_at
            yield event

    def _steps(self) -> Iterator[_StatusStep]:
        """Yield the status changes that are new, oldest first, ending in the record's own status."""
        record, known_report = self.record, self.known_report
        status_description = known_report.standing.status_description if known_report else None
        for step in self._new_history():
            if step.change.status_description != status_description:
                status_description = step.change.status_description
                yield self._history_step(step)
        if record.status_description != (status_description or self._initial_status()):
            yield self._final_step()

    def _new_history(self) -> list[_HistoryStep]:
        """Return the steps of the history after those that are known."""
        steps = [
            _HistoryStep(change, f"history.{number}" in self.record.date_only)
            for number, change in enumerate(self.record.history)
        ]
        steps.sort(key=lambda step: step.change.at)
        if self.known_report is None:
            return steps
        status_at, status = self.known_report.status_at, self.known_report.standing.status_description
        known_days = [
            position
            for position, step in enumerate(steps)
            if step.is_day and step.change.status_description == status and step.change.at <= status_at
        ]
        first_new = known_days[-1] + 1 if known_days else 0
        return [step for step in steps[first_new:] if step.latest > status_at]

    def _history_step(self, step: _HistoryStep) -> _StatusStep:
        change = step.change
        filed = self.record.requested_datetime
        time = ClosingTime.of_day(change.at, filed, self.learnt_at) if step.is_day else ClosingTime(change.at)
        values = time.at, change.status_description, change.agency_responsible
        if status_of(change.status_description) is Status.CLOSED:
            return _StatusStep(*values, time.at, time.basis, time.earliest)
        return _StatusStep(*values, earliest=time.earliest)

    def _initial_status(self) -> str:
        is_unknown = self.record.status_description == UNKNOWN_STATUS and not self.record.history
        return UNKNOWN_STATUS if is_unknown else INITIAL_STATUS

    def _final_step(self) -> _StatusStep:
        """Return the step to the record's own status; the basis says how its closing time is known."""
        record, learnt_at = self.record, self.learnt_at
        values = record.status_description, record.agency_responsible
        if record.status is Status.OPEN:
            return _StatusStep(record.updated_datetime or learnt_at, *values)
        if closing := closing_time(record, learnt_at):
            return _StatusStep(closing.at, *values, closing.at, closing.basis, closing.earliest)
        if self.known_report and not self.known_report.is_new:
            return _StatusStep(learnt_at, *values, learnt_at, OBSERVED_BASIS)
        return _StatusStep(learnt_at, *values, None, UNKNOWN_BASIS)

    def _event(self, before: Standing, step: _StatusStep, last_occurred_at: datetime) -> Event:
        status = status_of(step.status_description)
        is_reopening = before.status == Status.CLOSED and status is Status.OPEN
        at = min(max(step.at, last_occurred_at), self.learnt_at)
        changed = before.copy_with(
            status=status,
            status_description=step.status_description,
            agency_responsible=step.agency_responsible or before.agency_responsible,
            closed_datetime=step.closed_datetime,
            closed_basis=step.closed_basis,
            reopened=before.reopened + is_reopening,
        )
        standing = apply_step(before, changed, at, self.timekeeper, self.slack, step.earliest)
        return Event(status_event_kind(before, standing), at, self.learnt_at, standing)
