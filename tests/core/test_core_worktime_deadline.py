"""Deadlines in working hours, computed by hand: Monday to Thursday 08-12 and 13-16, Friday 08-12."""

import pytest

from tests.core.offices import CHRISTMAS, build_calendar, working_deadline

# In November 2026 the 20th and the 27th are Fridays, the 23rd and the 30th Mondays.
ORDINARY = [
    # within a day, over its break, and to its end
    ("2026-11-23 09:00", 2, "Mon 2026-11-23 11:00"),
    ("2026-11-23 11:00", 2, "Mon 2026-11-23 14:00"),
    ("2026-11-23 08:00", 7, "Mon 2026-11-23 16:00"),
    ("2026-11-23 08:00", 4, "Mon 2026-11-23 12:00"),  # the beginning of the break, not its end
    ("2026-11-23 15:00", 2, "Tue 2026-11-24 09:00"),
    # a start outside hours counts from the next opening
    ("2026-11-23 05:00", 1, "Mon 2026-11-23 09:00"),
    ("2026-11-23 12:30", 1, "Mon 2026-11-23 14:00"),
    ("2026-11-23 16:00", 1, "Tue 2026-11-24 09:00"),
    ("2026-11-23 22:00", 7, "Tue 2026-11-24 16:00"),
    # over Friday noon and the weekend
    ("2026-11-20 11:00", 1, "Fri 2026-11-20 12:00"),
    ("2026-11-20 11:00", 2, "Mon 2026-11-23 09:00"),
    ("2026-11-20 12:00", 1, "Mon 2026-11-23 09:00"),
    ("2026-11-19 15:00", 5, "Fri 2026-11-20 12:00"),
    ("2026-11-19 15:00", 5.5, "Mon 2026-11-23 08:30"),
    ("2026-11-21 10:00", 3, "Mon 2026-11-23 11:00"),  # a Saturday
    ("2026-11-22 23:59", 3, "Mon 2026-11-23 11:00"),  # a Sunday
    ("2026-11-20 08:00", 32, "Thu 2026-11-26 16:00"),  # a whole week of work: Friday to Thursday
    # an amount of zero ends at once, even at night
    ("2026-11-22 23:59", 0, "Sun 2026-11-22 23:59"),
    ("2026-11-23 16:00", 0, "Mon 2026-11-23 16:00"),
]


@pytest.mark.parametrize(("start", "hours", "expected"), ORDINARY)
def test_a_deadline_in_working_hours_is_as_counted_by_hand(start, hours, expected):
    assert working_deadline(build_calendar(), start, hours) == expected


# Thursday the 24th and Friday the 25th of December 2026 are off, the 28th is a Monday.
HOLIDAYS = [
    ("2026-12-23 15:00", 1, "Wed 2026-12-23 16:00"),
    ("2026-12-23 15:00", 2, "Mon 2026-12-28 09:00"),
    ("2026-12-24 09:00", 1, "Mon 2026-12-28 09:00"),
    ("2026-12-25 23:00", 8, "Tue 2026-12-29 09:00"),
]


@pytest.mark.parametrize(("start", "hours", "expected"), HOLIDAYS)
def test_a_run_of_holidays_and_a_weekend_count_nothing(start, hours, expected):
    assert working_deadline(build_calendar(CHRISTMAS), start, hours) == expected
