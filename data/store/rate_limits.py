"""Rate limits per hour, so that no address and no key can flood the board.

An hour that a wrong clock counted ahead of now counts as the present one.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, func, select

from data.core.throttle import counted_networks
from data.store.schema_follow_ups import allowance as table

HOUR = timedelta(hours=1)


def consume_allowance(connection: Connection, kind: str, subject: str, limit: int, now: datetime) -> bool:
    """Count one more within the present hour; return False, and count nothing, at the limit.

    The connection must be a writer's: two readers at once would count from the same number.

    :param subject: whose allowance it is, hashed
    """
    hour = now.replace(minute=0, second=0, microsecond=0)
    conditions = (table.c.kind == kind, table.c.subject == subject, table.c.since >= hour)
    used = int(connection.execute(select(func.sum(table.c.taken)).where(*conditions)).scalar_one() or 0)
    if used >= limit:
        return False
    if used == 0:
        connection.execute(delete(table).where(table.c.since < hour - HOUR))
    connection.execute(delete(table).where(*conditions))
    row = {"kind": kind, "subject": subject, "since": hour, "taken": used + 1}
    connection.execute(table.insert().values(**row))
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
