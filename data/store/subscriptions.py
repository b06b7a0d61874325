"""Push subscriptions of browsers, encrypted, by recipient."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, delete, func, select

from data.core.digest import digest
from data.core.notifications import REPORTER_PREFIX
from data.store.schema_notifications import subscription as table

MAX_PER_ACCOUNT, MAX_PER_REPORTER = 8, 3  # browsers of one recipient; a stranger makes receipts at will


def add(connection: Connection, receiver: str, endpoint: str, body: str, now: datetime) -> bool:
    """Store a browser's subscription in place of its previous one.

    :returns: False where a recipient has too many
    """
    endpoint_hash = digest(endpoint)
    is_other = (table.c.receiver == receiver) & (table.c.endpoint_hash != endpoint_hash)
    others = connection.execute(select(func.count()).select_from(table).where(is_other)).scalar_one()
    if others >= (MAX_PER_REPORTER if receiver.startswith(REPORTER_PREFIX) else MAX_PER_ACCOUNT):
        return False
    connection.execute(delete(table).where(table.c.endpoint_hash == endpoint_hash))
    row = {"endpoint_hash": endpoint_hash, "receiver": receiver, "body": body, "created_at": now}
    connection.execute(table.insert().values(**row))
    return True


def ids_by_receiver(connection: Connection, receivers: Iterable[str]) -> dict[str, list[int]]:
    """Return the ids of the subscriptions of each recipient."""
    ids: dict[str, list[int]] = {}
    rows = connection.execute(
        select(table.c.receiver, table.c.subscription_id).where(table.c.receiver.in_(list(receivers)))
    )
    for receiver, subscription_id in rows:
        ids.setdefault(receiver, []).append(subscription_id)
    return ids


def find_body(connection: Connection, subscription_id: int) -> str | None:
    """Return the encrypted subscription; None if it was deleted."""
    return connection.execute(
        select(table.c.body).where(table.c.subscription_id == subscription_id)
    ).scalar_one_or_none()


def delete_by_id(connection: Connection, subscription_id: int) -> None:
    """Delete a subscription that the push service no longer accepts."""
    connection.execute(delete(table).where(table.c.subscription_id == subscription_id))


def delete_by_endpoint(connection: Connection, receiver: str, endpoint: str) -> None:
    """Delete a subscription that its recipient cancelled."""
    conditions = (table.c.endpoint_hash == digest(endpoint), table.c.receiver == receiver)
    connection.execute(delete(table).where(*conditions))


def delete_by_receiver(connection: Connection, receiver: str) -> None:
    """Delete all subscriptions of a recipient whose sessions have ended."""
    connection.execute(delete(table).where(table.c.receiver == receiver))
