"""The review report: every number of ``/tinjauan`` as plain values, which a pack can freeze."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from data.core.config.city import City
from data.core.history.replay import FLOW_COLUMNS, Flow
from data.core.ranking.parents import Parents
from data.core.ranking.ranking import ranking_rule_row
from data.core.ranking.rate_change import decompose_rate_change
from data.core.ranking.rows import RankingRow
from data.core.review.drilldown import drilldown_rows, drilldown_table, metric_counts
from data.core.review.metric_key import Metric, MetricKey, parse_metric_key
from data.core.review.report_rows import most_overdue, oldest_open
from data.core.review.review import Review, review
from data.core.review.review_data import ReviewData
from data.core.review.review_figures import ReviewFigures, listed_reports
from data.core.review.rows import (
    AssigneesPart,
    BalanceRow,
    CodeNameRow,
    CountsPart,
    HeadlineRow,
    LargestChangeRow,
    PeriodPart,
    RankingPart,
    ReportRow,
    ReviewReport,
)
from data.core.review.stock_flow import week_edges
from data.core.review.timeline import busiest_night

FORMULA_VERSION = "1"  # raised whenever a formula behind these figures changes its result


@dataclass(frozen=True)
class ReviewAnalysis:
    """What follows from the data of a review, each part computed once."""

    review_data: ReviewData

    @cached_property
    def review(self) -> Review:
        """The review that the API returns, of the same events."""
        review_data = self.review_data
        return review(
            review_data.period_events,
            review_data.areas,
            review_data.city,
            review_data.since,
            review_data.until,
            coverage=review_data.coverage,
        )

    @cached_property
    def drilldown(self) -> pd.DataFrame:
        """The reports behind each number."""
        return drilldown_table(self.review_data, self.review)

    @cached_property
    def report(self) -> ReviewReport:
        """:func:`build_review_report` of this data."""
        return build_review_report(self)

    @cached_property
    def figures(self) -> ReviewFigures:
        """What pages show of it, without the events."""
        listed = listed_reports(self.review_data, self.drilldown)
        return ReviewFigures(self.review_data.revision, self.report, self.review, listed)

    def reports(self, metric_key: MetricKey, start: int = 0, limit: int = 200) -> list[ReportRow]:
        """Return some of the reports behind a number."""
        return self.figures.reports(metric_key, start, limit)

    def count(self, metric_key: MetricKey) -> int:
        """Return the number itself."""
        return self.figures.count(metric_key)


def build_review_report(analysis: ReviewAnalysis) -> ReviewReport:
    """Return every number of ``/tinjauan`` as plain values."""
    review_data = analysis.review_data
    counts = _counts_part(analysis)
    rankings = _ranking_part(review_data)
    open_at_end = drilldown_rows(analysis.drilldown, MetricKey(Metric.CLOSING))
    return {
        **_period_part(review_data),
        **counts,
        **rankings,
        **assignees_part(analysis.review),
        "headline": headline(counts["flows"], rankings["ranking"], counts["counts"]),
        "oldest": oldest_open(review_data, open_at_end),
        "worst": most_overdue(review_data, open_at_end),
    }


def _period_part(review_data: ReviewData) -> PeriodPart:
    city, since, until = review_data.city, review_data.since, review_data.until
    return {
        "formula": FORMULA_VERSION,
        "city": {"code": city.code, "name": city.name, "timezone": city.timezone},
        "since": since,
        "until": until,
        "simulated": city.simulated,
        "first": review_data.coverage.first,  # before the first event nothing is known, and nothing is zero
        "weeks": week_edges(until, city.zone),
        "night": busiest_night(review_data.transitions, since, until, city.zone),
        "unknown_years": list(review_data.unknown_years),
    }


def _counts_part(analysis: ReviewAnalysis) -> CountsPart:
    review_data, counts = analysis.review_data, metric_counts(analysis.drilldown)
    return {
        "parents": parent_rows(review_data.parents),
        "categories": categories(counts, review_data.city),
        "counts": counts,
        "flows": balances(counts, review_data.parents),
    }


def _ranking_part(review_data: ReviewData) -> RankingPart:
    since, until = review_data.since, review_data.until
    ranking_rows, city_on_time = review_data.ranking(until)
    ranking_rows_before, city_on_time_before = review_data.ranking(since)
    return {
        "ranking": ranking_rows,
        "ranking_before": ranking_rows_before,
        "ranking_rule": ranking_rule_row(review_data.city.ranking, city_on_time),
        "city_on_time_before": city_on_time_before,
        "why": decompose_rate_change(
            review_data.rate_cases(since), review_data.rate_cases(until), review_data.parents.codes
        ),
    }


def assignees_part(review_of_period: Review) -> AssigneesPart:
    """Return times by assignee, closings and indicators of a review."""
    return {
        "holders": review_of_period.holders,
        "parents_holders": {row["code"] or "": row["holders"] for row in review_of_period.parents},
        "closings": review_of_period.closings,
        "signs": [
            {"sign": indicator["sign"], "known": indicator["known"], "count": indicator["count"]}
            for indicator in review_of_period.signs
        ],
        "signs_rule": review_of_period.signs_rule,
    }


def parent_rows(parents: Parents) -> list[CodeNameRow]:
    """Return the kecamatan in order of their codes, and last an empty row for reports in none."""
    pairs = zip(parents.codes, parents.names, strict=True)
    rows: list[CodeNameRow] = [{"code": code, "name": name} for code, name in pairs]
    return [*rows, {"code": "", "name": ""}]


def categories(counts_by_key: dict[str, int], city: City) -> list[CodeNameRow]:
    """Return the categories with any report of the period, the most received first."""
    metric_keys = [parse_metric_key(name) for name in counts_by_key]
    used = {
        key.detail
        for key in metric_keys
        if key.detail and key.parent is None and key.metric in _CATEGORY_METRICS
    }
    order = sorted(
        used, key=lambda code: (-counts_by_key.get(str(MetricKey(Metric.NEW, None, code)), 0), code)
    )
    return [{"code": code, "name": city.get_category(code).name} for code in order]


_CATEGORY_METRICS = (Metric.OPENING, Metric.NEW, Metric.CLOSED, Metric.CLOSING)


def balances(counts_by_key: dict[str, int], parents: Parents) -> list[BalanceRow]:
    """Return the balance of each kecamatan and, with code None, of the city."""
    codes: Sequence[str | None] = [row["code"] for row in parent_rows(parents)]
    rows: list[BalanceRow] = []
    for code in (*codes, None):
        flow = Flow(
            **{name: counts_by_key.get(str(MetricKey(Metric(name), code)), 0) for name in FLOW_COLUMNS}
        )
        rows.append({"code": code, "balances": flow.balances(), "change": flow.closing - flow.opening})
    return rows


def headline(
    balance_rows: list[BalanceRow], ranking_rows: list[RankingRow], counts_by_key: dict[str, int]
) -> HeadlineRow:
    """Return the main figures: the stock, the kecamatan by band, and the one with the largest change."""
    bands: dict[str, list[str]] = {}
    for row in ranking_rows:
        bands.setdefault(row["band"], []).append(row["name"])
    return {
        "opening": counts_by_key.get("opening", 0),
        "closing": counts_by_key.get("closing", 0),
        "new": counts_by_key.get("new", 0),
        "closed": counts_by_key.get("closed", 0),
        "overdue": counts_by_key.get("state:late", 0) + counts_by_key.get("state:very_late", 0),
        "bands": bands,
        "most": _largest_change(balance_rows, {row["code"]: row["name"] for row in ranking_rows}),
    }


def _largest_change(balance_rows: list[BalanceRow], names: dict[str, str]) -> LargestChangeRow | None:
    changes: list[LargestChangeRow] = [
        {"code": row["code"], "name": names[row["code"]], "change": row["change"]}
        for row in balance_rows
        if row["code"] in names
    ]
    return max(changes, key=lambda row: abs(row["change"]), default=None)
