"""One batch of guarded records into the store, in one transaction: state, events, ledger together."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import Connection

from data.core.config.city import CONFIDENTIAL
from data.core.digest import digest
from data.core.report.change import events_for, status_since
from data.core.report.corrections import details_of
from data.core.report.key import Key
from data.core.report.record import Place, Placement, ServiceRequest, Target
from data.core.report.standing import Event, Known
from data.core.report.stopwatch import Keeper
from data.core.report.told import told_now
from data.store.events import write_events
from data.store.ledger import Ledger, add_to_pull
from data.store.redaction import redact
from data.store.report_states import Report, known_reports, write_states

CLOCK_TOLERANCE = timedelta(minutes=5)
WHERE = {Placement.NONE: "no_location", Placement.OUTSIDE: "outside"}

Happened = Sequence[tuple[Key, Event]]
Tell = Callable[[Connection, Happened], None]


def tell_nobody(_connection: Connection, _happened: Happened) -> None:
    """Puts nothing into the outbox."""


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


def ingest(
    connection: Connection,
    pull_id: int,
    arrivals: Sequence[Arrival],
    learnt_at: datetime,
    keeper: Keeper,
    tell: Tell = tell_nobody,
) -> Ledger:
    """Stores a batch and adds its numbers to the pull's ledger line; the same batch twice changes nothing.

    The caller's transaction is the batch's: all of it is stored, or nothing.

    :param tell: what is to be told of the events goes into the outbox in the same transaction
    """
    reports = known_reports(connection, {arrival.key for arrival in arrivals}, learnt_at)
    counts, happened = Counter[str](read=len(arrivals)), list[tuple[Key, Event]]()
    turned = set[Key]()
    for arrival in arrivals:
        before = reports[arrival.key]
        reports[arrival.key], events = _take(arrival, before, learnt_at, keeper)
        counts.update(_counted(arrival, before, events, learnt_at))
        happened.extend((arrival.key, item) for item in events)
        if _turns_secret(arrival, before):
            turned.add(arrival.key)
    ledger = Ledger(**counts)
    numbers = write_events(connection, happened, pull_id)
    write_states(connection, {key: reports[key] for key in numbers}, numbers)
    redact(connection, turned)
    tell(connection, happened)
    add_to_pull(connection, pull_id, ledger)
    return ledger


def _take(
    arrival: Arrival, report: Report, learnt_at: datetime, keeper: Keeper
) -> tuple[Report, list[Event]]:
    mark = digest(arrival.record.model_dump_json(), arrival.place.model_dump_json())
    if report.known and report.known.fingerprint == mark:
        return report, []
    at = _not_before(report.known, learnt_at)
    events = events_for(arrival.record, arrival.place, arrival.target, report.known, at, keeper)
    if _is_secret(arrival):
        events = [replace(item, standing=item.standing.but(reporter=None)) for item in events]
    return _after(arrival, report, events, mark), events


def _is_secret(arrival: Arrival) -> bool:
    return arrival.record.service_code == CONFIDENTIAL


def _turns_secret(arrival: Arrival, before: Report) -> bool:
    was_open = before.known is not None and before.known.standing.service_code != CONFIDENTIAL
    return was_open and _is_secret(arrival)


def _not_before(known: Known | None, learnt_at: datetime) -> datetime:
    """A pull that began before another one, or a clock set back, must not write before what is written."""
    return max(learnt_at, known.last_occurred_at) if known else learnt_at


def _counted(arrival: Arrival, before: Report, events: list[Event], learnt_at: datetime) -> Iterator[str]:
    """The ledger's columns in which an arrival counts."""
    yield "new" if before.known is None else "changed" if events else "unchanged"
    yield WHERE.get(arrival.place.placement, "located")
    if arrival.record.requested_datetime > learnt_at + CLOCK_TOLERANCE:
        yield "ahead"
    if arrival.record.contradicted:
        yield "contradicted"


def _after(arrival: Arrival, report: Report, events: list[Event], mark: str) -> Report:
    if not events:
        return report
    last, before = events[-1], report.known
    kept = {} if before is None or _is_secret(arrival) else before.details
    told = told_now(arrival.record, arrival.place, before) if before else {}
    known = Known(
        standing=last.standing,
        details={**kept, **details_of(arrival.record), **told},
        last_occurred_at=last.occurred_at,
        status_at=status_since(events, before),
        fingerprint=mark,
    )
    return Report(known, report.first_learnt_at, report.stored)
