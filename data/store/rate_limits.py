"""Rate limits per hour, so that no address and no key can flood the board."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, select, update

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
