"""Who is told of what, and when: each rule as a table, quiet hours by the clock on the wall."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from data.core.config.notify_rule import NotifyRule
from data.core.notifications import (
    FRESH,
    LONGEST_WAIT,
    Telling,
    Template,
    due_at,
    reminders,
    tellings,
    wait_after,
)
from data.core.report.standing import Event, Kind
from data.services.notifications.messages import SAID
from tests.builders import standing
from tests.personas import ANGGREK, BARAT, MONDAY_NOON, ZONE, local

KEY = ("pantau", "P261123-ABCD")
REPORTER, OFFICE = "pelapor:pantau/P261123-ABCD", f"kecamatan:{BARAT}"
PARENTS = {ANGGREK: BARAT}


def parent_of(code: str) -> str:
    return PARENTS.get(code, "")


def told(kind: Kind, amended: dict[str, Any] | None = None, **changed: Any) -> list[tuple[str, str]]:
    happened = Event(kind, MONDAY_NOON, MONDAY_NOON, standing(**changed), amended or {})
    return [(one.template, one.audience) for one in tellings(KEY, happened, parent_of)]


@pytest.mark.parametrize(
    ("kind", "word", "expected"),
    [
        (Kind.RECEIVED, "menunggu", [("diterima", REPORTER), ("baru", OFFICE)]),
        (Kind.MOVED, "menunggu", [("baru", OFFICE)]),
        (Kind.REOPENED, "menunggu", [("dibuka", REPORTER), ("dibuka", OFFICE)]),
        (Kind.STATUS, "disposisi", [("disposisi", REPORTER)]),
        (Kind.STATUS, "diteruskan", [("diteruskan", REPORTER)]),
        (Kind.STATUS, "menunggu_pelapor", [("ditanya", REPORTER)]),
        (Kind.STATUS, "salah_wilayah", [("keberatan", "operator")]),
        (Kind.STATUS, "proses", []),
        (Kind.STATUS, "koordinasi", []),
        (Kind.CLOSED, "selesai", [("selesai", REPORTER)]),
        (Kind.WITHDRAWN, "ditolak", [("ditolak", REPORTER)]),
        (Kind.WITHDRAWN, "duplikat", [("digabung", REPORTER)]),
        (Kind.AMENDED, "proses", []),
        (Kind.RECATEGORISED, "proses", []),
    ],
)
def test_each_event_is_told_to_whom_it_concerns(kind: Kind, word: str, expected: list[Any]) -> None:
    assert told(kind, status_description=word) == expected


@pytest.mark.parametrize(("stars", "asks"), [(1, True), (2, True), (3, False), (5, False), (None, False)])
def test_few_stars_ask_an_operator_to_look(stars: int | None, asks: bool) -> None:
    found = told(Kind.AMENDED, {"rating": stars}, status_description="selesai")
    assert found == ([("nilai_rendah", "operator")] if asks else [])


def test_a_report_that_lies_in_no_kecamatan_is_the_operators() -> None:
    assert ("baru", "operator") in told(Kind.RECEIVED, area_code=None)


@pytest.mark.parametrize(("late", "is_told"), [(FRESH, True), (FRESH + timedelta(seconds=1), False)])
def test_history_that_is_imported_tells_nobody(late: timedelta, is_told: bool) -> None:
    happened = Event(Kind.RECEIVED, MONDAY_NOON, MONDAY_NOON + late, standing())
    assert bool(list(tellings(KEY, happened, parent_of))) is is_told


def test_the_same_event_always_tells_of_the_same_and_another_of_another() -> None:
    def names(at: datetime) -> list[str]:
        return [one.once for one in tellings(KEY, Event(Kind.RECEIVED, at, at, standing()), parent_of)]

    assert names(MONDAY_NOON) == names(MONDAY_NOON)
    assert not set(names(MONDAY_NOON)) & set(names(MONDAY_NOON + timedelta(seconds=1)))


VERY_LATE = "sangat_terlambat"
# Filed on Monday (23 November) at 08:00; nearly due at 16:00 on Tuesday, due on Wednesday at 08:00.
CLOCK = {"approaching_at": local("2026-11-24 16:00"), "expected_datetime": local("2026-11-25 08:00"),
         "very_late_at": local("2026-11-29 08:00")}  # fmt: skip


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
def test_each_moment_of_a_clock_is_told_once_as_it_passes(
    since: str, until: str, expected: list[tuple[str, str]]
) -> None:
    found = reminders(KEY, standing(**CLOCK), local(since), local(until), parent_of)
    assert [(one.template, one.audience) for one in found] == expected


def test_a_clock_that_stands_still_tells_nobody() -> None:
    still = standing(**CLOCK, stopped_at=local("2026-11-24 09:00"))
    assert list(reminders(KEY, still, local("2026-11-24 00:00"), local("2026-12-24 00:00"), parent_of)) == []


def test_of_a_report_in_no_kecamatan_the_operator_is_reminded() -> None:
    nowhere = standing(**CLOCK, area_code=None)
    found = reminders(KEY, nowhere, local("2026-11-25 07:59"), local("2026-11-25 08:00"), parent_of)
    assert [(one.template, one.audience) for one in found] == [("terlambat", "operator")]


QUIET = NotifyRule(quiet="21.00-06.00", urgent=("banjir",))


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
def test_what_is_made_in_quiet_hours_waits_for_their_end(now: str, due: str) -> None:
    assert due_at(local(now), OFFICE, "sampah", QUIET, ZONE) == local(due)


@pytest.mark.parametrize(
    ("now", "due"), [("12:59", "12:59"), ("13:00", "14:00"), ("13:59", "14:00"), ("14:00", "14:00")]
)
def test_quiet_hours_may_lie_within_a_day(now: str, due: str) -> None:
    rest = NotifyRule(quiet="13.00-14.00")
    day = "2026-11-23 "
    assert due_at(local(day + now), OFFICE, "sampah", rest, ZONE) == local(day + due)


def test_what_is_urgent_and_what_a_reporter_hears_never_waits() -> None:
    night = local("2026-11-23 23:00")
    assert due_at(night, OFFICE, "banjir", QUIET, ZONE) == night
    assert due_at(night, REPORTER, "sampah", QUIET, ZONE) == night
    assert due_at(night, OFFICE, "sampah", NotifyRule(quiet=""), ZONE) == night
    assert due_at(night, OFFICE, "sampah", NotifyRule(quiet="21.00-21.00"), ZONE) == night


@given(st.integers(0, 365 * 24 * 60).map(lambda minutes: MONDAY_NOON + timedelta(minutes=minutes)))
def test_nothing_waits_longer_than_the_quiet_hours_last(now: datetime) -> None:
    due = due_at(now, OFFICE, "sampah", QUIET, ZONE)
    assert timedelta(0) <= due - now <= timedelta(hours=9)
    assert due_at(due, OFFICE, "sampah", QUIET, ZONE) == due


@pytest.mark.parametrize(
    ("tries", "seconds"), [(0, 30), (1, 30), (2, 60), (3, 120), (7, 1_920), (8, 3_600), (99, 3_600)]
)
def test_each_try_that_fails_doubles_the_wait_up_to_an_hour(tries: int, seconds: int) -> None:
    assert wait_after(tries) == timedelta(seconds=seconds) <= LONGEST_WAIT


@pytest.mark.parametrize("span", ["21-06", "24.00-06.00", "21.60-06.00", "malam"])
def test_quiet_hours_that_are_none_are_refused(span: str) -> None:
    with pytest.raises(ValidationError, match=r"21\.00-06\.00"):
        NotifyRule(quiet=span)


def test_every_template_is_in_words() -> None:
    assert set(SAID) == set(Template)


def test_a_reminder_names_its_report_as_it_stands_and_the_moment_that_passed() -> None:
    now = standing(**CLOCK)
    (one,) = reminders(KEY, now, local("2026-11-25 07:59"), local("2026-11-25 08:00"), parent_of)
    assert one == Telling(OFFICE, Template.LATE, KEY, now, now.expected_datetime.isoformat())
    assert one.once.endswith(now.expected_datetime.isoformat())


def test_what_is_told_of_an_event_carries_the_report_as_it_stands() -> None:
    now = standing()
    first, *_ = tellings(KEY, Event(Kind.RECEIVED, MONDAY_NOON, MONDAY_NOON, now), parent_of)
    assert first == Telling(REPORTER, Template.RECEIVED, KEY, now, MONDAY_NOON.isoformat())


def test_quiet_hours_are_said_as_a_time_of_day_and_what_is_not_is_refused_in_words() -> None:
    with pytest.raises(
        ValidationError, match=r"Value error, must be a time of day such as 21\.00-06\.00, or empty for none"
    ):
        NotifyRule(quiet="malam")
