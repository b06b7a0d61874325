"""Reading how reports stood at moments of the past: by index, whatever the store has held since or before."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pandas as pd
from sqlalchemy import ColumnElement, Connection, Select, func, or_, select, union

from data.core.history.facts import EVENT_COLUMNS, STANDING_COLUMNS
from data.core.integrity.checks import SPAN
from data.core.report.standing import Kind
from data.core.status import Status
from data.store.reports import framed
from data.store.schema import event, revision_step, standing_span
from data.store.standing_spans import earliest_begins

NUMBERED = ("change", *STANDING_COLUMNS)

Changes = Select[tuple[int]]
span = standing_span.c


def standings_then(
    connection: Connection, moment: datetime, since: datetime, reach: datetime | None = None
) -> pd.DataFrame:
    """How reports stood at a moment, in order of the change that put them so: :data:`NUMBERED`.

    Those open then, those that had come in or were closed since ``since``, and the very first report.

    :param reach: up to when closings may be dated that are wanted too; none: ``moment``
    """
    rows = [
        *_open(moment),
        _span(moment, span.closed_datetime.between(since, reach or moment)),
        _span(moment, span.received_at.between(since, moment)),
        _span(moment, span.received_at == select(func.min(span.received_at)).scalar_subquery()),
    ]
    return framed(connection, _events(rows, NUMBERED), NUMBERED)


def review_events(
    connection: Connection, since: datetime, until: datetime, closings: datetime, filings: datetime
) -> pd.DataFrame:
    """The events that a review of (``since``, ``until``] rests on, ``EVENT_COLUMNS`` in order of ``change``.

    All of the period, how every report concerned stood at its beginning, and what is usual.

    :param closings: from when on closings are wanted
    :param filings: from when on filings are wanted
    """
    at, kind = event.c.occurred_at, event.c.kind
    overtaken = (span.overtaken_at > since, span.overtaken_at <= until, span.occurred_at <= since)
    rows = [
        select(event.c.change).where(at > since, at <= until),
        *_open(since),
        select(span.change).where(*overtaken),
        _span(since, span.received_at.between(filings, since)),  # else a filing alone would look open still
        select(event.c.change).where(kind == Kind.CLOSED, at.between(closings, until)),
        select(event.c.change).where(kind == Kind.RECEIVED, at.between(filings, until)),
    ]
    return framed(connection, _events(rows, EVENT_COLUMNS), EVENT_COLUMNS)


def lives(connection: Connection, begin: datetime, until: datetime, revision: int) -> pd.DataFrame:
    """All events up to ``until``, known at ``revision``, of every report that lived after ``begin``.

    Those are: open at ``begin``, touched since, closed or received at a time since then, and whatever was
    learnt after ``revision``, of which nobody can say by index how it stood before.

    :returns: ``EVENT_COLUMNS`` in order of ``change``
    """
    key, at = (event.c.source, event.c.service_request_id), event.c.occurred_at
    spans = [
        *_open(begin),
        select(span.change).where(span.closed_datetime.between(begin, until)),
        select(span.change).where(span.received_at.between(begin, until)),
    ]
    which = (event.c.change.in_(union(*spans)), (at > begin) & (at <= until), event.c.change > revision)
    mine = union(*[select(*key).where(one) for one in which]).subquery()
    same = (key[0] == mine.c.source) & (key[1] == mine.c.service_request_id)
    found = select(*[event.c[name] for name in EVENT_COLUMNS]).join(mine, same)
    found = found.where(at <= until, event.c.change <= revision).order_by(event.c.change)
    return framed(connection, found, EVENT_COLUMNS)


def stretch_events(connection: Connection, since: datetime, until: datetime) -> pd.DataFrame:
    """How each report open at ``since`` stood then, and all events of (``since``, ``until``].

    :returns: ``EVENT_COLUMNS`` in order of ``change``
    """
    at = event.c.occurred_at
    rows = [*_open(since), select(event.c.change).where(at > since, at <= until)]
    return framed(connection, _events(rows, EVENT_COLUMNS), EVENT_COLUMNS)


def revision_then(connection: Connection, moment: datetime) -> int:
    """The highest change number of what had occurred by a moment; 0 before anything had."""
    step = revision_step.c
    last = select(step.change).where(step.occurred_at <= moment).order_by(step.occurred_at.desc())
    return connection.execute(last.limit(1)).scalar() or 0


def first_moment(connection: Connection, until: datetime, revision: int | None = None) -> datetime | None:
    """When the first event occurred; None if nothing had by ``until``, as known at a revision if given."""
    at = event.c.occurred_at
    first = select(at).where(at <= until, *_known(revision)).order_by(at).limit(1)
    return connection.execute(first).scalar()


def sources_with_evidence(
    connection: Connection, until: datetime, revision: int | None = None
) -> Iterator[str]:
    """The sources that had ever shown what was done by a moment, one step in the index for each."""
    after, at = "", event.c.occurred_at
    found = select(event.c.source, at).where(event.c.evidence, *_known(revision))
    found = found.order_by(event.c.source, at).limit(1)
    while row := connection.execute(found.where(event.c.source > after)).one_or_none():
        after = row.source
        if row.occurred_at <= until:
            yield after


def tells_reporters(connection: Connection, until: datetime, revision: int | None = None) -> bool:
    """Whether any event up to a moment tells who reported."""
    told = (event.c.reporter.is_not(None), event.c.occurred_at <= until, *_known(revision))
    return connection.execute(select(event.c.change).where(*told).limit(1)).first() is not None


def _known(revision: int | None) -> Iterator[ColumnElement[bool]]:
    """Only what was known at a change number; a sum, so that no index of change numbers is taken for it."""
    if revision is not None:
        yield event.c.change + 0 <= revision


def spans(connection: Connection) -> pd.DataFrame:
    """All spans, ``SPAN`` in order of ``change``."""
    return framed(connection, select(*[span[name] for name in SPAN]).order_by(span.change), SPAN)


def _open(moment: datetime) -> Iterator[Changes]:
    for size, begin in earliest_begins(moment):
        yield _span(moment, span.status == Status.OPEN, span.size == size, span.occurred_at > begin)


def _span(moment: datetime, *which: ColumnElement[bool]) -> Changes:
    holds = (span.occurred_at <= moment, or_(span.overtaken_at.is_(None), span.overtaken_at > moment))
    return select(span.change).where(*which, *holds)


def _events(changes: list[Changes], columns: tuple[str, ...]) -> Select[Any]:
    found = select(*[event.c[name] for name in columns])
    return found.where(event.c.change.in_(union(*changes))).order_by(event.c.change)
