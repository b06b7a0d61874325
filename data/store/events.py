"""Appending events with change numbers."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, select, update

from data.core.report.key import ReportKey
from data.core.report.standing import STANDING_FIELDS, Event, Standing, standing_values
from data.store.bulk_insert import insert_rows
from data.store.query_chunks import value_chunks
from data.store.report_states import LatestChange, encode_details
from data.store.schema import counter, event
from data.store.standing_spans import NumberedEvent, write_revisions, write_spans

ROW_COLUMNS = (
    "change", "source", "service_request_id", "kind", "occurred_at", "learnt_at", "pull_id",
    *STANDING_FIELDS, "amended",
)  # fmt: skip


def write_events(
    connection: Connection,
    new_events: Sequence[tuple[ReportKey, Event]],
    pull_id: int,
    latest: Mapping[ReportKey, LatestChange] | None = None,
) -> dict[ReportKey, int]:
    """Append events in order; return each report's latest change number. States are written afterwards.

    :param latest: the latest stored event of each of these reports that has one; None: it is read here

    Reserving the numbers locks the counter until the transaction ends, so that numbers become visible in
    order: a reader that has seen change n has seen every change below n.
    """
    if not new_events:
        return {}
    first_change = _reserve_changes(connection, len(new_events))
    numbered = [
        NumberedEvent(change, key, new_event)
        for change, (key, new_event) in enumerate(new_events, start=first_change)
    ]
    insert_rows(connection, event, ROW_COLUMNS, [_row(*item, pull_id) for item in numbered])
    write_spans(connection, numbered, latest)
    write_revisions(connection, numbered)
    return {key: change for change, key, _event in numbered}


def changes_of_pull(connection: Connection, pull_id: int, changes: Collection[int]) -> list[int]:
    """Return which of some events a pull learnt."""
    found = list[int]()
    for chunk in value_chunks(list(changes)):
        is_asked = event.c.change.in_(chunk)
        found += connection.scalars(select(event.c.change).where(is_asked, event.c.pull_id == pull_id))
    return found


def list_events(connection: Connection, key: ReportKey, since: datetime) -> list[tuple[ReportKey, Event]]:
    """Return the events of a report that were learnt since a moment, in order."""
    columns = event.c
    same_report = (columns.source == key[0]) & (columns.service_request_id == key[1])
    names = ("kind", "occurred_at", "learnt_at", "amended", *STANDING_FIELDS)
    query = select(*[columns[name] for name in names]).where(same_report, columns.learnt_at >= since)
    return [
        (key, Event(row[0], row[1], row[2], Standing(*row[4:]), dict(row[3] or {})))
        for row in connection.execute(query.order_by(columns.change))
    ]


def _reserve_changes(connection: Connection, count: int) -> int:
    statement = update(counter).where(counter.c.name == "change").values(value=counter.c.value + count)
    return int(connection.execute(statement.returning(counter.c.value)).scalar_one()) - count + 1


def _row(change: int, key: ReportKey, new_event: Event, pull_id: int) -> tuple[object, ...]:
    """Return the values of ``ROW_COLUMNS``."""
    return (
        change, *key, new_event.kind, new_event.occurred_at, new_event.learnt_at, pull_id,
        *standing_values(new_event.standing), encode_details(new_event.amended),
    )  # fmt: skip
