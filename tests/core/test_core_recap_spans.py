"""Days, weeks and months in the city's zone."""

from datetime import date, datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

import pandas as pd
import pytest

from data.core.recap.spans import (
    MICROSECOND,
    CalendarUnit,
    DayRange,
    TimeSpan,
    calendar_range,
    span_of_days,
    split_span,
)
from tests.personas import ZONE, local_time


@pytest.mark.parametrize(
    ("step", "day", "first", "last"),
    [
        (CalendarUnit.DAY, date(2026, 11, 25), date(2026, 11, 25), date(2026, 11, 25)),  # a Wednesday
        (CalendarUnit.WEEK, date(2026, 11, 25), date(2026, 11, 23), date(2026, 11, 29)),  # Monday to Sunday
        (
            CalendarUnit.WEEK,
            date(2026, 11, 29),
            date(2026, 11, 23),
            date(2026, 11, 29),
        ),  # a Sunday ends its week
        (
            CalendarUnit.WEEK,
            date(2027, 1, 1),
            date(2026, 12, 28),
            date(2027, 1, 3),
        ),  # a Friday in the new year
        (CalendarUnit.MONTH, date(2028, 2, 10), date(2028, 2, 1), date(2028, 2, 29)),  # a leap year
        (CalendarUnit.MONTH, date(2026, 12, 31), date(2026, 12, 1), date(2026, 12, 31)),
    ],
)
def test_the_calendar_range_of_a_day_week_and_month(
    step: CalendarUnit, day: date, first: date, last: date
) -> None:
    assert calendar_range(step, day) == DayRange(first, last)


def test_a_day_is_midnight_to_midnight_and_no_moment_is_in_two() -> None:
    monday, tuesday = (
        span_of_days(DayRange(day, day), ZONE, local_time("2026-12-01 00:00"))
        for day in (date(2026, 11, 23), date(2026, 11, 24))
    )
    midnight = local_time("2026-11-24 00:00")
    moments = pd.Series(pd.DatetimeIndex([midnight - MICROSECOND, midnight]))
    assert list(monday.contains(moments)) == [True, False]
    assert list(tuesday.contains(moments)) == [False, True]
    assert monday.until == tuesday.after


def test_a_current_day_ends_now_and_a_future_day_is_refused() -> None:
    noon, day = local_time("2026-11-23 12:00"), date(2026, 11, 23)
    assert span_of_days(DayRange(day, day), ZONE, noon).until == noon
    with pytest.raises(ValueError, match="has not begun"):
        span_of_days(DayRange(date(2026, 11, 24), date(2026, 11, 24)), ZONE, noon)


def test_a_day_range_in_reverse_order_is_refused() -> None:
    with pytest.raises(ValueError, match="must not lie after"):
        DayRange(date(2026, 11, 24), date(2026, 11, 23))


@pytest.mark.parametrize("step", list(CalendarUnit))
def test_parts_are_adjacent_and_cover_the_span(step: CalendarUnit) -> None:
    span = span_of_days(DayRange(date(2026, 11, 5), date(2026, 12, 10)), ZONE, local_time("2026-12-09 10:00"))
    parts_found = split_span(span, step, ZONE)
    assert parts_found[0][1].after == span.after
    assert parts_found[-1][1].until == span.until
    assert all(one.until == other.after for (_, one), (_, other) in pairwise(parts_found))
    assert [day for day, _ in parts_found][:2] == {
        CalendarUnit.DAY: [date(2026, 11, 5), date(2026, 11, 6)],
        CalendarUnit.WEEK: [date(2026, 11, 5), date(2026, 11, 9)],  # a Thursday, then Monday
        CalendarUnit.MONTH: [date(2026, 11, 5), date(2026, 12, 1)],
    }[step]


def test_a_day_of_25_hours_is_one_day() -> None:
    zone = ZoneInfo("Europe/Berlin")  # Sunday 25 October 2026: clocks go back at 3
    span = span_of_days(
        DayRange(date(2026, 10, 25), date(2026, 10, 26)), zone, datetime(2026, 11, 1, tzinfo=zone)
    )
    (_, sunday), (_, monday) = split_span(span, CalendarUnit.DAY, zone)
    assert (sunday.until - sunday.after).total_seconds() == 25 * 3600
    assert (monday.until - monday.after).total_seconds() == 24 * 3600


def test_more_than_the_maximum_number_of_parts_is_refused() -> None:
    span = TimeSpan(
        local_time("2026-01-01 00:00") - MICROSECOND, local_time("2026-11-01 00:00") - MICROSECOND
    )
    with pytest.raises(ValueError, match="more than 100"):
        split_span(span, CalendarUnit.DAY, ZONE)
    assert len(split_span(span, CalendarUnit.MONTH, ZONE)) == 10


def test_a_day_that_begins_at_this_moment_is_accepted() -> None:
    midnight, day = local_time("2026-11-24 00:00"), date(2026, 11, 24)
    assert span_of_days(DayRange(day, day), ZONE, midnight).until == midnight
