"""The supervision review: what moved between two moments, who held what, and where to look twice."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

import pandas as pd

from data.core.config.city import City
from data.core.history import assignees
from data.core.history.coverage import Told, told_by
from data.core.history.evidence import evidenced
from data.core.history.facts import KEY
from data.core.history.places import NOWHERE
from data.core.history.replay import WITHOUT_EVIDENCE, flow, flow_table
from data.core.report.standing import EventKind
from data.core.review.anomaly_indicators import SIGN_COLUMNS, Period, all_signs
from data.core.snapshot.lists import Names

NEEDS = {"closed_without_evidence": "evidence", "one_reporter": "reporters"}  # what not every store tells


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
    told: Told | None = None,
) -> Review:
    """What happened in (``since``, ``until``].

    :param events: everything that occurred up to ``until``, in order of ``change``; with ``told``, only
        what the period rests on: its events, how their reports and all open ones stood before, what is usual
    :param areas: ``AREA_COLUMNS``, the layer in use at ``until``
    :param unknown_years: near years, seen from ``until``, whose joint leave is not known yet
    :param told: what everything up to ``until`` tells of; none: ``events`` are everything
    """
    told = told or told_by(events)
    known, period = complete(events, told), Period(since, until, city.zone)
    spans = assignees.spans(known, since, until)
    return Review(
        city={"code": city.code, "name": city.name, "timezone": city.timezone},
        since=since,
        until=until,
        flow=asdict(flow(known, since, until)),
        parents=list(_parents(known, areas, spans, period, told)),
        holders=_held(assignees.whole_city(spans)),
        closings=_closings(known, period),
        signs=list(_signs(known, areas, city, period, told)),
        signs_rule=city.signs.model_dump(),
        unknown_years=list(unknown_years),
    )


def complete(events: pd.DataFrame, told: Told | None = None) -> pd.DataFrame:
    """``events`` with ``evidence`` unknown for sources that have never shown any.

    Such a source (Qlue's feed is one) does not tell of evidence, which is not the same as there being none.
    """
    shows = (told or told_by(events)).evidence
    return events.assign(evidence=events["evidence"].astype("float64").where(events["source"].isin(shows)))


def _tells(told: Told, what: str) -> bool:
    return told.first is None or bool(getattr(told, what))


def _parents(
    events: pd.DataFrame, areas: pd.DataFrame, spans: pd.DataFrame, period: Period, told: Told
) -> Iterator[dict[str, Any]]:
    names = areas.drop_duplicates("parent").set_index("parent")["parent_name"]
    held = assignees.per_parent(spans, areas)
    unknown = {} if _tells(told, "evidence") else {WITHOUT_EVIDENCE: None}
    table = flow_table(events, areas, period.since, period.until)
    for row in plain(table.rename_axis("place").reset_index()):
        code = row.pop("place")
        who = {"code": code or None, "name": names.get(code) if code != NOWHERE else None}
        yield {**who, **row, **unknown, "holders": _held(held[held["parent"] == code])}


def _held(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Holders with the hours they held reports, the longest first."""
    hours = table.assign(hours=table["held"].dt.total_seconds() / 3600).sort_values(
        ["held", "holder"], ascending=[False, True]
    )
    return plain(hours[["holder", "hours", "reports"]])


def _closings(events: pd.DataFrame, period: Period) -> dict[str, int]:
    """``closed = with_evidence + without_evidence + evidence_unknown``, and how many were opened again."""
    during = period.holds(events["occurred_at"])
    shown = evidenced(events, period.until)[during & (events["kind"] == EventKind.CLOSED)]
    return {
        "closed": len(shown),
        "with_evidence": int((shown == 1).sum()),
        "without_evidence": int((shown == 0).sum()),
        "evidence_unknown": int(shown.isna().sum()),
        "reopened": int((during & (events["kind"] == EventKind.REOPENED)).sum()),
    }


def _signs(
    events: pd.DataFrame, areas: pd.DataFrame, city: City, period: Period, told: Told
) -> Iterator[dict[str, Any]]:
    """Each sign with its reports; ``known`` False where the events do not tell what it looks at."""
    names = Names(city, areas)
    for sign, found in all_signs(events, areas, period, city.signs, told.first):
        rows = zip(found.itertuples(index=False), plain(found), strict=True)
        reports = [_report(row, values, names) for row, values in rows]
        count = len(found.drop_duplicates(list(KEY)))
        known = sign not in NEEDS or _tells(told, NEEDS[sign])
        yield {"sign": sign, "known": known, "count": count if known else None, "reports": reports}


def _report(row: Any, values: dict[str, Any], names: Names) -> dict[str, Any]:
    """One report of a sign; a sensitive one is placed by its parent area only, as everywhere."""
    figures = {name: value for name, value in values.items() if name not in (*SIGN_COLUMNS, "parent")}
    return {
        "source": values["source"],
        "service_request_id": values["service_request_id"],
        **names.category(row.service_code),
        **names.place(row),
        "at": values["at"],
        "figures": figures,
    }


def plain(table: pd.DataFrame) -> list[dict[str, Any]]:
    """A frame's rows as plain Python values; missing ones are None."""
    rows = table.itertuples(index=False, name=None)
    return [{name: _plain(value) for name, value in zip(table.columns, row, strict=True)} for row in rows]


def _plain(value: Any) -> Any:
    # Numbers are Python's already: a frame's rows give them so.
    if pd.isna(value):
        return None
    if isinstance(value, pd.Timestamp):
        return value.to_pydatetime()
    return value
