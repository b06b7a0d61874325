"""Display orders and heartbeats in the store."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import Connection, bindparam, delete, func, or_, select, tuple_

from data.core.displays import DisplayOrder, Heartbeat
from data.store.schema_displays import screen_order, screen_seen

UNNAMED = ""  # the name of all tabs that show the wall without a display's token or an account
TABS_KEY = "tabs"  # of the summary of unnamed tabs: when each was heard
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
    keys = [{"old_screen": screen, "old_tab": tab} for screen, tab in heartbeats]
    rows = [
        {"screen": screen, "tab": tab, "heard_at": heard_at, "said": orjson.dumps(status).decode()}
        for (screen, tab), (heard_at, status) in heartbeats.items()
    ]
    is_same_tab = (table.screen == bindparam("old_screen"), table.tab == bindparam("old_tab"))
    connection.execute(delete(screen_seen).where(*is_same_tab), keys)
    connection.execute(screen_seen.insert(), rows)


def last_heartbeats(connection: Connection, tab: str) -> list[datetime]:
    """Return when a tab sent its latest heartbeats; empty if it never sent one."""
    table = screen_seen.c
    named = list(connection.scalars(select(table.heard_at).where(table.tab == tab, table.screen != UNNAMED)))
    summaries = connection.scalars(select(table.said).where(table.screen == UNNAMED))
    unnamed = [orjson.loads(said).get(TABS_KEY, {}).get(tab) for said in summaries]
    return [*named, *(datetime.fromisoformat(heard_at) for heard_at in unnamed if heard_at)]


def delete_heartbeats(connection: Connection, before: datetime, *, unnamed: bool = False) -> None:
    """Delete heartbeats from before a moment: all, or only those of tabs without a name."""
    is_unnamed = [screen_seen.c.screen == UNNAMED] if unnamed else []
    connection.execute(delete(screen_seen).where(screen_seen.c.heard_at < before, *is_unnamed))


def limit_heartbeats(connection: Connection, per_display: int, in_all: int) -> None:
    """Delete all but the latest heartbeats of each display, and of all displays together."""
    table = screen_seen.c
    in_display = func.row_number().over(
        partition_by=table.screen, order_by=(table.heard_at.desc(), table.tab)
    )
    overall = func.row_number().over(order_by=(table.heard_at.desc(), table.screen, table.tab))
    ranked = select(table.screen, table.tab, in_display.label("own"), overall.label("all")).subquery().c
    surplus = select(ranked.screen, ranked.tab).where(or_(ranked.own > per_display, ranked["all"] > in_all))
    connection.execute(delete(screen_seen).where(tuple_(table.screen, table.tab).in_(surplus)))


def list_heartbeats(connection: Connection) -> list[Heartbeat]:
    """Return the heartbeat of each tab, by display, the latest first."""
    table = screen_seen.c
    columns = (table.screen, table.tab, table.heard_at, table.said)
    rows = connection.execute(select(*columns).order_by(table.screen, table.heard_at.desc(), table.tab))
    return [Heartbeat(screen, tab, heard_at, orjson.loads(status)) for screen, tab, heard_at, status in rows]
