"""Years without announced cuti bersama: a warning three months ahead, and provisional deadlines."""

from datetime import date
from typing import Any

import pandas as pd
import pytest

from data.core.clock.timekeeper import Timekeeper
from data.core.clock.workdays import Holiday, uncertain_days, unknown_joint_leave
from data.core.config.workweek import WorkSchedule
from tests.core.offices import WEEK, build_timekeeper, to_times
from tests.personas import local_time

POLICY = {
    "id": "awal",
    "from": date(2020, 1, 1),
    "respond": {"default": "10 jam kerja"},
    "resolve": {"sampah": "10 jam kerja", "banjir": "12 jam", "narkoba": "2 hari kerja"},
}
# 2025 and 2026 are known, 2027 is not: the calendar has only its public holidays.
HOLIDAYS = (
    Holiday(date(2025, 12, 26), "Cuti Bersama", joint_leave=True),
    Holiday(date(2026, 12, 24), "Cuti Bersama", joint_leave=True),  # Thursday
    Holiday(date(2026, 12, 25), "Natal"),
    Holiday(date(2027, 1, 1), "Tahun Baru"),  # Friday
)


def default_timekeeper(holidays: tuple[Holiday, ...] = HOLIDAYS, **work: Any) -> Timekeeper:
    return build_timekeeper(holidays, work={"hours": WEEK, **work}, policy=[POLICY])


def target_row(
    filed: str, code: str, source_deadline: str | None = None, timekeeper: Timekeeper | None = None
) -> Any:
    timekeeper = timekeeper or default_timekeeper()
    return timekeeper.targets(to_times(filed), pd.Series([code]), to_times(source_deadline)).iloc[0]


WARNING_CASES = [
    ("2026-09-30 23:59", []),
    ("2026-10-01 00:00", [2027]),  # three months before
    ("2026-12-31 23:59", [2027]),
    ("2027-01-01 00:00", [2027]),
    ("2027-09-30 23:59", [2027]),
    ("2027-10-01 00:00", [2027, 2028]),
    ("2024-12-31 00:00", []),  # before the first year that has any there was none
    ("2000-01-01 00:00", []),
]


@pytest.mark.parametrize(("as_of", "years"), WARNING_CASES)
def test_an_unknown_year_has_a_warning_from_three_months_before_until_its_end(as_of, years):
    assert [warning.year for warning in default_timekeeper().unknown_years(local_time(as_of))] == years


def test_the_warning_names_the_year_and_the_consequence():
    (warning,) = default_timekeeper().unknown_years(local_time("2026-11-24 12:00"))
    assert warning.message.startswith("Cuti bersama 2027 belum diketahui")
    assert "perkiraan" in warning.message


def test_a_gap_between_known_years_is_unknown_too():
    later = Holiday(date(2028, 12, 26), "Cuti Bersama", joint_leave=True)
    years = default_timekeeper((*HOLIDAYS, later)).unknown_years(local_time("2027-11-01 12:00"))
    assert [warning.year for warning in years] == [2027]


def test_a_year_listed_in_the_configuration_is_known():
    assert default_timekeeper(joint_leave_known=[2027]).unknown_years(local_time("2026-11-24 12:00")) == []


def test_a_city_without_joint_leave_or_working_time_has_no_unknown_years():
    public = tuple(holiday for holiday in HOLIDAYS if not holiday.joint_leave)
    assert default_timekeeper(public).unknown_years(local_time("2026-11-24 12:00")) == []
    assert build_timekeeper((), work=None, policy=[]).unknown_years(local_time("2026-11-24 12:00")) == []


# The first working days of January 2027 are Monday the 4th and Tuesday the 5th; 31 December is a Thursday.
ESTIMATES = [
    ("2026-12-28 08:00", "sampah", False),  # Monday, due on Tuesday
    ("2026-12-30 08:00", "sampah", False),  # Wednesday, due on Thursday the 31st at 11.00
    ("2026-12-30 12:00", "sampah", False),  # due on Thursday at 15.00: 3 + 7 hours
    ("2026-12-30 13:00", "sampah", False),  # 3 + 7 = 10: Thursday at 16.00, the year's last working minute
    ("2026-12-30 14:00", "sampah", True),  # one hour is left for the new year
    ("2026-12-29 08:00", "narkoba", False),  # Tuesday, two working days: Thursday the 31st
    ("2026-12-30 08:00", "narkoba", True),
    ("2026-12-31 20:00", "banjir", False),  # calendar time does not depend on it
    ("2027-03-01 08:00", "sampah", True),
    ("2027-03-01 08:00", "banjir", False),
]


@pytest.mark.parametrize(("filed", "code", "provisional"), ESTIMATES)
def test_a_deadline_that_counts_days_of_an_unknown_year_is_provisional(filed, code, provisional):
    assert target_row(filed, code)["provisional"] == provisional


def test_the_deadline_of_the_response_is_provisional_on_its_own():
    row = target_row("2027-03-01 08:00", "banjir")
    assert (row["provisional"], row["response_provisional"]) == (False, True)


def test_a_deadline_of_the_source_is_not_provisional():
    row = target_row("2027-03-01 08:00", "sampah", "2027-03-05 08:00")
    assert not row["provisional"]


def test_midnight_belongs_to_the_day_that_ends():
    policy = {"id": "awal", "from": date(2020, 1, 1), "resolve": {"sampah": "2 jam kerja"}}
    night = build_timekeeper(HOLIDAYS, work={"hours": {"thursday": ["20.00-24.00"]}}, policy=[policy])
    row = target_row("2026-12-31 22:00", "sampah", timekeeper=night)
    assert row["expected_datetime"] == to_times("2027-01-01 00:00")[0]
    assert not row["provisional"]


def test_an_estimated_period_makes_its_deadlines_provisional():
    fast = {"name": "Ramadan", "from": "2026-02-19", "to": "2026-03-20", "hours": {"monday": ["08.00-15.00"]}}
    cases = [("2026-02-17 08:00", False), ("2026-02-18 08:00", True), ("2026-03-20 08:00", True),
             ("2026-03-21 08:00", False)]  # fmt: skip
    for filed, provisional in cases:
        for estimate in (True, False):
            timekeeper = default_timekeeper(period=[{**fast, "estimate": estimate}])
            row = target_row(filed, "sampah", timekeeper=timekeeper)
            assert row["provisional"] == (provisional and estimate), filed


def test_unknown_years_range_from_the_first_known_to_the_last_requested():
    work, holidays = WorkSchedule.model_validate({"hours": WEEK}), [HOLIDAYS[0]]  # 2025
    assert unknown_joint_leave(work, holidays, range(2020, 2029)) == {2026, 2027, 2028}
    assert unknown_joint_leave(work, holidays, range(2020, 2026)) == set()


def test_days_of_an_unknown_year_and_of_an_estimated_period_are_both_uncertain():
    """28 December to 3 January: the uncertain days before each day, and before the day after."""
    period = {"name": "Pasar", "from": "2026-12-29", "to": "2026-12-30", "hours": {"monday": ["08.00-15.00"]}}
    work = WorkSchedule.model_validate({"hours": WEEK, "period": [{**period, "estimate": True}]})
    day_counts = uncertain_days(date(2026, 12, 28), 7, work, frozenset({2027}))
    assert day_counts.tolist() == [0, 0, 1, 2, 2, 3, 4, 5]
    plain = WorkSchedule.model_validate({"hours": WEEK, "period": [period]})
    assert uncertain_days(date(2026, 12, 28), 7, plain, frozenset()).tolist() == [0] * 8
