"""Standings and events of past moments, read by index, however long the store's history is."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pandas as pd
from sqlalchemy import ColumnElement, Connection, Select, func, or_, select, union

from data.core.history.facts import EVENT_COLUMNS, STANDING_COLUMNS
from data.core.report.standing import EventKind
from data.core.status import Status
from data.store.reports import read_frame
from data.store.schema import event, revision_step, standing_span
from data.store.standing_spans import earliest_starts

NUMBERED_STANDING_COLUMNS = ("change", *STANDING_COLUMNS)

ChangeQuery = Select[tuple[int]]
span_columns = standing_span.c


def standings_at(
    connection: Connection, moment: datetime, since: datetime, closed_until: datetime | None = None
) -> pd.DataFrame:
    """Return standings at a moment, :data:`NUMBERED_STANDING_COLUMNS` in order of their change.

    Those of reports open then, received or closed since ``since``, and of the very first report.

    :param closed_until: also return reports closed up to this moment; None: up to ``moment``
    """
    query = _events_query(standing_changes(moment, since, closed_until), NUMBERED_STANDING_COLUMNS)
    return read_frame(connection, query, NUMBERED_STANDING_COLUMNS)


def standing_changes(
    moment: datetime, since: datetime, closed_until: datetime | None = None
) -> list[ChangeQuery]:
    """Return the queries for the change numbers of :func:`standings_at`."""
    first_received = select(func.min(span_columns.received_at)).scalar_subquery()
    return [
        *open_spans(moment),
        spans_at(moment, span_columns.closed_datetime.between(since, closed_until or moment)),
        spans_at(moment, span_columns.received_at.between(since, moment)),
        spans_at(moment, span_columns.received_at == first_received),
    ]


def review_events(
    connection: Connection,
    since: datetime,
    until: datetime,
    closings_since: datetime,
    filings_since: datetime,
) -> pd.DataFrame:
    """Return the events that a review of (``since``, ``until``] rests on, by ``change``.

    All of the period, the standing of every report concerned at its beginning, and what is usual.

    :param closings_since: from when on closings are needed
    :param filings_since: from when on filings are needed
    :returns: ``EVENT_COLUMNS``
    """
    at, kind = event.c.occurred_at, event.c.kind
    superseded = (
        span_columns.overtaken_at > since,
        span_columns.overtaken_at <= until,
        span_columns.occurred_at <= since,
    )
    queries = [
        select(event.c.change).where(at > since, at <= until),
        *open_spans(since),
        select(span_columns.change).where(*superseded),
        # Without its standing, a report of which only the filing is read would still look open.
        spans_at(since, span_columns.received_at.between(filings_since, since)),
        select(event.c.change).where(kind == EventKind.CLOSED, at.between(closings_since, until)),
        select(event.c.change).where(kind == EventKind.RECEIVED, at.between(filings_since, until)),
    ]
    return read_frame(connection, _events_query(queries, EVENT_COLUMNS), EVENT_COLUMNS)


def events_of_active_reports(
    connection: Connection, begin: datetime, until: datetime, revision: int
) -> pd.DataFrame:
    """Return all events up to ``until``, known at ``revision``, of the reports active after ``begin``.

    Those are: open at ``begin``, changed since, closed or received at a time since then, and whatever was
    learnt after ``revision``, whose earlier standing no index gives.

    :returns: ``EVENT_COLUMNS`` in order of ``change``
    """
    key_columns, at = (event.c.source, event.c.service_request_id), event.c.occurred_at
    active_spans = [
        *open_spans(begin),
        select(span_columns.change).where(span_columns.closed_datetime.between(begin, until)),
        select(span_columns.change).where(span_columns.received_at.between(begin, until)),
    ]
    conditions = (
        event.c.change.in_(union(*active_spans)),
        (at > begin) & (at <= until),
        event.c.change > revision,
    )
    keys = union(*[select(*key_columns).where(condition) for condition in conditions]).subquery()
    same_report = (key_columns[0] == keys.c.source) & (key_columns[1] == keys.c.service_request_id)
    query = select(*[event.c[name] for name in EVENT_COLUMNS]).join(keys, same_report)
    query = query.where(at <= until, event.c.change <= revision).order_by(event.c.change)
    return read_frame(connection, query, EVENT_COLUMNS)


def period_events(connection: Connection, since: datetime, until: datetime) -> pd.DataFrame:
    """Return the standings open at ``since``, as events, and all events of (``since``, ``until``].

    :returns: ``EVENT_COLUMNS`` in order of ``change``
    """
    at = event.c.occurred_at
    queries = [*open_spans(since), select(event.c.change).where(at > since, at <= until)]
    return read_frame(connection, _events_query(queries, EVENT_COLUMNS), EVENT_COLUMNS)


def revision_at(connection: Connection, moment: datetime) -> int:
    """Return the highest change number of what had occurred by a moment; 0 before anything had."""
    columns = revision_step.c
    query = select(columns.change).where(columns.occurred_at <= moment).order_by(columns.occurred_at.desc())
    return connection.execute(query.limit(1)).scalar() or 0


def first_moment(connection: Connection, until: datetime, revision: int | None = None) -> datetime | None:
    """Return when the first event occurred, as known at a revision if one is given.

    None if no event had occurred by ``until``.
    """
    at = event.c.occurred_at
    query = select(at).where(at <= until, *_up_to_revision(revision)).order_by(at).limit(1)
    return connection.execute(query).scalar()


def sources_with_evidence(
    connection: Connection, until: datetime, revision: int | None = None
) -> Iterator[str]:
    """Yield the sources with evidence by a moment, with one step in the index for each."""
    last_source, at = "", event.c.occurred_at
    query = select(event.c.source, at).where(event.c.evidence, *_up_to_revision(revision))
    query = query.order_by(event.c.source, at).limit(1)
    while row := connection.execute(query.where(event.c.source > last_source)).one_or_none():
        last_source = row.source
        if row.occurred_at <= until:
            yield last_source


def has_reporters(connection: Connection, until: datetime, revision: int | None = None) -> bool:
    """Return whether any event up to a moment names a reporter."""
    conditions = (event.c.reporter.is_not(None), event.c.occurred_at <= until, *_up_to_revision(revision))
    return connection.execute(select(event.c.change).where(*conditions).limit(1)).first() is not None


def _up_to_revision(revision: int | None) -> Iterator[ColumnElement[bool]]:
    """Yield the condition that a change was known at a revision.

    It is a sum, so that the database does not choose the index of change numbers for it.
    """
    if revision is not None:
        yield event.c.change + 0 <= revision


def open_spans(moment: datetime) -> Iterator[ChangeQuery]:
    """Yield queries for the change numbers of what was open at a moment, each a short range of an index."""
    for size, begin in earliest_starts(moment):
        yield spans_at(
            moment,
            span_columns.status == Status.OPEN,
            span_columns.size == size,
            span_columns.occurred_at > begin,
        )


def spans_at(moment: datetime, *conditions: ColumnElement[bool]) -> ChangeQuery:
    """Return the query for the change numbers of the standings in effect at a moment."""
    in_effect = (
        span_columns.occurred_at <= moment,
        or_(span_columns.overtaken_at.is_(None), span_columns.overtaken_at > moment),
    )
    return select(span_columns.change).where(*conditions, *in_effect)


def _events_query(changes: list[ChangeQuery], columns: tuple[str, ...]) -> Select[Any]:
    query = select(*[event.c[name] for name in columns])
    return query.where(event.c.change.in_(union(*changes))).order_by(event.c.change)
