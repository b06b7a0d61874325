"""Notifications of events, put into the outbox within the transaction that stores the events."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from functools import partial

import structlog
from sqlalchemy import Connection

from data.core.config.city import CONFIDENTIAL
from data.core.notifications import (
    REPORTER_PREFIX,
    Notice,
    Notification,
    NotificationTemplate,
    ReportKey,
    notifications_for_event,
)
from data.core.report.standing import Event
from data.services.notifications.isolation import try_item
from data.services.submission import OWN_SOURCE
from data.store.ingest import EventBatch, EventHandler
from data.store.notifications import insert_notices, list_joined_reports

ParentOf = Callable[[str], str]

log = structlog.get_logger(__name__)


def notification_handler(parent_of: ParentOf) -> EventHandler:
    """Return a handler that puts the notifications of events into the outbox."""

    def enqueue_events(connection: Connection, events: EventBatch) -> None:
        notifications = [
            notification for key, event in events for notification in _notifications_of(key, event, parent_of)
        ]
        if notifications:
            enqueue(connection, notifications, events[-1][1].learnt_at)

    return enqueue_events


def _notifications_of(key: ReportKey, event: Event, parent_of: ParentOf) -> list[Notification]:
    """Return the notifications of one event; none, and a line in the log, if they cannot be made."""
    try:
        return list(notifications_for_event(key, event, parent_of))
    except Exception:
        log.exception("an event notifies nobody", source=key[0], service_request_id=key[1])
        return []


def enqueue(connection: Connection, notifications: Iterable[Notification], now: datetime) -> None:
    """Put notifications into the outbox; those of a report go to the reporters of its duplicates too."""
    pending = list(notifications)
    reporter_keys = {
        notification.key for notification in pending if notification.audience.startswith(REPORTER_PREFIX)
    }
    joined_reports = list_joined_reports(connection, reporter_keys) if reporter_keys else {}
    groups = [_notices_of(notification, joined_reports) for notification in pending]
    together = partial(insert_notices, connection, now, [notice for group in groups for notice in group])
    if try_item(connection, together) is not None:
        _insert_each(connection, groups, now)


def _notices_of(notification: Notification, joined_reports: dict[ReportKey, list[ReportKey]]) -> list[Notice]:
    """Return the notices of one notification; none, and a line in the log, if they cannot be made."""
    try:
        return list(_build_notices(notification, joined_reports))
    except Exception:
        log.exception("a notification is left out", once=notification.deduplication_key)
        return []


def _insert_each(connection: Connection, groups: Iterable[list[Notice]], now: datetime) -> None:
    """Insert notices one by one, after one of them could not be inserted with the others."""
    for notice in (notice for group in groups for notice in group):
        fault = try_item(connection, partial(insert_notices, connection, now, [notice]))
        if fault is not None:
            log.error("a notification is left out", once=notice.once, exc_info=fault)


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
