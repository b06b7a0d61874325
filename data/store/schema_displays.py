"""The tables of the room's screens: what an operator asked of them, and what each says of itself."""

from sqlalchemy import Boolean, Column, Table, Text

from data.store.schema import UtcDateTime, metadata

screen_order = Table(
    "screen_order",
    metadata,
    Column("screen", Text, primary_key=True, comment="its name, or * for all of them"),
    Column("view", Text, comment="pinned; none: it goes round"),
    Column("paused", Boolean, nullable=False, comment="stays with the view it shows"),
    Column("message", Text, nullable=False, comment="a line over the whole screen; empty for none"),
    Column("given_by", Text, nullable=False),
    Column("given_at", UtcDateTime, nullable=False),
    Column("until", UtcDateTime, comment="ends by itself; none: when it is taken back"),
)

screen_seen = Table(
    "screen_seen",
    metadata,
    Column("screen", Text, primary_key=True),
    Column("tab", Text, primary_key=True, comment="drawn by lot by each browser tab"),
    Column("heard_at", UtcDateTime, nullable=False),
    Column("said", Text, nullable=False, comment="JSON: its size, what it shows, how it is doing"),
)
