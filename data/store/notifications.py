"""The outbox: notices, laid out to receivers, taken to be sent, and what came of it."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, func, select, update

from data.core.notifications import Laid, Notice, Parcel, Told
from data.core.report.key import Key
from data.store.bulk_insert import insert_many
from data.store.schema_follow_ups import filing, notice
from data.store.schema_notifications import delivery

BOX = "kotak"  # the account's own page of notices: there at once, whatever the channels do
WAITING, SENT, DEAD = "waiting", "sent", "dead"
LEASE = timedelta(minutes=3)  # longer than any try lasts; after it a try that was cut short is made again
CHUNK = 400


NOTICE = [notice.c[name] for name in Told.__slots__]


def keep_notices(connection: Connection, made_at: datetime, notices: Sequence[Notice]) -> None:
    """Puts notices into the outbox, those that were put there before left out."""
    fresh = {found.once: found for found in notices}
    for names in _chunks(list(fresh)):
        there = connection.execute(select(notice.c.once).where(notice.c.once.in_(names))).scalars()
        for name in list(there):
            fresh.pop(name, None)
    names = ("once", "audience", "template", "values", "source", "service_request_id")
    rows = [
        {**{n: getattr(f, n) for n in names}, "made_at": made_at, "spread_at": None} for f in fresh.values()
    ]
    if rows:
        connection.execute(notice.insert(), rows)


def joined_with(connection: Connection, keys: Iterable[Key]) -> dict[Key, list[Key]]:
    """The reports filed here that are counted with each of these."""
    found: dict[Key, list[Key]] = {}
    wanted = set(keys)
    for numbers in _chunks(sorted({number for _source, number in wanted})):
        columns = (filing.c.joined_source, filing.c.joined_id, filing.c.source, filing.c.service_request_id)
        for above, number, source, identity in connection.execute(
            select(*columns).where(filing.c.joined_id.in_(numbers))
        ):
            if (above, number) in wanted:
                found.setdefault((above, number), []).append((source, identity))
    return found


def not_spread(connection: Connection, most: int) -> list[Told]:
    """Notices that nobody was chosen for yet, the oldest first."""
    rows = connection.execute(
        select(*NOTICE).where(notice.c.spread_at.is_(None)).order_by(notice.c.notice_id).limit(most)
    )
    return [Told(*row) for row in rows]


def spread(connection: Connection, numbers: Sequence[int], laid: Sequence[Laid], now: datetime) -> None:
    """Lays notices out to their receivers, within one transaction with the note that they are."""
    rows = [
        {name: getattr(found, name) for name in Laid.__slots__}
        | {"tries": 0, "batch": None, "seen_at": None, "error": None}
        for found in laid
    ]
    insert_many(connection, delivery, rows)
    connection.execute(update(notice).where(notice.c.notice_id.in_(numbers)).values(spread_at=now))


def any_due(connection: Connection, now: datetime) -> bool:
    """Whether anything is to be sent now."""
    due = (delivery.c.state == WAITING, delivery.c.next_at <= now)
    return connection.execute(select(delivery.c.delivery_id).where(*due).limit(1)).first() is not None


def take(connection: Connection, now: datetime, most: int) -> list[Parcel]:
    """Parcels that are due, leased to whoever takes them.

    All that waits for one receiver goes into one parcel: a digest instead of a flood.
    """
    due = (delivery.c.state == WAITING, delivery.c.next_at <= now)
    found = connection.execute(
        select(delivery.c.receiver, delivery.c.channel, delivery.c.batch)
        .where(*due)
        .group_by(delivery.c.receiver, delivery.c.channel, delivery.c.batch)
        .order_by(func.min(delivery.c.delivery_id))
        .limit(most)
    ).all()
    return [_leased(connection, row, due, now) for row in found]


def _leased(connection: Connection, row: Any, due: tuple[Any, ...], now: datetime) -> Parcel:
    same = delivery.c.batch == row.batch if row.batch else delivery.c.batch.is_(None)
    mine = (delivery.c.receiver == row.receiver, delivery.c.channel == row.channel, same, *due)
    batch = row.batch or uuid4().hex
    numbers = connection.execute(select(delivery.c.delivery_id, delivery.c.tries).where(*mine)).all()
    chosen = delivery.c.delivery_id.in_([number for number, _tries in numbers])
    tries = max(tries for _number, tries in numbers) + 1
    connection.execute(update(delivery).where(chosen).values(batch=batch, tries=tries, next_at=now + LEASE))
    told = connection.execute(
        select(*NOTICE).join(delivery, delivery.c.notice_id == notice.c.notice_id)
        .where(chosen).order_by(delivery.c.delivery_id)
    )  # fmt: skip
    return Parcel(batch, row.receiver, row.channel, tries, tuple(Told(*each) for each in told))


def sent(connection: Connection, batch: str, now: datetime) -> None:
    """Notes that a parcel arrived."""
    _settle(connection, batch, state=SENT, sent_at=now, error=None)


def failed(connection: Connection, batch: str, error: str, next_at: datetime, *, dead: bool) -> None:
    """Notes that a try failed: another is made later, or none any more."""
    _settle(connection, batch, state=DEAD if dead else WAITING, next_at=next_at, error=error[:300])


def revive(connection: Connection, now: datetime) -> int:
    """Gives every dead letter another round of tries; returns how many."""
    done = connection.execute(
        update(delivery).where(delivery.c.state == DEAD).values(state=WAITING, tries=0, next_at=now)
    )
    return int(done.rowcount)


def dead_letters(connection: Connection, most: int) -> list[tuple[str, str, str, datetime]]:
    """What reached nobody: receiver, channel, why, and since when; the newest first."""
    columns = (delivery.c.receiver, delivery.c.channel, delivery.c.error, delivery.c.next_at)
    rows = connection.execute(
        select(*columns).where(delivery.c.state == DEAD).order_by(delivery.c.delivery_id.desc()).limit(most)
    )
    return [(receiver, channel, error or "", at) for receiver, channel, error, at in rows]


def box(connection: Connection, receiver: str, most: int) -> list[tuple[Told, bool]]:
    """An account's own notices, the newest first, each with whether it was new to him."""
    rows = connection.execute(
        select(*NOTICE, delivery.c.seen_at)
        .join(delivery, delivery.c.notice_id == notice.c.notice_id)
        .where(delivery.c.receiver == receiver, delivery.c.channel == BOX)
        .order_by(delivery.c.delivery_id.desc())
        .limit(most)
    )
    return [(Told(*row[:-1]), row[-1] is None) for row in rows]


def seen(connection: Connection, receiver: str, now: datetime) -> None:
    """Notes that an account has read its box."""
    mine = (delivery.c.receiver == receiver, delivery.c.channel == BOX, delivery.c.seen_at.is_(None))
    connection.execute(update(delivery).where(*mine).values(seen_at=now))


def unseen(connection: Connection, receiver: str) -> int:
    """How many notices an account has not read."""
    mine = (delivery.c.receiver == receiver, delivery.c.channel == BOX, delivery.c.seen_at.is_(None))
    return int(connection.execute(select(func.count()).select_from(delivery).where(*mine)).scalar_one())


def _settle(connection: Connection, batch: str, **values: Any) -> None:
    connection.execute(update(delivery).where(delivery.c.batch == batch).values(**values))


def _chunks(items: Sequence[str]) -> Iterable[Sequence[str]]:
    return (items[start : start + CHUNK] for start in range(0, len(items), CHUNK))
