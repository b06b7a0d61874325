"""Working time against a plain reference that checks every minute, for random offices and moments."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from data.core.clock.lookup import EdgeCounter
from data.core.clock.workdays import Holiday, work_calendar
from data.core.clock.worktime import OutsideCalendarError, WorkCalendar
from data.core.config.workweek import WEEKDAYS, WorkSchedule
from data.core.moments import DAY, MINUTE, datetime_to_micros
from tests.example_limits import limited_examples

FIRST, DAYS = date(2026, 11, 19), 16  # a Thursday
MINUTE_LONG = timedelta(minutes=1)
MinuteRanges = tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class ReferenceOffices:
    """Offices by their hours; every answer is computed minute by minute."""

    week: tuple[MinuteRanges, ...]
    off: frozenset[date]
    zone: ZoneInfo

    def open_at(self, minute: datetime) -> bool:
        local_time = minute.astimezone(self.zone)
        if local_time.date() in self.off:
            return False
        return any(
            a <= local_time.hour * 60 + local_time.minute < b for a, b in self.week[local_time.weekday()]
        )

    def minutes(self, start: datetime) -> Iterator[datetime]:
        while start < self.end:
            yield start
            start += MINUTE_LONG

    @property
    def end(self) -> datetime:
        return datetime(*(FIRST + timedelta(days=DAYS)).timetuple()[:3], tzinfo=self.zone).astimezone(UTC)

    def between(self, start: datetime, end: datetime) -> int:
        if end < start:
            return -self.between(end, start)
        return sum(self.open_at(minute) for minute in self.minutes(start) if minute < end)

    def advance(self, start: datetime, amount: int) -> datetime | None:
        if amount == 0:
            return start
        for minute in self.minutes(start):
            amount -= self.open_at(minute)
            if amount == 0:
                return minute + MINUTE_LONG
        return None

    def close_of_workday(self, filed: datetime, count: int) -> datetime | None:
        if count == 0:
            return filed
        today = filed.astimezone(self.zone).date()
        later = [m for m in self.minutes(filed) if m.astimezone(self.zone).date() > today and self.open_at(m)]
        closes = {minute.astimezone(self.zone).date(): minute + MINUTE_LONG for minute in later}
        days = sorted(closes)
        return closes[days[count - 1]] if count <= len(days) else None


# Half of the edges are full hours, where a table of hours is most likely to be wrong.
edges = st.one_of(st.integers(0, 24).map(lambda hour: hour * 60), st.integers(0, 24 * 60))
hours = st.lists(edges, max_size=6, unique=True).map(
    lambda minutes: tuple(zip(sorted(minutes)[::2], sorted(minutes)[1::2], strict=False))
)
weeks = st.tuples(*[hours] * 7).filter(any)
days = st.integers(0, DAYS - 1).map(lambda day: FIRST + timedelta(days=day))
# Whole, half and quarter hours from UTC, west and east.
zones = st.sampled_from(["Asia/Makassar", "Asia/Kolkata", "Asia/Kathmandu", "America/Lima"]).map(ZoneInfo)
reference_offices = st.builds(ReferenceOffices, weeks, st.frozensets(days, max_size=6), zones)
minutes = st.integers(0, DAYS * 24 * 60)
amounts = st.one_of(st.integers(0, 5), st.integers(0, DAYS * 24 * 60))
thorough_settings = limited_examples(150)


def working_calendar(offices: ReferenceOffices) -> WorkCalendar:
    named = {name: [f"{a // 60:02}.{a % 60:02}-{b // 60:02}.{b % 60:02}" for a, b in offices.week[number]]
             for number, name in enumerate(WEEKDAYS)}  # fmt: skip
    holidays = [Holiday(day, "Libur") for day in offices.off]
    last = FIRST + timedelta(days=DAYS - 1)
    return work_calendar(WorkSchedule.model_validate({"hours": named}), holidays, offices.zone, FIRST, last)


def moment_array(moment: datetime) -> np.ndarray:
    return np.array([datetime_to_micros(moment)])


def moment(offices: ReferenceOffices, minute: int) -> datetime:
    return offices.end - timedelta(days=DAYS) + timedelta(minutes=minute)


@thorough_settings
@given(offices=reference_offices, start=minutes, end=minutes)
def test_the_time_between_is_that_of_the_minutes_between(offices, start, end):
    a, b = moment(offices, start), moment(offices, end)
    spans = working_calendar(offices).working_time_between(moment_array(a), moment_array(b))
    assert spans.tolist() == [offices.between(a, b) * MINUTE]


@thorough_settings
@given(offices=reference_offices, start=minutes, amount=amounts)
def test_the_deadline_is_the_end_of_the_minute_that_uses_up_the_amount(offices, start, amount):
    start_time = moment(offices, start)
    expected = offices.advance(start_time, amount)
    allowed = np.array([amount * MINUTE])
    try:
        deadlines = working_calendar(offices).advance(moment_array(start_time), allowed).tolist()
    except OutsideCalendarError:
        deadlines = [None]
    assert deadlines == [expected and datetime_to_micros(expected)]


@thorough_settings
@given(offices=reference_offices, start=minutes, count=st.integers(0, 12))
def test_the_nth_working_day_closes_with_its_last_open_minute(offices, start, count):
    filed = moment(offices, min(start, DAYS * 24 * 60 - 1))
    expected = offices.close_of_workday(filed, count)
    try:
        closings = working_calendar(offices).close_of_workday(moment_array(filed), np.array([count])).tolist()
    except OutsideCalendarError:
        closings = [None]
    assert closings == [expected and datetime_to_micros(expected)]


@given(
    offices=reference_offices, starts=st.lists(minutes, min_size=1, max_size=20), amount=st.integers(0, 300)
)
def test_a_batch_equals_each_row_alone(offices, starts, amount):
    calendar = working_calendar(offices)
    rows = np.array([datetime_to_micros(moment(offices, start)) for start in starts])
    elapsed_at_start = calendar.elapsed(rows)
    assert elapsed_at_start.tolist() == [calendar.elapsed(rows[n : n + 1])[0] for n in range(rows.size)]
    elapsed = np.minimum(elapsed_at_start + amount * MINUTE, calendar.total_working_time)
    alone = [calendar.moment_at_elapsed(elapsed[n : n + 1])[0] for n in range(rows.size)]
    assert calendar.moment_at_elapsed(elapsed).tolist() == alone


@given(
    edge_values=st.lists(st.integers(0, 3 * DAY), max_size=40),
    values=st.lists(st.integers(0, 3 * DAY), min_size=1),
    side=st.sampled_from(["left", "right"]),
)
def test_edge_counter_equals_searchsorted(edge_values, values, side):
    edges, queries = np.sort(np.array(edge_values, dtype=np.int64)), np.array(values + edge_values)
    count = EdgeCounter(edges, 0, 3 * DAY, side)
    assert count(queries).tolist() == np.searchsorted(edges, queries, side=side).tolist()
