"""Offices for tests of working time: Monday to Thursday with a break, Friday until noon."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pandas as pd

from data.core.clock.timekeeper import Timekeeper
from data.core.clock.workdays import Holiday, work_calendar
from data.core.clock.worktime import WorkCalendar, add_working_time, close_of_working_day, working_time
from data.core.config.workweek import WorkSchedule
from tests.builders import city
from tests.personas import ZONE, local_time

LONG_DAY, SHORT_DAY = ["08.00-12.00", "13.00-16.00"], ["08.00-12.00"]  # 7 hours and 4: 32 a week
WEEK: dict[str, Any] = {
    "monday": LONG_DAY, "tuesday": LONG_DAY, "wednesday": LONG_DAY, "thursday": LONG_DAY, "friday": SHORT_DAY,
}  # fmt: skip
CHRISTMAS = (
    Holiday(date(2026, 12, 24), "Cuti Bersama Hari Raya Natal", joint_leave=True),  # Thursday
    Holiday(date(2026, 12, 25), "Hari Raya Natal"),  # Friday
)


def build_calendar(holidays: Sequence[Holiday] = (), **work: Any) -> WorkCalendar:
    """Return the working calendar of 2026 and 2027, with other values for keys of ``[work]`` if given."""
    rules = WorkSchedule.model_validate({"hours": WEEK, **work})
    return work_calendar(rules, holidays, ZONE, date(2026, 1, 1), date(2027, 12, 31))


def build_timekeeper(holidays: Sequence[Holiday] = CHRISTMAS, **changed: Any) -> Timekeeper:
    """Return the city's timekeeper, with other values for top-level keys of its file if given."""
    return Timekeeper(city(**{"work": {"hours": WEEK}, **changed}), tuple(holidays))


def to_times(*texts: str | None) -> pd.Series:
    """Return aware moments from local times, NaT for None."""
    return pd.to_datetime(pd.Series([text and local_time(text) for text in texts], dtype=object), utc=True)


def format_times(moments: pd.Series) -> list[str | None]:
    """Return moments as local times with their weekday."""
    local_times = moments.dt.tz_convert(ZONE)
    return [None if pd.isna(at) else f"{at:%a %Y-%m-%d %H:%M}" for at in local_times]


def working_deadline(calendar: WorkCalendar, start: str, hours: float) -> str | None:
    """Return when so many working hours after ``start`` end."""
    amount = pd.Series([timedelta(hours=hours)])
    return format_times(add_working_time(calendar, to_times(start), amount))[0]


def hours_between(calendar: WorkCalendar, start: str, end: str) -> float:
    """Return the working hours between two local times."""
    return float(working_time(calendar, to_times(start), to_times(end)).dt.total_seconds()[0] / 3600)


def workday_close(calendar: WorkCalendar, filed: str, count: int) -> str | None:
    """Return when the n-th working day after the day of filing closes."""
    return format_times(close_of_working_day(calendar, to_times(filed), pd.Series([count])))[0]
