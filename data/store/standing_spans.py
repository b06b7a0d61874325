"""Spans in which each event's standing held, stored beside the append-only events.

All of it follows from the events: it makes past snapshots fast, and ``python -m data check`` verifies it. A
report's events are in order of time, so a new event ends the span of the one before it and no other, however
late it was learnt.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, delete

from data.core.report.key import ReportKey
from data.store.bulk_insert import insert_many, update_many
from data.store.report_states import LatestChange, latest_changes
from data.store.schema import revision_step, standing_span

EventRow = Mapping[str, Any]
SpanRow = dict[str, Any]

HOUR = timedelta(hours=1)
OPEN_ENDED = 17  # size of spans of 2^16 hours (seven years) or more, and of those without an end
_BEGINNING = datetime.min.replace(tzinfo=UTC)


def size_class(begin: datetime, end: datetime | None) -> int:
    """Return a span's size class: one of size n < ``OPEN_ENDED`` lasted less than 2^n hours."""
    return OPEN_ENDED if end is None else min(((end - begin) // HOUR).bit_length(), OPEN_ENDED)


def earliest_starts(moment: datetime) -> Iterable[tuple[int, datetime]]:
    """Yield each size with the moment after which a span must have begun to hold at ``moment``.

    With it, "open at that moment" reads a few short ranges of an index; without it, the index would be read
    from its beginning or to its end.
    """
    for size in range(OPEN_ENDED):
        reaches_beginning = moment - _BEGINNING <= 2**size * HOUR
        yield size, _BEGINNING if reaches_beginning else moment - 2**size * HOUR
    yield OPEN_ENDED, _BEGINNING


def write_spans(
    connection: Connection,
    rows: Sequence[EventRow],
    latest: Mapping[ReportKey, LatestChange] | None = None,
) -> None:
    """Insert the span of each event, and end those before them. Called before the states are written.

    :param rows: the new events in order of ``change``, by the columns of the table
    :param latest: the latest stored event of each report that has one; None: it is read here
    """
    current_spans: dict[ReportKey, SpanRow] = {}
    new_spans, ended_spans = [], []
    if latest is None:
        latest = latest_changes(connection, {_report_key(row) for row in rows})
    for row in rows:
        key = _report_key(row)
        current_span = current_spans.get(key)
        if current_span is not None:
            current_span |= _span_end(current_span["occurred_at"], row)
        elif previous := latest.get(key):
            ended_spans.append({"change": previous.change, **_span_end(previous.occurred_at, row)})
        current_spans[key] = _new_span(row)
        new_spans.append(current_spans[key])
    insert_many(connection, standing_span, new_spans)
    update_many(connection, standing_span, ["change"], ended_spans)


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
    """Store from when on each change number is the highest.

    A change learnt late is the highest for all later moments, so that their steps are replaced.
    """
    steps: list[SpanRow] = []
    for row in reversed(rows):
        if not steps or row["occurred_at"] < steps[-1]["occurred_at"]:
            steps.append({"occurred_at": row["occurred_at"], "change": row["change"]})
    connection.execute(delete(revision_step).where(revision_step.c.occurred_at >= steps[-1]["occurred_at"]))
    connection.execute(revision_step.insert(), steps)
