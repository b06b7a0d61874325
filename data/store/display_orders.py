"""Screens in the store: orders given to them, and what was last heard of each."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import Connection, delete, select

from data.core.displays import Order, Seen
from data.store.schema_displays import screen_order, screen_seen

COLUMNS = [screen_order.c[name] for name in Order.__dataclass_fields__]


def orders(connection: Connection) -> dict[str, Order]:
    """Every order by its screen's name."""
    return {row.screen: Order(*row) for row in connection.execute(select(*COLUMNS))}


def give(connection: Connection, order: Order) -> None:
    """Puts an order in place of the one before."""
    take_back(connection, order.screen)
    connection.execute(screen_order.insert().values(**vars(order)))


def take_back(connection: Connection, screen: str) -> None:
    """Ends the order of one screen, or of all (``*``)."""
    connection.execute(delete(screen_order).where(screen_order.c.screen == screen))


def hear(connection: Connection, seen: Mapping[tuple[str, str], tuple[datetime, Mapping[str, Any]]]) -> None:
    """What tabs said of themselves, by (screen, tab): in place of what they said before."""
    table = screen_seen.c
    for (screen, tab), (heard_at, said) in seen.items():
        connection.execute(delete(screen_seen).where(table.screen == screen, table.tab == tab))
        values = {"heard_at": heard_at, "said": orjson.dumps(said).decode()}
        connection.execute(screen_seen.insert().values(screen=screen, tab=tab, **values))


def heard_at(connection: Connection, tab: str) -> list[datetime]:
    """When a tab was last heard; empty if it never was."""
    return list(connection.scalars(select(screen_seen.c.heard_at).where(screen_seen.c.tab == tab)))


def forget(connection: Connection, before: datetime) -> None:
    """Drops what was last heard before a moment."""
    connection.execute(delete(screen_seen).where(screen_seen.c.heard_at < before))


def seen(connection: Connection) -> list[Seen]:
    """What is known of each tab, by name and then the latest first."""
    table = screen_seen.c
    columns = (table.screen, table.tab, table.heard_at, table.said)
    found = connection.execute(select(*columns).order_by(table.screen, table.heard_at.desc(), table.tab))
    return [Seen(screen, tab, heard_at, orjson.loads(said)) for screen, tab, heard_at, said in found]
