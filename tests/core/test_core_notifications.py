"""Notifications: who is notified of which event or deadline, quiet hours and retries."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from data.core.config.notify_rule import NotificationRule
from data.core.notifications import (
    MAX_EVENT_AGE,
    MAX_RETRY_DELAY,
    Notification,
    NotificationTemplate,
    earliest_send_time,
    notifications_for_event,
    reminders,
    retry_delay,
)
from data.core.report.standing import Event, EventKind, Standing
from data.services.notifications.messages import MESSAGE_TEMPLATES
from tests.builders import standing
from tests.personas import ANGGREK, BARAT, MONDAY_NOON, ZONE, local_time

KEY = ("pantau", "P261123-ABCD")
REPORTER, OFFICE = "pelapor:pantau/P261123-ABCD", f"kecamatan:{BARAT}"
PARENTS = {ANGGREK: BARAT}


def parent_of(code: str) -> str:
    return PARENTS.get(code, "")


def notifications(
    kind: EventKind, amended: dict[str, Any] | None = None, **changed: Any
) -> list[tuple[str, str]]:
    event = Event(kind, MONDAY_NOON, MONDAY_NOON, standing(**changed), amended or {})
    return templates_and_audiences(notifications_for_event(KEY, event, parent_of))


def templates_and_audiences(notifications: Iterable[Notification]) -> list[tuple[str, str]]:
    return [(notification.template, notification.audience) for notification in notifications]


def reminders_between(current: Standing, since: str, until: str) -> list[Notification]:
    return list(reminders(KEY, current, local_time(since), local_time(until), parent_of))


@pytest.mark.parametrize(
    ("kind", "status", "expected"),
    [
        (EventKind.RECEIVED, "menunggu", [("diterima", REPORTER), ("baru", OFFICE)]),
        (EventKind.MOVED, "menunggu", [("baru", OFFICE)]),
        (EventKind.REOPENED, "menunggu", [("dibuka", REPORTER), ("dibuka", OFFICE)]),
        (EventKind.STATUS, "disposisi", [("disposisi", REPORTER)]),
        (EventKind.STATUS, "diteruskan", [("diteruskan", REPORTER)]),
        (EventKind.STATUS, "menunggu_pelapor", [("ditanya", REPORTER)]),
        (EventKind.STATUS, "salah_wilayah", [("keberatan", "operator")]),
        (EventKind.STATUS, "proses", []),
        (EventKind.STATUS, "koordinasi", []),
        (EventKind.CLOSED, "selesai", [("selesai", REPORTER)]),
        (EventKind.WITHDRAWN, "ditolak", [("ditolak", REPORTER)]),
        (EventKind.WITHDRAWN, "duplikat", [("digabung", REPORTER)]),
        (EventKind.AMENDED, "proses", []),
        (EventKind.RECATEGORISED, "proses", []),
    ],
)
def test_each_event_notifies_the_right_audiences(kind: EventKind, status: str, expected: list[Any]) -> None:
    assert notifications(kind, status_description=status) == expected


@pytest.mark.parametrize(("stars", "is_low"), [(1, True), (2, True), (3, False), (5, False), (None, False)])
def test_a_low_rating_notifies_the_operator(stars: int | None, is_low: bool) -> None:
    created = notifications(EventKind.AMENDED, {"rating": stars}, status_description="selesai")
    assert created == ([("nilai_rendah", "operator")] if is_low else [])


def test_a_report_outside_every_kecamatan_notifies_the_operator() -> None:
    assert ("baru", "operator") in notifications(EventKind.RECEIVED, area_code=None)


@pytest.mark.parametrize(
    ("age", "is_notified"), [(MAX_EVENT_AGE, True), (MAX_EVENT_AGE + timedelta(seconds=1), False)]
)
def test_imported_history_creates_no_notifications(age: timedelta, is_notified: bool) -> None:
    event = Event(EventKind.RECEIVED, MONDAY_NOON, MONDAY_NOON + age, standing())
    assert bool(list(notifications_for_event(KEY, event, parent_of))) is is_notified


def test_deduplication_keys_are_equal_only_for_the_same_event() -> None:
    def deduplication_keys(at: datetime) -> set[str]:
        event = Event(EventKind.RECEIVED, at, at, standing())
        return {item.deduplication_key for item in notifications_for_event(KEY, event, parent_of)}

    assert deduplication_keys(MONDAY_NOON) == deduplication_keys(MONDAY_NOON)
    assert not deduplication_keys(MONDAY_NOON) & deduplication_keys(MONDAY_NOON + timedelta(seconds=1))


VERY_LATE = "sangat_terlambat"
# Filed on Monday 23 November at 08:00; approaching on Tuesday at 16:00, due on Wednesday at 08:00.
CLOCK = {
    "approaching_at": local_time("2026-11-24 16:00"),
    "expected_datetime": local_time("2026-11-25 08:00"),
    "very_late_at": local_time("2026-11-29 08:00"),
}


@pytest.mark.parametrize(
    ("since", "until", "expected"),
    [
        ("2026-11-24 15:00", "2026-11-24 15:59", []),
        ("2026-11-24 15:59", "2026-11-24 16:00", [("mendekati", OFFICE)]),
        ("2026-11-24 16:00", "2026-11-25 07:59", []),
        ("2026-11-25 07:59", "2026-11-25 08:00", [("terlambat", OFFICE)]),
        ("2026-11-24 15:59", "2026-11-25 08:00", [("terlambat", OFFICE)]),
        ("2026-11-29 07:00", "2026-11-29 08:00", [(VERY_LATE, OFFICE), (VERY_LATE, "pimpinan")]),
        ("2026-11-29 08:00", "2026-12-29 08:00", []),
    ],
)  # fmt: skip
def test_each_moment_of_a_clock_creates_one_reminder(
    since: str, until: str, expected: list[tuple[str, str]]
) -> None:
    assert templates_and_audiences(reminders_between(standing(**CLOCK), since, until)) == expected


def test_a_stopped_clock_creates_no_reminder() -> None:
    stopped = standing(**CLOCK, stopped_at=local_time("2026-11-24 09:00"))
    assert reminders_between(stopped, "2026-11-24 00:00", "2026-12-24 00:00") == []


def test_reminders_outside_every_kecamatan_go_to_the_operator() -> None:
    outside = standing(**CLOCK, area_code=None)
    created = reminders_between(outside, "2026-11-25 07:59", "2026-11-25 08:00")
    assert templates_and_audiences(created) == [("terlambat", "operator")]


QUIET = NotificationRule(quiet="21.00-06.00", urgent=("banjir",))


@pytest.mark.parametrize(
    ("now", "due"),
    [
        ("2026-11-23 20:59", "2026-11-23 20:59"),
        ("2026-11-23 21:00", "2026-11-24 06:00"),
        ("2026-11-23 23:59", "2026-11-24 06:00"),
        ("2026-11-24 00:00", "2026-11-24 06:00"),
        ("2026-11-24 05:59", "2026-11-24 06:00"),
        ("2026-11-24 06:00", "2026-11-24 06:00"),
    ],
)
def test_notifications_made_in_quiet_hours_wait_for_their_end(now: str, due: str) -> None:
    assert earliest_send_time(local_time(now), OFFICE, "sampah", QUIET, ZONE) == local_time(due)


@pytest.mark.parametrize(
    ("now", "due"), [("12:59", "12:59"), ("13:00", "14:00"), ("13:59", "14:00"), ("14:00", "14:00")]
)
def test_quiet_hours_may_lie_within_a_day(now: str, due: str) -> None:
    rule = NotificationRule(quiet="13.00-14.00")
    day = "2026-11-23 "
    assert earliest_send_time(local_time(day + now), OFFICE, "sampah", rule, ZONE) == local_time(day + due)


def test_urgent_and_reporter_notifications_are_sent_at_once() -> None:
    night = local_time("2026-11-23 23:00")
    assert earliest_send_time(night, OFFICE, "banjir", QUIET, ZONE) == night
    assert earliest_send_time(night, REPORTER, "sampah", QUIET, ZONE) == night
    assert earliest_send_time(night, OFFICE, "sampah", NotificationRule(quiet=""), ZONE) == night
    assert earliest_send_time(night, OFFICE, "sampah", NotificationRule(quiet="21.00-21.00"), ZONE) == night


@given(st.integers(0, 365 * 24 * 60).map(lambda minutes: MONDAY_NOON + timedelta(minutes=minutes)))
def test_nothing_waits_longer_than_the_quiet_hours_last(now: datetime) -> None:
    due = earliest_send_time(now, OFFICE, "sampah", QUIET, ZONE)
    assert timedelta(0) <= due - now <= timedelta(hours=9)
    assert earliest_send_time(due, OFFICE, "sampah", QUIET, ZONE) == due


@pytest.mark.parametrize(
    ("attempts", "seconds"), [(0, 30), (1, 30), (2, 60), (3, 120), (7, 1_920), (8, 3_600), (99, 3_600)]
)
def test_retry_delays_double_up_to_an_hour(attempts: int, seconds: int) -> None:
    assert retry_delay(attempts) == timedelta(seconds=seconds) <= MAX_RETRY_DELAY


@pytest.mark.parametrize("span", ["21-06", "24.00-06.00", "21.60-06.00", "malam"])
def test_invalid_quiet_hours_are_refused(span: str) -> None:
    with pytest.raises(ValidationError, match=r"21\.00-06\.00"):
        NotificationRule(quiet=span)


def test_every_template_has_a_text() -> None:
    assert set(MESSAGE_TEMPLATES) == set(NotificationTemplate)


def test_a_reminder_has_the_standing_and_the_moment_that_passed() -> None:
    current = standing(**CLOCK)
    (notification,) = reminders_between(current, "2026-11-25 07:59", "2026-11-25 08:00")
    occasion = CLOCK["expected_datetime"].isoformat()
    assert notification == Notification(OFFICE, NotificationTemplate.LATE, KEY, current, occasion)
    assert notification.deduplication_key.endswith(occasion)


def test_a_notification_of_an_event_has_the_standing() -> None:
    current = standing()
    event = Event(EventKind.RECEIVED, MONDAY_NOON, MONDAY_NOON, current)
    first, *_ = notifications_for_event(KEY, event, parent_of)
    occasion = MONDAY_NOON.isoformat()
    assert first == Notification(REPORTER, NotificationTemplate.RECEIVED, KEY, current, occasion)


def test_the_error_for_quiet_hours_names_the_format() -> None:
    message = r"Value error, must be a time of day such as 21\.00-06\.00, or empty for none"
    with pytest.raises(ValidationError, match=message):
        NotificationRule(quiet="malam")
