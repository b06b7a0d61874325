"""From when until when each event's standing held, kept beside the append-only events as they are written.

Everything here follows from the events: it makes past boards quick, and ``python -m data check`` proves it.
A report's events never run backwards, so a new event ends the span of the one before it and no other, however
late it was learnt.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, delete, update

from data.core.report.key import Key
from data.store.bulk_insert import insert_many
from data.store.report_states import latest_changes
from data.store.schema import revision_step, standing_span

Row = Mapping[str, Any]
Span = dict[str, Any]

HOUR = timedelta(hours=1)
ENDLESS = 17  # the size of spans of 2^16 hours (seven years) and more, and of those that have not ended
_BEGINNING = datetime.min.replace(tzinfo=UTC)


def size_of(begin: datetime, end: datetime | None) -> int:
    """A span's size class: one of size n < ``ENDLESS`` lasted less than 2^n hours."""
    return ENDLESS if end is None else min(((end - begin) // HOUR).bit_length(), ENDLESS)


def earliest_begins(moment: datetime) -> Iterable[tuple[int, datetime]]:
    """For each size, after when a span must have begun to hold at ``moment``.

    That is what makes "open at that moment" a few short stretches of an index: without it, the index would
    be read from its beginning, or to its end.
    """
    for size in range(ENDLESS):
        far = moment - _BEGINNING <= 2**size * HOUR
        yield size, _BEGINNING if far else moment - 2**size * HOUR
    yield ENDLESS, _BEGINNING


def keep_spans(connection: Connection, rows: Sequence[Row]) -> None:
    """Begins the span of each event and ends those that they overtake. Before the states are written.

    :param rows: the new events in order of ``change``, under the columns of the table
    """
    open_ends: dict[Key, Span] = {}
    begun, ended = [], []
    before = latest_changes(connection, {_key(row) for row in rows})
    for row in rows:
        last = open_ends.get(_key(row))
        if last is not None:
            last |= _end(last["occurred_at"], row)
        elif known := before.get(_key(row)):
            ended.append({"key_change": known.change, **_end(known.occurred_at, row)})
        open_ends[_key(row)] = _begun(row)
        begun.append(open_ends[_key(row)])
    insert_many(connection, standing_span, begun)
    if ended:
        mine = standing_span.c.change == bindparam("key_change")
        connection.execute(update(standing_span).where(mine), ended)


def _key(row: Row) -> Key:
    return row["source"], row["service_request_id"]


def _begun(row: Row) -> Span:
    same = {name: row[name] for name in ("change", "status", "occurred_at", "closed_datetime", "received_at")}
    return {**same, "overtaken_at": None, "size": ENDLESS}


def _end(begin: datetime, row: Row) -> Span:
    return {"overtaken_at": row["occurred_at"], "size": size_of(begin, row["occurred_at"])}


def keep_revisions(connection: Connection, rows: Sequence[Row]) -> None:
    """Notes from when on each change number is the highest: one learnt late is so for all later moments."""
    steps: list[Span] = []
    for row in reversed(rows):
        if not steps or row["occurred_at"] < steps[-1]["occurred_at"]:
            steps.append({"occurred_at": row["occurred_at"], "change": row["change"]})
    connection.execute(delete(revision_step).where(revision_step.c.occurred_at >= steps[-1]["occurred_at"]))
    connection.execute(revision_step.insert(), steps)
