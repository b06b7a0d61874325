"""The trend of a parent: its rate compared with its own rate over the previous period."""

from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from data.core.history.counts import day_start


class Trend(StrEnum):
    """A parent's rate compared with its own of the previous period."""

    BETTER = "better"
    SAME = "same"
    WORSE = "worse"


TREND_BY_SIGN = {1: Trend.BETTER, 0: Trend.SAME, -1: Trend.WORSE}


def previous_moment(as_of: datetime, days: int, zone: ZoneInfo) -> datetime:
    """Return the end of the previous period: the city's midnight at the start of the day ``days`` days ago.

    It is midnight so that the standings of that moment are read once a day and not once a tick. Closings
    between it and the window's start belong to neither period.
    """
    return day_start(as_of, zone) - timedelta(days=days)
