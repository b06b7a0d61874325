"""The supervision review: what moved between two moments, who held what, and where to look twice."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

import pandas as pd

from data.core.config.city import City
from data.core.history import assignees
from data.core.history.coverage import HistoryCoverage, coverage_of
from data.core.history.evidence import closing_evidence
from data.core.history.facts import KEY
from data.core.history.places import NO_PARENT
from data.core.history.replay import WITHOUT_EVIDENCE, flow, flow_table
from data.core.report.standing import EventKind
from data.core.review.anomaly_indicators import INDICATOR_COLUMNS, ReviewPeriod, all_indicators
from data.core.snapshot.lists import NameLookup

REQUIRED_COVERAGE = {
    "closed_without_evidence": "evidence",
    "one_reporter": "reporters",
}  # what not every store tells


@dataclass(frozen=True)
class Review:
    """Plain values only, ready for JSON. ``code`` None: reports that lie in no area.

    ``unknown_years``: near years whose *cuti bersama* is not known; deadlines that count it are estimates.
    """

    city: dict[str, Any]
    since: datetime
    until: datetime
    flow: dict[str, Any]
    parents: list[dict[str, Any]]
    holders: list[dict[str, Any]]
    closings: dict[str, int]
    signs: list[dict[str, Any]]
    signs_rule: dict[str, Any]
    unknown_years: list[int]

    def as_dict(self) -> dict[str, Any]:
        """The review under its public names."""
        return asdict(self)


def review(
    events: pd.DataFrame,
    areas: pd.DataFrame,
    city: City,
    since: datetime,
    until: datetime,
    unknown_years: Sequence[int] = (),
    coverage: HistoryCoverage | None = None,
) -> Review:
    """What happened in (``since``, ``until``].

    :param events: everything that occurred up to ``until``, in order of ``change``; with ``told``, only
        what the period rests on: its events, how their reports and all open ones stood before, what is usual
    :param areas: ``AREA_COLUMNS``, the layer in use at ``until``
    :param unknown_years: near years, seen from ``until``, whose joint leave is not known yet
    :param told: what everything up to ``until`` tells of; none: ``events`` are everything
    """
    coverage = coverage or coverage_of(events)
    complete_events, period = with_known_evidence(events, coverage), ReviewPeriod(since, until, city.zone)
    assignments = assignees.assignment_spans(complete_events, since, until)
    return Review(
        city={"code": city.code, "name": city.name, "timezone": city.timezone},
        since=since,
        until=until,
        flow=asdict(flow(complete_events, since, until)),
        parents=list(_parent_rows(complete_events, areas, assignments, period, coverage)),
        holders=_assignee_rows(assignees.time_by_assignee(assignments)),
        closings=_closing_counts(complete_events, period),
        signs=list(_indicator_rows(complete_events, areas, city, period, coverage)),
        signs_rule=city.signs.model_dump(),
        unknown_years=list(unknown_years),
    )


def with_known_evidence(events: pd.DataFrame, coverage: HistoryCoverage | None = None) -> pd.DataFrame:
    """``events`` with ``evidence`` unknown for sources that have never shown any.

    Such a source (Qlue's feed is one) does not tell of evidence, which is not the same as there being none.
    """
    evidence_sources = (coverage or coverage_of(events)).evidence
    return events.assign(
        evidence=events["evidence"].astype("float64").where(events["source"].isin(evidence_sources))
    )


def _covers(coverage: HistoryCoverage, field: str) -> bool:
    return coverage.first is None or bool(getattr(coverage, field))


def _parent_rows(
    events: pd.DataFrame,
    areas: pd.DataFrame,
    assignments: pd.DataFrame,
    period: ReviewPeriod,
    coverage: HistoryCoverage,
) -> Iterator[dict[str, Any]]:
    names = areas.drop_duplicates("parent").set_index("parent")["parent_name"]
    time_held = assignees.time_by_parent(assignments, areas)
    unknown = {} if _covers(coverage, "evidence") else {WITHOUT_EVIDENCE: None}
    table = flow_table(events, areas, period.since, period.until)
    for row in plain_rows(table.rename_axis("place").reset_index()):
        code = row.pop("place")
        parent = {"code": code or None, "name": names.get(code) if code != NO_PARENT else None}
        yield {**parent, **row, **unknown, "holders": _assignee_rows(time_held[time_held["parent"] == code])}


def _assignee_rows(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Holders with the hours they held reports, the longest first."""
    hours = table.assign(hours=table["held"].dt.total_seconds() / 3600).sort_values(
        ["held", "holder"], ascending=[False, True]
    )
    return plain_rows(hours[["holder", "hours", "reports"]])


def _closing_counts(events: pd.DataFrame, period: ReviewPeriod) -> dict[str, int]:
    """``closed = with_evidence + without_evidence + evidence_unknown``, and how many were opened again."""
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
) -> Iterator[dict[str, Any]]:
    """Each sign with its reports; ``known`` False where the events do not tell what it looks at."""
    names = NameLookup(city, areas)
    for sign, table in all_indicators(events, areas, period, city.signs, coverage.first):
        rows = zip(table.itertuples(index=False), plain_rows(table), strict=True)
        reports = [_report(row, values, names) for row, values in rows]
        count = len(table.drop_duplicates(list(KEY)))
        is_known = sign not in REQUIRED_COVERAGE or _covers(coverage, REQUIRED_COVERAGE[sign])
        yield {"sign": sign, "known": is_known, "count": count if is_known else None, "reports": reports}


def _report(row: Any, values: dict[str, Any], names: NameLookup) -> dict[str, Any]:
    """One report of a sign; a sensitive one is placed by its parent area only, as everywhere."""
    figures = {name: value for name, value in values.items() if name not in (*INDICATOR_COLUMNS, "parent")}
    return {
        "source": values["source"],
        "service_request_id": values["service_request_id"],
        **names.category(row.service_code),
        **names.place(row),
        "at": values["at"],
        "figures": figures,
    }


def plain_rows(table: pd.DataFrame) -> list[dict[str, Any]]:
    """A frame's rows as plain Python values; missing ones are None."""
    rows = table.itertuples(index=False, name=None)
    return [
        {name: _plain_value(value) for name, value in zip(table.columns, row, strict=True)} for row in rows
    ]


def _plain_value(value: Any) -> Any:
    # Numbers are Python's already: a frame's rows give them so.
    if pd.isna(value):
        return None
    if isinstance(value, pd.Timestamp):
        return value.to_pydatetime()
    return value
