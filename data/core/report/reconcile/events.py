"""Events of one row of a source: what it changes in what is known of its report.

Every event holds the report's whole *standing* after it, so the state at any moment is the last event up to
that moment; nothing has to be replayed. Events of one report never run backwards: ``occurred_at`` is at
least the previous event's and at most ``learnt_at``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from data.core.findings import FindingCounter
from data.core.quick_frozen import quick
from data.core.report.reconcile.age import Age, RowContext, age_of, overtaken_rows
from data.core.report.reconcile.corrections import (
    Corrections,
    is_moved,
    is_past_deadline,
    source_deadline,
)
from data.core.report.reconcile.details import (
    deadline_details,
    details_of,
    known_slack,
    missing_details,
    remembered_details,
)
from data.core.report.reconcile.notes import RowNotes
from data.core.report.reconcile.older_rows import older_statement
from data.core.report.reconcile.source_values import current_evidence, drop_repeated_values
from data.core.report.reconcile.statements import Statement, first_statement, next_statement
from data.core.report.reconcile.status_events import StatusSteps
from data.core.report.record import Place, ServiceRequest, Target
from data.core.report.standing import Event, EventKind, KnownReport, Standing
from data.core.report.stopwatch import PolicyClock, clock_fields
from data.core.report.uncertainty import NO_SLACK, Slack, is_closed_before_filing
from data.core.status import INITIAL_STATUS, UNKNOWN_STATUS, Status

NO_CONTEXT = RowContext()


def events_for(
    record: ServiceRequest,
    place: Place,
    target: Target,
    known_report: KnownReport | None,
    learnt_at: datetime,
    timekeeper: PolicyClock,
    context: RowContext = NO_CONTEXT,
    findings: FindingCounter | None = None,
) -> list[Event]:
    """Return the events that bring what is known up to what ``record`` says; empty if nothing changed.

    :param target: the deadlines of a *new* or recategorised report; a known report keeps its own
    :param known_report: None for a report that is not stored yet
    :param learnt_at: the moment of the pull
    :param timekeeper: how time runs under each policy, for a clock that was stopped
    :param context: what is known of the row besides its values
    :param findings: counts what is not taken as it stands
    """
    notes = RowNotes()
    if is_closed_before_filing(record):
        notes.impossible("closed_datetime")
    row = _Row(record, place, target, learnt_at, timekeeper, notes)
    events = row.first_events() if known_report is None else row.next_events(known_report, context)
    notes.count(FindingCounter() if findings is None else findings)
    return events


@quick
@dataclass(frozen=True, slots=True)
class _Row:
    """A row while it is applied."""

    record: ServiceRequest
    place: Place
    target: Target
    learnt_at: datetime
    timekeeper: PolicyClock
    notes: RowNotes

    def first_events(self) -> list[Event]:
        """Return the events of the first row of a report."""
        statement, slack = first_statement(self.record, self.place), target_slack(self.target)
        details = details_of(statement.record, statement.place, None)
        details |= remembered_details(statement.record, slack, None) | self._issues({})
        received = _received_event(statement, self.target, self.learnt_at, details)
        steps = StatusSteps(statement.record, None, self.learnt_at, self.timekeeper, slack)
        return [received, *steps.events(received.standing, received.occurred_at)]

    def next_events(self, known_report: KnownReport, context: RowContext) -> list[Event]:
        """Return the events of a further row."""
        age = age_of(self.record, known_report, context)
        if age is not Age.NEWEST:
            return self._older_events(known_report, age, context.fingerprint)
        statement = next_statement(self.record, self.place, known_report, self.notes)
        slack = self._slack(statement.record, known_report)
        details = details_of(statement.record, statement.place, known_report)
        details |= remembered_details(statement.record, slack, known_report)
        applied = Statement(*drop_repeated_values(statement.record, statement.place, known_report))
        current = _with_current_evidence(known_report, applied.record)
        events = self._changes(applied, known_report, current, slack)
        standing = events[-1].standing if events else current
        details |= self._moved_deadline(standing, known_report) | self._issues(known_report.details)
        events = _attach_details(events, details, known_report, current, self.learnt_at)
        return with_overtaken_row(events, known_report, known_report.fingerprint)

    def _older_events(self, known_report: KnownReport, age: Age, fingerprint: str) -> list[Event]:
        """Return the events of an older row: it only adds what is not known."""
        statement = next_statement(self.record, self.place, known_report, RowNotes())
        older = older_statement(statement, known_report, age, self.notes)
        current, slack = _with_current_evidence(known_report, older.record), known_slack(known_report.details)
        events = self._changes(older, known_report, current, slack, is_older=True)
        details = missing_details(statement.record, statement.place, known_report)
        if known_report.is_current and self.notes.is_older:
            details |= overtaken_rows(known_report.details, fingerprint)
        return _attach_details(events, details, known_report, current, self.learnt_at)

    def _changes(
        self,
        statement: Statement,
        known_report: KnownReport,
        current: Standing,
        slack: Slack,
        *,
        is_older: bool = False,
    ) -> list[Event]:
        steps = StatusSteps(statement.record, known_report, self.learnt_at, self.timekeeper, slack)
        events = list(steps.events(current, known_report.last_occurred_at))
        corrections = Corrections(
            statement, self.target, known_report, slack, self.learnt_at, self.timekeeper, self.notes, is_older
        )
        return [*events, *corrections.events(events[-1].standing if events else current)]

    def _moved_deadline(self, standing: Standing, known_report: KnownReport) -> dict[str, Any]:
        """Return what is remembered of the deadline, if the row moves it."""
        before, deadline = known_report.standing, source_deadline(self.target)
        if not is_moved(deadline, self.record, before, known_report):
            return {}
        is_first_of_source = before.expected_basis != "source" and not is_past_deadline(
            before, self.learnt_at
        )
        first = None if is_first_of_source else before.expected_datetime
        return deadline_details(deadline, first, standing.expected_datetime, known_report.details)

    def _slack(self, record: ServiceRequest, known_report: KnownReport) -> Slack:
        """Return how much later deadlines may be: by the row's target, unless it leaves the category open."""
        if "service_code" in record.unstated:
            return known_slack(known_report.details)
        return target_slack(self.target) if "requested_datetime" in record.date_only else NO_SLACK

    def _issues(self, known_details: Mapping[str, Any]) -> dict[str, Any]:
        issues = self.notes.issues(self.record.issues, known_details)
        return {"issues": issues} if issues else {}


def target_slack(target: Target) -> Slack:
    """Return how much later the deadlines of a target may be."""
    return Slack(target.slack, target.response_slack)


def with_overtaken_row(events: list[Event], known_report: KnownReport, fingerprint: str) -> list[Event]:
    """Return the events with the digest of the row that this one overtakes in the same pull."""
    if not events or not known_report.is_current:
        return events
    overtaken = overtaken_rows(known_report.details, fingerprint)
    return [*events[:-1], replace(events[-1], amended={**events[-1].amended, **overtaken})]


def _received_event(
    statement: Statement, target: Target, learnt_at: datetime, details: dict[str, Any]
) -> Event:
    """Return a report's first event. Every report enters open: it waited before anything else."""
    record, place = statement.record, statement.place
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
    return Event(EventKind.RECEIVED, received_at, learnt_at, standing, details)


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
