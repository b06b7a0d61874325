"""Reports whose stored rows may violate an identity: found by the database in one pass, then checked in full.

A million reports do not fit into the memory of the check, and reading all columns takes minutes. Here the
database looks at the few columns that the identities are about; whatever it finds is only suspected.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

import pandas as pd
from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    case,
    except_,
    func,
    or_,
    select,
    true,
    union,
)

from data.core.clock.sla import Verdict
from data.core.history.facts import EVENT_COLUMNS, STANDING_COLUMNS
from data.core.integrity.chains import ChainStep, broken_chains
from data.core.integrity.checks import STORED_SPAN_COLUMNS
from data.core.report.key import ReportKey
from data.core.report.standing import STANDING_FIELDS
from data.core.report.uncertainty import DAY_BASIS
from data.core.status import WITHDRAWN_STATUSES, Status
from data.store.history import open_spans
from data.store.report_states import IDS_PER_QUERY, ids_by_source
from data.store.reports import raw_column, read_frame
from data.store.schema import event, service_request, standing_span

MAX_SUSPECTS = 500
ROWS_AT_ONCE = 10_000
COPIES = ("occurred_at", "status", "closed_datetime", "received_at")  # of an event in its span


@dataclass(frozen=True)
class StoredRows:
    """All rows of some reports: ``STANDING_COLUMNS``, ``EVENT_COLUMNS``, ``STORED_SPAN_COLUMNS``."""

    standings: pd.DataFrame
    events: pd.DataFrame
    spans: pd.DataFrame


def suspect_reports(connection: Connection, moments: Sequence[datetime]) -> list[ReportKey]:
    """Return the reports that may violate an identity, at most ``MAX_SUSPECTS`` of each kind.

    :param moments: at which the open reports by index are compared with those by all spans
    """
    queries: list[Select[Any]] = [_other_state_than_event(), _doubtful_standing()]
    if not _states_are_latest(connection):
        queries += [_later_events(), _events_alone()]
    queries += [_open_in_one_of_two(moment) for moment in _differing_moments(connection, moments)]
    keys = set(islice(_broken_chains(connection), MAX_SUSPECTS))
    for query in queries:
        keys |= {(row[0], row[1]) for row in connection.execute(query.limit(MAX_SUSPECTS))}
    return sorted(keys)


def stored_rows(connection: Connection, keys: Iterable[ReportKey]) -> StoredRows:
    """Return all that is stored of some reports."""
    parts = [
        _stored_part(connection, source, ids[start : start + IDS_PER_QUERY])
        for source, ids in ids_by_source(keys).items()
        for start in range(0, len(ids), IDS_PER_QUERY)
    ] or [_stored_part(connection, "", [])]
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


def _other_state_than_event() -> Select[Any]:
    """Select reports whose state is not that of the event with its change number."""
    state, at = service_request.c, event.c
    columns = ("source", "service_request_id", *STANDING_FIELDS)
    differs = or_(at.change.is_(None), *(state[name].is_distinct_from(at[name]) for name in columns))
    joined = service_request.outerjoin(event, at.change == state.change)
    return select(state.source, state.service_request_id).select_from(joined).where(differs)


def _doubtful_standing() -> Select[Any]:
    """Select open reports with a closing, and resolved ones whose verdict is not that of their moments."""
    state = service_request.c
    closed, expected = state.closed_datetime, state.expected_datetime
    verdict = case(
        (expected.is_(None), Verdict.NO_TARGET.value),
        (closed.is_(None), Verdict.UNKNOWN.value),
        (closed <= expected, Verdict.ON_TIME.value),
        else_=Verdict.LATE.value,
    )
    is_resolved = and_(state.status == Status.CLOSED, state.status_description.not_in(WITHDRAWN_STATUSES))
    is_wrong = or_(
        and_(state.status == Status.OPEN, closed.is_not(None)),
        and_(is_resolved, state.verdict.is_distinct_from(verdict), ~_may_be_unknown(state)),
    )
    return select(state.source, state.service_request_id).where(is_wrong)


def _may_be_unknown(state: Any) -> ColumnElement[bool]:
    """Return whether a day is involved, so that the verdict may be unknown although there are moments."""
    by_day = or_(state.closed_basis == DAY_BASIS, state.provisional)
    return and_(func.coalesce(state.verdict, "") == Verdict.UNKNOWN.value, by_day)


def _broken_chains(connection: Connection) -> Iterator[ReportKey]:
    """Yield reports with an event out of order, of an unexplained kind, or with another span."""
    at, span = event.c, standing_span.c
    is_copied = and_(
        span.change.is_not(None), *(at[name].is_not_distinct_from(span[name]) for name in COPIES)
    )
    columns: list[ColumnElement[Any]] = [
        at.source, at.service_request_id, at.kind, at.status, at.area_code,
        at.occurred_at, at.learnt_at, span.overtaken_at, is_copied,
    ]  # fmt: skip
    raw_columns = [raw_column(connection, column) for column in columns]
    query = select(*raw_columns).select_from(event.outerjoin(standing_span, span.change == at.change))
    query = query.order_by(at.source, at.service_request_id, at.change)
    rows = connection.execution_options(stream_results=True, yield_per=ROWS_AT_ONCE).execute(query)
    yield from broken_chains(map(ChainStep._make, rows))


def _states_are_latest(connection: Connection) -> bool:
    """Return whether every report has a state, and it is its latest event's.

    Numbers and sums of both sides suffice, as no state is later than the latest event of its report.
    """
    at, state = event.c, service_request.c
    latest = select(func.max(at.change).label("change")).group_by(at.source, at.service_request_id).subquery()
    by_events = connection.execute(select(func.count(), func.sum(latest.c.change))).one()
    by_states = connection.execute(select(func.count(), func.sum(state.change))).one()
    return tuple(by_events) == tuple(by_states)


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


def _differing_moments(connection: Connection, moments: Sequence[datetime]) -> Iterator[datetime]:
    """Yield moments at which the index of sizes finds other open reports than one look at all spans."""
    span = standing_span.c
    sums: list[ColumnElement[Any]] = []
    for moment in moments:
        in_effect = and_(
            span.occurred_at <= moment, or_(span.overtaken_at.is_(None), span.overtaken_at > moment)
        )
        sums += [func.sum(case((in_effect, 1), else_=0)), func.sum(case((in_effect, span.change), else_=0))]
    scanned = connection.execute(select(*sums).where(span.status == Status.OPEN)).one()
    for moment, *by_scan in zip(moments, scanned[::2], scanned[1::2], strict=True):
        found = union(*open_spans(moment)).subquery()
        by_index = connection.execute(select(func.count(), func.sum(found.c.change)).select_from(found)).one()
        if [value or 0 for value in by_index] != [value or 0 for value in by_scan]:
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
