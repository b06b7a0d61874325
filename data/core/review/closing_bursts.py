"""Bursts of closings, compared with an area's own usual number: at any time or just before a review."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd

from data.core.config.indicator_rule import AnomalyRule
from data.core.history.intervals import is_within

Positions = np.ndarray[tuple[int], np.dtype[np.int64]]


def closing_bursts(closings: pd.DataFrame, rule: AnomalyRule, zone: ZoneInfo) -> pd.DataFrame:
    """Return the closings of bursts: ``burst_minimum`` or more of one parent area within ``burst_minutes``.

    They must be ``burst_factor`` times as many as in the usual busiest window of a day. *Usual* is the
    median, over the days with closings among the ``usual_days`` before, of that day's busiest window: so
    office hours, in which all work is done, are not a burst by themselves.

    :param closings: columns occurred_at, parent, and any others
    :returns: the closings concerned with in_window (size of the burst) and usual
    """
    table = closings.sort_values(["parent", "occurred_at"])
    window = timedelta(minutes=rule.burst_minutes) // timedelta(microseconds=1)
    positions = _timeline_positions(table, window)
    count = np.searchsorted(positions, positions, "right") - np.searchsorted(
        positions, positions - window, "right"
    )
    usual = _usual(table, count, rule, zone)
    is_burst = (count >= rule.burst_minimum) & (count >= rule.burst_factor * usual)
    ends = np.flatnonzero(is_burst)
    following = np.searchsorted(positions[ends], positions, "left").clip(max=max(len(ends) - 1, 0))
    if not len(ends):
        return table.iloc[:0].assign(in_window=0, usual=0.0)
    end = ends[following]
    gap = positions[end] - positions
    is_in_window = (gap >= 0) & (gap < window)
    burst_closings: pd.DataFrame = table.assign(in_window=count[end], usual=usual[end])[is_in_window]
    return burst_closings


def _timeline_positions(table: pd.DataFrame, window: int) -> Positions:
    """Return closings as positions in microseconds; parents are further apart than a window, so none mix."""
    at = table["occurred_at"].astype("datetime64[us, UTC]").astype("int64").to_numpy()
    offset = at - at.min() if len(at) else at
    spacing = int(offset.max()) + 2 * window if len(at) else 1
    return np.asarray(pd.factorize(table["parent"])[0] * spacing + offset, dtype=np.int64)


def _usual(
    table: pd.DataFrame, count: Positions, rule: AnomalyRule, zone: ZoneInfo
) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Return per closing its parent's median daily peak over the days before; NaN with too few days."""
    day = table["occurred_at"].dt.tz_convert(zone).dt.tz_localize(None).dt.normalize()
    daily = pd.DataFrame({"parent": table["parent"], "day": day, "peak": count})
    peaks = daily.groupby(["parent", "day"], as_index=False)["peak"].max()
    past = peaks.set_index("day").groupby("parent")["peak"].rolling(
        f"{rule.usual_days}D", closed="left", min_periods=rule.usual_minimum_days
    )  # fmt: skip
    usual = past.median().rename("usual").reset_index()
    return daily.merge(usual, on=["parent", "day"], how="left")["usual"].to_numpy(dtype=np.float64)


def bursts_before_review(
    closings: pd.DataFrame, first: datetime | None, review_at: datetime, rule: AnomalyRule
) -> pd.DataFrame:
    """Return the closings in the ``review_hours`` before a review, of parents with far more than usual.

    *Usual* is the mean number in a window of the same length over the ``usual_days`` before it.

    :param first: from when on anything is known; before it, a count of no closings means nothing
    :returns: the closings concerned with before_review (how many there were) and usual
    """
    start = review_at - timedelta(hours=rule.review_hours)
    in_review_window = _between(closings, start, review_at)
    window_count = _past_window_count(first, start, rule)
    if not window_count or in_review_window.empty:
        return in_review_window.iloc[:0].assign(before_review=0, usual=0.0)
    earlier = _between(closings, start - window_count * (review_at - start), start)
    usual = in_review_window["parent"].map(earlier["parent"].value_counts()).fillna(0) / window_count
    count = in_review_window.groupby("parent")["occurred_at"].transform("size")
    is_burst = (count >= rule.burst_minimum) & (count >= rule.burst_factor * usual)
    return in_review_window.assign(before_review=count, usual=usual.round(2))[is_burst]


def _past_window_count(first: datetime | None, start: datetime, rule: AnomalyRule) -> int:
    """Return how many whole windows of ``review_hours`` the history has; 0 if too few for a usual number."""
    if first is None:
        return 0
    history = min(timedelta(days=rule.usual_days), start - first)
    if history < timedelta(days=rule.usual_minimum_days):
        return 0
    return history // timedelta(hours=rule.review_hours)


def _between(closings: pd.DataFrame, since: datetime, until: datetime) -> pd.DataFrame:
    return closings[is_within(closings["occurred_at"], since, until)]
