"""Ingestion of one batch of valid records in one transaction: states, events and ledger together."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import Connection

from data.core.config.city import CONFIDENTIAL
from data.core.digest import digest
from data.core.findings import FindingCounter
from data.core.report.key import ReportKey
from data.core.report.reconcile import details_of, events_for
from data.core.report.record import Place, Placement, ServiceRequest, Target
from data.core.report.standing import Event, KnownReport, status_since
from data.core.report.stopwatch import PolicyClock
from data.store.events import write_events
from data.store.ledger import Ledger, add_to_pull
from data.store.redaction import redact
from data.store.report_states import TrackedReport, load_reports, write_states

CLOCK_TOLERANCE = timedelta(minutes=5)
PLACEMENT_COUNTERS = {Placement.NONE: "no_location", Placement.OUTSIDE: "outside"}

EventBatch = Sequence[tuple[ReportKey, Event]]
EventHandler = Callable[[Connection, EventBatch], None]


def ignore_events(_connection: Connection, _new_events: EventBatch) -> None:
    """Do nothing with events; they cause no notifications."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """A valid record, with its place and the target that it would get if it were new."""

    record: ServiceRequest
    place: Place
    target: Target

    @property
    def key(self) -> ReportKey:
        """Return the key of its report."""
        return self.record.source, self.record.service_request_id


def ingest(
    connection: Connection,
    pull_id: int,
    arrivals: Sequence[Arrival],
    learnt_at: datetime,
    timekeeper: PolicyClock,
    on_events: EventHandler = ignore_events,
    findings: FindingCounter | None = None,
    is_older_import: bool = False,
) -> Ledger:
    """Store a batch and add its counts to the pull's ledger line; the same batch twice changes nothing.

    All of the batch is stored, or nothing: the transaction is the caller's.

    :param on_events: puts notifications of the events into the outbox, in the same transaction
    :param findings: counts what the batch does not take as it stands
    :param is_older_import: the content ends before that of the last good import: it undoes nothing
    """
    findings = FindingCounter() if findings is None else findings
    reports = load_reports(connection, {arrival.key for arrival in arrivals}, learnt_at)
    counts, new_events = Counter[str](read=len(arrivals)), list[tuple[ReportKey, Event]]()
    newly_confidential = set[ReportKey]()
    for arrival in arrivals:
        previous = reports[arrival.key]
        reports[arrival.key], events = _apply_arrival(arrival, previous, learnt_at, timekeeper)
        counts.update(_ledger_columns(arrival, previous, events, learnt_at))
        new_events.extend((arrival.key, event) for event in events)
        if _becomes_confidential(arrival, previous):
            newly_confidential.add(arrival.key)
    ledger = Ledger(**counts)
    change_numbers = write_events(connection, new_events, pull_id)
    write_states(connection, {key: reports[key] for key in change_numbers}, change_numbers)
    redact(connection, newly_confidential)
    on_events(connection, new_events)
    add_to_pull(connection, pull_id, ledger)
    return ledger


def _apply_arrival(
    arrival: Arrival, report: TrackedReport, learnt_at: datetime, timekeeper: PolicyClock
) -> tuple[TrackedReport, list[Event]]:
    fingerprint = digest(_record_json(arrival.record), arrival.place.model_dump_json())
    if report.known and report.known.fingerprint == fingerprint:
        return report, []
    at = _event_time(report.known, learnt_at)
    events = events_for(arrival.record, arrival.place, arrival.target, report.known, at, timekeeper)
    if _is_confidential(arrival):
        events = [replace(event, standing=event.standing.copy_with(reporter=None)) for event in events]
    return _updated_report(arrival, report, events, fingerprint), events


def _record_json(record: ServiceRequest) -> str:
    """Return the record as JSON; fields that are newer than the store are left out where they are empty."""
    return record.model_dump_json(exclude=None if record.date_only else {"date_only"})


def _is_confidential(arrival: Arrival) -> bool:
    return arrival.record.service_code == CONFIDENTIAL


def _becomes_confidential(arrival: Arrival, previous: TrackedReport) -> bool:
    was_public = previous.known is not None and previous.known.standing.service_code != CONFIDENTIAL
    return was_public and _is_confidential(arrival)


def _event_time(known_report: KnownReport | None, learnt_at: datetime) -> datetime:
    """Return the moment of new events, never before the latest event: pulls overlap, clocks are set back."""
    return max(learnt_at, known_report.last_occurred_at) if known_report else learnt_at


def _ledger_columns(
    arrival: Arrival, previous: TrackedReport, events: list[Event], learnt_at: datetime
) -> Iterator[str]:
    """Yield the columns of the ledger in which an arrival counts."""
    yield "new" if previous.known is None else "changed" if events else "unchanged"
    yield PLACEMENT_COUNTERS.get(arrival.place.placement, "located")
    if arrival.record.requested_datetime > learnt_at + CLOCK_TOLERANCE:
        yield "ahead"
    if arrival.record.contradicted:
        yield "contradicted"


def _updated_report(
    arrival: Arrival, report: TrackedReport, events: list[Event], fingerprint: str
) -> TrackedReport:
    if not events:
        return report
    last, previous = events[-1], report.known
    previous_details = {} if previous is None or _is_confidential(arrival) else previous.details
    known = KnownReport(
        standing=last.standing,
        details={**previous_details, **details_of(arrival.record, arrival.place, previous)},
        last_occurred_at=last.occurred_at,
        status_at=status_since(events, previous),
        fingerprint=fingerprint,
    )
    return TrackedReport(known, report.first_learnt_at, report.stored)
