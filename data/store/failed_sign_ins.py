"""Sign-ins that failed, counted in the store so that neither a restart nor a second process forgets them."""

from datetime import datetime

from sqlalchemy import Connection, delete, select

from data.core.digest import digest
from data.core.throttle import FAILURE_EXPIRY, sign_in_delay
from data.store.schema import sign_in_attempt as table

ADDRESS, ACCOUNT = "address", "account"


def subject_hash(name: str) -> str:
    """A typed name as it is kept: people type passwords where a name belongs."""
    return digest(name.strip().casefold())


def count_attempt(connection: Connection, kind: str, subject: str, now: datetime) -> datetime | None:
    """Counts an attempt as failed before it is looked at, so that many at once count as many.

    :returns: None if it may be looked at; else until when none is, and then nothing was counted
    """
    conditions = (table.c.kind == kind, table.c.subject == subject)
    row = connection.execute(
        select(table.c.failures, table.c.last_at, table.c.blocked_until).where(*conditions)
    )
    failures, last_at, blocked_until = row.one_or_none() or (0, now, now)
    if blocked_until > now:
        return blocked_until
    connection.execute(delete(table).where(table.c.last_at < now - FAILURE_EXPIRY))
    failures = 1 if last_at < now - FAILURE_EXPIRY else failures + 1
    connection.execute(delete(table).where(*conditions))
    values = {"kind": kind, "subject": subject, "failures": failures, "last_at": now}
    connection.execute(table.insert().values(**values, blocked_until=now + sign_in_delay(kind, failures)))
    return None


def reset_failures(connection: Connection, kind: str, subject: str) -> None:
    """The password was right after all: what was counted before is forgotten."""
    connection.execute(delete(table).where(table.c.kind == kind, table.c.subject == subject))


def undo_attempt(connection: Connection, kind: str, subject: str, now: datetime) -> None:
    """One attempt less, that was none: an address goes on answering for the others that came from it."""
    conditions = (table.c.kind == kind, table.c.subject == subject)
    failures = connection.execute(select(table.c.failures).where(*conditions)).scalar_one_or_none() or 0
    connection.execute(delete(table).where(*conditions))
    if failures > 1:
        values = {"kind": kind, "subject": subject, "failures": failures - 1, "last_at": now}
        connection.execute(table.insert().values(**values, blocked_until=now))
