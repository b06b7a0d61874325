"""The city's areas as plain values, with points inside each and a safe radius around them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

Points = npt.NDArray[np.float64]  # shape (n, 2): metres north and east
Lengths = npt.NDArray[np.float64]

METRES_PER_DEGREE = 111_320.0
# Less than a half: a point nearer to its own anchor than to any other area's stays on its own side.
_RADIUS_SHARE = 0.45
_MAX_RADIUS = 120.0


@dataclass(frozen=True)
class AnchorPoint:
    """A point inside an area; points within ``radius`` metres of it are inside too."""

    lat: float
    long: float
    radius: float


@dataclass(frozen=True)
class Area:
    """One area (kelurahan) and its parent (kecamatan), weighted by the number of people who may report."""

    code: str
    name: str
    parent: str
    parent_name: str
    weight: float
    anchor_points: tuple[AnchorPoint, ...]


def read_areas(areas: pd.DataFrame, anchors: pd.DataFrame) -> tuple[Area, ...]:
    """Return the areas that have at least one point, in order of their codes.

    :param areas: code, name, parent, parent_name; lat, long and population_estimate where known
    :param anchors: code, lat, long: points inside the areas
    """
    points = _all_points(areas, anchors).sort_values(["code", "lat", "long"], ignore_index=True)
    points["radius"] = _radii(points)
    points_by_area = {code: tuple(_anchor_points(rows)) for code, rows in points.groupby("code")}
    table = areas.assign(weight=_weights(areas)).sort_values("code")
    rows = table[table["code"].isin(list(points_by_area))].to_dict("records")
    return tuple(_area({str(key): value for key, value in row.items()}, points_by_area) for row in rows)


def _area(row: dict[str, Any], points_by_area: Mapping[Any, tuple[AnchorPoint, ...]]) -> Area:
    labels = {column: str(row[column]) for column in ("code", "name", "parent", "parent_name")}
    return Area(**labels, weight=float(row["weight"]), anchor_points=points_by_area[row["code"]])


def _weights(areas: pd.DataFrame) -> pd.Series:
    """Return the people per area; an area without a figure counts like an average one."""
    if "population_estimate" not in areas:
        return pd.Series(1.0, index=areas.index)
    people = areas["population_estimate"].astype(float).clip(lower=0)
    return people.fillna(people.mean()) if people.sum() > 0 else people * 0.0 + 1.0


def _all_points(areas: pd.DataFrame, anchors: pd.DataFrame) -> pd.DataFrame:
    """Return the anchors and, for areas without one, their own point if they have it."""
    columns = ["code", "lat", "long"]
    if not {"lat", "long"} <= set(areas.columns):
        return anchors[columns]
    unanchored = areas.loc[~areas["code"].isin(anchors["code"]), columns]
    return pd.concat([anchors[columns], unanchored]).dropna()


def _anchor_points(rows: pd.DataFrame) -> Iterable[AnchorPoint]:
    return (AnchorPoint(*row) for row in rows[["lat", "long", "radius"]].itertuples(index=False))


def _radii(points: pd.DataFrame) -> Lengths:
    """Return for each point a little less than half the distance (m) to the nearest point of another area."""
    metres, codes = _to_metres(points), points["code"].to_numpy()
    radii = np.full(len(points), _MAX_RADIUS)
    # Area by area, because all pairs at once do not fit in memory for a large city.
    for code in np.unique(codes):
        in_area = codes == code
        if not in_area.all():
            radii[in_area] = _nearest_distances(metres[in_area], metres[~in_area]) * _RADIUS_SHARE
    return np.asarray(np.minimum(radii, _MAX_RADIUS))


def _to_metres(points: pd.DataFrame) -> Points:
    """Project to metres on a plane (equirectangular), which is exact enough within a city."""
    lat, long = points["lat"].to_numpy(float), points["long"].to_numpy(float)
    longitude_scale = np.cos(np.radians(lat.mean())) if len(lat) else 1.0
    return np.column_stack([lat, long * longitude_scale]) * METRES_PER_DEGREE


def _nearest_distances(area_points: Points, other_points: Points) -> Lengths:
    differences = area_points[:, None, :] - other_points[None, :, :]
    return np.asarray(np.hypot(differences[..., 0], differences[..., 1]).min(axis=1))
