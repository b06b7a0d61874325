"""What is stored under the board's keys, so that a key can be tried on it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, select

from data.store.schema import event
from data.store.schema_follow_ups import filing
from data.store.schema_notifications import subscription


@dataclass(frozen=True)
class ReceiptRow:
    """The number of a receipt, the hash of its key, and the reporter's encrypted contact if there is one."""

    number: str
    key_hash: str
    contact: str | None


def sample_receipts(connection: Connection, limit: int) -> list[ReceiptRow]:
    """Return the oldest and the newest receipts, at most so many of each."""
    return [ReceiptRow(*row) for row in _ends(connection, _receipts(), filing.c.filed_at, limit)]


def all_receipts(connection: Connection) -> Iterator[ReceiptRow]:
    """Yield every receipt."""
    yield from (ReceiptRow(*row) for row in connection.execute(_receipts()))


def sample_subscriptions(connection: Connection, limit: int) -> list[str]:
    """Return the oldest and the newest encrypted subscriptions, at most so many of each."""
    query = select(subscription.c.body)
    return [row[0] for row in _ends(connection, query, subscription.c.subscription_id, limit)]


def all_subscriptions(connection: Connection) -> Iterator[str]:
    """Yield every encrypted subscription."""
    yield from connection.execute(select(subscription.c.body)).scalars()


def has_reporters(connection: Connection) -> bool:
    """Return whether an event holds the keyed hash of a reporter."""
    query = select(event.c.change).where(event.c.reporter.is_not(None)).limit(1)
    return connection.execute(query).first() is not None


def _receipts() -> Select[Any]:
    return select(filing.c.service_request_id, filing.c.key_hash, filing.c.contact)


def _ends(connection: Connection, query: Select[Any], order: Any, limit: int) -> list[Any]:
    return [
        row
        for end in (order.asc(), order.desc())
        for row in connection.execute(query.order_by(end).limit(limit))
    ]
