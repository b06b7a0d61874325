"""Wall screens in the store: each with a token of its own that can be taken back."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select, update

from data.store.schema import display


@dataclass(frozen=True, slots=True)
class Display:
    """A screen that was given a token."""

    name: str
    created_at: datetime
    revoked_at: datetime | None


COLUMNS = [display.c[name] for name in Display.__slots__]


def add(connection: Connection, name: str, token_hash: str, now: datetime) -> None:
    """A new screen."""
    connection.execute(display.insert().values(name=name, token_hash=token_hash, created_at=now))


def find_by_token(connection: Connection, token_hash: str) -> Display | None:
    """The screen whose token this is, unless it was taken back."""
    conditions = (display.c.token_hash == token_hash, display.c.revoked_at.is_(None))
    row = connection.execute(select(*COLUMNS).where(*conditions)).one_or_none()
    return Display(*row) if row else None


def list_all(connection: Connection) -> list[Display]:
    """All screens, also those whose token was taken back, in the order in which they were made."""
    return [Display(*row) for row in connection.execute(select(*COLUMNS).order_by(display.c.display_id))]


def revoke(connection: Connection, name: str, now: datetime) -> bool:
    """Takes the token of a screen back; False if none of that name has one."""
    conditions = (display.c.name == name, display.c.revoked_at.is_(None))
    return connection.execute(update(display).where(*conditions).values(revoked_at=now)).rowcount > 0
