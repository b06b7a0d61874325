"""One batch of guarded records into the store, in one transaction: state, events, ledger together."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from data.core.change import Event, Known, details_of, events_for
from data.core.digest import digest
from data.core.record import Place, Placement, ServiceRequest, Target
from data.store.events import write_events
from data.store.ledger import Ledger, add_to_pull
from data.store.states import Key, Report, known_reports, write_states

CLOCK_TOLERANCE = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Arrival:
    """A record that passed the guard, with its place and the deadline it would get if it were new."""

    record: ServiceRequest
    place: Place
    target: Target

    @property
    def key(self) -> Key:
        """What makes it the same report again."""
        return self.record.source, self.record.service_request_id


def ingest(connection: Connection, pull_id: int, arrivals: Sequence[Arrival], learnt_at: datetime) -> Ledger:
    """Stores a batch and adds its numbers to the pull's ledger line; the same batch twice changes nothing.

    The caller's transaction is the batch's: all of it is stored, or nothing.
    """
    reports = known_reports(connection, {arrival.key for arrival in arrivals}, learnt_at)
    ledger, happened = Ledger(), list[tuple[Key, Event]]()
    for arrival in arrivals:
        report, events = _take(arrival, reports[arrival.key], learnt_at)
        ledger += _line(arrival, reports[arrival.key], events, learnt_at)
        happened.extend((arrival.key, item) for item in events)
        reports[arrival.key] = report
    numbers = write_events(connection, happened, pull_id)
    write_states(connection, {key: reports[key] for key in numbers}, numbers)
    add_to_pull(connection, pull_id, ledger)
    return ledger


def _take(arrival: Arrival, report: Report, learnt_at: datetime) -> tuple[Report, list[Event]]:
    mark = digest(arrival.record.model_dump_json(), arrival.place.model_dump_json())
    if report.known and report.known.fingerprint == mark:
        return report, []
    events = events_for(arrival.record, arrival.place, _target(arrival, report), report.known, learnt_at)
    return _after(arrival, report, events, mark), events


def _target(arrival: Arrival, report: Report) -> Target:
    """A known report keeps the deadline it was given, unless the source or its category changes it."""
    if report.known is None or arrival.target.basis == "source":
        return arrival.target
    before, record = report.known.standing, arrival.record
    if record.service_code != before.service_code or record.requested_datetime != before.requested_datetime:
        return arrival.target
    return Target(expected_datetime=before.expected_datetime, basis=before.expected_basis)


def _line(arrival: Arrival, report: Report, events: list[Event], learnt_at: datetime) -> Ledger:
    place = arrival.place.placement
    outcome = "new" if report.known is None else "changed" if events else "unchanged"
    where = {Placement.NONE: "no_location", Placement.OUTSIDE: "outside"}.get(place, "located")
    ahead = int(arrival.record.requested_datetime > learnt_at + CLOCK_TOLERANCE)
    return Ledger(read=1, ahead=ahead, **{outcome: 1, where: 1})


def _after(arrival: Arrival, report: Report, events: list[Event], mark: str) -> Report:
    if not events:
        return report
    last, before = events[-1], report.known
    turns = [item.occurred_at for item in events if _turned(item, before)]
    known = Known(
        standing=last.standing,
        details={**(before.details if before else {}), **details_of(arrival.record)},
        last_occurred_at=last.occurred_at,
        status_at=turns[-1] if turns else before.status_at if before else last.occurred_at,
        fingerprint=mark,
    )
    return Report(known, report.first_learnt_at, report.stored)


def _turned(item: Event, before: Known | None) -> bool:
    return before is None or item.standing.status_description != before.standing.status_description
