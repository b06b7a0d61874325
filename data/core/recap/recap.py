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
from data.core.recap.counts import FLOW, OUTCOME, Steps, counted, taken_apart
from data.core.recap.groups import ELSEWHERE, By, grouping, inside, rows_of
from data.core.recap.spans import Span, Step, parts

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
    here = inside(past, areas, area)
    steps = taken_apart(past, pd.Series("", index=past.index, dtype="str").where(here, ELSEWHERE))
    total = counted(steps, span)
    if by in STEPS:
        table = _over_time(steps, span, by, city.zone)
        names = dict.fromkeys(table.index)
    else:
        group = grouping(past, areas, city, by, area)
        table = counted(taken_apart(past, group.label.where(here, ELSEWHERE)), span)
        names = rows_of(group, table.index[table.any(axis=1)])
    return Recap(
        city={"code": city.code, "name": city.name, "timezone": city.timezone},
        since=span.after,
        until=span.until,
        area=place,
        by=by.value,
        simulated=city.simulated,
        rows=[{"key": key, "name": name, **_row(table, key)} for key, name in names.items()],
        total=_row(total, ""),
    )


def _place(areas: pd.DataFrame, area: str) -> dict[str, Any]:
    for code, name, level in (("parent", "parent_name", "parent"), ("code", "name", "area")):
        found = areas[areas[code] == area]
        if len(found):
            first = found.iloc[0]
            return {"code": area, "name": first[name], "level": level, "parent_name": first["parent_name"]}
    raise NoAreaError(area)


def _over_time(steps: Steps, span: Span, by: By, zone: ZoneInfo) -> pd.DataFrame:
    """A row for each part of the span."""
    rows = [
        counted(steps, part, span).reindex([""], fill_value=0).set_axis([day.isoformat()])
        for day, part in parts(span, STEPS[by], zone)
    ]
    return pd.concat(rows)


def _row(table: pd.DataFrame, key: str) -> dict[str, Any]:
    """The plain figures of one group; true zeros where nothing was counted."""
    found: dict[Any, Any] = table.loc[key].to_dict() if key in table.index else {}
    row: dict[str, Any] = {name: int(found.get(name, 0)) for name in (*OUTCOME, *FLOW)}
    judged = row["resolved_on_time"] + row["resolved_late"] + row["overdue"]
    return {**row, "judged": judged, "on_time": row["resolved_on_time"] / judged if judged else None}
