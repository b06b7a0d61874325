"""The recap: what came in and what was resolved in a stretch of time, per place, category, holder or time.

Everything is as it stood at the end of the span: what happens later changes no recap of before. How each
figure is counted: :mod:`data.core.recap.counts`.
"""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd

from data.core.config.city import City
from data.core.history.facts import KEY
from data.core.recap.counts import FLOW, OUTCOME, Transitions, build_transitions, span_counts
from data.core.recap.groups import ELSEWHERE, GroupBy, grouping, row_names, within_area
from data.core.recap.spans import CalendarUnit, TimeSpan, split_span

UNIT_BY_GROUPING = {
    GroupBy.DAY: CalendarUnit.DAY,
    GroupBy.WEEK: CalendarUnit.WEEK,
    GroupBy.MONTH: CalendarUnit.MONTH,
}


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


class UnknownAreaError(ValueError):
    """The area asked for is not in the layer."""


def recap(
    events: pd.DataFrame, areas: pd.DataFrame, city: City, span: TimeSpan, area: str | None = None,
    by: GroupBy = GroupBy.PARENT,
) -> Recap:  # fmt: skip
    """The recap of a span.

    :param events: in order of ``change``, ``EVENT_COLUMNS``: all of every report that moved in the span,
        was open before it or was closed after its beginning; others change nothing
    :param areas: ``AREA_COLUMNS``, the layer in use at the end of the span
    :param area: code of a kelurahan or kecamatan; None for the whole city
    :raises NoAreaError: no such area
    :raises ValueError: too many rows of time
    """
    area_info = None if area is None else _area_info(areas, area)
    past = events[events["occurred_at"] <= pd.Timestamp(span.until)]
    past = past.assign(report=past.groupby(list(KEY), sort=False).ngroup())
    in_area = within_area(past, areas, area)
    transitions = build_transitions(
        past, pd.Series("", index=past.index, dtype="str").where(in_area, ELSEWHERE)
    )
    total = span_counts(transitions, span)
    if by in UNIT_BY_GROUPING:
        table = _rows_over_time(transitions, span, by, city.zone)
        names = dict.fromkeys(table.index)
    else:
        group = grouping(past, areas, city, by, area)
        table = span_counts(build_transitions(past, group.label.where(in_area, ELSEWHERE)), span)
        names = row_names(group, table.index[table.any(axis=1)])
    return Recap(
        city={"code": city.code, "name": city.name, "timezone": city.timezone},
        since=span.after,
        until=span.until,
        area=area_info,
        by=by.value,
        simulated=city.simulated,
        rows=[{"key": key, "name": name, **_row(table, key)} for key, name in names.items()],
        total=_row(total, ""),
    )


def _area_info(areas: pd.DataFrame, area: str) -> dict[str, Any]:
    for code, name, level in (("parent", "parent_name", "parent"), ("code", "name", "area")):
        matches = areas[areas[code] == area]
        if len(matches):
            first = matches.iloc[0]
            return {"code": area, "name": first[name], "level": level, "parent_name": first["parent_name"]}
    raise UnknownAreaError(area)


def _rows_over_time(transitions: Transitions, span: TimeSpan, by: GroupBy, zone: ZoneInfo) -> pd.DataFrame:
    """A row for each part of the span."""
    rows = [
        span_counts(transitions, part, span).reindex([""], fill_value=0).set_axis([day.isoformat()])
        for day, part in split_span(span, UNIT_BY_GROUPING[by], zone)
    ]
    return pd.concat(rows)


def _row(table: pd.DataFrame, key: str) -> dict[str, Any]:
    """The plain figures of one group; true zeros where nothing was counted."""
    figures: dict[Any, Any] = table.loc[key].to_dict() if key in table.index else {}
    row: dict[str, Any] = {name: int(figures.get(name, 0)) for name in (*OUTCOME, *FLOW)}
    judged = row["resolved_on_time"] + row["resolved_late"] + row["overdue"]
    return {**row, "judged": judged, "on_time": row["resolved_on_time"] / judged if judged else None}
