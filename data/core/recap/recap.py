"""The recap: reports received and resolved in a span of time, by area, category, assignee or time.

Everything is as it stood at the end of the span: later events change no earlier recap. How each figure is
counted: :mod:`data.core.recap.counts`.
"""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, cast
from zoneinfo import ZoneInfo

import pandas as pd

from data.core.config.city import City
from data.core.history.facts import KEY
from data.core.history.rows import CityRow
from data.core.recap.counts import FLOW, OUTCOME, Transitions, build_transitions, span_counts
from data.core.recap.group_by import GroupBy
from data.core.recap.groups import ELSEWHERE, grouping, row_names, within_area
from data.core.recap.rows import RecapAreaRow, RecapFiguresRow, RecapGroupRow
from data.core.recap.spans import CalendarUnit, TimeSpan, split_span

UNIT_BY_GROUPING = {
    GroupBy.DAY: CalendarUnit.DAY,
    GroupBy.WEEK: CalendarUnit.WEEK,
    GroupBy.MONTH: CalendarUnit.MONTH,
}


@dataclass(frozen=True)
class Recap:
    """Plain values only, ready for JSON; counts (``since``, ``until``].

    ``rows`` and ``total`` hold ``OUTCOME``, ``FLOW``, ``judged`` and ``on_time`` (a share; None without a
    judged report); a row also ``key`` and ``name``. ``opening + new + reopened + moved - closed - withdrawn =
    closing``.
    """

    city: CityRow
    since: datetime
    until: datetime
    area: RecapAreaRow | None
    by: str
    simulated: bool
    rows: list[RecapGroupRow]
    total: RecapFiguresRow

    def as_dict(self) -> dict[str, Any]:
        """Return the recap under its public names."""
        return asdict(self)


class UnknownAreaError(ValueError):
    """The requested area is not in the layer."""


def recap(
    events: pd.DataFrame,
    areas: pd.DataFrame,
    city: City,
    span: TimeSpan,
    area: str | None = None,
    by: GroupBy = GroupBy.PARENT,
) -> Recap:
    """Return the recap of a span.

    :param events: in order of ``change``, ``EVENT_COLUMNS``: all events of every report that has an event in
        the span, was open before it or was closed after its beginning; others change nothing
    :param areas: ``AREA_COLUMNS``, the layer in use at the end of the span
    :param area: code of a kelurahan or kecamatan; None for the whole city
    :raises UnknownAreaError: the layer has no such area
    :raises ValueError: more than :data:`data.core.recap.spans.MAX_PARTS` rows by time
    """
    place = None if area is None else area_info(areas, area)
    past = events[events["occurred_at"] <= pd.Timestamp(span.until)]
    past = past.assign(report=past.groupby(list(KEY), sort=False).ngroup())
    in_area = within_area(past, areas, area)
    single_group = pd.Series("", index=past.index, dtype="str")
    transitions = build_transitions(past, single_group.where(in_area, ELSEWHERE))
    if by in UNIT_BY_GROUPING:
        table = _rows_over_time(transitions, span, by, city.zone)
        names: dict[str, str | None] = dict.fromkeys(table.index)
    else:
        group = grouping(past, areas, city, by, area)
        table = span_counts(build_transitions(past, group.label.where(in_area, ELSEWHERE)), span)
        names = row_names(group, table.index[table.any(axis=1)])
    return assembled_recap(city, span, place, by, (table, names), span_counts(transitions, span))


def assembled_recap(
    city: City,
    span: TimeSpan,
    place: RecapAreaRow | None,
    by: GroupBy,
    groups: tuple[pd.DataFrame, dict[str, str | None]],
    total: pd.DataFrame,
) -> Recap:
    """Return a recap of its counts.

    :param groups: ``OUTCOME`` and ``FLOW`` by key, and the name of each key that has a row
    :param total: the same of all, under the key ``""``
    """
    table, names = groups
    return Recap(
        city={"code": city.code, "name": city.name, "timezone": city.timezone},
        since=span.after,
        until=span.until,
        area=place,
        by=by.value,
        simulated=city.simulated,
        rows=[{"key": key, "name": name, **_figures(table, key)} for key, name in names.items()],
        total=_figures(total, ""),
    )


def area_info(areas: pd.DataFrame, area: str) -> RecapAreaRow:
    """Return an area by code.

    :raises UnknownAreaError: the layer has no such area
    """
    for code, name, level in (("parent", "parent_name", "parent"), ("code", "name", "area")):
        matches = areas[areas[code] == area]
        if len(matches):
            first = matches.iloc[0]
            return {"code": area, "name": first[name], "level": level, "parent_name": first["parent_name"]}
    raise UnknownAreaError(area)


def _rows_over_time(transitions: Transitions, span: TimeSpan, by: GroupBy, zone: ZoneInfo) -> pd.DataFrame:
    """Return a row for each part of the span."""
    rows = [
        span_counts(transitions, part, span).reindex([""], fill_value=0).set_axis([day.isoformat()])
        for day, part in split_span(span, UNIT_BY_GROUPING[by], zone)
    ]
    return pd.concat(rows)


def _figures(table: pd.DataFrame, key: str) -> RecapFiguresRow:
    """Return the figures of one group; zeros where nothing was counted."""
    counts: dict[Any, Any] = table.loc[key].to_dict() if key in table.index else {}
    figures: dict[str, Any] = {name: int(counts.get(name, 0)) for name in (*OUTCOME, *FLOW)}
    judged = figures["resolved_on_time"] + figures["resolved_late"] + figures["overdue"]
    on_time = figures["resolved_on_time"] / judged if judged else None
    return cast(RecapFiguresRow, {**figures, "judged": judged, "on_time": on_time})
