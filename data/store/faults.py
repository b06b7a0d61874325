"""Stored faults of single items, in the table of feeds' states, under names that no source can have."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from data.core.faults import KEPT_FOR, Fault, FaultKind
from data.store.named_values import KEPT, delete_value, load_value, save_value, value_names
from data.store.schema import feed_memory as table

PREFIX = "gangguan:"  # a source's name has no colon
MOMENTS = ("since", "last_at", "next_at")
MAX_FAULTS, MAX_ITEM_LENGTH = 1_000, 300


def record(
    connection: Connection, kind: FaultKind, item: str, error: str, now: datetime, next_at: datetime | None
) -> bool:
    """Store one more failure of an item; return whether it is the first since it last succeeded."""
    name = _name(kind, item)
    previous = load_value(connection, name)
    first = {"kind": kind, "item": item[:MAX_ITEM_LENGTH], "since": now.isoformat(), "times": 0}
    known: dict[str, Any] = {**first, **(previous or {})}
    values = {
        **known, "times": known["times"] + 1, "last_at": now.isoformat(), "error": error[:300],
        "next_at": next_at.isoformat() if next_at else None,
    }  # fmt: skip
    if previous is not None or len(value_names(connection, PREFIX)) < MAX_FAULTS:
        save_value(connection, name, values)
    return previous is None


def clear(connection: Connection, kind: FaultKind, item: str) -> bool:
    """Forget the fault of an item that succeeded; return whether there was one."""
    return delete_value(connection, _name(kind, item))


def list_all(connection: Connection) -> list[Fault]:
    """Return all faults, the latest first."""
    faults = [_fault(values) for values in _rows(connection)]
    return sorted(faults, key=lambda fault: (fault.last_at, fault.item), reverse=True)


def list_kind(connection: Connection, kind: FaultKind) -> list[Fault]:
    """Return the faults of one kind, the oldest first."""
    return [_fault(values) for values in _rows(connection, f"{PREFIX}{kind}:")]


def count_failures(connection: Connection, kind: FaultKind, item: str) -> int:
    """Return how often an item has failed since it last succeeded."""
    values = load_value(connection, _name(kind, item))
    return int(values["times"]) if values else 0


def forget_old(connection: Connection, now: datetime) -> None:
    """Forget faults that nothing has tried again for long."""
    for fault in list_all(connection):
        if fault.last_at < now - KEPT_FOR:
            clear(connection, fault.kind, fault.item)


def _name(kind: FaultKind, item: str) -> str:
    return f"{PREFIX}{kind}:{item[:MAX_ITEM_LENGTH]}"


def _rows(connection: Connection, prefix: str = PREFIX) -> Iterator[dict[str, Any]]:
    query = select(table.c[KEPT]).where(table.c.source.startswith(prefix, autoescape=True))
    yield from connection.execute(query.order_by(table.c.source)).scalars()


def _fault(values: dict[str, Any]) -> Fault:
    since, last_at, next_at = (values[name] and datetime.fromisoformat(values[name]) for name in MOMENTS)
    item, times, error = (values[name] for name in ("item", "times", "error"))
    return Fault(FaultKind(values["kind"]), item, since, last_at, times, error, next_at)
