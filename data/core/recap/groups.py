"""By what a recap counts: the group of each event's report, and which groups have a row."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

import pandas as pd

from data.core.config.city import OTHER_CATEGORY, City
from data.core.history.assignees import KECAMATAN, NOBODY, holders
from data.core.history.places import NOWHERE, parents_of
from data.core.report.record import Placement


class By(StrEnum):
    """What the rows of a recap are."""

    PARENT = "parent"
    AREA = "area"
    CATEGORY = "category"
    HOLDER = "holder"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"


ELSEWHERE = "\N{EM DASH}"  # not in the area asked for: what comes from there or goes there has moved
UNPLACED, OUTSIDE, UNKNOWN = "tanpa_lokasi", "di_luar_batas", "wilayah_tidak_dikenal"


@dataclass(frozen=True)
class Grouping:
    """The group of each event's report after it, groups that always have a row, and names of the others."""

    label: pd.Series
    listed: dict[str, str | None]
    others: dict[str, str] = field(default_factory=dict)


def inside(events: pd.DataFrame, areas: pd.DataFrame, area: str | None) -> pd.Series:
    """Which events' reports lie in an area (code of a kelurahan or kecamatan); None is the whole city."""
    if area is None:
        return pd.Series(True, index=events.index)
    codes = events["area_code"]
    return ((codes == area) | (parents_of(codes, areas) == area)).astype(bool)


def grouping(events: pd.DataFrame, areas: pd.DataFrame, city: City, by: By, area: str | None) -> Grouping:
    """The groups of one recap that is not by time.

    :param events: with a column ``report`` that numbers the reports
    :param areas: ``AREA_COLUMNS``
    """
    if by is By.CATEGORY:
        return _categories(events, areas, city, area)
    if by is By.HOLDER:
        return Grouping(last_holders(events), {})
    return _places(events, areas, by, area)


def _places(events: pd.DataFrame, areas: pd.DataFrame, by: By, area: str | None) -> Grouping:
    code, name = ("parent", "parent_name") if by is By.PARENT else ("code", "name")
    codes = events["area_code"]
    label = parents_of(codes, areas) if by is By.PARENT else codes.where(codes.isin(areas["code"]))
    lost = label.isna() | (label == NOWHERE)
    label = label.mask(lost, UNKNOWN).mask(lost & codes.isna(), UNPLACED)
    label = label.mask(events["placement"] == Placement.OUTSIDE, OUTSIDE)
    chosen = areas if area is None else areas[(areas["code"] == area) | (areas["parent"] == area)]
    listed: dict[str, str | None] = dict(zip(chosen[code], chosen[name], strict=True))
    return Grouping(label, listed if area else {**listed, UNPLACED: None, OUTSIDE: None})


def _categories(events: pd.DataFrame, areas: pd.DataFrame, city: City, area: str | None) -> Grouping:
    """A sensitive category is placed by its parent area only: within a kelurahan it is one of the others."""
    hidden = area is not None and area not in set(areas["parent"])
    names = {c.code: c.name for c in city.category if not (hidden and c.sensitive)}
    found = {code: _shown(city, code, hidden=hidden) for code in events["service_code"].unique()}
    label = events["service_code"].map(found).astype("str")
    others = {code: city.get_category(code).name for code in set(found.values()) - set(names)}
    return Grouping(label, dict(names), others)


def _shown(city: City, code: str, *, hidden: bool) -> str:
    category = city.get_category(code)
    return OTHER_CATEGORY if hidden and category.sensitive else category.code


def last_holders(events: pd.DataFrame) -> pd.Series:
    """Who holds each report after each event; a closed one stays with whoever held it last.

    :param events: with a column ``report`` that numbers the reports
    """
    held = holders(events)
    kept = held.where(held != NOBODY).groupby(events["report"], sort=False).ffill()
    return kept.fillna(KECAMATAN)


def rows_of(group: Grouping, found: Iterable[str]) -> dict[str, str | None]:
    """Key and name of every row: those listed, then those of which anything was counted."""
    more = sorted(set(found) - set(group.listed) - {ELSEWHERE}, key=lambda key: (key != KECAMATAN, key))
    return {**group.listed, **{key: group.others.get(key) for key in more}}
