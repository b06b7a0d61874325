"""Signs that a number may have been made to look good. Each lists its reports with the figures that show why.

A sign is no verdict and enters no score: it says where a person should look. All of them look at what
happened in (``since``, ``until``] and return ``SIGN_COLUMNS`` and then their own figures, in order of time.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd

from data.core.config.indicator_rule import AnomalyRule
from data.core.history.evidence import closing_evidence
from data.core.history.facts import KEY
from data.core.history.places import parents_of
from data.core.report.standing import EventKind
from data.core.review.closing_bursts import bursts_before_review, closing_bursts

INDICATOR_COLUMNS = (*KEY, "service_code", "area_code", "placement", "at")


@dataclass(frozen=True)
class ReviewPeriod:
    """The time looked at, and the zone in which a "day" is a day."""

    since: datetime
    until: datetime
    zone: ZoneInfo

    def contains(self, moments: pd.Series) -> pd.Series:
        """Which moments lie in (``since``, ``until``]."""
        return (moments > pd.Timestamp(self.since)) & (moments <= pd.Timestamp(self.until))


def all_indicators(
    events: pd.DataFrame, areas: pd.DataFrame, period: ReviewPeriod, rule: AnomalyRule, first: datetime | None
) -> Iterator[tuple[str, pd.DataFrame]]:
    """Every sign by name with its reports.

    :param events: what happened up to ``period.until``, in order of ``change``, ``EVENT_COLUMNS`` with
        ``evidence`` and ``reporter``
    :param first: when the first event of all occurred
    """
    yield "closed_quickly", closed_quickly(events, period, rule)
    yield "burst", burst(events, areas, period, rule)
    yield "burst_before_review", burst_before_review(events, areas, period, rule, first)
    yield "closed_without_evidence", closed_without_evidence(events, period)
    yield "recategorised_late", recategorised_late(events, period)
    yield "reopened_soon", reopened_soon(events, period, rule)
    yield "one_reporter", one_reporter(events, period, rule)


def closed_quickly(events: pd.DataFrame, period: ReviewPeriod, rule: AnomalyRule) -> pd.DataFrame:
    """Closed within minutes of filing; closings whose time nobody knows are left out.

    :returns: ``SIGN_COLUMNS``, minutes
    """
    closings = _closings(events, period).dropna(subset=["closed_datetime"])
    durations = closings["closed_datetime"] - closings["requested_datetime"]
    quick = durations <= pd.Timedelta(minutes=rule.quick_minutes)
    return _indicator_rows(closings[quick], minutes=(durations[quick].dt.total_seconds() / 60).round(1))


def burst(events: pd.DataFrame, areas: pd.DataFrame, period: ReviewPeriod, rule: AnomalyRule) -> pd.DataFrame:
    """Many closings of one parent area within a short time, against its own usual busiest such time of a day.

    :returns: ``SIGN_COLUMNS``, parent, in_window, usual, minutes, closed_basis ("observed": the time is that
        of our pull, and a feed that was away brings many at once)
    """
    burst_closings = closing_bursts(_timed_closings(events, areas), rule, period.zone)
    burst_closings = burst_closings[period.contains(burst_closings["occurred_at"])]
    return _indicator_rows(
        burst_closings, parent=burst_closings["parent"], in_window=burst_closings["in_window"], usual=burst_closings["usual"],
        minutes=rule.burst_minutes, closed_basis=burst_closings["closed_basis"],
    )  # fmt: skip


def burst_before_review(
    events: pd.DataFrame, areas: pd.DataFrame, period: ReviewPeriod, rule: AnomalyRule, first: datetime | None
) -> pd.DataFrame:
    """Many closings of one parent area in the hours before the review at ``period.until``.

    :param first: when the first event of all occurred, from when on no closing means that nobody closed
    :returns: ``SIGN_COLUMNS``, parent, before_review, usual, hours, closed_basis
    """
    burst_closings = bursts_before_review(_timed_closings(events, areas), first, period.until, rule)
    return _indicator_rows(
        burst_closings, parent=burst_closings["parent"], before_review=burst_closings["before_review"], usual=burst_closings["usual"],
        hours=rule.review_hours, closed_basis=burst_closings["closed_basis"],
    )  # fmt: skip


def closed_without_evidence(events: pd.DataFrame, period: ReviewPeriod) -> pd.DataFrame:
    """Closed, and neither photo nor document handed in by the end of the period.

    :returns: ``SIGN_COLUMNS``, agency_responsible
    """
    closings = _closings(events, period)
    without_evidence = closings[closing_evidence(events, period.until).loc[closings.index] == 0]
    return _indicator_rows(without_evidence, agency_responsible=without_evidence["agency_responsible"])


def recategorised_late(events: pd.DataFrame, period: ReviewPeriod) -> pd.DataFrame:
    """Category changed after the deadline had passed without the report being closed in time.

    :returns: ``SIGN_COLUMNS``, service_code_before, expected_before, expected_after, hours_late
    """
    columns = ["service_code", "expected_datetime", "closed_datetime"]
    before = events.groupby(list(KEY), sort=False)[columns].shift()
    due, at = before["expected_datetime"], events["occurred_at"]
    closed_in_time = before["closed_datetime"] <= due
    late = (events["kind"] == EventKind.RECATEGORISED) & (at > due) & ~closed_in_time & period.contains(at)
    return _indicator_rows(
        events[late],
        service_code_before=before.loc[late, "service_code"],
        expected_before=due[late],
        expected_after=events.loc[late, "expected_datetime"],
        hours_late=((at - due)[late].dt.total_seconds() / 3600).round(1),
    )


def reopened_soon(events: pd.DataFrame, period: ReviewPeriod, rule: AnomalyRule) -> pd.DataFrame:
    """Opened again within days of its closing.

    :returns: ``SIGN_COLUMNS``, closed_at, days
    """
    closing = events["occurred_at"].where(events["kind"] == EventKind.CLOSED)
    closed_at = closing.groupby([events[name] for name in KEY], sort=False).ffill()
    after = events["occurred_at"] - closed_at
    is_soon = (events["kind"] == EventKind.REOPENED) & (after <= pd.Timedelta(days=rule.reopened_days))
    is_soon &= period.contains(events["occurred_at"])
    days = (after[is_soon].dt.total_seconds() / 86_400).round(2)
    return _indicator_rows(events[is_soon], closed_at=closed_at[is_soon], days=days)


def one_reporter(events: pd.DataFrame, period: ReviewPeriod, rule: AnomalyRule) -> pd.DataFrame:
    """Many reports by one person within a calendar day. The person is a number of this list, nothing more.

    :returns: ``SIGN_COLUMNS``, day, person, reports_that_day
    """
    filed = events[(events["kind"] == EventKind.RECEIVED) & events["reporter"].notna()]
    day = filed["occurred_at"].dt.tz_convert(period.zone).dt.strftime("%Y-%m-%d")
    groups = filed.groupby([day, filed["reporter"]])["occurred_at"]
    is_flagged = (groups.transform("size") >= rule.reports_a_day) & period.contains(filed["occurred_at"])
    flagged = filed[is_flagged]
    person = pd.factorize(flagged["reporter"])[0] + 1
    return _indicator_rows(
        flagged, day=day[is_flagged], person=person, reports_that_day=groups.transform("size")[is_flagged]
    )


def _closings(events: pd.DataFrame, period: ReviewPeriod) -> pd.DataFrame:
    return events[(events["kind"] == EventKind.CLOSED) & period.contains(events["occurred_at"])]


def _timed_closings(events: pd.DataFrame, areas: pd.DataFrame) -> pd.DataFrame:
    """Closings that have a time and a place, with their ``parent``."""
    closings = events[(events["kind"] == EventKind.CLOSED) & (events["closed_basis"] != "unknown")]
    placed = closings.assign(parent=parents_of(closings["area_code"], areas))
    return placed[placed["parent"] != ""]


def _indicator_rows(events: pd.DataFrame, **figures: Any) -> pd.DataFrame:
    columns = [name for name in INDICATOR_COLUMNS if name != "at"]
    table = events[columns].assign(at=events["occurred_at"], **figures)
    return table.sort_values(["at", *KEY]).reset_index(drop=True)
