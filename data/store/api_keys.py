"""API keys of programs, stored as hashes."""

from datetime import datetime

from sqlalchemy import Connection, select, update

from data.store.schema_follow_ups import api_key as table


def add(connection: Connection, name: str, key_hash: str, now: datetime) -> bool:
    """Insert a key; return False where the name is taken, also by a revoked key."""
    if connection.execute(select(table.c.name).where(table.c.name == name)).first():
        return False
    connection.execute(table.insert().values(name=name, key_hash=key_hash, created_at=now))
    return True


def find_name(connection: Connection, key_hash: str) -> str | None:
    """Return the name of a valid key; None for an unknown or revoked one."""
    conditions = (table.c.key_hash == key_hash, table.c.revoked_at.is_(None))
    return connection.execute(select(table.c.name).where(*conditions)).scalar_one_or_none()


def revoke(connection: Connection, name: str, now: datetime) -> bool:
    """Revoke a key; return False where there is no valid one."""
    conditions = (table.c.name == name, table.c.revoked_at.is_(None))
    return connection.execute(update(table).where(*conditions).values(revoked_at=now)).rowcount > 0


def list_all(connection: Connection) -> list[tuple[str, datetime, datetime | None]]:
    """Return of all keys the name, when it was created, and when it was revoked."""
    rows = connection.execute(
        select(table.c.name, table.c.created_at, table.c.revoked_at).order_by(table.c.name)
    )
    return [(name, created_at, revoked_at) for name, created_at, revoked_at in rows]
