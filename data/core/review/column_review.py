"""A review by columns: every number of ``/tinjauan``, equal to those of :class:`ReviewAnalysis`."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from typing import cast

import numpy as np

from data.core.columns.event_columns import RowNumbers
from data.core.history.replay import FLOW_COLUMNS, WITHOUT_EVIDENCE
from data.core.history.rows import FlowRow
from data.core.moments import from_micros
from data.core.ranking.ranking import ranking_rule_row
from data.core.ranking.rate_change import CategoryCounts, decompose_counts
from data.core.report.standing import EventKind
from data.core.review.column_assignees import AssignmentSpans, assignment_spans
from data.core.review.column_data import ColumnData, MetricRows
from data.core.review.column_flow import FLOW_METRICS, city_flow, evidence_of
from data.core.review.column_indicator_rows import indicator_outline, listed_indicators
from data.core.review.column_indicators import all_indicator_tables
from data.core.review.column_lists import top_oldest, top_overdue
from data.core.review.column_parts import IndicatorTables, counts_by_metric_key
from data.core.review.column_standings import judged_part, ranking_at
from data.core.review.metric_key import Metric, MetricKey
from data.core.review.review import Review, assignee_rows, covers
from data.core.review.review_report import (
    FORMULA_VERSION,
    assignees_part,
    balances,
    categories,
    headline,
    parent_rows,
)
from data.core.review.rows import (
    AnomalyRuleRow,
    ClosingCountsRow,
    CountsPart,
    ParentFlowRow,
    PeriodPart,
    RankingPart,
    ReviewReport,
)
from data.core.review.stock_flow import week_edges
from data.core.review.timeline import busiest_night_of


@dataclass(frozen=True)
class ColumnReview:
    """What follows from the columns of a review, each part computed once."""

    data: ColumnData

    @cached_property
    def tables(self) -> IndicatorTables:
        """The anomaly indicators by name."""
        return dict(all_indicator_tables(self.data))

    @cached_property
    def counts(self) -> dict[str, int]:
        """The numbers that are not zero, by metric key."""
        others = [metric for metric in Metric if metric not in FLOW_METRICS]
        return {**self._flow_counts, **counts_by_metric_key(self.data, self.tables, others)}

    @cached_property
    def _flow_counts(self) -> dict[str, int]:
        return counts_by_metric_key(self.data, {}, FLOW_METRICS)

    @cached_property
    def outline(self) -> Review:
        """The review of the API, its indicators without their reports."""
        data = self.data
        return Review(
            city={"code": data.city.code, "name": data.city.name, "timezone": data.city.timezone},
            since=data.since,
            until=data.until,
            flow=cast(FlowRow, asdict(city_flow(data))),
            parents=list(self._parent_rows()),
            holders=assignee_rows(self._spans.by_city),
            closings=self._closings(),
            signs=[indicator_outline(data, name, table) for name, table in self.tables.items()],
            signs_rule=cast(AnomalyRuleRow, data.city.signs.model_dump()),
            unknown_years=list(data.unknown_years),
        )

    @cached_property
    def review(self) -> Review:
        """The review of the API."""
        return replace(self.outline, signs=list(listed_indicators(self.data, self.tables)))

    @cached_property
    def report(self) -> ReviewReport:
        """Every number of ``/tinjauan`` as plain values."""
        counts, rankings = self._counts_part(), self._ranking_part()
        opened = self.data.columns.open_at(self.data.end)
        return {
            **self._period_part(),
            **counts,
            **rankings,
            **assignees_part(self.outline),
            "headline": headline(counts["flows"], rankings["ranking"], counts["counts"]),
            "oldest": top_oldest(self.data, opened),
            "worst": top_overdue(self.data, opened),
        }

    def _period_part(self) -> PeriodPart:
        data, city = self.data, self.data.city
        received = from_micros(data.columns.occurred_at[data.kind_during(EventKind.RECEIVED)])
        return {
            "formula": FORMULA_VERSION,
            "city": {"code": city.code, "name": city.name, "timezone": city.timezone},
            "since": data.since,
            "until": data.until,
            "simulated": city.simulated,
            "first": data.coverage.first,
            "weeks": week_edges(data.until, city.zone),
            "night": busiest_night_of(received, data.since, data.until, city.zone),
            "unknown_years": list(data.unknown_years),
        }

    def _counts_part(self) -> CountsPart:
        return {
            "parents": parent_rows(self.data.parents),
            "categories": categories(self.counts, self.data.city),
            "counts": self.counts,
            "flows": balances(self.counts, self.data.parents),
        }

    def _ranking_part(self) -> RankingPart:
        data = self.data
        ranking_rows, city_on_time = ranking_at(data, data.until)
        rows_before, city_on_time_before = ranking_at(data, data.since)
        before, now = (self._case_counts(judged_part(data, moment)) for moment in (data.since, data.until))
        categories_used = data.columns.service_code.labels
        return {
            "ranking": ranking_rows,
            "ranking_before": rows_before,
            "ranking_rule": ranking_rule_row(data.city.ranking, city_on_time),
            "city_on_time_before": city_on_time_before,
            "why": decompose_counts(before, now, data.parents.codes, categories_used),
        }

    def _case_counts(self, part: MetricRows) -> CategoryCounts:
        width = len(self.data.columns.service_code.labels)
        cell = part.parent * width + self.data.columns.service_code.codes[part.rows]
        shape = (len(self.data.parents) + 1, width)
        n, hits = (np.bincount(cells, minlength=shape[0] * width) for cells in (cell, cell[part.detail == 0]))
        return CategoryCounts(hits.reshape(shape), n.reshape(shape))

    @cached_property
    def _spans(self) -> AssignmentSpans:
        return assignment_spans(self.data)

    def _parent_rows(self) -> Iterator[ParentFlowRow]:
        data, evidence_unknown = self.data, not covers(self.data.coverage, "evidence")
        names = dict(zip(data.parents.codes, data.parents.names, strict=True))
        held, unknown = self._spans.by_parent, {WITHOUT_EVIDENCE: None}
        without = self._closings_without_evidence()
        for code in [*data.areas["parent"].drop_duplicates(), ""]:
            position = data.parents.codes.index(code) if code else len(data.parents)
            figures = {**self._flow_of(code), WITHOUT_EVIDENCE: int(without[position])}
            holders = assignee_rows(held[held["parent"] == position].drop(columns="parent"))
            row = {"code": code or None, "name": names.get(code), **figures}
            yield cast(ParentFlowRow, {**row, **(unknown if evidence_unknown else {}), "holders": holders})

    def _flow_of(self, code: str) -> dict[str, int]:
        return {name: self._flow_counts.get(str(MetricKey(Metric(name), code)), 0) for name in FLOW_COLUMNS}

    def _closings_without_evidence(self) -> np.ndarray:
        data, closings = self.data, self._closing_rows
        lost = closings[data.columns.was_open(closings) & self._leaves(closings)]
        without = lost[evidence_of(data, lost) == 0]
        return np.bincount(data.parents_before(without), minlength=len(data.parents) + 1)

    def _leaves(self, rows: RowNumbers) -> np.ndarray:
        moves = self.data.parents_of(rows) != self.data.parents_before(rows)
        return np.asarray(~self.data.columns.is_open[rows] | moves, dtype=np.bool_)

    @cached_property
    def _closing_rows(self) -> RowNumbers:
        return self.data.kind_during(EventKind.CLOSED)

    def _closings(self) -> ClosingCountsRow:
        evidence = evidence_of(self.data, self._closing_rows)
        return {
            "closed": len(evidence),
            "with_evidence": int((evidence == 1).sum()),
            "without_evidence": int((evidence == 0).sum()),
            "evidence_unknown": int(np.isnan(evidence).sum()),
            "reopened": len(self.data.kind_during(EventKind.REOPENED)),
        }
