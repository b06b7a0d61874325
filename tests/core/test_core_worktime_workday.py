"""Hari kerja, counted by hand: to the close of the n-th working day after the day of filing."""

import pytest

from tests.core.offices import CHRISTMAS, build_calendar, workday_close

CASES = [
    ("2026-11-23 09:00", 1, "Tue 2026-11-24 16:00"),  # Monday
    ("2026-11-23 00:00", 1, "Tue 2026-11-24 16:00"),
    ("2026-11-23 23:59", 1, "Tue 2026-11-24 16:00"),
    ("2026-11-24 00:00", 1, "Wed 2026-11-25 16:00"),
    ("2026-11-19 09:00", 1, "Fri 2026-11-20 12:00"),  # Thursday; Friday closes at noon
    ("2026-11-20 15:00", 1, "Mon 2026-11-23 16:00"),  # Friday, after closing
    ("2026-11-21 09:00", 1, "Mon 2026-11-23 16:00"),  # Saturday
    ("2026-11-22 09:00", 1, "Mon 2026-11-23 16:00"),  # Sunday
    ("2026-11-18 09:00", 5, "Wed 2026-11-25 16:00"),  # Wednesday to Wednesday
    ("2026-11-18 09:00", 14, "Tue 2026-12-08 16:00"),
    ("2026-12-22 09:00", 1, "Wed 2026-12-23 16:00"),  # Tuesday before Christmas
    ("2026-12-22 09:00", 2, "Mon 2026-12-28 16:00"),
    ("2026-12-24 09:00", 1, "Mon 2026-12-28 16:00"),  # filed on a day off
    ("2026-11-22 09:00", 0, "Sun 2026-11-22 09:00"),
]


@pytest.mark.parametrize(("filed", "count", "expected"), CASES)
def test_the_deadline_is_the_close_of_the_nth_working_day(filed, count, expected):
    assert workday_close(build_calendar(CHRISTMAS), filed, count) == expected


def test_a_day_with_any_working_time_is_a_working_day():
    short = {"date": "2026-11-24", "reason": "Pemilihan", "hours": ["08.00-08.01"]}  # Tuesday
    assert workday_close(build_calendar(day=[short]), "2026-11-23 09:00", 1) == "Tue 2026-11-24 08:01"
