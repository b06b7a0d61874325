"""Rate limits per hour, so that no address and no key can flood the board."""

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, select, update

from data.core.throttle import counted_networks
from data.store.schema_follow_ups import allowance as table

HOUR = timedelta(hours=1)


def consume_allowance(connection: Connection, kind: str, subject: str, limit: int, now: datetime) -> bool:
    """Count one more within the present hour; return False, and count nothing, at the limit.

    The connection must be a writer's: two readers at once would count from the same number.

    :param subject: whose allowance it is, hashed
    """
    hour = now.replace(minute=0, second=0, microsecond=0)
    conditions = (table.c.kind == kind, table.c.subject == subject, table.c.since == hour)
    used = connection.execute(select(table.c.taken).where(*conditions)).scalar_one_or_none()
    if used is None:
        connection.execute(delete(table).where(table.c.since < hour - HOUR))
        row = {"kind": kind, "subject": subject, "since": hour, "taken": 1}
        connection.execute(table.insert().values(**row))
        return limit > 0
    if used >= limit:
        return False
    connection.execute(update(table).where(*conditions).values(taken=used + 1))
    return True


def consume_address_allowance(
    connection: Connection,
    kind: str,
    address: str,
    limit: int,
    now: datetime,
    hash_key: Callable[[str], str],
) -> bool:
    """Count one more request of an address for each of its networks; return False if one is at its limit.

    :param limit: of one address
    :param hash_key: returns the subject under which a network is stored
    """
    return all(
        consume_allowance(connection, kind, hash_key(network.key), limit * network.factor, now)
        for network in counted_networks(address)
    )
