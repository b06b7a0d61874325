"""Values by name, as JSON in the table of feeds' states: every name has a colon, which no source's name has.

A store of an earlier version opens without a migration, since the table is older than most that is kept here.
"""

from typing import Any

from sqlalchemy import Connection, delete, select, update

from data.store.schema import feed_memory as table

KEPT = "kept"  # the column


def load_value(connection: Connection, name: str) -> Any:
    """Return the value of a name; None if there is none."""
    return connection.execute(select(table.c[KEPT]).where(table.c.source == name)).scalar_one_or_none()


def save_value(connection: Connection, name: str, value: Any) -> None:
    """Store a value in place of the one before; with one writer at a time this cannot race."""
    statement = update(table).where(table.c.source == name).values({KEPT: value})
    if connection.execute(statement).rowcount == 0:
        connection.execute(table.insert().values({"source": name, "fingerprint": "", KEPT: value}))


def delete_value(connection: Connection, name: str) -> bool:
    """Delete the value of a name; return whether there was one."""
    return connection.execute(delete(table).where(table.c.source == name)).rowcount > 0


def rename_value(connection: Connection, name: str, new_name: str) -> None:
    """Give a value another name, which none has."""
    connection.execute(update(table).where(table.c.source == name).values(source=new_name))


def value_names(connection: Connection, prefix: str) -> list[str]:
    """Return the names that begin with a prefix, in order."""
    has_prefix = table.c.source.startswith(prefix, autoescape=True)
    return list(connection.scalars(select(table.c.source).where(has_prefix).order_by(table.c.source)))
