"""Working days and their hours: Ramadan, holidays, and the city's own exceptions."""

from datetime import date

import pytest

from data.core.clock.workdays import Holiday
from data.core.config.workweek import WEEKDAYS
from tests.core.offices import CHRISTMAS, build_calendar, hours_between, workday_close, working_deadline

RAMADAN_HOURS = {"monday": ["08.00-15.00"], "friday": ["08.00-11.00"]}
RAMADAN = {"name": "Ramadan", "from": "2026-02-19", "to": "2026-03-19", "hours": RAMADAN_HOURS}

DAYS = [
    ("2026-02-16", 7),  # Monday before
    ("2026-02-20", 3),  # Friday, the second day
    ("2026-02-23", 7),  # Monday, without a break
    ("2026-02-24", 7),  # Tuesday: not in the period's hours, so it has its ordinary ones
    ("2026-03-13", 3),  # Friday, the last
    ("2026-03-19", 7),  # Thursday, the last day
    ("2026-03-20", 4),  # Friday after
    ("2026-02-22", 0),  # Sunday
]


@pytest.mark.parametrize(("day", "hours"), DAYS)
def test_a_period_has_hours_of_its_own_on_its_days_only(day, hours):
    assert hours_between(build_calendar(period=[RAMADAN]), f"{day} 00:00", f"{day} 23:59") == hours


def test_a_period_without_a_break_counts_the_break_hours():
    assert working_deadline(build_calendar(period=[RAMADAN]), "2026-02-23 11:00", 2) == "Mon 2026-02-23 13:00"
    assert working_deadline(build_calendar(), "2026-02-23 11:00", 2) == "Mon 2026-02-23 14:00"


def test_the_city_can_add_a_day_off():
    off = {"date": "2026-11-24", "off": True, "reason": "HUT Kota"}  # Tuesday
    assert working_deadline(build_calendar(day=[off]), "2026-11-23 15:00", 2) == "Wed 2026-11-25 09:00"
    assert workday_close(build_calendar(day=[off]), "2026-11-23 09:00", 1) == "Wed 2026-11-25 16:00"


def test_the_city_can_cancel_a_holiday():
    working = {"date": "2026-12-24", "reason": "Piket Natal"}  # Thursday, cuti bersama
    day = ("2026-12-24 00:00", "2026-12-25 00:00")
    assert hours_between(build_calendar(CHRISTMAS), *day) == 0
    assert hours_between(build_calendar(CHRISTMAS, day=[working]), *day) == 7


def test_a_holiday_cancelled_in_ramadan_has_ramadan_hours():
    holiday = [Holiday(date(2026, 2, 23), "Libur")]  # Monday
    working = {"date": "2026-02-23", "reason": "Masuk kerja"}
    calendar = build_calendar(holiday, period=[RAMADAN], day=[working])
    assert working_deadline(calendar, "2026-02-23 00:00", 7) == "Mon 2026-02-23 15:00"


@pytest.mark.parametrize(
    ("day", "hours"),
    [("2026-02-19", 4), ("2026-03-19", 4), ("2026-02-18", 7), ("2026-03-24", 7)],
    ids=["its first day", "its last day", "the day before", "days after"],
)
def test_a_special_day_without_hours_has_those_of_its_period(day, hours):
    """Thursday 19 February to Thursday 19 March, Thursdays until noon; a Wednesday and a Tuesday outside."""
    period = {**RAMADAN, "hours": {"thursday": ["08.00-12.00"]}}
    calendar = build_calendar(period=[period], day=[{"date": day, "reason": "Masuk kerja"}])
    assert hours_between(calendar, f"{day} 00:00", f"{day} 23:59") == hours


def test_the_city_can_make_a_saturday_a_working_day():
    saturday = {"date": "2026-11-21", "reason": "Pengganti", "hours": ["09.00-12.00"]}
    assert working_deadline(build_calendar(day=[saturday]), "2026-11-20 11:30", 2) == "Sat 2026-11-21 10:30"
    assert workday_close(build_calendar(day=[saturday]), "2026-11-20 11:30", 1) == "Sat 2026-11-21 12:00"


def test_an_office_that_never_closes_counts_every_hour():
    always = {name: ["00.00-24.00"] for name in WEEKDAYS}
    assert working_deadline(build_calendar(hours=always), "2026-11-20 22:00", 24) == "Sat 2026-11-21 22:00"
    assert workday_close(build_calendar(hours=always), "2026-11-20 22:00", 1) == "Sun 2026-11-22 00:00"


def test_a_period_of_no_work_at_all_counts_nothing():
    hours: dict[str, list[str]] = {name: [] for name in WEEKDAYS}
    closed = {"name": "Tutup", "from": "2026-11-23", "to": "2026-11-27", "hours": hours}
    assert working_deadline(build_calendar(period=[closed]), "2026-11-20 11:00", 2) == "Mon 2026-11-30 09:00"
