"""The recap: what came in and what was resolved in a stretch of time, per place, category, holder or time.

Two kinds of figures, each by a definition that stands elsewhere already, so that nobody has to explain two
numbers:

- *outcome*, as the wall counts it: reports by where they lie at the end
  (:func:`data.core.history.counts.totals`), credited closings only, and the on-time rate of
  :mod:`data.core.rank.rates` over the span;
- *flow*, as the review counts it (:func:`data.core.history.replay.flow`): what happened, where it happened.

Everything is as it stood at the end of the span: what happens later changes no recap of before.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

import pandas as pd

from data.core.board.recap_groups import ELSEWHERE, By, Grouping, grouping, inside, rows_of
from data.core.board.spans import Span, Step, parts
from data.core.clock.sla import OVERDUE, Verdict
from data.core.config.city import City
from data.core.history.counts import credited, open_reports
from data.core.history.facts import KEY
from data.core.report.standing import Kind
from data.core.status import Status

OUTCOME = ("received", "resolved", "resolved_on_time", "resolved_late", "overdue")
FLOW = ("opening", "new", "reopened", "moved", "closed", "withdrawn", "closing")
ENTERING, LEAVING = (Kind.RECEIVED, Kind.REOPENED), (Kind.CLOSED, Kind.WITHDRAWN)
STEPS = {By.DAY: Step.DAY, By.WEEK: Step.WEEK, By.MONTH: Step.MONTH}


@dataclass(frozen=True)
class Recap:
    """Plain values only, ready for JSON. What lies in (``since``, ``until``] is counted.

    ``rows`` and ``total`` hold ``OUTCOME``, ``FLOW``, ``judged`` and ``on_time`` (a share; None without a
    judged report); a row also ``key`` and ``name``. ``opening + new + reopened + moved - closed - withdrawn =
    closing``.
    """

    city: dict[str, Any]
    since: datetime
    until: datetime
    area: dict[str, Any] | None
    by: str
    simulated: bool
    rows: list[dict[str, Any]]
    total: dict[str, Any]

    def as_dict(self) -> dict[str, Any]:
        """The recap under its public names."""
        return asdict(self)


class NoAreaError(ValueError):
    """The area asked for is not in the layer."""


def recap(
    events: pd.DataFrame, areas: pd.DataFrame, city: City, span: Span, area: str | None = None,
    by: By = By.PARENT,
) -> Recap:  # fmt: skip
    """The recap of a span.

    :param events: in order of ``change``, ``EVENT_COLUMNS``: all of every report that moved in the span,
        was open before it or was closed after its beginning; others change nothing
    :param areas: ``AREA_COLUMNS``, the layer in use at the end of the span
    :param area: code of a kelurahan or kecamatan; None for the whole city
    :raises NoAreaError: no such area
    :raises ValueError: too many rows of time
    """
    place = None if area is None else _place(areas, area)
    past = events[events["occurred_at"] <= pd.Timestamp(span.until)]
    past = past.assign(report=past.groupby(list(KEY), sort=False).ngroup())
    group = grouping(past, areas, city, by, area)
    here = inside(past, areas, area)
    table = _over_time(past, here, span, by, city) if by in STEPS else _by_group(past, here, group, span)
    names = rows_of(group, table.index) if by not in STEPS else dict.fromkeys(table.index)
    whole = _counted(past, pd.Series("", index=past.index, dtype="str").where(here, ELSEWHERE), span)
    return Recap(
        city={"code": city.code, "name": city.name, "timezone": city.timezone},
        since=span.after,
        until=span.until,
        area=place,
        by=by.value,
        simulated=city.simulated,
        rows=[{"key": key, "name": name, **_row(table, key)} for key, name in names.items()],
        total=_row(whole, ""),
    )


def _place(areas: pd.DataFrame, area: str) -> dict[str, Any]:
    for code, name, level in (("parent", "parent_name", "parent"), ("code", "name", "area")):
        found = areas[areas[code] == area]
        if len(found):
            first = found.iloc[0]
            return {"code": area, "name": first[name], "level": level, "parent_name": first["parent_name"]}
    raise NoAreaError(area)


def _by_group(past: pd.DataFrame, here: pd.Series, group: Grouping, span: Span) -> pd.DataFrame:
    return _counted(past, group.label.where(here, ELSEWHERE), span)


def _over_time(past: pd.DataFrame, here: pd.Series, span: Span, by: By, city: City) -> pd.DataFrame:
    """A row for each part. What came of the reports is as known at the end of the whole span, so that the
    parts add up to it; what was open, and late, is as it was at the end of each part.
    """
    label = pd.Series("", index=past.index, dtype="str").where(here, ELSEWHERE)
    last = _last(past, span.until).assign(label=label)
    rows = {}
    for day, part in parts(span, STEPS[by], city.zone):
        late = _overdue(_last(past, part.until).assign(label=label), part.until)
        found = pd.concat([_outcome(last, part), flow_of(past, label, part), late], axis=1)
        rows[day.isoformat()] = found.reindex([""]).fillna(0).iloc[0]
    return pd.DataFrame(rows).T


def _counted(past: pd.DataFrame, label: pd.Series, span: Span) -> pd.DataFrame:
    """All counts of each group, those elsewhere left out."""
    last = _last(past, span.until).assign(label=label)
    tables = [_outcome(last, span), _overdue(last, span.until), flow_of(past, label, span)]
    return pd.concat(tables, axis=1).fillna(0).drop(index=ELSEWHERE, errors="ignore")


def _last(past: pd.DataFrame, moment: datetime) -> pd.DataFrame:
    """Each report as it stood at a moment."""
    return past[past["occurred_at"] <= pd.Timestamp(moment)].drop_duplicates("report", keep="last")


def _outcome(last: pd.DataFrame, span: Span) -> pd.DataFrame:
    """Reports received, and those resolved: credited closings that still stood at the end."""
    done = credited(last)
    done = done[span.holds(done["closed_datetime"])]
    return _columns(
        {
            "received": last.loc[span.holds(last["received_at"]), "label"],
            "resolved": done["label"],
            "resolved_on_time": done.loc[done["verdict"] == Verdict.ON_TIME, "label"],
            "resolved_late": done.loc[done["verdict"] == Verdict.LATE, "label"],
        }
    )


def _overdue(last: pd.DataFrame, moment: datetime) -> pd.DataFrame:
    opened = open_reports(last, moment)
    return _columns({"overdue": opened.loc[opened["state"].isin(OVERDUE), "label"]})


def flow_of(past: pd.DataFrame, label: pd.Series, span: Span) -> pd.DataFrame:
    """Stock and flow of each group, ``FLOW``; ``moved``: what came from others less what went."""
    now = (past["status"] == Status.OPEN).astype(bool)
    before = now.groupby(past["report"], sort=False).shift(fill_value=False).astype(bool)
    came_from = label.groupby(past["report"], sort=False).shift().fillna(ELSEWHERE)
    moves, during, kind = came_from != label, span.holds(past["occurred_at"]), past["kind"]
    gained, lost = during & now & (~before | moves), during & before & (~now | moves)
    table = _columns(
        {
            "opening": _stock(past, now, label, span.after),
            "new": label[gained & (kind == Kind.RECEIVED)],
            "reopened": label[gained & (kind == Kind.REOPENED)],
            "closed": came_from[lost & (kind == Kind.CLOSED)],
            "withdrawn": came_from[lost & (kind == Kind.WITHDRAWN)],
            "closing": _stock(past, now, label, span.until),
            "moved_in": label[gained & ~kind.isin(ENTERING)],
            "moved_out": came_from[lost & ~kind.isin(LEAVING)],
        }
    )
    return table.assign(moved=table["moved_in"] - table["moved_out"])[list(FLOW)]


def _stock(past: pd.DataFrame, now: pd.Series, label: pd.Series, moment: datetime) -> pd.Series:
    standing = _last(past, moment).index
    return label.loc[standing][now.loc[standing]]


def _columns(labels: dict[str, pd.Series]) -> pd.DataFrame:
    return pd.DataFrame({name: _number(found) for name, found in labels.items()}).fillna(0)


def _number(labels: Iterable[str]) -> pd.Series:
    return pd.Series(labels).value_counts()


def _row(table: pd.DataFrame, key: str) -> dict[str, Any]:
    """The plain figures of one group; true zeros where nothing was counted."""
    found: dict[Any, Any] = table.loc[key].to_dict() if key in table.index else {}
    row: dict[str, Any] = {name: int(found.get(name, 0)) for name in (*OUTCOME, *FLOW)}
    judged = row["resolved_on_time"] + row["resolved_late"] + row["overdue"]
    return {**row, "judged": judged, "on_time": row["resolved_on_time"] / judged if judged else None}
