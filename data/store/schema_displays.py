"""The tables of displays: the order of each, and its heartbeats."""

from sqlalchemy import Boolean, Column, Table, Text

from data.store.schema import UtcDateTime, metadata

screen_order = Table(
    "screen_order",
    metadata,
    Column("screen", Text, primary_key=True, comment="a display's name, or * for all"),
    Column("view", Text, comment="pinned; none: the rotation"),
    Column("paused", Boolean, nullable=False, comment="stays on the view that it shows"),
    Column("message", Text, nullable=False, comment="a line over the whole screen; empty for none"),
    Column("given_by", Text, nullable=False),
    Column("given_at", UtcDateTime, nullable=False),
    Column("until", UtcDateTime, comment="when it ends by itself; none: when it is cancelled"),
)

screen_seen = Table(
    "screen_seen",
    metadata,
    Column("screen", Text, primary_key=True),
    Column("tab", Text, primary_key=True, comment="a random id of each browser tab"),
    Column("heard_at", UtcDateTime, nullable=False),
    Column("said", Text, nullable=False, comment="JSON: its size, what it shows, its state"),
)
