"""Appending events under change numbers."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, update

from data.core.report.key import Key
from data.core.report.standing import Event, plain
from data.store.bulk_insert import insert_many
from data.store.report_states import frozen
from data.store.schema import counter, event
from data.store.standing_spans import keep_revisions, keep_spans


def write_events(
    connection: Connection, happened: Sequence[tuple[Key, Event]], pull_id: int
) -> dict[Key, int]:
    """Appends events in order and returns each report's latest change number; the states are written after.

    Taking the numbers locks the counter until the transaction ends, so numbers become visible in their
    own order: a reader that has seen change n has seen every change below n.
    """
    if not happened:
        return {}
    first = _reserve(connection, len(happened))
    rows = [_row(first + i, key, item, pull_id) for i, (key, item) in enumerate(happened)]
    insert_many(connection, event, rows)
    keep_spans(connection, rows)
    keep_revisions(connection, rows)
    return {(row["source"], row["service_request_id"]): row["change"] for row in rows}


def _reserve(connection: Connection, count: int) -> int:
    step = update(counter).where(counter.c.name == "change").values(value=counter.c.value + count)
    return int(connection.execute(step.returning(counter.c.value)).scalar_one()) - count + 1


def _row(change: int, key: Key, item: Event, pull_id: int) -> dict[str, Any]:
    return {
        "change": change, "source": key[0], "service_request_id": key[1], "kind": item.kind,
        "occurred_at": item.occurred_at, "learnt_at": item.learnt_at, "pull_id": pull_id,
        **plain(item.standing), "amended": frozen(item.amended),
    }  # fmt: skip
