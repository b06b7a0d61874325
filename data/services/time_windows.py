"""Time windows of the board: how far back it reads."""

from datetime import datetime, timedelta

from data.core.config.city import City
from data.core.history.counts import USUAL_DAYS, day_start
from data.core.history.trend import previous_moment
from data.core.review.stock_flow import week_edges

LATEST_EVENTS_LIMIT = 200


def window_start(city: City, as_of: datetime) -> datetime:
    """Return the moment before which reports received and closed no longer show on the board of ``as_of``."""
    rule = city.ranking
    return as_of - timedelta(days=max(rule.window_days, rule.duration_days, USUAL_DAYS) + 1)


def previous_period_end(city: City, as_of: datetime) -> datetime:
    """Return the end of the previous period of the ranking."""
    return previous_moment(as_of, city.ranking.window_days, city.zone)


def previous_period_start(city: City, as_of: datetime) -> datetime:
    """Return the beginning of the previous period of the ranking."""
    return previous_period_end(city, as_of) - timedelta(days=city.ranking.window_days)


def review_start(city: City, since: datetime, until: datetime) -> datetime:
    """Return the moment before which finished reports do not matter to a review of (``since``, ``until``].

    Its weeks, the rankings at both ends with their previous periods, and the usual counts lie after it.
    """
    weeks = week_edges(until, city.zone)[0]
    starts = (
        window_start(city, since),
        previous_period_start(city, since),
        baseline_start(city, since, until),
    )
    return min(weeks, *starts)


def baseline_start(city: City, since: datetime, until: datetime) -> datetime:
    """Return from when on closings matter as usual counts or reopenings, for (``since``, ``until``].

    Before the period's first day lie the days that :func:`data.core.review.closing_bursts.closing_bursts`
    compares it with, each with the window before its midnight; before ``until``, those of
    :func:`data.core.review.closing_bursts.bursts_before_review`.
    """
    rule = city.signs
    days, window = timedelta(days=rule.usual_days + 1), timedelta(minutes=rule.burst_minutes)
    return min(
        day_start(since, city.zone) - days - window,
        until - days - timedelta(hours=rule.review_hours),
        since - timedelta(days=rule.reopened_days),
    )
