"""What a report's arrival changes: from (what we knew, what the source says now) to events.

Every event carries the report's whole *standing* after it, so the state at any moment is simply the
last event up to that moment; nothing has to be replayed. Events of one report never run backwards:
``occurred_at`` is at least the previous event's and at most ``learnt_at``.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from data.core.report.corrections import corrections, details_of, with_details, with_evidence
from data.core.report.record import Place, ServiceRequest, Target
from data.core.report.standing import Event, Kind, Known, Standing
from data.core.report.stopwatch import Keeper, clock_of, stepped
from data.core.report.told import told_now, without_echo
from data.core.status import FIRST, UNKNOWN, WITHDRAWN, Status, status_of


@dataclass(frozen=True, slots=True)
class _Step:
    at: datetime
    status_description: str
    agency_responsible: str | None
    closed_datetime: datetime | None
    closed_basis: str | None


def events_for(
    record: ServiceRequest,
    place: Place,
    target: Target,
    known: Known | None,
    learnt_at: datetime,
    keeper: Keeper,
) -> list[Event]:
    """The events that bring the store from ``known`` to what ``record`` says; empty if nothing changed.

    :param target: the deadline to judge a *new* or re-categorised report by; a known report keeps its own
    :param learnt_at: the moment of the pull
    :param keeper: how time runs under each policy, for a clock that stood still
    """
    if known is None:
        first = _received(record, place, target, learnt_at)
        return [first, *_turns(record, first.standing, first.occurred_at, None, learnt_at, keeper)]
    if _is_older_news(record, known):
        return []
    told = {**details_of(record), **told_now(record, place, known)}
    record, place = without_echo(record, place, known)
    shown = with_evidence(known, record)
    turns = list(_turns(record, shown, known.last_occurred_at, known, learnt_at, keeper))
    now = turns[-1].standing if turns else shown
    corrected = corrections(record, place, target, now, learnt_at, keeper)
    return with_details([*turns, *corrected], told, known, shown, learnt_at)


def _turns(
    record: ServiceRequest,
    standing: Standing,
    last: datetime,
    known: Known | None,
    learnt_at: datetime,
    keeper: Keeper,
) -> Iterator[Event]:
    """One event for each change of status, in order, none before the one before it."""
    for step in _steps(record, known, learnt_at):
        event = _status_event(standing, step, last, learnt_at, keeper)
        standing, last = event.standing, event.occurred_at
        yield event


def _is_older_news(record: ServiceRequest, known: Known) -> bool:
    """A row whose own change time lies before what we already took is an echo, not a change."""
    before = known.details.get("updated_datetime")
    if not isinstance(before, datetime) or record.updated_datetime is None:
        return False
    return record.updated_datetime < before


def _received(record: ServiceRequest, place: Place, target: Target, learnt_at: datetime) -> Event:
    """Every report enters open: it was waiting before it was anything else."""
    plain = record.status_description in (FIRST, UNKNOWN) and not record.history
    word = record.status_description if plain else FIRST
    entered_at = min(record.requested_datetime, learnt_at)
    standing = Standing(
        service_code=record.service_code,
        status=Status.OPEN,
        status_description=word,
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
        **clock_of(target),
    )
    return Event(Kind.RECEIVED, entered_at, learnt_at, standing, details_of(record))


def _steps(record: ServiceRequest, known: Known | None, learnt_at: datetime) -> Iterator[_Step]:
    """The status changes that are news, oldest first, ending in the record's own state."""
    word = known.standing.status_description if known else None
    for change in sorted(record.history, key=lambda change: change.at):
        if known and change.at <= known.status_at:
            continue
        if change.status_description != word:
            closed = change.at if status_of(change.status_description) is Status.CLOSED else None
            word = change.status_description
            basis = "source" if closed else None
            yield _Step(change.at, word, change.agency_responsible, closed, basis)
    if record.status_description != (word or _entered_as(record)):
        yield _final_step(record, known, learnt_at)


def _entered_as(record: ServiceRequest) -> str:
    return record.status_description if record.status_description == UNKNOWN and not record.history else FIRST


def _final_step(record: ServiceRequest, known: Known | None, learnt_at: datetime) -> _Step:
    word, agency = record.status_description, record.agency_responsible
    if record.status is Status.OPEN:
        return _Step(record.updated_datetime or learnt_at, word, agency, None, None)
    if record.closed_datetime:
        return _Step(record.closed_datetime, word, agency, record.closed_datetime, "source")
    if known:
        return _Step(learnt_at, word, agency, learnt_at, "observed")
    return _Step(learnt_at, word, agency, None, "unknown")


def _status_event(
    before: Standing, step: _Step, last: datetime, learnt_at: datetime, keeper: Keeper
) -> Event:
    status = status_of(step.status_description)
    reopens = before.status == Status.CLOSED and status is Status.OPEN
    at = min(max(step.at, last), learnt_at)
    standing = before.but(
        status=status,
        status_description=step.status_description,
        agency_responsible=step.agency_responsible or before.agency_responsible,
        closed_datetime=step.closed_datetime,
        closed_basis=step.closed_basis,
        reopened=before.reopened + reopens,
    )
    return Event(kind_of(before, standing), at, learnt_at, stepped(before, standing, at, keeper))


def status_since(events: Sequence[Event], before: Known | None) -> datetime:
    """Since when a report stands in its state, after these events, at least one, upon what was known."""
    if before is None:
        return events[-1].occurred_at
    word = before.standing.status_description
    turns = [item.occurred_at for item in events if item.standing.status_description != word]
    return turns[-1] if turns else before.status_at


def kind_of(before: Standing, after: Standing) -> Kind:
    """What a change of status did."""
    if before.status == after.status:
        return Kind.STATUS
    if after.status == Status.OPEN:
        return Kind.REOPENED
    return Kind.WITHDRAWN if after.status_description in WITHDRAWN else Kind.CLOSED
