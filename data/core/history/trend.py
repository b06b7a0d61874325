"""A parent against itself: the same rate over the window before this one."""

from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from data.core.history.counts import day_start


class Trend(StrEnum):
    """What may be said of a parent's rate against its own of the previous period."""

    BETTER = "better"
    SAME = "same"
    WORSE = "worse"


TREND_BY_SIGN = {1: Trend.BETTER, 0: Trend.SAME, -1: Trend.WORSE}


def previous_moment(as_of: datetime, days: int, zone: ZoneInfo) -> datetime:
    """The end of the previous period: the city's midnight at the start of the day ``days`` days ago.

    A whole day's border, so that the standings of that moment need to be read once a day and not once
    a tick. What was closed between it and the window's start belongs to neither period.
    """
    return day_start(as_of, zone) - timedelta(days=days)
