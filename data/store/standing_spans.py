"""Spans in which each event's standing held, stored beside the append-only events.

All of it follows from the events: it makes past snapshots fast, and ``python -m data check`` verifies it. A
report's events are in order of time, so a new event ends the span of the one before it and no other, however
late it was learnt.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Connection, delete

from data.core.report.key import ReportKey
from data.core.report.standing import Event
from data.store.bulk_insert import insert_rows, update_many
from data.store.report_states import LatestChange, latest_changes
from data.store.schema import revision_step, standing_span

SPAN_COLUMNS = (
    "change", "status", "occurred_at", "closed_datetime", "received_at", "overtaken_at", "size",
)  # fmt: skip
OCCURRED_AT = SPAN_COLUMNS.index("occurred_at")

SpanRow = list[Any]  # the values of SPAN_COLUMNS

HOUR = timedelta(hours=1)
OPEN_ENDED = 17  # size of spans of 2^16 hours (seven years) or more, and of those without an end
_BEGINNING = datetime.min.replace(tzinfo=UTC)


class NumberedEvent(NamedTuple):
    """An event of a report under its change number."""

    change: int
    key: ReportKey
    event: Event


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
    new_events: Sequence[NumberedEvent],
    latest: Mapping[ReportKey, LatestChange] | None = None,
) -> None:
    """Insert the span of each event, and end those before them. Called before the states are written.

    :param new_events: in order of ``change``
    :param latest: the latest stored event of each report that has one; None: it is read here
    """
    current_spans: dict[ReportKey, SpanRow] = {}
    new_spans, ended_spans = list[SpanRow](), list[dict[str, Any]]()
    if latest is None:
        latest = latest_changes(connection, {key for _change, key, _event in new_events})
    for change, key, new_event in new_events:
        current_span, end = current_spans.get(key), new_event.occurred_at
        if current_span is not None:
            current_span[-2:] = end, size_class(current_span[OCCURRED_AT], end)
        elif previous := latest.get(key):
            size = size_class(previous.occurred_at, end)
            ended_spans.append({"change": previous.change, "overtaken_at": end, "size": size})
        current_spans[key] = _new_span(change, new_event)
        new_spans.append(current_spans[key])
    insert_rows(connection, standing_span, SPAN_COLUMNS, new_spans)
    update_many(connection, standing_span, ["change"], ended_spans)


def _new_span(change: int, new_event: Event) -> SpanRow:
    """Return the values of ``SPAN_COLUMNS``."""
    standing = new_event.standing
    occurred = change, standing.status, new_event.occurred_at, standing.closed_datetime, standing.received_at
    return [*occurred, None, OPEN_ENDED]


def write_revisions(connection: Connection, new_events: Sequence[NumberedEvent]) -> None:
    """Store from when on each change number is the highest.

    A change learnt late is the highest for all later moments, so that their steps are replaced.
    """
    steps: list[dict[str, Any]] = []
    for change, _key, new_event in reversed(new_events):
        if not steps or new_event.occurred_at < steps[-1]["occurred_at"]:
            steps.append({"occurred_at": new_event.occurred_at, "change": change})
    connection.execute(delete(revision_step).where(revision_step.c.occurred_at >= steps[-1]["occurred_at"]))
    connection.execute(revision_step.insert(), steps)
