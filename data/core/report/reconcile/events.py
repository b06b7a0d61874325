"""Events of one row of a source: what it changes in what is known of its report.

Every event holds the report's whole *standing* after it, so the state at any moment is the last event up to
that moment; nothing has to be replayed. Events of one report never run backwards: ``occurred_at`` is at
least the previous event's and at most ``learnt_at``.
"""

from dataclasses import replace
from datetime import datetime
from typing import Any

from data.core.report.reconcile.corrections import correction_events
from data.core.report.reconcile.details import details_of
from data.core.report.reconcile.source_values import current_evidence, drop_repeated_values
from data.core.report.reconcile.status_events import status_events
from data.core.report.record import Place, ServiceRequest, Target
from data.core.report.standing import Event, EventKind, KnownReport, Standing
from data.core.report.stopwatch import PolicyClock, clock_fields
from data.core.status import INITIAL_STATUS, UNKNOWN_STATUS, Status


def events_for(
    record: ServiceRequest,
    place: Place,
    target: Target,
    known_report: KnownReport | None,
    learnt_at: datetime,
    timekeeper: PolicyClock,
) -> list[Event]:
    """Return the events that bring what is known up to what ``record`` says; empty if nothing changed.

    :param target: the deadlines of a *new* or recategorised report; a known report keeps its own
    :param known_report: None for a report that is not stored yet
    :param learnt_at: the moment of the pull
    :param timekeeper: how time runs under each policy, for a clock that was stopped
    """
    if known_report is None:
        received = _received_event(record, place, target, learnt_at)
        current, since = received.standing, received.occurred_at
        return [received, *status_events(record, current, since, None, learnt_at, timekeeper)]
    if _is_outdated(record, known_report):
        return []
    details = details_of(record, place, known_report)
    record, place = drop_repeated_values(record, place, known_report)
    current = _with_current_evidence(known_report, record)
    last_occurred_at = known_report.last_occurred_at
    steps = list(status_events(record, current, last_occurred_at, known_report, learnt_at, timekeeper))
    standing = steps[-1].standing if steps else current
    corrections = correction_events(record, place, target, standing, learnt_at, timekeeper)
    return _attach_details([*steps, *corrections], details, known_report, current, learnt_at)


def _is_outdated(record: ServiceRequest, known_report: KnownReport) -> bool:
    """Return whether the row changed, by its own account, before the row that was applied last."""
    known_updated_at = known_report.details.get("updated_datetime")
    if not isinstance(known_updated_at, datetime) or record.updated_datetime is None:
        return False
    return record.updated_datetime < known_updated_at


def _received_event(record: ServiceRequest, place: Place, target: Target, learnt_at: datetime) -> Event:
    """Return a report's first event. Every report enters open: it waited before anything else."""
    is_initial = record.status_description in (INITIAL_STATUS, UNKNOWN_STATUS) and not record.history
    received_at = min(record.requested_datetime, learnt_at)
    standing = Standing(
        service_code=record.service_code,
        status=Status.OPEN,
        status_description=record.status_description if is_initial else INITIAL_STATUS,
        agency_responsible=record.agency_responsible,
        requested_datetime=record.requested_datetime,
        closed_datetime=None,
        closed_basis=None,
        area_code=place.area_code,
        placement=place.placement,
        lat=record.lat,
        long=record.long,
        reopened=0,
        received_at=received_at,
        evidence=bool(record.evidence_url),
        reporter=record.reporter,
        **clock_fields(target),
    )
    return Event(EventKind.RECEIVED, received_at, learnt_at, standing, details_of(record, place, None))


def _with_current_evidence(known_report: KnownReport, record: ServiceRequest) -> Standing:
    """Return the standing with the row's evidence and reporter, before its status steps are judged."""
    return known_report.standing.copy_with(
        evidence=current_evidence(record, known_report),
        reporter=record.reporter or known_report.standing.reporter,
    )


def _attach_details(
    events: list[Event],
    details: dict[str, Any],
    known_report: KnownReport,
    current: Standing,
    learnt_at: datetime,
) -> list[Event]:
    """Put changed details on the last event, or on an event of their own if nothing else changed.

    :param details: what the row says, see :func:`details_of`
    :param current: the standing with the row's evidence and reporter
    """
    amended = {name: value for name, value in details.items() if known_report.details.get(name) != value}
    if events:
        return [*events[:-1], replace(events[-1], amended=amended)]
    if amended or current != known_report.standing:
        return [Event(EventKind.AMENDED, learnt_at, learnt_at, current, amended)]
    return []
