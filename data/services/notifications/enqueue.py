"""Notifications of events, put into the outbox within the transaction that stores the events."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from functools import partial

from sqlalchemy import Connection

from data.core.config.city import CONFIDENTIAL
from data.core.faults import FaultKind
from data.core.notifications import (
    REPORTER_PREFIX,
    Notice,
    Notification,
    NotificationTemplate,
    ReportKey,
    notifications_for_event,
)
from data.services.notifications.isolation import collect, note_fault, try_item
from data.services.submission import OWN_SOURCE
from data.store.ingest import EventBatch, EventHandler
from data.store.notifications import insert_notices, list_joined_reports

ParentOf = Callable[[str], str]


def notification_handler(parent_of: ParentOf) -> EventHandler:
    """Return a handler that puts the notifications of events into the outbox."""

    def enqueue_events(connection: Connection, events: EventBatch) -> None:
        if events:
            enqueue_for_events(connection, events, parent_of, events[-1][1].learnt_at)

    return enqueue_events


def enqueue_for_events(
    connection: Connection, events: EventBatch, parent_of: ParentOf, now: datetime
) -> None:
    """Put the notifications of events into the outbox; a report for which none can be made is noted."""
    notifications = collect(
        events,
        lambda item: notifications_for_event(*item, parent_of),
        lambda item, error: _note(connection, FaultKind.EVENT, item[0], error, now),
    )
    if notifications:
        enqueue(connection, notifications, now)


def enqueue(
    connection: Connection,
    notifications: Iterable[Notification],
    now: datetime,
    kind: FaultKind = FaultKind.EVENT,
) -> None:
    """Put notifications into the outbox; those of a report go to the reporters of its duplicates too.

    :param kind: by which the fault of one of them is noted
    """
    pending = list(notifications)
    reporter_keys = {
        notification.key for notification in pending if notification.audience.startswith(REPORTER_PREFIX)
    }
    joined_reports = list_joined_reports(connection, reporter_keys) if reporter_keys else {}
    notices = collect(
        pending,
        lambda item: [(item.key, notice) for notice in _build_notices(item, joined_reports)],
        lambda item, error: _note(connection, kind, item.key, error, now),
    )
    together = partial(insert_notices, connection, now, [notice for _key, notice in notices])
    if try_item(connection, together) is not None:
        _insert_each(connection, notices, now, kind)


def _insert_each(
    connection: Connection, notices: Iterable[tuple[ReportKey, Notice]], now: datetime, kind: FaultKind
) -> None:
    """Insert notices one by one, after one of them could not be inserted with the others."""
    for key, notice in notices:
        fault = try_item(connection, partial(insert_notices, connection, now, [notice]))
        if fault is not None:
            _note(connection, kind, key, fault, now)


def _note(connection: Connection, kind: FaultKind, key: ReportKey, error: Exception, now: datetime) -> None:
    note_fault(connection, kind, "/".join(key), error, now, "a notification is left out")


def _build_notices(
    notification: Notification, joined_reports: dict[ReportKey, list[ReportKey]]
) -> Iterator[Notice]:
    """Yield one notice; for reporters one each, of those who submitted here.

    Reporters of other sources are unknown here.
    """
    if not notification.audience.startswith(REPORTER_PREFIX):
        yield _build_notice(notification, notification.audience, notification.deduplication_key)
        return
    if notification.key[0] == OWN_SOURCE:
        yield _build_notice(notification, notification.audience, notification.deduplication_key)
    if notification.template in (NotificationTemplate.RECEIVED, NotificationTemplate.DUPLICATE):
        return
    for key in joined_reports.get(notification.key, ()):
        audience = REPORTER_PREFIX + "/".join(key)
        yield _build_notice(notification, audience, f"{notification.deduplication_key}|{audience}", key)


def _build_notice(
    notification: Notification, audience: str, deduplication_key: str, key: ReportKey | None = None
) -> Notice:
    source, number = key or notification.key
    return Notice(
        deduplication_key, audience, notification.template, _template_values(notification), source, number
    )


def _template_values(notification: Notification) -> dict[str, str | None]:
    """Return the values for the template: codes and moments, no text that a person wrote."""
    standing = notification.standing
    confidential = standing.service_code == CONFIDENTIAL
    due = standing.expected_datetime
    return {
        "service_code": standing.service_code,
        "area_code": None if confidential else standing.area_code,
        "agency": standing.agency_responsible,
        "due": due.isoformat() if due else None,
    }
