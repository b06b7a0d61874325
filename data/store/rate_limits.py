"""How often something was done within an hour, so that no address and no key can flood the board."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, select, update

from data.store.schema_follow_ups import allowance as table

HOUR = timedelta(hours=1)


def take(connection: Connection, kind: str, subject: str, most: int, now: datetime) -> bool:
    """Counts one more within the hour under way; False, and nothing is counted, where there were enough.

    The connection is a writer's: two at once would both count from the same number.

    :param subject: whose it is, hashed
    """
    since = now.replace(minute=0, second=0, microsecond=0)
    mine = (table.c.kind == kind, table.c.subject == subject, table.c.since == since)
    taken = connection.execute(select(table.c.taken).where(*mine)).scalar_one_or_none()
    if taken is None:
        connection.execute(delete(table).where(table.c.since < since - HOUR))
        first = {"kind": kind, "subject": subject, "since": since, "taken": 1}
        connection.execute(table.insert().values(**first))
        return most > 0
    if taken >= most:
        return False
    connection.execute(update(table).where(*mine).values(taken=taken + 1))
    return True
