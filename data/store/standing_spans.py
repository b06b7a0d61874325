"""From when until when each event's standing held, kept beside the append-only events as they are written.

Everything here follows from the events: it makes past boards quick, and ``python -m data check`` proves it.
A report's events never run backwards, so a new event ends the span of the one before it and no other, however
late it was learnt.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, delete, update

from data.core.report.key import ReportKey
from data.store.bulk_insert import insert_many
from data.store.report_states import latest_changes
from data.store.schema import revision_step, standing_span

EventRow = Mapping[str, Any]
SpanRow = dict[str, Any]

HOUR = timedelta(hours=1)
OPEN_ENDED = 17  # the size of spans of 2^16 hours (seven years) and more, and of those that have not ended
_BEGINNING = datetime.min.replace(tzinfo=UTC)


def size_class(begin: datetime, end: datetime | None) -> int:
    """A span's size class: one of size n < ``ENDLESS`` lasted less than 2^n hours."""
    return OPEN_ENDED if end is None else min(((end - begin) // HOUR).bit_length(), OPEN_ENDED)


def earliest_starts(moment: datetime) -> Iterable[tuple[int, datetime]]:
    """For each size, after when a span must have begun to hold at ``moment``.

    That is what makes "open at that moment" a few short stretches of an index: without it, the index would
    be read from its beginning, or to its end.
    """
    for size in range(OPEN_ENDED):
        reaches_beginning = moment - _BEGINNING <= 2**size * HOUR
        yield size, _BEGINNING if reaches_beginning else moment - 2**size * HOUR
    yield OPEN_ENDED, _BEGINNING


def write_spans(connection: Connection, rows: Sequence[EventRow]) -> None:
    """Begins the span of each event and ends those that they overtake. Before the states are written.

    :param rows: the new events in order of ``change``, under the columns of the table
    """
    current_spans: dict[ReportKey, SpanRow] = {}
    new_spans, ended_spans = [], []
    previous = latest_changes(connection, {_report_key(row) for row in rows})
    for row in rows:
        current_span = current_spans.get(_report_key(row))
        if current_span is not None:
            current_span |= _span_end(current_span["occurred_at"], row)
        elif latest := previous.get(_report_key(row)):
            ended_spans.append({"key_change": latest.change, **_span_end(latest.occurred_at, row)})
        current_spans[_report_key(row)] = _new_span(row)
        new_spans.append(current_spans[_report_key(row)])
    insert_many(connection, standing_span, new_spans)
    if ended_spans:
        condition = standing_span.c.change == bindparam("key_change")
        connection.execute(update(standing_span).where(condition), ended_spans)


def _report_key(row: EventRow) -> ReportKey:
    return row["source"], row["service_request_id"]


def _new_span(row: EventRow) -> SpanRow:
    copied = {
        name: row[name] for name in ("change", "status", "occurred_at", "closed_datetime", "received_at")
    }
    return {**copied, "overtaken_at": None, "size": OPEN_ENDED}


def _span_end(begin: datetime, row: EventRow) -> SpanRow:
    return {"overtaken_at": row["occurred_at"], "size": size_class(begin, row["occurred_at"])}


def write_revisions(connection: Connection, rows: Sequence[EventRow]) -> None:
    """Notes from when on each change number is the highest: one learnt late is so for all later moments."""
    steps: list[SpanRow] = []
    for row in reversed(rows):
        if not steps or row["occurred_at"] < steps[-1]["occurred_at"]:
            steps.append({"occurred_at": row["occurred_at"], "change": row["change"]})
    connection.execute(delete(revision_step).where(revision_step.c.occurred_at >= steps[-1]["occurred_at"]))
    connection.execute(revision_step.insert(), steps)
