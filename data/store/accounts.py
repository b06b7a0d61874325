"""Accounts and sessions in the store."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, delete, func, select, update

from data.core.access import Principal, Role
from data.core.time_trust import bounded_end
from data.store.schema import account, session


@dataclass(frozen=True, slots=True)
class Account:
    """One account, as it is stored."""

    name: str
    role: str
    parent: str | None
    password_hash: str | None
    must_change: bool
    disabled: bool
    generation: int
    created_at: datetime

    @property
    def principal(self) -> Principal:
        """Return the account as the rules of access know it."""
        return Principal(self.name, Role(self.role), self.parent)


COLUMNS = [account.c[field.name] for field in fields(Account)]


def add(connection: Connection, new_account: Account) -> None:
    """Insert an account; its name must be free."""
    row = {field.name: getattr(new_account, field.name) for field in fields(Account)}
    connection.execute(account.insert().values(**row))


def find(connection: Connection, name: str) -> Account | None:
    """Return the account with a name; None if there is none."""
    row = connection.execute(select(*COLUMNS).where(account.c.name == name)).one_or_none()
    return Account(*row) if row else None


def list_all(connection: Connection) -> list[Account]:
    """Return all accounts, by name."""
    return [Account(*row) for row in connection.execute(select(*COLUMNS).order_by(account.c.name))]


def count(connection: Connection) -> int:
    """Return the number of accounts."""
    return int(connection.execute(select(func.count()).select_from(account)).scalar_one())


def update_account(connection: Connection, name: str, *, end_sessions: bool, **values: Any) -> bool:
    """Set values of an account, and end its sessions if requested; return False if there is none."""
    if end_sessions:
        values["generation"] = account.c.generation + 1
        connection.execute(delete(session).where(session.c.account == name))
    return connection.execute(update(account).where(account.c.name == name).values(**values)).rowcount == 1


def open_session(
    connection: Connection, token_hash: str, owner: Account, started_at: datetime, expires_at: datetime
) -> None:
    """Insert a session of an account, and delete all expired ones."""
    connection.execute(delete(session).where(session.c.expires_at <= started_at))
    timestamps = {"started_at": started_at, "seen_at": started_at, "expires_at": expires_at}
    row = {"token_hash": token_hash, "account": owner.name, "generation": owner.generation, **timestamps}
    connection.execute(session.insert().values(**row))


def find_session(
    connection: Connection, token_hash: str, now: datetime, seen_since: datetime
) -> tuple[Account, datetime] | None:
    """Return the account of a valid session, and when it was last used.

    :param seen_since: a session not used since then has ended
    """
    active = (session.c.expires_at > now, session.c.seen_at > seen_since, account.c.disabled.is_(False))
    query = (
        select(*COLUMNS, session.c.seen_at)
        .join(session, session.c.account == account.c.name)
        .where(session.c.token_hash == token_hash, session.c.generation == account.c.generation, *active)
    )
    row = connection.execute(query).one_or_none()
    return (Account(*row[:-1]), row[-1]) if row else None


def touch(connection: Connection, token_hash: str, now: datetime) -> None:
    """Store the last use of a session."""
    connection.execute(update(session).where(session.c.token_hash == token_hash).values(seen_at=now))


def redate_session(connection: Connection, token_hash: str, now: datetime, max_age: timedelta) -> None:
    """Date a session that a wrong clock dated ahead of now as if it began now."""
    conditions = (session.c.token_hash == token_hash,)
    expires_at = connection.execute(select(session.c.expires_at).where(*conditions)).scalar_one_or_none()
    if expires_at is not None:
        dates = {"seen_at": now, "expires_at": bounded_end(expires_at, now, max_age)}
        connection.execute(update(session).where(*conditions).values(**dates))


def end_sessions(connection: Connection, token_hashes: Sequence[str]) -> None:
    """Delete sessions by the hashes of their tokens."""
    connection.execute(delete(session).where(session.c.token_hash.in_(token_hashes)))
