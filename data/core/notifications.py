"""Notifications: which events and passed deadlines create them, for whom, and when they may be sent.

An audience is ``kecamatan:CODE``, ``operator``, ``pimpinan`` or ``pelapor:SOURCE/ID``. The deduplication key
(column ``once``) names the occasion, so that the same event never creates a notification twice.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from data.core.config.notify_rule import NotificationRule
from data.core.follow_up.actions import LOW_STARS
from data.core.report.key import ReportKey
from data.core.report.standing import Event, EventKind, Standing

MAX_EVENT_AGE = timedelta(hours=24)  # older events are imported history: nobody is notified
FIRST_RETRY_DELAY, MAX_RETRY_DELAY = timedelta(seconds=30), timedelta(hours=1)
OPERATOR_AUDIENCE, LEADERS_AUDIENCE = "operator", "pimpinan"
KECAMATAN_PREFIX, REPORTER_PREFIX = "kecamatan:", "pelapor:"


class NotificationTemplate(StrEnum):
    """The text of a notification, by what it is about."""

    NEW = "baru"
    RECEIVED = "diterima"
    ASSIGNED = "disposisi"
    REFERRED = "diteruskan"
    QUESTION = "ditanya"
    RESOLVED = "selesai"
    REJECTED = "ditolak"
    DUPLICATE = "digabung"
    REOPENED = "dibuka"
    AREA_DISPUTED = "keberatan"
    LOW_RATING = "nilai_rendah"
    APPROACHING = "mendekati"
    LATE = "terlambat"
    VERY_LATE = "sangat_terlambat"


REPORTER_TEMPLATES = {
    "disposisi": NotificationTemplate.ASSIGNED,
    "diteruskan": NotificationTemplate.REFERRED,
    "menunggu_pelapor": NotificationTemplate.QUESTION,
    "selesai": NotificationTemplate.RESOLVED,
    "ditolak": NotificationTemplate.REJECTED,
    "duplikat": NotificationTemplate.DUPLICATE,
}
STATUS_EVENT_KINDS = (EventKind.STATUS, EventKind.CLOSED, EventKind.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class Notification:
    """Something that one audience is notified of.

    :param occasion: distinguishes notifications of one report by the same template
    """

    audience: str
    template: NotificationTemplate
    key: ReportKey
    standing: Standing
    occasion: str = ""

    @property
    def deduplication_key(self) -> str:
        """The identity of the notification."""
        return "|".join((self.template, *self.key, self.audience, self.occasion))


def notifications_for_event(
    key: ReportKey, event: Event, parent_of: Callable[[str], str]
) -> Iterator[Notification]:
    """Yield the notifications of an event; none if it happened long before it was learnt.

    :param parent_of: returns the kecamatan of an area, by codes; empty if there is none
    """
    if event.learnt_at - event.occurred_at > MAX_EVENT_AGE:
        return
    occasion, standing = event.occurred_at.isoformat(), event.standing
    parent = parent_of(standing.area_code or "")
    office_audience = KECAMATAN_PREFIX + parent if parent else OPERATOR_AUDIENCE
    for template, audience in _templates_by_audience(event, office_audience, REPORTER_PREFIX + "/".join(key)):
        yield Notification(audience, template, key, standing, occasion)


def _templates_by_audience(
    event: Event, office_audience: str, reporter_audience: str
) -> Iterator[tuple[NotificationTemplate, str]]:
    """Yield who is notified of an event, and by which template."""
    status_description = event.standing.status_description
    if event.kind == EventKind.RECEIVED:
        yield NotificationTemplate.RECEIVED, reporter_audience
    if event.kind in (EventKind.RECEIVED, EventKind.MOVED):
        yield NotificationTemplate.NEW, office_audience
    if event.kind == EventKind.REOPENED:
        yield NotificationTemplate.REOPENED, reporter_audience
        yield NotificationTemplate.REOPENED, office_audience
    if event.kind in STATUS_EVENT_KINDS and status_description in REPORTER_TEMPLATES:
        yield REPORTER_TEMPLATES[status_description], reporter_audience
    if event.kind == EventKind.STATUS and status_description == "salah_wilayah":
        yield NotificationTemplate.AREA_DISPUTED, OPERATOR_AUDIENCE
    rating = event.amended.get("rating")
    if event.kind == EventKind.AMENDED and rating is not None and rating <= LOW_STARS:
        yield NotificationTemplate.LOW_RATING, OPERATOR_AUDIENCE


@dataclass(frozen=True, slots=True)
class ReminderRule:
    """The template and the audiences of a reminder."""

    template: NotificationTemplate
    audiences: tuple[str, ...]


REMINDER_RULES = {
    "approaching_at": ReminderRule(NotificationTemplate.APPROACHING, (KECAMATAN_PREFIX,)),
    "expected_datetime": ReminderRule(NotificationTemplate.LATE, (KECAMATAN_PREFIX,)),
    "very_late_at": ReminderRule(NotificationTemplate.VERY_LATE, (KECAMATAN_PREFIX, LEADERS_AUDIENCE)),
}


def reminders(
    key: ReportKey, standing: Standing, since: datetime, until: datetime, parent_of: Callable[[str], str]
) -> Iterator[Notification]:
    """Yield the reminders of an open report whose clock passed a moment in ``(since, until]``.

    If it passed several, only the last counts: that a report is late includes that it approached.

    :param parent_of: returns the kecamatan of an area, by codes; empty if there is none
    """
    passed_fields = [name for name in REMINDER_RULES if _within(getattr(standing, name), since, until)]
    if not passed_fields or standing.stopped_at is not None:
        return
    rule, parent = REMINDER_RULES[passed_fields[-1]], parent_of(standing.area_code or "")
    occasion = getattr(standing, passed_fields[-1]).isoformat()
    office_audience = KECAMATAN_PREFIX + parent if parent else OPERATOR_AUDIENCE
    for audience in rule.audiences:
        audience = office_audience if audience == KECAMATAN_PREFIX else audience
        yield Notification(audience, rule.template, key, standing, occasion)


def _within(moment: datetime | None, since: datetime, until: datetime) -> bool:
    return moment is not None and since < moment <= until


def earliest_send_time(
    now: datetime, audience: str, service_code: str, rule: NotificationRule, zone: ZoneInfo
) -> datetime:
    """Return when a notification created now may be sent: at once, or when the quiet hours end.

    Reporters are notified at once, as it is mostly of what they have just done. Urgent categories do not
    wait either.
    """
    if rule.quiet_hours is None or service_code in rule.urgent or audience.startswith(REPORTER_PREFIX):
        return now
    begin, end = rule.quiet_hours
    local = now.astimezone(zone)
    is_quiet = begin <= local.time() < end if begin < end else not end <= local.time() < begin
    if begin == end or not is_quiet:
        return now
    day = local.date() + timedelta(days=1) if local.time() >= end else local.date()
    return datetime.combine(day, end, zone).astimezone(now.tzinfo)


def retry_delay(attempts: int) -> timedelta:
    """Return how long to wait after failed attempts: half a minute, then twice as long, at most an hour."""
    delay: timedelta = FIRST_RETRY_DELAY * 2 ** min(max(attempts, 1) - 1, 10)
    return min(MAX_RETRY_DELAY, delay)


@dataclass(frozen=True, slots=True)
class Notice:
    """A notification as it is stored; see :data:`data.store.schema_follow_ups.notice`."""

    once: str
    audience: str
    template: str
    values: dict[str, Any]
    source: str
    service_request_id: str


@dataclass(frozen=True, slots=True)
class StoredNotice:
    """A stored notification with its number and the time of its creation."""

    notice_id: int
    made_at: datetime
    audience: str
    template: str
    values: dict[str, Any]
    source: str
    service_request_id: str


@dataclass(frozen=True, slots=True)
class Delivery:
    """One notification for one recipient by one channel."""

    notice_id: int
    receiver: str
    channel: str
    state: str
    next_at: datetime
    sent_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class MessageBatch:
    """Notifications that are sent in one message; each attempt has the same ``batch_id``."""

    batch_id: str
    receiver: str
    channel: str
    tries: int
    notices: tuple[StoredNotice, ...]
