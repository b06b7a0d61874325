"""The city's areas as plain values, with points known to lie inside each and how far one may stray."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

Points = npt.NDArray[np.float64]  # one row of metres north and east each
Lengths = npt.NDArray[np.float64]

METRES_PER_DEGREE = 111_320.0
# Less than a half: a point nearer to its own anchor than to any other area's stays on its own side.
_REACH_SHARE = 0.45
_LONGEST_REACH = 120.0


@dataclass(frozen=True)
class Spot:
    """A point inside an area; ``reach`` is how many metres away from it is still inside."""

    lat: float
    long: float
    reach: float


@dataclass(frozen=True)
class Area:
    """One area (kelurahan) and its parent (kecamatan); ``weight`` is how many people could report there."""

    code: str
    name: str
    parent: str
    parent_name: str
    weight: float
    spots: tuple[Spot, ...]


def read_areas(areas: pd.DataFrame, anchors: pd.DataFrame) -> tuple[Area, ...]:
    """The areas that have at least one point, in order of their codes.

    :param areas: code, name, parent, parent_name; lat, long and population_estimate where known
    :param anchors: code, lat, long: points inside the areas
    """
    points = _all_points(areas, anchors).sort_values(["code", "lat", "long"], ignore_index=True)
    points["reach"] = _reaches(points)
    spots = {code: tuple(_spots(rows)) for code, rows in points.groupby("code")}
    table = areas.assign(weight=_weights(areas)).sort_values("code")
    rows = table[table["code"].isin(list(spots))].to_dict("records")
    return tuple(_area({str(key): value for key, value in row.items()}, spots) for row in rows)


def _area(row: dict[str, Any], spots: Mapping[Any, tuple[Spot, ...]]) -> Area:
    words = {column: str(row[column]) for column in ("code", "name", "parent", "parent_name")}
    return Area(**words, weight=float(row["weight"]), spots=spots[row["code"]])


def _weights(areas: pd.DataFrame) -> pd.Series:
    """People per area; an area without a figure counts like an average one."""
    if "population_estimate" not in areas:
        return pd.Series(1.0, index=areas.index)
    people = areas["population_estimate"].astype(float).clip(lower=0)
    return people.fillna(people.mean()) if people.sum() > 0 else people * 0.0 + 1.0


def _all_points(areas: pd.DataFrame, anchors: pd.DataFrame) -> pd.DataFrame:
    """The anchors, and for areas without one their own point if they have it."""
    columns = ["code", "lat", "long"]
    if not {"lat", "long"} <= set(areas.columns):
        return anchors[columns]
    bare = areas.loc[~areas["code"].isin(anchors["code"]), columns]
    return pd.concat([anchors[columns], bare]).dropna()


def _spots(rows: pd.DataFrame) -> Iterable[Spot]:
    return (Spot(*row) for row in rows[["lat", "long", "reach"]].itertuples(index=False))


def _reaches(points: pd.DataFrame) -> Lengths:
    """For each point, a little less than half the way to the nearest point of another area."""
    flat, codes = _flat(points), points["code"].to_numpy()
    reaches = np.full(len(points), _LONGEST_REACH)
    # Area by area, because all pairs at once would not fit in memory for a large city.
    for code in np.unique(codes):
        own = codes == code
        if not own.all():
            reaches[own] = _nearest(flat[own], flat[~own]) * _REACH_SHARE
    return np.asarray(np.minimum(reaches, _LONGEST_REACH))


def _flat(points: pd.DataFrame) -> Points:
    """Metres on a plane; over one city the earth's curve does not matter."""
    lat, long = points["lat"].to_numpy(float), points["long"].to_numpy(float)
    shrink = np.cos(np.radians(lat.mean())) if len(lat) else 1.0
    return np.column_stack([lat, long * shrink]) * METRES_PER_DEGREE


def _nearest(own: Points, others: Points) -> Lengths:
    steps = own[:, None, :] - others[None, :, :]
    return np.asarray(np.hypot(steps[..., 0], steps[..., 1]).min(axis=1))
