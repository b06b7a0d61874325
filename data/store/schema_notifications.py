"""The tables of deliveries to recipients, and of browsers subscribed to pushes."""

from sqlalchemy import BigInteger, Column, Index, Integer, Table, Text, UniqueConstraint

from data.store.schema import BigId, UtcDateTime, metadata

delivery = Table(
    "delivery",
    metadata,
    Column("delivery_id", BigId, primary_key=True, autoincrement=True),
    Column("notice_id", BigInteger, nullable=False),
    Column("receiver", Text, nullable=False, comment="account, pelapor:SOURCE/ID, or the channel's own"),
    Column("channel", Text, nullable=False, comment="kotak, dorong:ID, saluran:NAME"),
    Column("state", Text, nullable=False, comment="waiting, sent or dead"),
    Column("tries", Integer, nullable=False, default=0),
    Column(
        "next_at",
        UtcDateTime,
        nullable=False,
        comment="the next attempt; while it is being sent: end of the lease",
    ),
    Column("batch", Text, comment="id of the message; fixed at the first attempt"),
    Column("sent_at", UtcDateTime),
    Column("seen_at", UtcDateTime, comment="read in the account's inbox"),
    Column("error", Text, comment="of the last attempt"),
    UniqueConstraint("notice_id", "receiver", "channel", name="delivery_once"),
    Index("delivery_due", "state", "next_at"),
    Index("delivery_box", "receiver", "channel", "delivery_id"),
)

subscription = Table(
    "subscription",
    metadata,
    Column("subscription_id", BigId, primary_key=True, autoincrement=True),
    Column("endpoint_hash", Text, nullable=False, unique=True),
    Column("receiver", Text, nullable=False, comment="account, or pelapor:SOURCE/ID"),
    Column("body", Text, nullable=False, comment="encrypted, as the browser sent it"),
    Column("created_at", UtcDateTime, nullable=False),
    Index("subscription_receiver", "receiver"),
)
