"""National holidays, and the working hours of Manado's own file."""

from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pandas as pd
import pytest

from data.config.city_loader import read_city
from data.config.holidays import UnknownCountryError, holidays_of, open_timekeeper
from data.config.settings import CITIES, SettingError
from data.core.clock.timekeeper import FIRST_DAY, LAST_DAY
from data.core.clock.worktime import working_time
from tests.builders import write_city

MANADO = read_city(CITIES / "manado.toml")
LOCAL_ZONE = ZoneInfo("Asia/Makassar")


def working_hours(first: str, last: str) -> float:
    """Return Manado's working hours from one midnight to another."""
    start, end = (pd.Series([pd.Timestamp(day, tz=LOCAL_ZONE)]) for day in (first, last))
    worked = working_time(open_timekeeper(MANADO).calendar, start, end)
    return float(worked.dt.total_seconds()[0] / 3600)


WEEKS = [
    ("2026-11-23", "2026-11-30", 37.5),  # a whole week, Monday to Monday
    ("2026-11-23", "2026-11-24", 7.5),  # a Monday
    ("2026-11-27", "2026-11-28", 7.5),  # a Friday: longer, with the longer break
    ("2026-03-02", "2026-03-09", 32.5),  # a week of Ramadan
    ("2026-03-06", "2026-03-07", 6.5),  # its Friday
    ("2026-12-21", "2026-12-28", 22.5),  # Thursday and Friday off for Christmas
    ("2025-08-18", "2025-08-19", 0),  # a Monday that the government gave off late
]


@pytest.mark.parametrize(("first", "last", "expected"), WEEKS)
def test_manados_week_has_the_hours_of_the_presidential_regulation(first, last, expected):
    assert working_hours(first, last) == expected


@pytest.mark.parametrize(("year", "public", "joint"), [(2026, 17, 8), (2027, 18, 8), (2028, None, 0)])
def test_public_days_and_joint_leave_come_together(year, public, joint):
    days = [holiday for holiday in holidays_of("ID") if holiday.date.year == year]
    assert sum(day.joint_leave for day in days) == joint
    if public is not None:
        assert sum(not day.joint_leave for day in days) == public


def test_the_days_are_named_in_indonesian_and_reach_over_the_whole_calendar():
    days = {holiday.date: holiday for holiday in holidays_of("ID")}
    assert days[date(2026, 12, 24)].name == "Cuti Bersama Hari Raya Natal"
    assert {FIRST_DAY.year, LAST_DAY.year} == {min(days).year, max(days).year}


def test_a_year_without_announced_joint_leave_is_listed_three_months_ahead():
    timekeeper = open_timekeeper(MANADO)
    assert timekeeper.unknown_years(datetime(2026, 11, 24, 12, tzinfo=LOCAL_ZONE)) == []
    assert [year.year for year in timekeeper.unknown_years(datetime(2027, 10, 1, tzinfo=LOCAL_ZONE))] == [
        2028
    ]


def test_a_city_without_working_hours_reads_no_holidays():
    assert open_timekeeper(read_city(CITIES / "jakarta.toml")).holidays == ()


def test_an_unknown_country_stops_the_start_by_name(tmp_path: Path):
    work = {"holidays": "XX", "hours": {"monday": ["08.00-16.00"]}}
    with pytest.raises(SettingError, match=r"work\.holidays = 'XX': no such country; allowed is one of .*ID"):
        read_city(write_city(tmp_path, work=work))
    with pytest.raises(UnknownCountryError):
        holidays_of("XX")


def test_a_wrong_policy_stops_the_start_by_name(tmp_path: Path):
    policy = {"id": "p", "from": date(2026, 1, 1), "resolve": {"sampahh": "2 hari"}}
    with pytest.raises(SettingError, match="policy 'p': no category 'sampahh'; allowed is default, sampah"):
        read_city(write_city(tmp_path, policy=[policy]))
