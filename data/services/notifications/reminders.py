"""Reminders of deadlines that passed, and the second try of what could not be made of single reports."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, select

from data.core.faults import RETRY_DELAY, Fault, FaultKind
from data.core.notifications import MAX_EVENT_AGE, Notification, reminders
from data.core.report.key import ReportKey
from data.core.report.standing import STANDING_FIELDS, Standing
from data.core.status import Status
from data.services.notifications.enqueue import ParentOf, enqueue, enqueue_for_events
from data.services.notifications.isolation import collect, note_fault
from data.store import faults
from data.store.events import list_events
from data.store.schema import service_request

Retry = Callable[[ReportKey, datetime], None]


def due_reminders(
    connection: Connection, since: datetime, now: datetime, parent_of: ParentOf
) -> list[Notification]:
    """Return the reminders of all open reports of which a deadline passed in ``(since, now]``."""
    table = service_request.c
    moments = (table.approaching_at, table.expected_datetime, table.very_late_at)
    crossed = [(moment > since) & (moment <= now) for moment in moments]
    return _reminders(connection, crossed[0] | crossed[1] | crossed[2], since, now, parent_of)


def _reminders(
    connection: Connection,
    condition: ColumnElement[bool],
    since: datetime,
    now: datetime,
    parent_of: ParentOf,
) -> list[Notification]:
    """Return the reminders of open reports; one for which none can be made is noted."""
    table = service_request.c
    columns = [table.source, table.service_request_id, *(table[name] for name in STANDING_FIELDS)]
    rows = connection.execute(select(*columns).where(table.status == Status.OPEN, condition)).all()
    return collect(
        rows,
        lambda row: reminders((row[0], row[1]), Standing(*row[2:]), since, now, parent_of),
        lambda row, error: note_fault(
            connection, FaultKind.REMINDER, f"{row[0]}/{row[1]}", error, now, "a report reminds nobody"
        ),
    )


def waiting_notices(connection: Connection, now: datetime) -> list[int]:
    """Return the notices that could not be fanned out and are not due again yet."""
    waiting = faults.list_kind(connection, FaultKind.NOTICE)
    return [int(fault.item) for fault in waiting if not _is_due(fault, now)]


def retry_faults(connection: Connection, parent_of: ParentOf, now: datetime) -> None:
    """Make notifications and reminders that could not be made before; what was sent is not sent again."""

    def retry_event(key: ReportKey, since: datetime) -> None:
        enqueue_for_events(connection, list_events(connection, key, since), parent_of, now)

    def retry_reminder(key: ReportKey, since: datetime) -> None:
        table = service_request.c
        is_report = (table.source == key[0]) & (table.service_request_id == key[1])
        notifications = _reminders(connection, is_report, since, now, parent_of)
        enqueue(connection, notifications, now, FaultKind.REMINDER)

    _retry(connection, FaultKind.EVENT, now, retry_event)
    _retry(connection, FaultKind.REMINDER, now, retry_reminder)
    faults.forget_old(connection, now)


def _retry(connection: Connection, kind: FaultKind, now: datetime, retry: Retry) -> None:
    """Try the reports of a kind that are due; a failure is noted once more, else the fault is forgotten."""
    for fault in faults.list_kind(connection, kind):
        if not _is_due(fault, now):
            continue
        source, _, number = fault.item.partition("/")
        retry((source, number), fault.since - MAX_EVENT_AGE)
        if faults.count_failures(connection, kind, fault.item) == fault.times:
            faults.clear(connection, kind, fault.item)


def _is_due(fault: Fault, now: datetime) -> bool:
    """Return whether an item is tried again now; a wait that no rule makes was set by a wrong clock."""
    return fault.next_at is None or not now < fault.next_at <= now + RETRY_DELAY
