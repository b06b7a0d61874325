"""Changes of status that a row of a source tells of, as events."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from data.core.report.record import ServiceRequest
from data.core.report.standing import Event, KnownReport, Standing, status_event_kind
from data.core.report.stopwatch import PolicyClock, apply_step
from data.core.status import INITIAL_STATUS, UNKNOWN_STATUS, Status, status_of


@dataclass(frozen=True, slots=True)
class _StatusStep:
    at: datetime
    status_description: str
    agency_responsible: str | None
    closed_datetime: datetime | None
    closed_basis: str | None


def status_events(
    record: ServiceRequest,
    standing: Standing,
    last_occurred_at: datetime,
    known_report: KnownReport | None,
    learnt_at: datetime,
    timekeeper: PolicyClock,
) -> Iterator[Event]:
    """Yield one event for each change of status, in order, none before ``last_occurred_at``."""
    for step in _status_steps(record, known_report, learnt_at):
        event = _status_event(standing, step, last_occurred_at, learnt_at, timekeeper)
        standing, last_occurred_at = event.standing, event.occurred_at
        yield event


def _status_steps(
    record: ServiceRequest, known_report: KnownReport | None, learnt_at: datetime
) -> Iterator[_StatusStep]:
    """Yield the status changes that are new, oldest first, ending in the record's own status."""
    status_description = known_report.standing.status_description if known_report else None
    for change in sorted(record.history, key=lambda change: change.at):
        if known_report and change.at <= known_report.status_at:
            continue
        if change.status_description != status_description:
            status_description = change.status_description
            closed_at = change.at if status_of(status_description) is Status.CLOSED else None
            closed_basis = "source" if closed_at else None
            agency = change.agency_responsible
            yield _StatusStep(change.at, status_description, agency, closed_at, closed_basis)
    if record.status_description != (status_description or _initial_status(record)):
        yield _final_step(record, known_report, learnt_at)


def _initial_status(record: ServiceRequest) -> str:
    is_unknown = record.status_description == UNKNOWN_STATUS and not record.history
    return UNKNOWN_STATUS if is_unknown else INITIAL_STATUS


def _final_step(record: ServiceRequest, known_report: KnownReport | None, learnt_at: datetime) -> _StatusStep:
    """Return the step to the record's own status; the basis says how its closing time is known."""
    status_description, agency = record.status_description, record.agency_responsible
    if record.status is Status.OPEN:
        return _StatusStep(record.updated_datetime or learnt_at, status_description, agency, None, None)
    if closed_at := record.closed_datetime:
        return _StatusStep(closed_at, status_description, agency, closed_at, "source")
    if known_report:
        return _StatusStep(learnt_at, status_description, agency, learnt_at, "observed")
    return _StatusStep(learnt_at, status_description, agency, None, "unknown")


def _status_event(
    before: Standing,
    step: _StatusStep,
    last_occurred_at: datetime,
    learnt_at: datetime,
    timekeeper: PolicyClock,
) -> Event:
    status = status_of(step.status_description)
    is_reopening = before.status == Status.CLOSED and status is Status.OPEN
    at = min(max(step.at, last_occurred_at), learnt_at)
    changed = before.copy_with(
        status=status,
        status_description=step.status_description,
        agency_responsible=step.agency_responsible or before.agency_responsible,
        closed_datetime=step.closed_datetime,
        closed_basis=step.closed_basis,
        reopened=before.reopened + is_reopening,
    )
    standing = apply_step(before, changed, at, timekeeper)
    return Event(status_event_kind(before, standing), at, learnt_at, standing)
