"""Appending events with change numbers."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select, update

from data.core.report.key import ReportKey
from data.core.report.standing import STANDING_FIELDS, Event, Standing, standing_as_dict
from data.store.bulk_insert import insert_many
from data.store.query_chunks import value_chunks
from data.store.report_states import LatestChange, encode_details
from data.store.schema import counter, event
from data.store.standing_spans import write_revisions, write_spans


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
    rows = [
        _row(first_change + offset, key, new_event, pull_id)
        for offset, (key, new_event) in enumerate(new_events)
    ]
    insert_many(connection, event, rows)
    write_spans(connection, rows, latest)
    write_revisions(connection, rows)
    return {(row["source"], row["service_request_id"]): row["change"] for row in rows}


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


def _row(change: int, key: ReportKey, new_event: Event, pull_id: int) -> dict[str, Any]:
    return {
        "change": change, "source": key[0], "service_request_id": key[1], "kind": new_event.kind,
        "occurred_at": new_event.occurred_at, "learnt_at": new_event.learnt_at, "pull_id": pull_id,
        **standing_as_dict(new_event.standing), "amended": encode_details(new_event.amended),
    }  # fmt: skip
