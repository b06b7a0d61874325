"""Days, weeks and months as the city counts them."""

from datetime import date, datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

import pandas as pd
import pytest

from data.core.recap.spans import JUST, Days, Span, Step, parts, span_of, whole
from tests.personas import ZONE, local_time


@pytest.mark.parametrize(
    ("step", "day", "first", "last"),
    [
        (Step.DAY, date(2026, 11, 25), date(2026, 11, 25), date(2026, 11, 25)),  # a Wednesday
        (Step.WEEK, date(2026, 11, 25), date(2026, 11, 23), date(2026, 11, 29)),  # Monday to Sunday
        (Step.WEEK, date(2026, 11, 29), date(2026, 11, 23), date(2026, 11, 29)),  # a Sunday ends its week
        (Step.WEEK, date(2027, 1, 1), date(2026, 12, 28), date(2027, 1, 3)),  # a Friday in the new year
        (Step.MONTH, date(2028, 2, 10), date(2028, 2, 1), date(2028, 2, 29)),  # a leap year
        (Step.MONTH, date(2026, 12, 31), date(2026, 12, 1), date(2026, 12, 31)),
    ],
)
def test_the_whole_of_a_day(step: Step, day: date, first: date, last: date) -> None:
    assert whole(step, day) == Days(first, last)


def test_a_day_is_midnight_to_midnight_and_no_moment_is_in_two() -> None:
    monday, tuesday = (
        span_of(Days(day, day), ZONE, local_time("2026-12-01 00:00"))
        for day in (date(2026, 11, 23), date(2026, 11, 24))
    )
    midnight = local_time("2026-11-24 00:00")
    moments = pd.Series(pd.DatetimeIndex([midnight - JUST, midnight]))
    assert list(monday.holds(moments)) == [True, False]
    assert list(tuesday.holds(moments)) == [False, True]
    assert monday.until == tuesday.after


def test_a_running_day_ends_now_and_one_to_come_is_refused() -> None:
    noon, day = local_time("2026-11-23 12:00"), date(2026, 11, 23)
    assert span_of(Days(day, day), ZONE, noon).until == noon
    with pytest.raises(ValueError, match="has not begun"):
        span_of(Days(date(2026, 11, 24), date(2026, 11, 24)), ZONE, noon)


def test_days_run_forwards() -> None:
    with pytest.raises(ValueError, match="must not lie after"):
        Days(date(2026, 11, 24), date(2026, 11, 23))


@pytest.mark.parametrize("step", list(Step))
def test_parts_follow_each_other_and_fill_the_span(step: Step) -> None:
    span = span_of(Days(date(2026, 11, 5), date(2026, 12, 10)), ZONE, local_time("2026-12-09 10:00"))
    found = parts(span, step, ZONE)
    assert found[0][1].after == span.after
    assert found[-1][1].until == span.until
    assert all(one.until == other.after for (_, one), (_, other) in pairwise(found))
    assert [day for day, _ in found][:2] == {
        Step.DAY: [date(2026, 11, 5), date(2026, 11, 6)],
        Step.WEEK: [date(2026, 11, 5), date(2026, 11, 9)],  # a Thursday, then Monday
        Step.MONTH: [date(2026, 11, 5), date(2026, 12, 1)],
    }[step]


def test_a_day_of_25_hours_is_one_day() -> None:
    zone = ZoneInfo("Europe/Berlin")  # Sunday 25 October 2026: clocks go back at 3
    span = span_of(Days(date(2026, 10, 25), date(2026, 10, 26)), zone, datetime(2026, 11, 1, tzinfo=zone))
    (_, sunday), (_, monday) = parts(span, Step.DAY, zone)
    assert (sunday.until - sunday.after).total_seconds() == 25 * 3600
    assert (monday.until - monday.after).total_seconds() == 24 * 3600


def test_more_rows_than_anybody_reads_are_refused() -> None:
    span = Span(local_time("2026-01-01 00:00") - JUST, local_time("2026-11-01 00:00") - JUST)
    with pytest.raises(ValueError, match="more than 100"):
        parts(span, Step.DAY, ZONE)
    assert len(parts(span, Step.MONTH, ZONE)) == 10


def test_a_day_that_begins_this_moment_has_begun() -> None:
    midnight, day = local_time("2026-11-24 00:00"), date(2026, 11, 24)
    assert span_of(Days(day, day), ZONE, midnight).until == midnight
