"""Working time at its edges: missing values, moments outside the calendar, clock changes, invalid input."""

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
from data.core.config.workweek import WorkSchedule
from data.core.moments import DAY, HOUR, MISSING, to_micros
from tests.core.offices import build_calendar, format_times, to_times

MIXED = to_times("2026-11-23 09:00", None, "2026-11-20 11:00")


def hours(*values: float) -> pd.Series:
    return pd.Series([timedelta(hours=value) for value in values])


def test_a_missing_time_has_no_deadline_and_affects_no_other_row():
    deadlines = add_working_time(build_calendar(), MIXED, hours(2, 2, 2))
    assert format_times(deadlines) == ["Mon 2026-11-23 11:00", None, "Mon 2026-11-23 09:00"]
    deadlines = close_of_working_day(build_calendar(), MIXED, pd.Series([1, 1, 1]))
    assert format_times(deadlines) == ["Tue 2026-11-24 16:00", None, "Mon 2026-11-23 16:00"]


def test_a_missing_amount_has_no_deadline():
    deadlines = add_working_time(build_calendar(), MIXED, hours(2, 2, 2).where([True, True, False]))
    assert format_times(deadlines) == ["Mon 2026-11-23 11:00", None, None]


def test_a_missing_end_has_no_working_time():
    spans = working_time(build_calendar(), MIXED, to_times("2026-11-23 10:00", "2026-11-23 10:00", None))
    assert spans[0] == timedelta(hours=1)
    assert spans[1:].isna().all()


def test_the_index_is_preserved():
    moments = MIXED.set_axis(["a", "b", "c"])
    columns = [
        add_working_time(build_calendar(), moments, hours(1, 1, 1)),
        working_time(build_calendar(), moments, MIXED),
        close_of_working_day(build_calendar(), moments, pd.Series([1, 1, 1])),
    ]
    assert [list(column.index) for column in columns] == [["a", "b", "c"]] * 3


def test_the_moment_at_a_missing_elapsed_time_is_missing():
    """The first working hour of 2026 is on Thursday 1 January, from 08:00."""
    moments = build_calendar().moment_at_elapsed(np.array([MISSING, HOUR, 0]))
    hour = to_micros(to_times("2026-01-01 09:00"))[0]
    assert moments[:2].tolist() == [MISSING, hour]
    assert moments[2] <= hour - HOUR


def test_empty_input_gives_empty_output():
    assert format_times(add_working_time(build_calendar(), MIXED[:0], hours())) == []
    assert format_times(close_of_working_day(build_calendar(), MIXED[:0], pd.Series([], dtype="int64"))) == []


@pytest.mark.parametrize("outside", ["2025-12-31 23:59", "2028-01-01 00:01"])
def test_a_time_outside_the_calendar_is_refused_naming_its_range(outside):
    with pytest.raises(OutsideCalendarError, match=r"reaches from 2025-12-31 16:00.* to 2027-12-31 16:00"):
        add_working_time(build_calendar(), to_times("2026-11-23 09:00", outside), hours(1, 1))
    with pytest.raises(OutsideCalendarError):
        close_of_working_day(build_calendar(), to_times(outside), pd.Series([1]))


def test_the_first_and_last_moment_of_the_calendar_are_covered():
    ends = to_times("2026-01-01 00:00", "2028-01-01 00:00")
    assert working_time(build_calendar(), ends[:1], ends[1:].set_axis([0]))[0] > timedelta(days=100)
    closings = format_times(close_of_working_day(build_calendar(), ends, pd.Series([1, 0])))
    assert closings[0] == "Fri 2026-01-02 12:00"


def test_a_deadline_beyond_the_calendar_is_refused():
    # Friday 31 December 2027 closes at noon: four hours are left of it, and no working day.
    last = to_times("2027-12-31 08:00")
    assert format_times(add_working_time(build_calendar(), last, hours(4))) == ["Fri 2027-12-31 12:00"]
    with pytest.raises(OutsideCalendarError, match="reaches from"):
        add_working_time(build_calendar(), last, hours(4.001))
    with pytest.raises(OutsideCalendarError, match="no 1 working days left"):
        close_of_working_day(build_calendar(), last, pd.Series([1]))


def test_the_days_are_numbered_from_the_first_to_the_last():
    """2026 and 2027 have 365 days each; the end of the last day belongs to it."""
    moments = to_times("2026-01-01 00:00", "2026-01-01 23:59", "2026-01-02 00:00", "2027-12-30 12:00",
                    "2027-12-31 00:00", "2028-01-01 00:00")  # fmt: skip
    assert build_calendar().day_of(to_micros(moments)).tolist() == [0, 0, 1, 728, 729, 729]


def test_an_amount_below_zero_is_refused():
    with pytest.raises(ValueError, match=r"^an amount of working time cannot be below zero$"):
        add_working_time(build_calendar(), MIXED[:1], hours(-1))
    with pytest.raises(ValueError, match="below zero"):
        close_of_working_day(build_calendar(), MIXED[:1], pd.Series([-1]))


def test_a_time_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="without a zone: 2026-11-23"):
        add_working_time(build_calendar(), pd.Series([pd.Timestamp("2026-11-23 09:00")]), hours(1))


def test_intervals_that_overlap_or_leave_the_days_are_refused():
    days = np.array([0, DAY])
    with pytest.raises(ValueError, match="overlap"):
        WorkCalendar.from_intervals(days, np.array([0, HOUR]), np.array([2 * HOUR, 3 * HOUR]))
    with pytest.raises(ValueError, match="outside"):
        WorkCalendar.from_intervals(days, np.array([0]), np.array([DAY + 1]))


def test_working_through_a_clock_change_counts_the_real_hours():
    # In Berlin clocks go from 02.00 to 03.00 on Sunday 29 March 2026, and back on Sunday 25 October.
    work = WorkSchedule.model_validate({"hours": {"sunday": ["00.00-08.00"], "monday": ["02.30-04.00"]}})
    calendar = work_calendar(work, (), ZoneInfo("Europe/Berlin"), date(2026, 1, 1), date(2026, 12, 31))
    nights = [("2026-03-22", 8), ("2026-03-29", 7), ("2026-10-25", 9), ("2026-03-30", 1.5)]
    for day, hours_worked in nights:
        start = pd.Series([pd.Timestamp(day, tz="Europe/Berlin")])
        spans = working_time(calendar, start, start + pd.Timedelta(hours=12))
        assert spans[0] == timedelta(hours=hours_worked), day


def test_an_opening_time_that_does_not_exist_is_the_moment_of_the_change():
    work = WorkSchedule.model_validate({"hours": {"sunday": ["02.30-04.00"]}})
    calendar = work_calendar(work, (), ZoneInfo("Europe/Berlin"), date(2026, 3, 29), date(2026, 3, 29))
    opening = to_micros(pd.Series([pd.Timestamp("2026-03-29 03:00", tz="Europe/Berlin")]))
    assert calendar.starts.tolist() == opening.tolist()
    assert calendar.total_working_time == HOUR


def test_the_calendar_cannot_be_changed_afterwards():
    with pytest.raises(ValueError, match="read-only"):
        build_calendar().starts[0] = 0


def test_an_ambiguous_opening_time_means_the_first_occurrence():
    """In Berlin the hour from 02.00 comes twice on Sunday 25 October 2026; an office opens at 02.30."""
    work = WorkSchedule.model_validate({"hours": {"sunday": ["02.30-04.00"]}})
    calendar = work_calendar(work, (), ZoneInfo("Europe/Berlin"), date(2026, 10, 25), date(2026, 10, 25))
    opening = to_micros(pd.Series([pd.Timestamp("2026-10-25 00:30", tz="UTC")]))
    assert calendar.starts.tolist() == opening.tolist()
    assert calendar.total_working_time == 2.5 * HOUR


def test_every_interval_is_checked_against_the_previous_one():
    with pytest.raises(ValueError, match=r"^working intervals overlap$"):
        starts, ends = np.array([0, 2, 5]) * HOUR, np.array([1, 6, 7]) * HOUR
        WorkCalendar.from_intervals(np.array([0, DAY]), starts, ends)
    with pytest.raises(ValueError, match=r"^a working interval lies outside the calendar's days$"):
        WorkCalendar.from_intervals(np.array([0, DAY]), np.array([0]), np.array([DAY + 1]))


def test_a_day_whose_only_interval_is_empty_is_no_working_day():
    starts, ends = np.array([DAY + HOUR, 2 * DAY]), np.array([DAY + HOUR, 2 * DAY + HOUR])
    calendar = WorkCalendar.from_intervals(np.arange(4) * DAY, starts, ends)
    assert calendar.close_of_workday(np.array([0]), np.array([1])).tolist() == [2 * DAY + HOUR]


def test_elapsed_time_at_a_missing_moment_is_missing():
    at = np.array([MISSING, to_micros(to_times("2026-01-01 09:00"))[0]])
    assert build_calendar().elapsed(at).tolist() == [MISSING, HOUR]
