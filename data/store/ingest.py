"""Ingestion of one batch of valid records in one transaction: states, events and ledger together."""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from data.core.findings import FindingCounter
from data.core.report.key import ReportKey
from data.core.report.reconcile import RowContext, details_of, events_for
from data.core.report.record import Placement
from data.core.report.standing import Event, KnownReport, status_since
from data.core.report.stopwatch import PolicyClock
from data.store.batch_rows import Arrival, BatchRow, mark_learnt_now, rows_in_order
from data.store.confidential_reports import becomes_confidential, is_confidential, seal, withhold_marked
from data.store.events import write_events
from data.store.ledger import Ledger, add_to_pull
from data.store.redaction import redact, redact_rejected_reports
from data.store.report_states import (
    LatestChange,
    StoredDigest,
    TrackedReport,
    latest_of,
    load_digests,
    load_reports,
    write_states,
)

__all__ = ["PRESENT", "Arrival", "EventHandler", "PullAge", "ignore_events", "ingest"]

CLOCK_TOLERANCE = timedelta(minutes=5)
PLACEMENT_COUNTERS = {Placement.NONE: "no_location", Placement.OUTSIDE: "outside"}

EventBatch = Sequence[tuple[ReportKey, Event]]
EventHandler = Callable[[Connection, EventBatch], None]


@dataclass(frozen=True, slots=True)
class PullAge:
    """How the rows of a pull stand to what the last good one held.

    :param is_older: the content ends before that of the last good pull: it undoes nothing
    :param listed_open: the open reports that were in that one; known if the content is older
    :param has_one_batch: it is known before storing that all its rows are in one batch
    """

    is_older: bool = False
    listed_open: Collection[str] = frozenset()
    has_one_batch: bool = False


PRESENT = PullAge()


def ignore_events(_connection: Connection, _new_events: EventBatch) -> None:
    """Do nothing with events; they cause no notifications."""


def ingest(
    connection: Connection,
    pull_id: int,
    arrivals: Sequence[Arrival],
    learnt_at: datetime,
    timekeeper: PolicyClock,
    on_events: EventHandler = ignore_events,
    findings: FindingCounter | None = None,
    pull_age: PullAge = PRESENT,
) -> Ledger:
    """Store a batch and add its counts to the pull's ledger line; the same batch twice changes nothing.

    All of the batch is stored, or nothing: the transaction is the caller's.

    :param on_events: puts notifications of the events into the outbox, in the same transaction
    :param findings: counts what the batch does not take as it stands
    """
    batch = _Batch(learnt_at, timekeeper, findings or FindingCounter(), pull_age)
    rows, reports = _rows_and_reports(connection, pull_id, arrivals, learnt_at)
    latest = latest_of(reports)
    counts, new_events = Counter[str](read=len(arrivals)), list[tuple[ReportKey, Event]]()
    confidential, newly_confidential = set[ReportKey](), set[ReportKey]()
    for row in rows:
        key = row.arrival.key
        if (previous := reports.get(key)) is None:
            counts.update(("unchanged", *_further_columns(row.arrival, learnt_at)))
            continue
        reports[key], events = batch.apply(row, previous)
        if is_confidential(row.arrival):
            reports[key], events = seal(connection, row.arrival, previous, reports[key], events)
            confidential |= {key} if events else set()
        counts.update(_ledger_columns(row.arrival, previous, events, learnt_at))
        new_events.extend((key, event) for event in events)
        if becomes_confidential(row.arrival, previous):
            newly_confidential.add(key)
    ledger = Ledger(**counts)
    _write(connection, pull_id, new_events, reports, latest)
    _redact(connection, confidential, newly_confidential)
    on_events(connection, new_events)
    add_to_pull(connection, pull_id, ledger)
    return ledger


def _rows_and_reports(
    connection: Connection, pull_id: int, arrivals: Sequence[Arrival], learnt_at: datetime
) -> tuple[list[BatchRow], dict[ReportKey, TrackedReport]]:
    """Return the rows in order, and the reports that they may change: nothing more is read of the others."""
    stored = load_digests(connection, {arrival.key for arrival in arrivals})
    rows = rows_in_order(withhold_marked(arrivals, stored))
    keys = {row.arrival.key for row in rows if _may_change(row, stored)}
    reports = load_reports(connection, keys, learnt_at)
    changing = [row for row in rows if row.arrival.key in keys]
    return rows, mark_learnt_now(connection, pull_id, changing, reports)


def _redact(connection: Connection, confidential: set[ReportKey], new: set[ReportKey]) -> None:
    """Redact what is stored of reports that became confidential, and the rejected rows of all."""
    redact(connection, new)
    redact_rejected_reports(connection, confidential - new)


def _write(
    connection: Connection,
    pull_id: int,
    new_events: EventBatch,
    reports: Mapping[ReportKey, TrackedReport],
    latest: Mapping[ReportKey, LatestChange],
) -> None:
    """Write the new events, and the states of their reports."""
    change_numbers = write_events(connection, new_events, pull_id, latest)
    write_states(connection, {key: reports[key] for key in change_numbers}, change_numbers)


@dataclass(frozen=True)
class _Batch:
    """What the rows of a batch have in common."""

    learnt_at: datetime
    timekeeper: PolicyClock
    findings: FindingCounter
    pull_age: PullAge

    def apply(self, row: BatchRow, report: TrackedReport) -> tuple[TrackedReport, list[Event]]:
        """Return the report after a row, and the events of the row."""
        arrival, known = row.arrival, report.known
        if known and known.fingerprint == row.fingerprint:
            return report, []
        context = RowContext(
            row.fingerprint,
            is_older_import=self.pull_age.is_older,
            is_superseded=row.is_superseded,
            is_listed_open=arrival.record.service_request_id in self.pull_age.listed_open,
            is_only=self.pull_age.has_one_batch and not row.is_superseded,
        )
        at = _event_time(known, self.learnt_at)
        parts = arrival.record, arrival.place, arrival.target
        events = events_for(*parts, known, at, self.timekeeper, context, self.findings)
        return _updated_report(arrival, row.fingerprint, report, events), events


def _may_change(row: BatchRow, stored: Mapping[ReportKey, StoredDigest]) -> bool:
    """Return whether a row is another than the last one, or calls its report confidential."""
    known = stored.get(row.arrival.key)
    return known is None or known.fingerprint != row.fingerprint or is_confidential(row.arrival)


def _event_time(known_report: KnownReport | None, learnt_at: datetime) -> datetime:
    """Return the moment of new events, never before the latest event: pulls overlap, clocks are set back."""
    return max(learnt_at, known_report.last_occurred_at) if known_report else learnt_at


def _ledger_columns(
    arrival: Arrival, previous: TrackedReport, events: list[Event], learnt_at: datetime
) -> Iterator[str]:
    """Yield the columns of the ledger in which an arrival counts."""
    yield "new" if previous.known is None else "changed" if events else "unchanged"
    yield from _further_columns(arrival, learnt_at)


def _further_columns(arrival: Arrival, learnt_at: datetime) -> Iterator[str]:
    """Yield the columns that say what is true of an arrival, whether it changed anything or not."""
    yield PLACEMENT_COUNTERS.get(arrival.place.placement, "located")
    if arrival.record.requested_datetime > learnt_at + CLOCK_TOLERANCE:
        yield "ahead"
    if arrival.record.contradicted:
        yield "contradicted"


def _updated_report(
    arrival: Arrival, fingerprint: str, report: TrackedReport, events: list[Event]
) -> TrackedReport:
    if not events:
        return report
    last, previous = events[-1], report.known
    known = KnownReport(
        standing=last.standing,
        details=_updated_details(arrival, previous, events),
        last_occurred_at=last.occurred_at,
        status_at=status_since(events, previous),
        fingerprint=fingerprint,
        is_new=previous is None or previous.is_new,
        is_current=True,
    )
    return replace(report, known=known)


def _updated_details(arrival: Arrival, previous: KnownReport | None, events: list[Event]) -> dict[str, Any]:
    """Return the details after a row; of a confidential report only those of the row itself."""
    if is_confidential(arrival):
        return details_of(arrival.record, arrival.place, previous)
    details = dict(previous.details) if previous else {}
    for event in events:
        details |= event.amended
    return {name: value for name, value in details.items() if value is not None}
