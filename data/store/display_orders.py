"""Display orders and heartbeats in the store."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import Connection, delete, select

from data.core.displays import DisplayOrder, Heartbeat
from data.store.schema_displays import screen_order, screen_seen

COLUMNS = [screen_order.c[name] for name in DisplayOrder.__dataclass_fields__]


def list_orders(connection: Connection) -> dict[str, DisplayOrder]:
    """Return every order by the name of its display."""
    return {row.screen: DisplayOrder(*row) for row in connection.execute(select(*COLUMNS))}


def save_order(connection: Connection, order: DisplayOrder) -> None:
    """Store an order in place of the display's previous one."""
    delete_order(connection, order.screen)
    connection.execute(screen_order.insert().values(**vars(order)))


def delete_order(connection: Connection, screen: str) -> None:
    """Delete the order of one display, or the one for all (``*``)."""
    connection.execute(delete(screen_order).where(screen_order.c.screen == screen))


def save_heartbeats(
    connection: Connection, heartbeats: Mapping[tuple[str, str], tuple[datetime, Mapping[str, Any]]]
) -> None:
    """Store the latest heartbeats by (display, tab), in place of the previous ones."""
    table = screen_seen.c
    for (screen, tab), (heard_at, status) in heartbeats.items():
        connection.execute(delete(screen_seen).where(table.screen == screen, table.tab == tab))
        values = {"heard_at": heard_at, "said": orjson.dumps(status).decode()}
        connection.execute(screen_seen.insert().values(screen=screen, tab=tab, **values))


def last_heartbeats(connection: Connection, tab: str) -> list[datetime]:
    """Return when a tab sent its latest heartbeats; empty if it never sent one."""
    return list(connection.scalars(select(screen_seen.c.heard_at).where(screen_seen.c.tab == tab)))


def delete_heartbeats(connection: Connection, before: datetime) -> None:
    """Delete heartbeats from before a moment."""
    connection.execute(delete(screen_seen).where(screen_seen.c.heard_at < before))


def list_heartbeats(connection: Connection) -> list[Heartbeat]:
    """Return the heartbeat of each tab, by display, the latest first."""
    table = screen_seen.c
    columns = (table.screen, table.tab, table.heard_at, table.said)
    rows = connection.execute(select(*columns).order_by(table.screen, table.heard_at.desc(), table.tab))
    return [Heartbeat(screen, tab, heard_at, orjson.loads(status)) for screen, tab, heard_at, status in rows]
