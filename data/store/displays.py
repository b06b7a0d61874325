"""Displays in the store, each with a token that can be revoked."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select, update

from data.store.schema import display


@dataclass(frozen=True, slots=True)
class Display:
    """A display that was given a token."""

    name: str
    created_at: datetime
    revoked_at: datetime | None


COLUMNS = [display.c[name] for name in Display.__slots__]


def add(connection: Connection, name: str, token_hash: str, now: datetime) -> None:
    """Insert a display."""
    connection.execute(display.insert().values(name=name, token_hash=token_hash, created_at=now))


def find_by_token(connection: Connection, token_hash: str) -> Display | None:
    """Return the display with a token; None for an unknown or revoked one."""
    conditions = (display.c.token_hash == token_hash, display.c.revoked_at.is_(None))
    row = connection.execute(select(*COLUMNS).where(*conditions)).one_or_none()
    return Display(*row) if row else None


def list_all(connection: Connection) -> list[Display]:
    """Return all displays, also revoked ones, in the order of their creation."""
    return [Display(*row) for row in connection.execute(select(*COLUMNS).order_by(display.c.display_id))]


def revoke(connection: Connection, name: str, now: datetime) -> bool:
    """Revoke the token of a display; return False if none of that name has one."""
    conditions = (display.c.name == name, display.c.revoked_at.is_(None))
    return connection.execute(update(display).where(*conditions).values(revoked_at=now)).rowcount > 0
