"""Reports whose stored rows may violate an identity: found by the database in one pass, then checked in full.

A million reports do not fit into the memory of the check, and reading all columns takes minutes. Here the
database looks at the few columns that the identities are about; whatever it finds is only suspected.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import compress, islice
from typing import Any

import pandas as pd
from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    Text,
    and_,
    case,
    cast,
    except_,
    func,
    or_,
    select,
    true,
    union,
)

from data.core.clock.sla import Verdict
from data.core.config.city import CONFIDENTIAL
from data.core.history.facts import EVENT_COLUMNS, STANDING_COLUMNS
from data.core.integrity.checks import STORED_SPAN_COLUMNS
from data.core.report.key import ReportKey
from data.core.report.reconcile.details import FIRST_DEADLINE_KEY
from data.core.report.standing import STANDING_FIELDS
from data.core.report.uncertainty import DAY_BASIS
from data.core.status import WITHDRAWN_STATUSES, Status
from data.store.event_chains import ReportSum, look_at_events
from data.store.history import open_spans
from data.store.query_chunks import key_chunks, value_chunks
from data.store.raw_rows import raw_columns
from data.store.reports import read_frame
from data.store.schema import event, service_request, standing_span

MAX_SUSPECTS = 500


@dataclass(frozen=True)
class StoredRows:
    """All rows of some reports: ``STANDING_COLUMNS``, ``EVENT_COLUMNS``, ``STORED_SPAN_COLUMNS``."""

    standings: pd.DataFrame
    events: pd.DataFrame
    spans: pd.DataFrame


@dataclass(frozen=True)
class Suspects:
    """What the database found in its passes.

    :param doubtful: reports that may violate an identity, at most ``MAX_SUSPECTS`` of each kind
    :param rescheduled: reports of which the source moved a deadline
    :param confidential: confidential reports
    :param confidential_changes: events after which their report is confidential
    """

    doubtful: list[ReportKey]
    rescheduled: list[ReportKey]
    confidential: list[ReportKey]
    confidential_changes: Sequence[int]


def find_suspects(connection: Connection, moments: Sequence[datetime]) -> Suspects:
    """Return the reports that are to be looked at one by one.

    :param moments: at which the open reports by index are compared with those by all spans
    """
    events = look_at_events(connection, moments, MAX_SUSPECTS)
    doubtful, rescheduled, confidential = _look_at_states(connection)
    doubtful |= set(_keys_of_changes(connection, events.broken))
    queries: list[Select[Any]] = []
    if _latest_by_states(connection) != events.latest:
        queries += [_later_events(), _events_alone()]
    queries += [_open_in_one_of_two(moment) for moment in _differing_moments(connection, events.opened)]
    for query in queries:
        doubtful |= {(row[0], row[1]) for row in connection.execute(query.limit(MAX_SUSPECTS))}
    rescheduled |= set(_keys_of_changes(connection, events.rescheduled))
    return Suspects(sorted(doubtful), sorted(rescheduled), sorted(confidential), events.confidential)


def _keys_of_changes(connection: Connection, changes: Sequence[int]) -> Iterator[ReportKey]:
    at = event.c
    for chunk in value_chunks(changes):
        query = select(at.source, at.service_request_id).where(at.change.in_(chunk))
        yield from ((row[0], row[1]) for row in connection.execute(query))


def _look_at_states(connection: Connection) -> tuple[set[ReportKey], set[ReportKey], set[ReportKey]]:
    """Return the reports whose state is doubtful, has a first deadline, and is confidential."""
    found = (set[ReportKey](), set[ReportKey](), set[ReportKey]())
    limits = (MAX_SUSPECTS, None, None)
    for sources, ids, *flags in raw_columns(connection, _states_query(connection)):
        keys = list(zip(sources, ids, strict=True))
        for known, is_found, limit in zip(found, flags, limits, strict=True):
            new_keys = compress(keys, is_found)
            known.update(new_keys if limit is None else islice(new_keys, max(0, limit - len(known))))
    return found


def _states_query(connection: Connection) -> Select[Any]:
    state = service_request.c
    position = func.instr if connection.dialect.name == "sqlite" else func.strpos
    conditions = (
        or_(_differs_from_event(), _is_doubtful_standing()),
        position(cast(state.details, Text), FIRST_DEADLINE_KEY) > 0,
        state.service_code == CONFIDENTIAL,
    )
    flags = [case((condition, 1), else_=0) for condition in conditions]
    joined = service_request.outerjoin(event, event.c.change == state.change)
    query = select(state.source, state.service_request_id, *flags).select_from(joined)
    return query.where(or_(*conditions))


def stored_rows(connection: Connection, keys: Iterable[ReportKey]) -> StoredRows:
    """Return all that is stored of some reports."""
    parts = [_stored_part(connection, source, ids) for source, ids in key_chunks(keys)]
    parts = parts or [_stored_part(connection, "", [])]
    return StoredRows(*(pd.concat(frames, ignore_index=True) for frames in zip(*parts, strict=True)))


def _stored_part(connection: Connection, source: str, ids: Sequence[str]) -> tuple[pd.DataFrame, ...]:
    state, at, span = service_request.c, event.c, standing_span.c
    states = select(*[state[name] for name in STANDING_COLUMNS])
    states = states.where(state.source == source, state.service_request_id.in_(ids))
    is_theirs = and_(at.source == source, at.service_request_id.in_(ids))
    events = select(*[at[name] for name in EVENT_COLUMNS]).where(is_theirs).order_by(at.change)
    spans = select(*[span[name] for name in STORED_SPAN_COLUMNS])
    spans = spans.where(span.change.in_(select(at.change).where(is_theirs)))
    return (
        read_frame(connection, states, STANDING_COLUMNS),
        read_frame(connection, events, EVENT_COLUMNS),
        read_frame(connection, spans, STORED_SPAN_COLUMNS),
    )


def latest_reports(connection: Connection, count: int) -> list[ReportKey]:
    """Return the reports that changed last."""
    table = service_request.c
    query = select(table.source, table.service_request_id).order_by(table.change.desc()).limit(count)
    return [(row[0], row[1]) for row in connection.execute(query)]


def _differs_from_event() -> ColumnElement[bool]:
    """Return whether a state is not that of the event with its change number."""
    state, at = service_request.c, event.c
    columns = ("source", "service_request_id", *STANDING_FIELDS)
    return or_(at.change.is_(None), *(state[name].is_distinct_from(at[name]) for name in columns))


def _is_doubtful_standing() -> ColumnElement[bool]:
    """Return whether a report is open with a closing, or has another verdict than that of its moments."""
    state = service_request.c
    closed, expected = state.closed_datetime, state.expected_datetime
    verdict = case(
        (expected.is_(None), Verdict.NO_TARGET.value),
        (closed.is_(None), Verdict.UNKNOWN.value),
        (closed <= expected, Verdict.ON_TIME.value),
        else_=Verdict.LATE.value,
    )
    is_resolved = and_(state.status == Status.CLOSED, state.status_description.not_in(WITHDRAWN_STATUSES))
    return or_(
        and_(state.status == Status.OPEN, closed.is_not(None)),
        and_(is_resolved, state.verdict.is_distinct_from(verdict), ~_may_be_unknown(state)),
    )


def _may_be_unknown(state: Any) -> ColumnElement[bool]:
    """Return whether a day is involved, so that the verdict may be unknown although there are moments."""
    by_day = or_(state.closed_basis == DAY_BASIS, state.provisional)
    return and_(func.coalesce(state.verdict, "") == Verdict.UNKNOWN.value, by_day)


def _latest_by_states(connection: Connection) -> ReportSum:
    """Return the number of states, and the sum of their change numbers.

    If they are those of the latest events, every report has a state, and it is its latest event's: no state
    is later than that.
    """
    state = service_request.c
    count, changes = connection.execute(select(func.count(), func.sum(state.change))).one()
    return ReportSum(int(count), int(changes or 0))


def _later_events() -> Select[Any]:
    at, state = event.c, service_request.c
    same = and_(at.source == state.source, at.service_request_id == state.service_request_id)
    is_later = event.join(service_request, same)
    query = select(state.source, state.service_request_id).select_from(is_later)
    return query.where(at.change > state.change).distinct()


def _events_alone() -> Select[Any]:
    at, state = event.c, service_request.c
    same = and_(at.source == state.source, at.service_request_id == state.service_request_id)
    query = select(at.source, at.service_request_id).select_from(event.outerjoin(service_request, same))
    return query.where(state.change.is_(None)).distinct()


def _differing_moments(connection: Connection, opened: Mapping[datetime, ReportSum]) -> Iterator[datetime]:
    """Yield moments at which the index of sizes finds other open reports than one look at all spans."""
    for moment, by_scan in opened.items():
        found = union(*open_spans(moment)).subquery()
        count, changes = connection.execute(select(func.count(), func.sum(found.c.change))).one()
        if ReportSum(int(count), int(changes or 0)) != by_scan:
            yield moment


def _open_in_one_of_two(moment: datetime) -> Select[Any]:
    """Select reports that count as open at a moment by the index of sizes, but not by all spans."""
    span = standing_span.c
    in_effect = and_(span.occurred_at <= moment, or_(span.overtaken_at.is_(None), span.overtaken_at > moment))
    by_scan = select(span.change).where(span.status == Status.OPEN, in_effect)
    by_index = union(*open_spans(moment)).subquery()
    indexed = select(by_index.c.change)
    scanned = by_scan.subquery()
    both_ways = union(
        select(except_(indexed, select(scanned.c.change)).subquery().c.change),
        select(except_(select(scanned.c.change), indexed).subquery().c.change),
    ).subquery()
    query = select(event.c.source, event.c.service_request_id).where(true())
    return query.join(both_ways, both_ways.c.change == event.c.change)
