"""Screens in the store: orders given to them, and what was last heard of each."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import Connection, delete, select

from data.core.displays import DisplayOrder, Heartbeat
from data.store.schema_displays import screen_order, screen_seen

COLUMNS = [screen_order.c[name] for name in DisplayOrder.__dataclass_fields__]


def list_orders(connection: Connection) -> dict[str, DisplayOrder]:
    """Every order by its screen's name."""
    return {row.screen: DisplayOrder(*row) for row in connection.execute(select(*COLUMNS))}


def save_order(connection: Connection, order: DisplayOrder) -> None:
    """Puts an order in place of the one before."""
    delete_order(connection, order.screen)
    connection.execute(screen_order.insert().values(**vars(order)))


def delete_order(connection: Connection, screen: str) -> None:
    """Ends the order of one screen, or of all (``*``)."""
    connection.execute(delete(screen_order).where(screen_order.c.screen == screen))


def save_heartbeats(
    connection: Connection, heartbeats: Mapping[tuple[str, str], tuple[datetime, Mapping[str, Any]]]
) -> None:
    """What tabs said of themselves, by (screen, tab): in place of what they said before."""
    table = screen_seen.c
    for (screen, tab), (heard_at, status) in heartbeats.items():
        connection.execute(delete(screen_seen).where(table.screen == screen, table.tab == tab))
        values = {"heard_at": heard_at, "said": orjson.dumps(status).decode()}
        connection.execute(screen_seen.insert().values(screen=screen, tab=tab, **values))


def last_heartbeats(connection: Connection, tab: str) -> list[datetime]:
    """When a tab was last heard; empty if it never was."""
    return list(connection.scalars(select(screen_seen.c.heard_at).where(screen_seen.c.tab == tab)))


def delete_heartbeats(connection: Connection, before: datetime) -> None:
    """Drops what was last heard before a moment."""
    connection.execute(delete(screen_seen).where(screen_seen.c.heard_at < before))


def list_heartbeats(connection: Connection) -> list[Heartbeat]:
    """What is known of each tab, by name and then the latest first."""
    table = screen_seen.c
    columns = (table.screen, table.tab, table.heard_at, table.said)
    rows = connection.execute(select(*columns).order_by(table.screen, table.heard_at.desc(), table.tab))
    return [Heartbeat(screen, tab, heard_at, orjson.loads(status)) for screen, tab, heard_at, status in rows]
