"""The outbox: notices, their deliveries to recipients, and the results of sending."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, func, select, update

from data.core.faults import Fault, FaultKind
from data.core.notifications import Delivery, MessageBatch, Notice, StoredNotice
from data.core.report.key import ReportKey
from data.store.bulk_insert import insert_many
from data.store.schema_follow_ups import filing, notice
from data.store.schema_notifications import delivery

INBOX = "kotak"  # the account's own page of notices, which needs no sending
WAITING, SENT, DEAD = "waiting", "sent", "dead"
LEASE = timedelta(minutes=3)  # longer than any attempt; after it an interrupted attempt is repeated
MAX_WAIT = timedelta(hours=25)  # longer than quiet hours and any retry: later than this was a wrong clock
CHUNK = 400  # names per query

NOTICE_COLUMNS = [notice.c[name] for name in StoredNotice.__slots__]


def insert_notices(connection: Connection, made_at: datetime, notices: Sequence[Notice]) -> None:
    """Insert notices, except those inserted before under the same ``once``."""
    new_notices = {new_notice.once: new_notice for new_notice in notices}
    for names in _chunks(list(new_notices)):
        existing = connection.execute(select(notice.c.once).where(notice.c.once.in_(names))).scalars()
        for name in list(existing):
            new_notices.pop(name, None)
    names = ("once", "audience", "template", "values", "source", "service_request_id")
    rows = [
        {**{column: getattr(item, column) for column in names}, "made_at": made_at, "spread_at": None}
        for item in new_notices.values()
    ]
    if rows:
        connection.execute(notice.insert(), rows)


def list_joined_reports(
    connection: Connection, keys: Iterable[ReportKey]
) -> dict[ReportKey, list[ReportKey]]:
    """Return the reports submitted here that are counted with each of these."""
    joined: dict[ReportKey, list[ReportKey]] = {}
    requested = set(keys)
    for original_ids in _chunks(sorted({original_id for _source, original_id in requested})):
        columns = (filing.c.joined_source, filing.c.joined_id, filing.c.source, filing.c.service_request_id)
        for original_source, original_id, source, report_id in connection.execute(
            select(*columns).where(filing.c.joined_id.in_(original_ids))
        ):
            if (original_source, original_id) in requested:
                joined.setdefault((original_source, original_id), []).append((source, report_id))
    return joined


def list_pending_fan_out(
    connection: Connection, limit: int, without: Sequence[int] = ()
) -> list[StoredNotice]:
    """Return notices without deliveries so far, the oldest first.

    :param without: notices that are not tried now
    """
    pending = (notice.c.spread_at.is_(None), notice.c.notice_id.not_in(without))
    rows = connection.execute(
        select(*NOTICE_COLUMNS).where(*pending).order_by(notice.c.notice_id).limit(limit)
    )
    return [StoredNotice(*row) for row in rows]


def fan_out(
    connection: Connection, notice_ids: Sequence[int], deliveries: Sequence[Delivery], now: datetime
) -> None:
    """Insert deliveries, and mark their notices as fanned out, in one transaction."""
    rows = [
        {name: getattr(item, name) for name in Delivery.__slots__}
        | {"tries": 0, "batch": None, "seen_at": None, "error": None}
        for item in deliveries
    ]
    insert_many(connection, delivery, rows)
    connection.execute(update(notice).where(notice.c.notice_id.in_(notice_ids)).values(spread_at=now))


def has_due(connection: Connection, now: datetime) -> bool:
    """Return whether any delivery is due."""
    due = _is_due(now)
    return connection.execute(select(delivery.c.delivery_id).where(*due).limit(1)).first() is not None


def claim(connection: Connection, now: datetime, limit: int) -> list[MessageBatch]:
    """Return the batches that are due, leased to the caller.

    All that waits for one recipient by one channel is one batch: a digest instead of a flood.
    """
    due = _is_due(now)
    batches = connection.execute(
        select(delivery.c.receiver, delivery.c.channel, delivery.c.batch)
        .where(*due)
        .group_by(delivery.c.receiver, delivery.c.channel, delivery.c.batch)
        .order_by(func.min(delivery.c.delivery_id))
        .limit(limit)
    ).all()
    return [_claim_batch(connection, row, due, now) for row in batches]


def _claim_batch(connection: Connection, row: Any, due: tuple[Any, ...], now: datetime) -> MessageBatch:
    same_batch = delivery.c.batch == row.batch if row.batch else delivery.c.batch.is_(None)
    conditions = (delivery.c.receiver == row.receiver, delivery.c.channel == row.channel, same_batch, *due)
    batch_id = row.batch or uuid4().hex
    attempts = connection.execute(select(delivery.c.delivery_id, delivery.c.tries).where(*conditions)).all()
    claimed = delivery.c.delivery_id.in_([delivery_id for delivery_id, _tries in attempts])
    tries = max(tries for _number, tries in attempts) + 1
    connection.execute(
        update(delivery).where(claimed).values(batch=batch_id, tries=tries, next_at=now + LEASE)
    )
    notices = connection.execute(
        select(*NOTICE_COLUMNS).join(delivery, delivery.c.notice_id == notice.c.notice_id)
        .where(claimed).order_by(delivery.c.delivery_id)
    )  # fmt: skip
    return MessageBatch(
        batch_id, row.receiver, row.channel, tries, tuple(StoredNotice(*notice_row) for notice_row in notices)
    )


def mark_sent(connection: Connection, batch_id: str, now: datetime) -> None:
    """Mark a batch as sent."""
    _update_batch(connection, batch_id, state=SENT, sent_at=now, error=None)


def mark_failed(connection: Connection, batch_id: str, error: str, next_at: datetime, *, dead: bool) -> None:
    """Store a failed attempt: the batch waits until ``next_at``, or is dead."""
    _update_batch(connection, batch_id, state=DEAD if dead else WAITING, next_at=next_at, error=error[:300])


def put_off(connection: Connection, batch_id: str, next_at: datetime) -> None:
    """Take back a claim: nothing was tried, and what comes until ``next_at`` goes into the same message."""
    _update_batch(connection, batch_id, next_at=next_at, tries=0, batch=None, error=None)


def requeue_dead(connection: Connection, now: datetime) -> int:
    """Give every dead delivery new attempts; return how many there were."""
    updated = connection.execute(
        update(delivery).where(delivery.c.state == DEAD).values(state=WAITING, tries=0, next_at=now)
    )
    return int(updated.rowcount)


def list_dead(connection: Connection, limit: int) -> list[tuple[str, str, str, datetime]]:
    """Return what reached nobody, the newest first: recipient, channel, error, and since when."""
    columns = (delivery.c.receiver, delivery.c.channel, delivery.c.error, delivery.c.next_at)
    rows = connection.execute(
        select(*columns).where(delivery.c.state == DEAD).order_by(delivery.c.delivery_id.desc()).limit(limit)
    )
    return [(receiver, channel, error or "", at) for receiver, channel, error, at in rows]


def list_failing(connection: Connection, limit: int) -> list[Fault]:
    """Return the messages that failed and are tried again, the newest first; the item is the channel."""
    waiting = (delivery.c.state == WAITING, delivery.c.error.is_not(None), delivery.c.tries > 0)
    columns = (delivery.c.channel, delivery.c.tries, delivery.c.error, delivery.c.next_at)
    rows = connection.execute(
        select(func.min(notice.c.made_at), *columns)
        .join(notice, notice.c.notice_id == delivery.c.notice_id)
        .where(*waiting)
        .group_by(delivery.c.batch, *columns)
        .order_by(func.max(delivery.c.delivery_id).desc())
        .limit(limit)
    )
    return [
        Fault(FaultKind.DELIVERY, channel, made_at, made_at, tries, error, next_at)
        for made_at, channel, tries, error, next_at in rows
    ]


def list_inbox(connection: Connection, receiver: str, limit: int) -> list[tuple[StoredNotice, bool]]:
    """Return an account's notices, the newest first, each with whether it was unread."""
    rows = connection.execute(
        select(*NOTICE_COLUMNS, delivery.c.seen_at)
        .join(delivery, delivery.c.notice_id == notice.c.notice_id)
        .where(delivery.c.receiver == receiver, delivery.c.channel == INBOX)
        .order_by(delivery.c.delivery_id.desc())
        .limit(limit)
    )
    return [(StoredNotice(*row[:-1]), row[-1] is None) for row in rows]


def mark_read(connection: Connection, receiver: str, now: datetime) -> None:
    """Mark all notices of an account as read."""
    conditions = (delivery.c.receiver == receiver, delivery.c.channel == INBOX, delivery.c.seen_at.is_(None))
    connection.execute(update(delivery).where(*conditions).values(seen_at=now))


def count_unread(connection: Connection, receiver: str) -> int:
    """Return the number of unread notices of an account."""
    conditions = (delivery.c.receiver == receiver, delivery.c.channel == INBOX, delivery.c.seen_at.is_(None))
    return int(connection.execute(select(func.count()).select_from(delivery).where(*conditions)).scalar_one())


def _is_due(now: datetime) -> tuple[Any, ...]:
    """Return the conditions of deliveries to send now; a wait that no rule makes counts as over."""
    at = delivery.c.next_at
    return delivery.c.state == WAITING, (at <= now) | (at > now + MAX_WAIT)


def _update_batch(connection: Connection, batch_id: str, **values: Any) -> None:
    connection.execute(update(delivery).where(delivery.c.batch == batch_id).values(**values))


def _chunks(items: Sequence[str]) -> Iterable[Sequence[str]]:
    return (items[start : start + CHUNK] for start in range(0, len(items), CHUNK))
