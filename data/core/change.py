"""What a report's arrival changes: from (what we knew, what the source says now) to events.

Every event carries the report's whole *standing* after it, so the state at any moment is simply the
last event up to that moment; nothing has to be replayed. Events of one report never run backwards:
``occurred_at`` is at least the previous event's and at most ``learnt_at``.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from data.core.record import Place, ServiceRequest, Target
from data.core.status import FIRST, UNKNOWN, WITHDRAWN, Status, status_of

DETAILS = (
    "service_name", "description", "status_notes", "updated_datetime", "address", "area_name",
    "parent_name", "media_url", "evidence_url", "reporter", "rating", "issues",
)  # fmt: skip


class Kind(StrEnum):
    """What an event did."""

    RECEIVED = "received"
    STATUS = "status"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"
    REOPENED = "reopened"
    MOVED = "moved"
    RECATEGORISED = "recategorised"
    AMENDED = "amended"


@dataclass(frozen=True, slots=True)
class Standing:
    """Everything about a report that a count, a clock or a map depends on."""

    service_code: str
    status: str
    status_description: str
    agency_responsible: str | None
    requested_datetime: datetime
    expected_datetime: datetime | None
    expected_basis: str | None
    closed_datetime: datetime | None
    closed_basis: str | None  # "source", "observed" (we saw it close) or "unknown"
    area_code: str | None
    placement: str
    lat: float | None
    long: float | None
    reopened: int
    received_at: datetime  # when it entered the open stock: filing, or learning if filed "in the future"


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened to one report: when it happened and when we learnt it."""

    kind: str
    occurred_at: datetime
    learnt_at: datetime
    standing: Standing
    amended: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Known:
    """What the store holds about a report before a new row of it arrives."""

    standing: Standing
    details: dict[str, Any]
    last_occurred_at: datetime
    status_at: datetime
    fingerprint: str


@dataclass(frozen=True, slots=True)
class _Step:
    at: datetime
    status_description: str
    agency_responsible: str | None
    closed_datetime: datetime | None
    closed_basis: str | None


def details_of(record: ServiceRequest) -> dict[str, Any]:
    """The descriptive fields that no count depends on, empty ones left out."""
    values = {name: getattr(record, name) for name in DETAILS}
    return {name: value for name, value in values.items() if value not in (None, ())}


def events_for(
    record: ServiceRequest, place: Place, target: Target, known: Known | None, learnt_at: datetime
) -> list[Event]:
    """The events that bring the store from ``known`` to what ``record`` says; empty if nothing changed.

    :param target: the deadline to judge a *new* or re-categorised report by; a known report keeps its own
    :param learnt_at: the moment of the pull
    """
    if known and _is_older_news(record, known):
        return []
    events = [] if known else [_received(record, place, target, learnt_at)]
    standing = known.standing if known else events[0].standing
    last = known.last_occurred_at if known else events[0].occurred_at
    for step in _steps(record, known, learnt_at):
        event = _status_event(standing, step, last, learnt_at)
        standing, last = event.standing, event.occurred_at
        events.append(event)
    if known:
        events.extend(_corrections(record, place, target, standing, learnt_at))
        return _with_details(events, record, known, learnt_at)
    return events


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
        record.service_code, Status.OPEN, word, record.agency_responsible,
        record.requested_datetime, target.expected_datetime, target.basis, None, None,
        place.area_code, place.placement, record.lat, record.long, 0, entered_at,
    )  # fmt: skip
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


def _status_event(before: Standing, step: _Step, last: datetime, learnt_at: datetime) -> Event:
    status = status_of(step.status_description)
    reopens = before.status == Status.CLOSED and status is Status.OPEN
    standing = replace(
        before,
        status=status,
        status_description=step.status_description,
        agency_responsible=step.agency_responsible or before.agency_responsible,
        closed_datetime=step.closed_datetime,
        closed_basis=step.closed_basis,
        reopened=before.reopened + reopens,
    )
    return Event(_kind(before, standing), min(max(step.at, last), learnt_at), learnt_at, standing)


def _kind(before: Standing, after: Standing) -> Kind:
    if before.status == after.status:
        return Kind.STATUS
    if after.status == Status.OPEN:
        return Kind.REOPENED
    return Kind.WITHDRAWN if after.status_description in WITHDRAWN else Kind.CLOSED


def _corrections(
    record: ServiceRequest, place: Place, target: Target, standing: Standing, learnt_at: datetime
) -> Iterator[Event]:
    """Changes beside the status, one event each; they happened, as far as we know, when we learnt them."""
    for kind, values in (
        (Kind.MOVED, _moved(record, place, standing)),
        (Kind.RECATEGORISED, _recategorised(record, target, standing)),
        (Kind.AMENDED, _amended(record, target, standing)),
    ):
        if values:
            standing = replace(standing, **values)
            yield Event(kind, learnt_at, learnt_at, standing)


def _with_details(
    events: list[Event], record: ServiceRequest, known: Known, learnt_at: datetime
) -> list[Event]:
    """Notes changed descriptive fields on the last event, or on one of their own if nothing else changed."""
    amended = {k: v for k, v in details_of(record).items() if known.details.get(k) != v}
    if not amended:
        return events
    if not events:
        return [Event(Kind.AMENDED, learnt_at, learnt_at, known.standing, amended)]
    return [*events[:-1], replace(events[-1], amended=amended)]


def _differing(standing: Standing, values: dict[str, Any]) -> dict[str, Any]:
    changed = any(getattr(standing, name) != value for name, value in values.items())
    return values if changed else {}


def _moved(record: ServiceRequest, place: Place, standing: Standing) -> dict[str, Any]:
    where = {"area_code": place.area_code, "placement": place.placement}
    return _differing(standing, {**where, "lat": record.lat, "long": record.long})


def _recategorised(record: ServiceRequest, target: Target, standing: Standing) -> dict[str, Any]:
    if record.service_code == standing.service_code:
        return {}
    due = {"expected_datetime": target.expected_datetime, "expected_basis": target.basis}
    return {"service_code": record.service_code, **due}


def _amended(record: ServiceRequest, target: Target, standing: Standing) -> dict[str, Any]:
    """What the source itself restates: filing time, its own deadline, its closing time, the holder."""
    values: dict[str, Any] = {"requested_datetime": record.requested_datetime}
    if record.agency_responsible:
        values["agency_responsible"] = record.agency_responsible
    if target.basis == "source" or record.requested_datetime != standing.requested_datetime:
        values |= {"expected_datetime": target.expected_datetime, "expected_basis": target.basis}
    if record.closed_datetime and standing.status == Status.CLOSED and not record.history:
        values |= {"closed_datetime": record.closed_datetime, "closed_basis": "source"}
    return _differing(standing, values)
