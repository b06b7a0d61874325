"""Working time between moments, computed by hand: Monday to Thursday 08-12 and 13-16, Friday 08-12."""

from datetime import timedelta

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.core.clock.worktime import add_working_time, working_time
from tests.core.offices import CHRISTMAS, build_calendar, hours_between
from tests.personas import MONDAY_NOON

CASES = [
    ("2026-11-23 08:00", "2026-11-23 16:00", 7),  # a Monday
    ("2026-11-23 11:30", "2026-11-23 13:30", 1),
    ("2026-11-23 12:10", "2026-11-23 12:50", 0),
    ("2026-11-20 11:00", "2026-11-23 09:00", 2),  # Friday to Monday
    ("2026-11-20 12:00", "2026-11-23 08:00", 0),
    ("2026-11-21 00:00", "2026-11-22 23:59", 0),  # Saturday and Sunday
    ("2026-11-16 00:00", "2026-11-23 00:00", 32),  # Monday to Monday
    ("2026-12-21 00:00", "2026-12-28 00:00", 21),  # the week of Christmas: Monday to Wednesday
    ("2026-11-23 09:00", "2026-11-23 09:00", 0),
    ("2026-11-24 09:00", "2026-11-23 15:00", -2),  # backwards
]


@pytest.mark.parametrize(("start", "end", "hours"), CASES)
def test_working_time_is_what_the_offices_were_open(start, end, hours):
    assert hours_between(build_calendar(CHRISTMAS), start, end) == hours


@given(minutes=st.integers(0, 60 * 24 * 200), amount=st.integers(0, 60 * 500))
def test_working_time_until_the_deadline_equals_the_allowed_time(minutes, amount):
    start = pd.Series([pd.Timestamp(MONDAY_NOON) + timedelta(minutes=minutes)])
    allowed = pd.Series([timedelta(minutes=amount)])
    deadline = add_working_time(build_calendar(CHRISTMAS), start, allowed)
    assert working_time(build_calendar(CHRISTMAS), start, deadline)[0] == allowed[0]
