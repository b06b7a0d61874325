"""The groups of a recap: the group of each event's report, and which groups have a row."""

from collections.abc import Iterable
from dataclasses import dataclass, field

import pandas as pd

from data.core.config.city import OTHER_CATEGORY, City
from data.core.history.assignees import KECAMATAN, UNASSIGNED, assignees
from data.core.history.places import NO_PARENT, is_in_area, is_single_area, parents_of
from data.core.recap.group_by import GroupBy
from data.core.report.record import Placement

ELSEWHERE = "\N{EM DASH}"  # outside the recap's area: reports from or to there have moved
NO_LOCATION, OUTSIDE_CITY, UNKNOWN_AREA = "tanpa_lokasi", "di_luar_batas", "wilayah_tidak_dikenal"


@dataclass(frozen=True)
class Grouping:
    """The group of each event's report after it, groups that always have a row, and names of the others."""

    label: pd.Series
    fixed_rows: dict[str, str | None]
    other_names: dict[str, str] = field(default_factory=dict)


def within_area(events: pd.DataFrame, areas: pd.DataFrame, area: str | None) -> pd.Series:
    """Return which events' reports are in an area (a kelurahan or kecamatan); None: the whole city."""
    if area is None:
        return pd.Series(True, index=events.index)
    return is_in_area(events["area_code"], area, areas)


def grouping(
    events: pd.DataFrame, areas: pd.DataFrame, city: City, by: GroupBy, area: str | None
) -> Grouping:
    """Return the groups of a recap that is not by time.

    :param events: with a column ``report`` that numbers the reports
    :param areas: ``AREA_COLUMNS``
    """
    if by is GroupBy.CATEGORY:
        return _category_grouping(events, areas, city, area)
    if by is GroupBy.HOLDER:
        return Grouping(last_assignees(events), {})
    return _area_grouping(events, areas, by, area)


def _area_grouping(events: pd.DataFrame, areas: pd.DataFrame, by: GroupBy, area: str | None) -> Grouping:
    code, name = ("parent", "parent_name") if by is GroupBy.PARENT else ("code", "name")
    codes = events["area_code"]
    label = parents_of(codes, areas) if by is GroupBy.PARENT else codes.where(codes.isin(areas["code"]))
    unknown = label.isna() | (label == NO_PARENT)
    label = label.mask(unknown, UNKNOWN_AREA).mask(unknown & codes.isna(), NO_LOCATION)
    label = label.mask(events["placement"] == Placement.OUTSIDE, OUTSIDE_CITY)
    layer_areas = areas if area is None else areas[(areas["code"] == area) | (areas["parent"] == area)]
    fixed_rows: dict[str, str | None] = dict(zip(layer_areas[code], layer_areas[name], strict=True))
    return Grouping(label, fixed_rows if area else {**fixed_rows, NO_LOCATION: None, OUTSIDE_CITY: None})


def _category_grouping(events: pd.DataFrame, areas: pd.DataFrame, city: City, area: str | None) -> Grouping:
    """Return groups by category; within a kelurahan, sensitive ones, placed by parent only, are "other"."""
    hidden = is_single_area(area, areas)
    names = {
        category.code: category.name for category in city.category if not (hidden and category.sensitive)
    }
    visible_codes = {
        code: _visible_category(city, code, hidden=hidden) for code in events["service_code"].unique()
    }
    label = events["service_code"].map(visible_codes).astype("str")
    other_names = {code: city.get_category(code).name for code in set(visible_codes.values()) - set(names)}
    return Grouping(label, dict(names), other_names)


def _visible_category(city: City, code: str, *, hidden: bool) -> str:
    category = city.get_category(code)
    return OTHER_CATEGORY if hidden and category.sensitive else category.code


def last_assignees(events: pd.DataFrame) -> pd.Series:
    """Return each report's assignee after each event; a closed one keeps its last assignee.

    :param events: with a column ``report`` that numbers the reports
    """
    current = assignees(events)
    last_assignee = current.where(current != UNASSIGNED).groupby(events["report"], sort=False).ffill()
    return last_assignee.fillna(KECAMATAN)


def row_names(group: Grouping, counted_keys: Iterable[str]) -> dict[str, str | None]:
    """Return key and name of every row: the fixed ones, then those with any count."""
    extra_keys = sorted(
        set(counted_keys) - set(group.fixed_rows) - {ELSEWHERE}, key=lambda key: (key != KECAMATAN, key)
    )
    return {**group.fixed_rows, **{key: group.other_names.get(key) for key in extra_keys}}
