"""Counts of failed sign-ins, in the store, so that they hold over restarts and for every process."""

from datetime import datetime

from sqlalchemy import Connection, delete, select, update

from data.core.digest import digest
from data.core.throttle import FAILURE_EXPIRY, sign_in_delay
from data.core.time_trust import bounded_end, is_ahead
from data.store.schema import sign_in_attempt as table

ADDRESS, ACCOUNT, DEVICE = "address", "account", "device"


def subject_hash(name: str) -> str:
    """Return the hash of a typed name, under which it is stored: people type passwords as names."""
    return digest(name.strip().casefold())


def count_attempt(
    connection: Connection, kind: str, subject: str, now: datetime, factor: int = 1
) -> datetime | None:
    """Count an attempt as failed before it is checked, so that concurrent ones are all counted.

    A delay that a wrong clock began ahead of now begins now.

    :param factor: how many times the usual failures have no delay
    :returns: None if it may be checked; else until when none may, and then nothing was counted
    """
    conditions = (table.c.kind == kind, table.c.subject == subject)
    row = connection.execute(
        select(table.c.failures, table.c.last_at, table.c.blocked_until).where(*conditions)
    )
    failures, last_at, blocked_until = row.one_or_none() or (0, now, now)
    if is_ahead(last_at, now):
        blocked_until = bounded_end(blocked_until, now, sign_in_delay(kind, failures, factor))
        dates = {"last_at": now, "blocked_until": blocked_until}
        connection.execute(update(table).where(*conditions).values(**dates))
    if blocked_until > now:
        return blocked_until
    connection.execute(delete(table).where(table.c.last_at < now - FAILURE_EXPIRY))
    failures = 1 if last_at < now - FAILURE_EXPIRY else failures + 1
    connection.execute(delete(table).where(*conditions))
    values = {"kind": kind, "subject": subject, "failures": failures, "last_at": now}
    connection.execute(
        table.insert().values(**values, blocked_until=now + sign_in_delay(kind, failures, factor))
    )
    return None


def reset_failures(connection: Connection, kind: str, subject: str) -> None:
    """Delete the failures after a correct password."""
    connection.execute(delete(table).where(table.c.kind == kind, table.c.subject == subject))


def undo_attempt(connection: Connection, kind: str, subject: str, now: datetime) -> None:
    """Subtract one attempt that did not fail; an address keeps the failures of others behind it."""
    conditions = (table.c.kind == kind, table.c.subject == subject)
    failures = connection.execute(select(table.c.failures).where(*conditions)).scalar_one_or_none() or 0
    connection.execute(delete(table).where(*conditions))
    if failures > 1:
        values = {"kind": kind, "subject": subject, "failures": failures - 1, "last_at": now}
        connection.execute(table.insert().values(**values, blocked_until=now))
