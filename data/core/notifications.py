"""Who is to be told of what, and when: an event makes notices, a notice is due at a moment.

An audience is ``kecamatan:CODE``, ``operator``, ``pimpinan`` or ``pelapor:SOURCE/ID``. What a notice tells of
stands in its ``once``: the same event never makes it twice.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from data.core.config.notify_rule import NotifyRule
from data.core.follow_up.actions import LOW_STARS, Key
from data.core.report.standing import Event, Kind, Standing

FRESH = timedelta(hours=24)  # what happened longer ago is history that was imported: nobody is told
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=30), timedelta(hours=1)
CENTER, LEADERS, KECAMATAN, REPORTER = "operator", "pimpinan", "kecamatan:", "pelapor:"


class Template(StrEnum):
    """What is told."""

    NEW = "baru"
    RECEIVED = "diterima"
    DISPOSED = "disposisi"
    REFERRED = "diteruskan"
    ASKED = "ditanya"
    DONE = "selesai"
    REJECTED = "ditolak"
    JOINED = "digabung"
    REOPENED = "dibuka"
    CLAIM = "keberatan"
    LOW_RATING = "nilai_rendah"
    APPROACHING = "mendekati"
    LATE = "terlambat"
    VERY_LATE = "sangat_terlambat"


TO_REPORTER = {
    "disposisi": Template.DISPOSED,
    "diteruskan": Template.REFERRED,
    "menunggu_pelapor": Template.ASKED,
    "selesai": Template.DONE,
    "ditolak": Template.REJECTED,
    "duplikat": Template.JOINED,
}


@dataclass(frozen=True, slots=True)
class Telling:
    """One thing to be told to one audience."""

    audience: str
    template: Template
    key: Key
    standing: Standing
    mark: str = ""  # tells two of the same template apart: of the same report, at another time

    @property
    def once(self) -> str:
        """The name of what it tells of."""
        return "|".join((self.template, *self.key, self.audience, self.mark))


def tellings(key: Key, event: Event, parent_of: Callable[[str], str]) -> Iterator[Telling]:
    """What is to be told of an event; nothing of one that happened long before it was learnt.

    :param parent_of: an area's kecamatan by code; empty where it lies in none
    """
    if event.learnt_at - event.occurred_at > FRESH:
        return
    mark, standing = event.occurred_at.isoformat(), event.standing
    parent = parent_of(standing.area_code or "")
    office = KECAMATAN + parent if parent else CENTER
    for template, audience in _told(event, office, REPORTER + "/".join(key)):
        yield Telling(audience, template, key, standing, mark)


def _told(event: Event, office: str, reporter: str) -> Iterator[tuple[Template, str]]:
    word = event.standing.status_description
    if event.kind == Kind.RECEIVED:
        yield Template.RECEIVED, reporter
    if event.kind in (Kind.RECEIVED, Kind.MOVED):
        yield Template.NEW, office
    if event.kind == Kind.REOPENED:
        yield Template.REOPENED, reporter
        yield Template.REOPENED, office
    if event.kind in (Kind.STATUS, Kind.CLOSED, Kind.WITHDRAWN) and word in TO_REPORTER:
        yield TO_REPORTER[word], reporter
    if event.kind == Kind.STATUS and word == "salah_wilayah":
        yield Template.CLAIM, CENTER
    stars = event.amended.get("rating")
    if event.kind == Kind.AMENDED and stars is not None and stars <= LOW_STARS:
        yield Template.LOW_RATING, CENTER


@dataclass(frozen=True, slots=True)
class Crossing:
    """Which moment of its clock a report has just passed, and who is told."""

    template: Template
    audiences: tuple[str, ...]


CROSSINGS = {
    "approaching_at": Crossing(Template.APPROACHING, (KECAMATAN,)),
    "expected_datetime": Crossing(Template.LATE, (KECAMATAN,)),
    "very_late_at": Crossing(Template.VERY_LATE, (KECAMATAN, LEADERS)),
}


def reminders(
    key: Key, standing: Standing, since: datetime, until: datetime, parent_of: Callable[[str], str]
) -> Iterator[Telling]:
    """What is to be told of an open report whose clock passed a moment in ``(since, until]``.

    Of several only the last: who is told that a report is late need not hear that it will be.
    """
    passed = [name for name in CROSSINGS if _within(getattr(standing, name), since, until)]
    if not passed or standing.stopped_at is not None:
        return
    crossing, parent = CROSSINGS[passed[-1]], parent_of(standing.area_code or "")
    mark = getattr(standing, passed[-1]).isoformat()
    for audience in crossing.audiences:
        whole = audience + parent if audience == KECAMATAN and parent else audience
        yield Telling(CENTER if whole == KECAMATAN else whole, crossing.template, key, standing, mark)


def _within(moment: datetime | None, since: datetime, until: datetime) -> bool:
    return moment is not None and since < moment <= until


def due_at(now: datetime, audience: str, service_code: str, rule: NotifyRule, zone: ZoneInfo) -> datetime:
    """When a notice made now may be sent: at once, or when the quiet hours end.

    A reporter is told at once: mostly of what he has just done himself. So is everybody of what is urgent.
    """
    if rule.hours is None or service_code in rule.urgent or audience.startswith(REPORTER):
        return now
    begin, end = rule.hours
    local = now.astimezone(zone)
    quiet = begin <= local.time() < end if begin < end else not end <= local.time() < begin
    if begin == end or not quiet:
        return now
    day = local.date() + timedelta(days=1) if local.time() >= end else local.date()
    return datetime.combine(day, end, zone).astimezone(now.tzinfo)


def wait_after(tries: int) -> timedelta:
    """How long to wait after so many failed tries: half a minute, then twice as long, an hour at most."""
    doubled: timedelta = FIRST_WAIT * 2 ** min(max(tries, 1) - 1, 10)
    return min(LONGEST_WAIT, doubled)


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that somebody is to be told, once; see :data:`data.store.schema_follow_ups.notice`."""

    once: str
    audience: str
    template: str
    values: dict[str, Any]
    source: str
    service_request_id: str


@dataclass(frozen=True, slots=True)
class Told:
    """A notice with its number and moment."""

    notice_id: int
    made_at: datetime
    audience: str
    template: str
    values: dict[str, Any]
    source: str
    service_request_id: str


@dataclass(frozen=True, slots=True)
class Laid:
    """One notice for one receiver by one channel."""

    notice_id: int
    receiver: str
    channel: str
    state: str
    next_at: datetime
    sent_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Parcel:
    """What is sent in one message. ``batch`` names it: tried again, it is the same message."""

    batch: str
    receiver: str
    channel: str
    tries: int
    notices: tuple[Told, ...]
