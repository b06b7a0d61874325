"""Browsers that take pushes: enciphered, by whose they are."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, delete, select

from data.core.digest import digest
from data.store.schema_notifications import subscription as table

MOST = 8  # browsers of one receiver


def add(connection: Connection, receiver: str, endpoint: str, body: str, now: datetime) -> bool:
    """Keeps a browser, in place of what was kept of it before; False where a receiver has too many."""
    name = digest(endpoint)
    connection.execute(delete(table).where(table.c.endpoint_hash == name))
    if len(of(connection, [receiver]).get(receiver, ())) >= MOST:
        return False
    row = {"endpoint_hash": name, "receiver": receiver, "body": body, "created_at": now}
    connection.execute(table.insert().values(**row))
    return True


def of(connection: Connection, receivers: Iterable[str]) -> dict[str, list[int]]:
    """The numbers of the browsers of each receiver."""
    found: dict[str, list[int]] = {}
    rows = connection.execute(
        select(table.c.receiver, table.c.subscription_id).where(table.c.receiver.in_(list(receivers)))
    )
    for receiver, number in rows:
        found.setdefault(receiver, []).append(number)
    return found


def body(connection: Connection, number: int) -> str | None:
    """What was kept of a browser; None if it is gone."""
    return connection.execute(
        select(table.c.body).where(table.c.subscription_id == number)
    ).scalar_one_or_none()


def forget(connection: Connection, number: int) -> None:
    """Drops a browser that takes no pushes any more."""
    connection.execute(delete(table).where(table.c.subscription_id == number))


def leave(connection: Connection, receiver: str, endpoint: str) -> None:
    """Drops a browser whose owner wants no pushes on it."""
    mine = (table.c.endpoint_hash == digest(endpoint), table.c.receiver == receiver)
    connection.execute(delete(table).where(*mine))
