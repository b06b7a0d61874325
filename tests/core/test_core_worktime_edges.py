"""What is missing stays missing, what cannot be known is refused, and no row disturbs another."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pytest

from data.core.clock.workdays import work_calendar
from data.core.clock.worktime import (
    OutsideCalendarError,
    WorkCalendar,
    add_working_time,
    close_of_working_day,
    working_time,
)
from data.core.config.workweek import Work
from data.core.moments import DAY, HOUR, MISSING, micros
from tests.core.offices import offices, shown, times

MIXED = times("2026-11-23 09:00", None, "2026-11-20 11:00")


def hours(*values: float) -> pd.Series:
    return pd.Series([timedelta(hours=value) for value in values])


def test_a_missing_moment_has_no_deadline_and_spoils_no_other():
    found = add_working_time(offices(), MIXED, hours(2, 2, 2))
    assert shown(found) == ["Mon 2026-11-23 11:00", None, "Mon 2026-11-23 09:00"]
    found = close_of_working_day(offices(), MIXED, pd.Series([1, 1, 1]))
    assert shown(found) == ["Tue 2026-11-24 16:00", None, "Mon 2026-11-23 16:00"]


def test_a_missing_amount_has_no_deadline():
    found = add_working_time(offices(), MIXED, hours(2, 2, 2).where([True, True, False]))
    assert shown(found) == ["Mon 2026-11-23 11:00", None, None]


def test_a_missing_end_has_no_working_time():
    found = working_time(offices(), MIXED, times("2026-11-23 10:00", "2026-11-23 10:00", None))
    assert found[0] == timedelta(hours=1)
    assert found[1:].isna().all()


def test_the_index_is_kept():
    moments = MIXED.set_axis(["a", "b", "c"])
    found = [
        add_working_time(offices(), moments, hours(1, 1, 1)),
        working_time(offices(), moments, MIXED),
        close_of_working_day(offices(), moments, pd.Series([1, 1, 1])),
    ]
    assert [list(column.index) for column in found] == [["a", "b", "c"]] * 3


def test_the_moment_at_which_so_much_has_passed_stays_missing_where_the_amount_is():
    """The first working hour of 2026 is that of Thursday 1 January, from eight."""
    found = offices().reached(np.array([MISSING, HOUR, 0]))
    hour = micros(times("2026-01-01 09:00"))[0]
    assert found[:2].tolist() == [MISSING, hour]
    assert found[2] <= hour - HOUR


def test_nothing_to_count_gives_nothing():
    assert shown(add_working_time(offices(), MIXED[:0], hours())) == []
    assert shown(close_of_working_day(offices(), MIXED[:0], pd.Series([], dtype="int64"))) == []


@pytest.mark.parametrize("outside", ["2025-12-31 23:59", "2028-01-01 00:01"])
def test_a_moment_outside_the_days_known_is_refused_by_name(outside):
    with pytest.raises(OutsideCalendarError, match=r"reaches from 2025-12-31 16:00.* to 2027-12-31 16:00"):
        add_working_time(offices(), times("2026-11-23 09:00", outside), hours(1, 1))
    with pytest.raises(OutsideCalendarError):
        close_of_working_day(offices(), times(outside), pd.Series([1]))


def test_the_first_and_the_last_moment_are_known():
    ends = times("2026-01-01 00:00", "2028-01-01 00:00")
    assert working_time(offices(), ends[:1], ends[1:].set_axis([0]))[0] > timedelta(days=100)
    assert shown(close_of_working_day(offices(), ends, pd.Series([1, 0])))[0] == "Fri 2026-01-02 12:00"


def test_a_deadline_beyond_the_days_known_is_refused():
    # Friday 31 December 2027 closes at noon: four hours are left of it, and no working day.
    last = times("2027-12-31 08:00")
    assert shown(add_working_time(offices(), last, hours(4))) == ["Fri 2027-12-31 12:00"]
    with pytest.raises(OutsideCalendarError, match="reaches from"):
        add_working_time(offices(), last, hours(4.001))
    with pytest.raises(OutsideCalendarError, match="no 1 working days left"):
        close_of_working_day(offices(), last, pd.Series([1]))


def test_the_days_are_numbered_from_the_first_to_the_last():
    """2026 and 2027 have 365 days each; the end of the last day is still of it."""
    moments = times("2026-01-01 00:00", "2026-01-01 23:59", "2026-01-02 00:00", "2027-12-30 12:00",
                    "2027-12-31 00:00", "2028-01-01 00:00")  # fmt: skip
    assert offices().day_of(micros(moments)).tolist() == [0, 0, 1, 728, 729, 729]


def test_an_amount_below_zero_is_refused():
    with pytest.raises(ValueError, match=r"^an amount of working time cannot be below zero$"):
        add_working_time(offices(), MIXED[:1], hours(-1))
    with pytest.raises(ValueError, match="below zero"):
        close_of_working_day(offices(), MIXED[:1], pd.Series([-1]))


def test_a_time_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="without a zone: 2026-11-23"):
        add_working_time(offices(), pd.Series([pd.Timestamp("2026-11-23 09:00")]), hours(1))


def test_intervals_that_overlap_or_leave_the_days_are_refused():
    days = np.array([0, DAY])
    with pytest.raises(ValueError, match="overlap"):
        WorkCalendar.of(days, np.array([0, HOUR]), np.array([2 * HOUR, 3 * HOUR]))
    with pytest.raises(ValueError, match="outside"):
        WorkCalendar.of(days, np.array([0]), np.array([DAY + 1]))


def test_a_day_of_23_hours_has_an_hour_less_where_it_is_worked_through():
    # In Berlin clocks go from 02.00 to 03.00 on Sunday 29 March 2026, and back on Sunday 25 October.
    work = Work.model_validate({"hours": {"sunday": ["00.00-08.00"], "monday": ["02.30-04.00"]}})
    calendar = work_calendar(work, (), ZoneInfo("Europe/Berlin"), date(2026, 1, 1), date(2026, 12, 31))
    nights = [("2026-03-22", 8), ("2026-03-29", 7), ("2026-10-25", 9), ("2026-03-30", 1.5)]
    for day, worked in nights:
        start = pd.Series([pd.Timestamp(day, tz="Europe/Berlin")])
        found = working_time(calendar, start, start + pd.Timedelta(hours=12))
        assert found[0] == timedelta(hours=worked), day


def test_an_opening_time_that_does_not_exist_is_the_moment_of_the_change():
    work = Work.model_validate({"hours": {"sunday": ["02.30-04.00"]}})
    calendar = work_calendar(work, (), ZoneInfo("Europe/Berlin"), date(2026, 3, 29), date(2026, 3, 29))
    opening = micros(pd.Series([pd.Timestamp("2026-03-29 03:00", tz="Europe/Berlin")]))
    assert calendar.starts.tolist() == opening.tolist()
    assert calendar.total == HOUR


def test_the_calendar_cannot_be_changed_afterwards():
    with pytest.raises(ValueError, match="read-only"):
        offices().starts[0] = 0


def test_of_two_that_have_the_same_wall_clock_time_the_first_is_meant():
    """In Berlin the hour from 02.00 comes twice on Sunday 25 October 2026; an office opens at 02.30."""
    work = Work.model_validate({"hours": {"sunday": ["02.30-04.00"]}})
    calendar = work_calendar(work, (), ZoneInfo("Europe/Berlin"), date(2026, 10, 25), date(2026, 10, 25))
    opening = micros(pd.Series([pd.Timestamp("2026-10-25 00:30", tz="UTC")]))
    assert calendar.starts.tolist() == opening.tolist()
    assert calendar.total == 2.5 * HOUR


def test_every_interval_is_held_against_the_one_before_it():
    with pytest.raises(ValueError, match=r"^working intervals overlap$"):
        WorkCalendar.of(np.array([0, DAY]), np.array([0, 2, 5]) * HOUR, np.array([1, 6, 7]) * HOUR)
    with pytest.raises(ValueError, match=r"^a working interval lies outside the calendar's days$"):
        WorkCalendar.of(np.array([0, DAY]), np.array([0]), np.array([DAY + 1]))


def test_a_day_whose_only_interval_is_empty_is_no_working_day():
    days = np.arange(4) * DAY
    calendar = WorkCalendar.of(days, np.array([DAY + HOUR, 2 * DAY]), np.array([DAY + HOUR, 2 * DAY + HOUR]))
    assert calendar.close_of_workday(np.array([0]), np.array([1])).tolist() == [2 * DAY + HOUR]


def test_what_has_passed_by_a_missing_moment_is_missing():
    at = np.array([MISSING, micros(times("2026-01-01 09:00"))[0]])
    assert offices().passed(at).tolist() == [MISSING, HOUR]
