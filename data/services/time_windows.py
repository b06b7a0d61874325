"""How far back a board looks."""

from datetime import datetime, timedelta

from data.core.config.city import City
from data.core.history.counts import USUAL_DAYS, day_start
from data.core.history.trend import previous_moment
from data.core.review.stock_flow import week_edges

LATEST_EVENTS_LIMIT = 200


def window_start(city: City, as_of: datetime) -> datetime:
    """What came in and was closed before this moment no longer shows on the board of ``as_of``."""
    rule = city.ranking
    return as_of - timedelta(days=max(rule.window_days, rule.duration_days, USUAL_DAYS) + 1)


def previous_period_end(city: City, as_of: datetime) -> datetime:
    """Up to when the previous period of the ranking ran."""
    return previous_moment(as_of, city.ranking.window_days, city.zone)


def previous_period_start(city: City, as_of: datetime) -> datetime:
    """From when on the previous period of the ranking ran."""
    return previous_period_end(city, as_of) - timedelta(days=city.ranking.window_days)


def review_start(city: City, since: datetime, until: datetime) -> datetime:
    """What was over before this moment has no part in the sheet of (``since``, ``until``].

    Its weeks, the rankings at both ends with the periods before them, and what is usual lie after it.
    """
    weeks = week_edges(until, city.zone)[0]
    starts = (
        window_start(city, since),
        previous_period_start(city, since),
        baseline_start(city, since, until),
    )
    return min(weeks, *starts)


def baseline_start(city: City, since: datetime, until: datetime) -> datetime:
    """From when on closings say what is usual, or were reopened soon, for a review of (``since``, ``until``].

    Before the period's first day lie the days that :func:`data.core.review.closing_bursts.bursts` compares it
    with, each with the stretch before its midnight; before ``until``, those of ``before_review``.
    """
    rule = city.signs
    days, stretch = timedelta(days=rule.usual_days + 1), timedelta(minutes=rule.burst_minutes)
    return min(
        day_start(since, city.zone) - days - stretch,
        until - days - timedelta(hours=rule.review_hours),
        since - timedelta(days=rule.reopened_days),
    )
