"""How many messages were sent to reporters on a day, to one address and in all; in the table of counters."""

from sqlalchemy import Connection, delete, select, update

from data.store.schema import counter as table

PREFIX = "messages:"


def consume(connection: Connection, day: str, address: str, per_address: int, in_all: int) -> str | None:
    """Count one more message to an address; return what is used up, and count nothing, at a limit.

    The connection must be a writer's.

    :param day: ISO 8601, in the city
    :param address: hashed
    :returns: "address", "all", or None if the message may be sent
    """
    names = {"all": f"{PREFIX}{day}", "address": f"{PREFIX}{day}:{address}"}
    limits = {"all": in_all, "address": per_address}
    used = {kind: _used(connection, name) for kind, name in names.items()}
    for kind, count in used.items():
        if (count or 0) >= limits[kind]:
            return kind
    if used["all"] is None:
        connection.execute(delete(table).where(table.c.name.startswith(PREFIX)))  # of earlier days
    for kind, name in names.items():
        if used[kind] is None:
            connection.execute(table.insert().values(name=name, value=1))
        else:
            connection.execute(update(table).where(table.c.name == name).values(value=table.c.value + 1))
    return None


def _used(connection: Connection, name: str) -> int | None:
    return connection.execute(select(table.c.value).where(table.c.name == name)).scalar_one_or_none()
