"""Types of the rows of a review, of its report and of a timeline."""

from datetime import datetime
from typing import Any, TypedDict

from data.core.history.rows import CityRow, FlowRow
from data.core.ranking.rows import RankingRow, RankingRuleRow, RateChangeRow
from data.core.snapshot.rows import CategoryRow, PlaceRow


class AssigneeTimeRow(TypedDict):
    """The hours that one assignee had reports, and how many reports."""

    holder: str
    hours: float
    reports: int


class ParentFlowRow(FlowRow):
    """Flow of one kecamatan; ``code`` None: reports in no area. Unknown evidence is None."""

    code: str | None
    name: str | None
    closed_without_evidence: int | None
    holders: list[AssigneeTimeRow]


class ClosingCountsRow(TypedDict):
    """``closed = with_evidence + without_evidence + evidence_unknown``, and how many were reopened."""

    closed: int
    with_evidence: int
    without_evidence: int
    evidence_unknown: int
    reopened: int


class IndicatorReportRow(CategoryRow, PlaceRow):
    """One report of an anomaly indicator; ``figures`` are the indicator's own columns."""

    source: str
    service_request_id: str
    at: datetime
    figures: dict[str, Any]


class IndicatorCountRow(TypedDict):
    """How many reports an indicator has; ``count`` None: the data does not cover it."""

    sign: str
    known: bool
    count: int | None


class IndicatorRow(IndicatorCountRow):
    """An anomaly indicator with its reports."""

    reports: list[IndicatorReportRow]


class AnomalyRuleRow(TypedDict):
    """The thresholds of :class:`data.core.config.indicator_rule.AnomalyRule`."""

    quick_minutes: float
    burst_minutes: float
    burst_minimum: int
    burst_factor: float
    review_hours: float
    usual_days: int
    usual_minimum_days: int
    reopened_days: float
    reports_a_day: int


class ReportRow(CategoryRow, PlaceRow):
    """A report in a list; ages and lateness in hours, ``figures`` those of its metric."""

    source: str
    service_request_id: str
    status_description: str
    agency_responsible: str | None
    requested_datetime: datetime
    expected_datetime: datetime | None
    closed_datetime: datetime | None
    provisional: bool
    stopped_at: datetime | None
    reopened: int
    occurred_at: datetime
    state: str | None
    figures: dict[str, Any] | None
    age_hours: float | None
    over_hours: float | None
    holder: str


class CodeNameRow(TypedDict):
    """A kecamatan or category; both empty: reports in no area."""

    code: str
    name: str


class BalanceRow(TypedDict):
    """Whether a kecamatan's flow balances, and how its stock changed; ``code`` None: the city."""

    code: str | None
    balances: bool
    change: int


class LargestChangeRow(TypedDict):
    """The kecamatan whose stock changed most."""

    code: str | None
    name: str
    change: int


class HeadlineRow(TypedDict):
    """The main figures of a review; ``bands``: names of kecamatan by band."""

    opening: int
    closing: int
    new: int
    closed: int
    overdue: int
    bands: dict[str, list[str]]
    most: LargestChangeRow | None


class PeriodPart(TypedDict):
    """What a review report is about; ``first`` None: nothing is stored."""

    formula: str
    city: CityRow
    since: datetime
    until: datetime
    simulated: bool
    first: datetime | None
    weeks: list[datetime]
    night: tuple[datetime, datetime]
    unknown_years: list[int]


class CountsPart(TypedDict):
    """The numbers of a review report; ``counts`` has those that are not zero, by metric key."""

    parents: list[CodeNameRow]
    categories: list[CodeNameRow]
    counts: dict[str, int]
    flows: list[BalanceRow]


class RankingPart(TypedDict):
    """The rankings at both moments, and by parent why the rate changed."""

    ranking: list[RankingRow]
    ranking_before: list[RankingRow]
    ranking_rule: RankingRuleRow
    city_on_time_before: float | None
    why: dict[str, RateChangeRow]


class AssigneesPart(TypedDict):
    """Times by assignee, closings and anomaly indicators."""

    holders: list[AssigneeTimeRow]
    parents_holders: dict[str, list[AssigneeTimeRow]]
    closings: ClosingCountsRow
    signs: list[IndicatorCountRow]
    signs_rule: AnomalyRuleRow


class ReviewReport(PeriodPart, CountsPart, RankingPart, AssigneesPart):
    """Every number of ``/tinjauan``."""

    headline: HeadlineRow
    oldest: list[ReportRow]
    worst: list[ReportRow]


class TimelineStepRow(TypedDict):
    """The counts at one moment; ``areas``: code to ``[open, overdue]``."""

    at: datetime
    open: int
    overdue: int
    new: int
    closed: int
    areas: dict[str, list[int]]
