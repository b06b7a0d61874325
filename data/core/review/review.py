"""The review of two moments: flow, times by assignee, closings and anomaly indicators."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any, cast

import pandas as pd

from data.core.config.city import City
from data.core.history import assignees
from data.core.history.coverage import HistoryCoverage, coverage_of
from data.core.history.evidence import closing_evidence
from data.core.history.facts import KEY
from data.core.history.places import NO_PARENT
from data.core.history.plain_values import plain_rows
from data.core.history.replay import WITHOUT_EVIDENCE, flow, flow_table
from data.core.history.rows import CityRow, FlowRow
from data.core.report.standing import EventKind
from data.core.review.anomaly_indicators import INDICATOR_COLUMNS, ReviewPeriod, all_indicators
from data.core.review.rows import (
    AnomalyRuleRow,
    AssigneeTimeRow,
    ClosingCountsRow,
    IndicatorReportRow,
    IndicatorRow,
    ParentFlowRow,
)
from data.core.snapshot.lists import NameLookup

# Indicators that need a field of HistoryCoverage, which not every store has.
REQUIRED_COVERAGE = {"closed_without_evidence": "evidence", "one_reporter": "reporters"}


@dataclass(frozen=True)
class Review:
    """Plain values only, ready for JSON. ``code`` None: reports in no area.

    ``unknown_years``: near years whose joint leave is not known; deadlines that depend on it are estimates.
    """

    city: CityRow
    since: datetime
    until: datetime
    flow: FlowRow
    parents: list[ParentFlowRow]
    holders: list[AssigneeTimeRow]
    closings: ClosingCountsRow
    signs: list[IndicatorRow]
    signs_rule: AnomalyRuleRow
    unknown_years: list[int]

    def as_dict(self) -> dict[str, Any]:
        """Return the review under its public names."""
        return {item.name: getattr(self, item.name) for item in fields(self)}


def review(
    events: pd.DataFrame,
    areas: pd.DataFrame,
    city: City,
    since: datetime,
    until: datetime,
    unknown_years: Sequence[int] = (),
    coverage: HistoryCoverage | None = None,
) -> Review:
    """Return the review of (``since``, ``until``].

    :param events: everything that occurred up to ``until``, in order of ``change``; with ``coverage``, only
        what the period depends on: its events, the earlier standings of their reports and of all open ones,
        and what is usual
    :param areas: ``AREA_COLUMNS``, the layer in use at ``until``
    :param unknown_years: near years, seen from ``until``, whose joint leave is not known yet
    :param coverage: of everything up to ``until``; None: ``events`` are everything
    """
    coverage = coverage or coverage_of(events)
    complete_events, period = with_known_evidence(events, coverage), ReviewPeriod(since, until, city.zone)
    assignments = assignees.assignment_spans(complete_events, since, until)
    return Review(
        city={"code": city.code, "name": city.name, "timezone": city.timezone},
        since=since,
        until=until,
        flow=cast(FlowRow, asdict(flow(complete_events, since, until))),
        parents=list(_parent_rows(complete_events, areas, assignments, period, coverage)),
        holders=assignee_rows(assignees.time_by_assignee(assignments)),
        closings=_closing_counts(complete_events, period),
        signs=list(_indicator_rows(complete_events, areas, city, period, coverage)),
        signs_rule=cast(AnomalyRuleRow, city.signs.model_dump()),
        unknown_years=list(unknown_years),
    )


def with_known_evidence(events: pd.DataFrame, coverage: HistoryCoverage | None = None) -> pd.DataFrame:
    """Return ``events`` with ``evidence`` unknown for sources that have never provided any.

    Such a source (Qlue's feed is one) does not report evidence, which is not the same as there being none.
    """
    evidence_sources = (coverage or coverage_of(events)).evidence
    return events.assign(
        evidence=events["evidence"].astype("float64").where(events["source"].isin(evidence_sources))
    )


def covers(coverage: HistoryCoverage, field: str) -> bool:
    """Return whether a field of the coverage is there, or the history is empty."""
    return coverage.first is None or bool(getattr(coverage, field))


def _parent_rows(
    events: pd.DataFrame,
    areas: pd.DataFrame,
    assignments: pd.DataFrame,
    period: ReviewPeriod,
    coverage: HistoryCoverage,
) -> Iterator[ParentFlowRow]:
    names = areas.drop_duplicates("parent").set_index("parent")["parent_name"]
    time_held = assignees.time_by_parent(assignments, areas)
    unknown = {} if covers(coverage, "evidence") else {WITHOUT_EVIDENCE: None}
    table = flow_table(events, areas, period.since, period.until)
    for row in plain_rows(table.rename_axis("place").reset_index()):
        code = row.pop("place")
        parent = {"code": code or None, "name": names.get(code) if code != NO_PARENT else None}
        holders = assignee_rows(time_held[time_held["parent"] == code])
        yield cast(ParentFlowRow, {**parent, **row, **unknown, "holders": holders})


def assignee_rows(table: pd.DataFrame) -> list[AssigneeTimeRow]:
    """Return assignees with the hours that they had reports, the longest first."""
    hours = table.assign(hours=table["held"].dt.total_seconds() / 3600).sort_values(
        ["held", "holder"], ascending=[False, True]
    )
    return cast(list[AssigneeTimeRow], plain_rows(hours[["holder", "hours", "reports"]]))


def _closing_counts(events: pd.DataFrame, period: ReviewPeriod) -> ClosingCountsRow:
    """Count ``closed = with_evidence + without_evidence + evidence_unknown``, and the reopened ones."""
    during = period.contains(events["occurred_at"])
    evidence = closing_evidence(events, period.until)[during & (events["kind"] == EventKind.CLOSED)]
    return {
        "closed": len(evidence),
        "with_evidence": int((evidence == 1).sum()),
        "without_evidence": int((evidence == 0).sum()),
        "evidence_unknown": int(evidence.isna().sum()),
        "reopened": int((during & (events["kind"] == EventKind.REOPENED)).sum()),
    }


def _indicator_rows(
    events: pd.DataFrame, areas: pd.DataFrame, city: City, period: ReviewPeriod, coverage: HistoryCoverage
) -> Iterator[IndicatorRow]:
    tables = all_indicators(events, areas, period, city.signs, coverage.first)
    return indicator_rows(tables, NameLookup(city, areas), coverage)


def indicator_rows(
    tables: Iterable[tuple[str, pd.DataFrame]], names: NameLookup, coverage: HistoryCoverage
) -> Iterator[IndicatorRow]:
    """Yield each indicator with its reports; ``known`` False where the data does not cover it.

    :param tables: from :func:`data.core.review.anomaly_indicators.all_indicators`
    """
    for name, table in tables:
        rows = zip(table.itertuples(index=False), plain_rows(table), strict=True)
        reports = [_report(row, values, names) for row, values in rows]
        count = len(table.drop_duplicates(list(KEY)))
        is_known = is_known_indicator(name, coverage)
        yield {"sign": name, "known": is_known, "count": count if is_known else None, "reports": reports}


def is_known_indicator(name: str, coverage: HistoryCoverage) -> bool:
    """Return whether the data covers what an indicator needs."""
    return name not in REQUIRED_COVERAGE or covers(coverage, REQUIRED_COVERAGE[name])


def _report(row: Any, values: dict[str, Any], names: NameLookup) -> IndicatorReportRow:
    """Return one report of an indicator; a sensitive one is placed by its parent area only."""
    figures = {name: value for name, value in values.items() if name not in (*INDICATOR_COLUMNS, "parent")}
    return {
        "source": values["source"],
        "service_request_id": values["service_request_id"],
        **names.category(row.service_code),
        **names.place(row),
        "at": values["at"],
        "figures": figures,
    }
