"""The review as a screen shows it: every number of ``/tinjauan`` as one plain value, fit to be frozen."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from data.core.history.replay import FLOW_COLUMNS, Flow
from data.core.ranking.rate_change import decompose_rate_change
from data.core.review.drilldown import drilldown_rows, drilldown_table, metric_counts
from data.core.review.metric_key import Metric, MetricKey, parse_metric_key
from data.core.review.report_rows import metric_report_rows, most_overdue, oldest_open
from data.core.review.review import Review, review
from data.core.review.review_data import ReviewData
from data.core.review.stock_flow import week_edges
from data.core.review.timeline import busiest_night

FORMULA_VERSION = "1"  # raised whenever a formula behind these figures changes what it gives


@dataclass(frozen=True)
class ReviewAnalysis:
    """One dossier with everything that follows from it, each part made once."""

    review_data: ReviewData

    @cached_property
    def review(self) -> Review:
        """The review of the API, of the same events."""
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
    def sheet(self) -> dict[str, Any]:
        """:func:`sheet` of this reading."""
        return build_sheet(self)

    def reports(self, metric_key: MetricKey, start: int = 0, limit: int = 200) -> list[dict[str, Any]]:
        """The reports of a number, described."""
        return metric_report_rows(
            self.review_data, drilldown_rows(self.drilldown, metric_key), metric_key, start, limit
        )

    def count(self, metric_key: MetricKey) -> int:
        """The number itself."""
        return len(drilldown_rows(self.drilldown, metric_key))


def build_sheet(analysis: ReviewAnalysis) -> dict[str, Any]:
    """Plain values only. ``counts`` holds every number that is not zero, by the name of its cell."""
    review_data, counts_by_key = analysis.review_data, metric_counts(analysis.drilldown)
    ranking_rows, city_on_time = review_data.ranking(review_data.until)
    ranking_rows_before, city_on_time_before = review_data.ranking(review_data.since)
    flows = _flows(counts_by_key, review_data)
    stock = drilldown_rows(analysis.drilldown, MetricKey(Metric.CLOSING))
    return {
        "formula": FORMULA_VERSION,
        "city": {
            "code": review_data.city.code,
            "name": review_data.city.name,
            "timezone": review_data.city.timezone,
        },
        "since": review_data.since,
        "until": review_data.until,
        "simulated": review_data.city.simulated,
        "first": review_data.coverage.first,  # before the first report of all, nothing is known and nothing is zero
        "parents": _parents(review_data),
        "categories": _categories(counts_by_key, review_data),
        "counts": counts_by_key,
        "flows": flows,
        "headline": headline(flows, ranking_rows, counts_by_key),
        "ranking": ranking_rows,
        "ranking_before": ranking_rows_before,
        "ranking_rule": {**review_data.city.ranking.model_dump(), "city_on_time": city_on_time},
        "city_on_time_before": city_on_time_before,
        "why": decompose_rate_change(
            review_data.rate_cases(review_data.since),
            review_data.rate_cases(review_data.until),
            review_data.parents.codes,
        ),
        "weeks": week_edges(review_data.until, review_data.city.zone),
        "holders": analysis.review.holders,
        "parents_holders": {row["code"] or "": row["holders"] for row in analysis.review.parents},
        "closings": analysis.review.closings,
        "signs": [
            {name: sign[name] for name in ("sign", "known", "count")} for sign in analysis.review.signs
        ],
        "signs_rule": analysis.review.signs_rule,
        "oldest": oldest_open(review_data, stock),
        "worst": most_overdue(review_data, stock),
        "night": busiest_night(
            review_data.transitions, review_data.since, review_data.until, review_data.city.zone
        ),
        "unknown_years": list(review_data.unknown_years),
    }


def _parents(review_data: ReviewData) -> list[dict[str, str]]:
    """The kecamatan in order of their codes, and last those that lie in none (no name)."""
    pairs = zip(review_data.parents.codes, review_data.parents.names, strict=True)
    return [*({"code": code, "name": name} for code, name in pairs), {"code": "", "name": ""}]


def _categories(counts_by_key: dict[str, int], review_data: ReviewData) -> list[dict[str, str]]:
    """The categories that anything of the period has, the most received first."""
    metric_keys = [parse_metric_key(name) for name in counts_by_key]
    used = {c.detail for c in metric_keys if c.detail and c.parent is None and c.metric in _CATEGORY_METRICS}
    order = sorted(
        used, key=lambda code: (-counts_by_key.get(str(MetricKey(Metric.NEW, None, code)), 0), code)
    )
    return [{"code": code, "name": review_data.city.get_category(code).name} for code in order]


_CATEGORY_METRICS = (Metric.OPENING, Metric.NEW, Metric.CLOSED, Metric.CLOSING)


def _flows(counts_by_key: dict[str, int], review_data: ReviewData) -> list[dict[str, Any]]:
    """The balance of each kecamatan and, with code None, the sum of all; whether it holds is checked here."""
    codes: Sequence[str | None] = [row["code"] for row in _parents(review_data)]
    rows = []
    for code in (*codes, None):
        flow = Flow(
            **{name: counts_by_key.get(str(MetricKey(Metric(name), code)), 0) for name in FLOW_COLUMNS}
        )
        rows.append({"code": code, "balances": flow.balances(), "change": flow.closing - flow.opening})
    return rows


def headline(
    flows: list[dict[str, Any]], ranking_rows: list[dict[str, Any]], counts_by_key: dict[str, int]
) -> dict[str, Any]:
    """What matters first: how the stock moved, who is clearly below or above, and where it moved most."""
    bands: dict[str, list[str]] = {}
    for row in ranking_rows:
        bands.setdefault(row["band"], []).append(row["name"])
    names = {row["code"]: row["name"] for row in ranking_rows}
    parent_flows = [row for row in flows if row["code"] in names]
    largest_change = max(parent_flows, key=lambda row: abs(row["change"]), default=None)
    return {
        "opening": counts_by_key.get("opening", 0),
        "closing": counts_by_key.get("closing", 0),
        "new": counts_by_key.get("new", 0),
        "closed": counts_by_key.get("closed", 0),
        "overdue": counts_by_key.get("state:late", 0) + counts_by_key.get("state:very_late", 0),
        "bands": bands,
        "most": largest_change
        and {
            "code": largest_change["code"],
            "name": names[largest_change["code"]],
            "change": largest_change["change"],
        },
    }
