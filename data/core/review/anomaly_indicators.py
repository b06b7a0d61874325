"""Anomaly indicators: signs that a number may have been made to look good, with the reports and why.

An indicator is no verdict and enters no score: it shows where a person should look. All of them cover
(``since``, ``until``] and return ``INDICATOR_COLUMNS`` and then their own figures, in order of time.
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
from data.core.history.intervals import is_within
from data.core.history.places import parents_of
from data.core.report.standing import EventKind
from data.core.report.uncertainty import DAY_BASIS, UNKNOWN_BASIS
from data.core.review.closing_bursts import bursts_before_review, closing_bursts
from data.core.status import Status

DUPLICATE_STATUS, WAITING_FOR_REPORTER = "duplikat", "menunggu_pelapor"
INDICATOR_COLUMNS = (*KEY, "service_code", "area_code", "placement", "at")


@dataclass(frozen=True)
class ReviewPeriod:
    """The period of a review, and the zone that defines its days."""

    since: datetime
    until: datetime
    zone: ZoneInfo

    def contains(self, moments: pd.Series) -> pd.Series:
        """Return which moments lie in (``since``, ``until``]."""
        return is_within(moments, self.since, self.until)


def all_indicators(
    events: pd.DataFrame, areas: pd.DataFrame, period: ReviewPeriod, rule: AnomalyRule, first: datetime | None
) -> Iterator[tuple[str, pd.DataFrame]]:
    """Yield every indicator by name with its reports.

    :param events: up to ``period.until``, in order of ``change``, ``EVENT_COLUMNS``
    :param first: when the first event of all occurred
    """
    yield "closed_quickly", closed_quickly(events, period, rule)
    yield "burst", burst(events, areas, period, rule)
    yield "burst_before_review", burst_before_review(events, areas, period, rule, first)
    yield "closed_without_evidence", closed_without_evidence(events, period)
    yield "recategorised_late", recategorised_late(events, period)
    yield "reopened_soon", reopened_soon(events, period, rule)
    yield "one_reporter", one_reporter(events, period, rule)
    yield from _later_indicators(events, period)


def _later_indicators(events: pd.DataFrame, period: ReviewPeriod) -> Iterator[tuple[str, pd.DataFrame]]:
    """Yield the indicators added later that have reports: readers of older reviews know no others."""
    for name, indicator in (
        ("rescheduled_late", rescheduled_late),
        ("recategorised_later", recategorised_later),
        ("joined_late", joined_late),
        ("asked_late", asked_late),
    ):
        table = indicator(events, period)
        if not table.empty:
            yield name, table


def closed_quickly(events: pd.DataFrame, period: ReviewPeriod, rule: AnomalyRule) -> pd.DataFrame:
    """Return closings within minutes of filing.

    Those with an unknown closing time, of which only the day is known, or dated before the filing are left
    out: faults of the source are no signs.

    :returns: ``INDICATOR_COLUMNS``, minutes
    """
    closings = _closings(events, period).dropna(subset=["closed_datetime"])
    closings = closings[closings["closed_basis"] != DAY_BASIS]
    durations = closings["closed_datetime"] - closings["requested_datetime"]
    quick = durations.between(pd.Timedelta(0), pd.Timedelta(minutes=rule.quick_minutes))
    return _indicator_rows(closings[quick], minutes=(durations[quick].dt.total_seconds() / 60).round(1))


def burst(events: pd.DataFrame, areas: pd.DataFrame, period: ReviewPeriod, rule: AnomalyRule) -> pd.DataFrame:
    """Return many closings of one parent area in a short time, compared with its usual busiest such time.

    :returns: ``INDICATOR_COLUMNS``, parent, in_window, usual, minutes, closed_basis ("observed": the time is
        that of our pull, and a feed after an outage brings many at once)
    """
    closings = closing_bursts(_timed_closings(events, areas), rule, period.zone)
    closings = closings[period.contains(closings["occurred_at"])]
    return _indicator_rows(
        closings,
        parent=closings["parent"],
        in_window=closings["in_window"],
        usual=closings["usual"],
        minutes=rule.burst_minutes,
        closed_basis=closings["closed_basis"],
    )


def burst_before_review(
    events: pd.DataFrame, areas: pd.DataFrame, period: ReviewPeriod, rule: AnomalyRule, first: datetime | None
) -> pd.DataFrame:
    """Return many closings of one parent area in the hours before the review at ``period.until``.

    :param first: when the first event of all occurred; before it, a count of no closings means nothing
    :returns: ``INDICATOR_COLUMNS``, parent, before_review, usual, hours, closed_basis
    """
    closings = bursts_before_review(_timed_closings(events, areas), first, period.until, rule)
    return _indicator_rows(
        closings,
        parent=closings["parent"],
        before_review=closings["before_review"],
        usual=closings["usual"],
        hours=rule.review_hours,
        closed_basis=closings["closed_basis"],
    )


def closed_without_evidence(events: pd.DataFrame, period: ReviewPeriod) -> pd.DataFrame:
    """Return closings without a photo or document by the end of the period.

    :returns: ``INDICATOR_COLUMNS``, agency_responsible
    """
    closings = _closings(events, period)
    without_evidence = closings[closing_evidence(events, period.until).loc[closings.index] == 0]
    return _indicator_rows(without_evidence, agency_responsible=without_evidence["agency_responsible"])


def recategorised_late(events: pd.DataFrame, period: ReviewPeriod) -> pd.DataFrame:
    """Return changes of category after the deadline of a report that was not closed in time.

    :returns: ``INDICATOR_COLUMNS``, service_code_before, expected_before, expected_after, hours_late
    """
    before = _before(events, "service_code", "expected_datetime", "closed_datetime")
    due, at = before["expected_datetime"], events["occurred_at"]
    closed_in_time = before["closed_datetime"] <= due
    late = (events["kind"] == EventKind.RECATEGORISED) & (at > due) & ~closed_in_time & period.contains(at)
    return _indicator_rows(
        events[late],
        service_code_before=before.loc[late, "service_code"],
        expected_before=due[late],
        expected_after=events.loc[late, "expected_datetime"],
        hours_late=_hours((at - due)[late]),
    )


def rescheduled_late(events: pd.DataFrame, period: ReviewPeriod) -> pd.DataFrame:
    """Return deadlines that the source moved after they had passed, of reports not closed in time.

    :returns: ``INDICATOR_COLUMNS``, expected_before, expected_after (as before where a verdict stays),
        hours_late
    """
    before = _before(events, "expected_datetime", "closed_datetime", "stopped_at")
    due, at = before["expected_datetime"], events["occurred_at"]
    flagged = (events["kind"] == EventKind.RESCHEDULED) & period.contains(at)
    judged_at = before["closed_datetime"].fillna(before["stopped_at"]).fillna(at)
    return _indicator_rows(
        events[flagged],
        expected_before=due[flagged],
        expected_after=events.loc[flagged, "expected_datetime"],
        hours_late=_hours((judged_at - due)[flagged]),
    )


def reopened_soon(events: pd.DataFrame, period: ReviewPeriod, rule: AnomalyRule) -> pd.DataFrame:
    """Return reopenings within days of the closing.

    :returns: ``INDICATOR_COLUMNS``, closed_at, days
    """
    closing = events["occurred_at"].where(events["kind"] == EventKind.CLOSED)
    closed_at = closing.groupby([events[name] for name in KEY], sort=False).ffill()
    after = events["occurred_at"] - closed_at
    is_soon = (events["kind"] == EventKind.REOPENED) & (after <= pd.Timedelta(days=rule.reopened_days))
    is_soon &= period.contains(events["occurred_at"])
    days = (after[is_soon].dt.total_seconds() / 86_400).round(2)
    return _indicator_rows(events[is_soon], closed_at=closed_at[is_soon], days=days)


def one_reporter(events: pd.DataFrame, period: ReviewPeriod, rule: AnomalyRule) -> pd.DataFrame:
    """Return many reports by one person on one calendar day; the person is only a number within this list.

    :returns: ``INDICATOR_COLUMNS``, day, person, reports_that_day
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


def recategorised_later(events: pd.DataFrame, period: ReviewPeriod) -> pd.DataFrame:
    """Return changes of category of open reports that moved the deadline later, or removed it.

    :returns: ``INDICATOR_COLUMNS``, service_code_before, expected_before, expected_after, hours_gained (NaN
        if no deadline is left)
    """
    before, after = _before(events, "service_code", "expected_datetime"), events["expected_datetime"]
    due = before["expected_datetime"]
    is_later = (after > due) | (after.isna() & due.notna())
    flagged = (events["kind"] == EventKind.RECATEGORISED) & (events["status"] == Status.OPEN) & is_later
    flagged &= period.contains(events["occurred_at"])
    return _indicator_rows(
        events[flagged],
        service_code_before=before.loc[flagged, "service_code"],
        expected_before=due[flagged],
        expected_after=after[flagged],
        hours_gained=_hours((after - due)[flagged]),
    )


def joined_late(events: pd.DataFrame, period: ReviewPeriod) -> pd.DataFrame:
    """Return reports counted with another one after their deadline: late ones thus leave the count.

    While a report's clock was stopped, no time passed for it.

    :returns: ``INDICATOR_COLUMNS``, expected_before, hours_late
    """
    before = _before(events, "expected_datetime", "stopped_at")
    due, ran_until = before["expected_datetime"], before["stopped_at"].fillna(events["occurred_at"])
    joined = (events["kind"] == EventKind.WITHDRAWN) & (events["status_description"] == DUPLICATE_STATUS)
    flagged = joined & (ran_until > due) & period.contains(events["occurred_at"])
    hours_late = _hours((ran_until - due)[flagged])
    return _indicator_rows(events[flagged], expected_before=due[flagged], hours_late=hours_late)


def asked_late(events: pd.DataFrame, period: ReviewPeriod) -> pd.DataFrame:
    """Return questions to reporters that stopped a clock with 80 % of its time used, or more.

    :returns: ``INDICATOR_COLUMNS``, expected_before, hours_left (negative after the deadline)
    """
    before = _before(events, "expected_datetime", "approaching_at", "stopped_at")
    due, at = before["expected_datetime"], events["occurred_at"]
    asked = (events["status_description"] == WAITING_FOR_REPORTER) & before["stopped_at"].isna()
    asked &= (events["kind"] == EventKind.STATUS) & (at >= before["approaching_at"].fillna(due))
    flagged = asked & period.contains(at)
    return _indicator_rows(
        events[flagged], expected_before=due[flagged], hours_left=_hours((due - at)[flagged])
    )


def _before(events: pd.DataFrame, *columns: str) -> pd.DataFrame:
    """Return columns as they were before each event of a report."""
    return events.groupby(list(KEY), sort=False)[list(columns)].shift()


def _hours(durations: pd.Series) -> pd.Series:
    hours: pd.Series = durations.dt.total_seconds() / 3600
    return hours.round(1)


def _closings(events: pd.DataFrame, period: ReviewPeriod) -> pd.DataFrame:
    return events[(events["kind"] == EventKind.CLOSED) & period.contains(events["occurred_at"])]


def _timed_closings(events: pd.DataFrame, areas: pd.DataFrame) -> pd.DataFrame:
    """Return the closings with a known time, not only a day, and a known area, with their ``parent``."""
    is_timed = ~events["closed_basis"].isin([UNKNOWN_BASIS, DAY_BASIS])
    closings = events[(events["kind"] == EventKind.CLOSED) & is_timed]
    placed = closings.assign(parent=parents_of(closings["area_code"], areas))
    return placed[placed["parent"] != ""]


def _indicator_rows(events: pd.DataFrame, **figures: Any) -> pd.DataFrame:
    columns = [name for name in INDICATOR_COLUMNS if name != "at"]
    table = events[columns].assign(at=events["occurred_at"], **figures)
    return table.sort_values(["at", *KEY]).reset_index(drop=True)
