"""What a report's arrival changes: from (what we knew, what the source says now) to events.

Every event carries the report's whole *standing* after it, so the state at any moment is simply the
last event up to that moment; nothing has to be replayed. Events of one report never run backwards:
``occurred_at`` is at least the previous event's and at most ``learnt_at``.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from data.core.report.corrections import attach_details, correction_events, details_of, with_current_evidence
from data.core.report.record import Place, ServiceRequest, Target
from data.core.report.standing import Event, EventKind, KnownReport, Standing
from data.core.report.stopwatch import PolicyClock, apply_step, clock_fields
from data.core.report.told import drop_repeated_values, updated_source_values
from data.core.status import INITIAL_STATUS, UNKNOWN_STATUS, WITHDRAWN_STATUSES, Status, status_of


@dataclass(frozen=True, slots=True)
class _StatusStep:
    at: datetime
    status_description: str
    agency_responsible: str | None
    closed_datetime: datetime | None
    closed_basis: str | None


def events_for(
    record: ServiceRequest,
    place: Place,
    target: Target,
    known_report: KnownReport | None,
    learnt_at: datetime,
    timekeeper: PolicyClock,
) -> list[Event]:
    """The events that bring the store from ``known`` to what ``record`` says; empty if nothing changed.

    :param target: the deadline to judge a *new* or re-categorised report by; a known report keeps its own
    :param learnt_at: the moment of the pull
    :param keeper: how time runs under each policy, for a clock that stood still
    """
    if known_report is None:
        received = _received_event(record, place, target, learnt_at)
        return [
            received,
            *_status_events(record, received.standing, received.occurred_at, None, learnt_at, timekeeper),
        ]
    if _is_outdated(record, known_report):
        return []
    details = {**details_of(record), **updated_source_values(record, place, known_report)}
    record, place = drop_repeated_values(record, place, known_report)
    current = with_current_evidence(known_report, record)
    status_events = list(
        _status_events(record, current, known_report.last_occurred_at, known_report, learnt_at, timekeeper)
    )
    standing = status_events[-1].standing if status_events else current
    amendments = correction_events(record, place, target, standing, learnt_at, timekeeper)
    return attach_details([*status_events, *amendments], details, known_report, current, learnt_at)


def _status_events(
    record: ServiceRequest,
    standing: Standing,
    last_occurred_at: datetime,
    known_report: KnownReport | None,
    learnt_at: datetime,
    timekeeper: PolicyClock,
) -> Iterator[Event]:
    """One event for each change of status, in order, none before the one before it."""
    for step in _status_steps(record, known_report, learnt_at):
        event = _status_event(standing, step, last_occurred_at, learnt_at, timekeeper)
        standing, last_occurred_at = event.standing, event.occurred_at
        yield event


def _is_outdated(record: ServiceRequest, known_report: KnownReport) -> bool:
    """A row whose own change time lies before what we already took is an echo, not a change."""
    known_updated_at = known_report.details.get("updated_datetime")
    if not isinstance(known_updated_at, datetime) or record.updated_datetime is None:
        return False
    return record.updated_datetime < known_updated_at


def _received_event(record: ServiceRequest, place: Place, target: Target, learnt_at: datetime) -> Event:
    """Every report enters open: it was waiting before it was anything else."""
    is_initial = record.status_description in (INITIAL_STATUS, UNKNOWN_STATUS) and not record.history
    status_description = record.status_description if is_initial else INITIAL_STATUS
    entered_at = min(record.requested_datetime, learnt_at)
    standing = Standing(
        service_code=record.service_code,
        status=Status.OPEN,
        status_description=status_description,
        agency_responsible=record.agency_responsible,
        requested_datetime=record.requested_datetime,
        closed_datetime=None,
        closed_basis=None,
        area_code=place.area_code,
        placement=place.placement,
        lat=record.lat,
        long=record.long,
        reopened=0,
        received_at=entered_at,
        evidence=bool(record.evidence_url),
        reporter=record.reporter,
        **clock_fields(target),
    )
    return Event(EventKind.RECEIVED, entered_at, learnt_at, standing, details_of(record))


def _status_steps(
    record: ServiceRequest, known_report: KnownReport | None, learnt_at: datetime
) -> Iterator[_StatusStep]:
    """The status changes that are news, oldest first, ending in the record's own state."""
    status_description = known_report.standing.status_description if known_report else None
    for change in sorted(record.history, key=lambda change: change.at):
        if known_report and change.at <= known_report.status_at:
            continue
        if change.status_description != status_description:
            closed_at = change.at if status_of(change.status_description) is Status.CLOSED else None
            status_description = change.status_description
            closed_basis = "source" if closed_at else None
            yield _StatusStep(
                change.at, status_description, change.agency_responsible, closed_at, closed_basis
            )
    if record.status_description != (status_description or _initial_status(record)):
        yield _final_step(record, known_report, learnt_at)


def _initial_status(record: ServiceRequest) -> str:
    return (
        record.status_description
        if record.status_description == UNKNOWN_STATUS and not record.history
        else INITIAL_STATUS
    )


def _final_step(record: ServiceRequest, known_report: KnownReport | None, learnt_at: datetime) -> _StatusStep:
    status_description, agency = record.status_description, record.agency_responsible
    if record.status is Status.OPEN:
        return _StatusStep(record.updated_datetime or learnt_at, status_description, agency, None, None)
    if record.closed_datetime:
        return _StatusStep(
            record.closed_datetime, status_description, agency, record.closed_datetime, "source"
        )
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
    standing = before.copy_with(
        status=status,
        status_description=step.status_description,
        agency_responsible=step.agency_responsible or before.agency_responsible,
        closed_datetime=step.closed_datetime,
        closed_basis=step.closed_basis,
        reopened=before.reopened + is_reopening,
    )
    return Event(
        status_event_kind(before, standing), at, learnt_at, apply_step(before, standing, at, timekeeper)
    )


def status_since(events: Sequence[Event], known_report: KnownReport | None) -> datetime:
    """Since when a report stands in its state, after these events, at least one, upon what was known."""
    if known_report is None:
        return events[-1].occurred_at
    status_description = known_report.standing.status_description
    change_times = [
        event.occurred_at for event in events if event.standing.status_description != status_description
    ]
    return change_times[-1] if change_times else known_report.status_at


def status_event_kind(before: Standing, after: Standing) -> EventKind:
    """What a change of status did."""
    if before.status == after.status:
        return EventKind.STATUS
    if after.status == Status.OPEN:
        return EventKind.REOPENED
    return EventKind.WITHDRAWN if after.status_description in WITHDRAWN_STATUSES else EventKind.CLOSED
