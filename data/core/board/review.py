"""The supervision review: what moved between two moments, who held what, and where to look twice."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

import pandas as pd

from data.core.board import holders
from data.core.board.lines import Names
from data.core.board.signs import SIGN_COLUMNS, Period, all_signs
from data.core.config.city import City
from data.core.history.evidence import evidenced
from data.core.history.facts import KEY
from data.core.history.places import NOWHERE
from data.core.history.replay import WITHOUT_EVIDENCE, flow, flow_table
from data.core.report.standing import Kind

NEEDS = {"closed_without_evidence": "evidence", "one_reporter": "reporter"}  # what not every store tells


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
) -> Review:
    """What happened in (``since``, ``until``].

    :param events: everything that occurred up to ``until``, in order of ``change``
    :param areas: ``AREA_COLUMNS``, the layer in use at ``until``
    :param unknown_years: near years, seen from ``until``, whose joint leave is not known yet
    """
    known, period = complete(events), Period(since, until, city.zone)
    spans = holders.spans(known, since, until)
    return Review(
        city={"code": city.code, "name": city.name, "timezone": city.timezone},
        since=since,
        until=until,
        flow=asdict(flow(known, since, until)),
        parents=list(_parents(known, areas, spans, since, until)),
        holders=_held(holders.whole_city(spans)),
        closings=_closings(known, period),
        signs=list(_signs(known, areas, city, period)),
        signs_rule=city.signs.model_dump(),
        unknown_years=list(unknown_years),
    )


def complete(events: pd.DataFrame) -> pd.DataFrame:
    """``events`` with ``evidence`` unknown for sources that have never shown any.

    Such a source (Qlue's feed is one) does not tell of evidence, which is not the same as there being none.
    """
    evidence = events["evidence"].astype("float64")
    shows = evidence.groupby(events["source"], sort=False).transform("max") > 0
    return events.assign(evidence=evidence.where(shows))


def _told(events: pd.DataFrame, column: str) -> bool:
    return events.empty or bool(events[column].notna().any())


def _parents(
    events: pd.DataFrame, areas: pd.DataFrame, spans: pd.DataFrame, since: datetime, until: datetime
) -> Iterator[dict[str, Any]]:
    names = areas.drop_duplicates("parent").set_index("parent")["parent_name"]
    held = holders.per_parent(spans, areas)
    unknown = {} if _told(events, "evidence") else {WITHOUT_EVIDENCE: None}
    for row in plain(flow_table(events, areas, since, until).rename_axis("place").reset_index()):
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
    shown = evidenced(events, period.until)[during & (events["kind"] == Kind.CLOSED)]
    return {
        "closed": len(shown),
        "with_evidence": int((shown == 1).sum()),
        "without_evidence": int((shown == 0).sum()),
        "evidence_unknown": int(shown.isna().sum()),
        "reopened": int((during & (events["kind"] == Kind.REOPENED)).sum()),
    }


def _signs(events: pd.DataFrame, areas: pd.DataFrame, city: City, period: Period) -> Iterator[dict[str, Any]]:
    """Each sign with its reports; ``known`` False where the events do not tell what it looks at."""
    names = Names(city, areas)
    for sign, found in all_signs(events, areas, period, city.signs):
        rows = zip(found.itertuples(index=False), plain(found), strict=True)
        reports = [_report(row, values, names) for row, values in rows]
        count = len(found.drop_duplicates(list(KEY)))
        known = sign not in NEEDS or _told(events, NEEDS[sign])
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
