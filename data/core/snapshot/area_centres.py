"""The median point of each area's reports, of reports that change a few at a time."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from data.core.columns.report_columns import Numbers, ReportColumns
from data.core.snapshot.report_clusters import NEIGHBOURS, distances_km


@dataclass(frozen=True)
class AreaCentre:
    """The rows of an area and their median point in degrees."""

    rows: Numbers
    lat: float
    long: float


class Neighbourhoods:
    """The nearest areas of each area, as positions among ``codes``, the nearest first, itself included."""

    def __init__(self, centres: Mapping[int, AreaCentre], labels: tuple[str, ...]) -> None:
        """:param centres: by the code of the area; ``labels``: the areas of the codes"""
        self.codes = sorted(centres, key=labels.__getitem__)
        self.lat, self.long = (
            np.array([getattr(centres[code], name) for code in self.codes]) for name in ("lat", "long")
        )

    @cached_property
    def nearest(self) -> Numbers:
        """Of each area the nearest ones, equal distances in order of the codes."""
        distances = distances_km(self.lat, self.long, self.lat[:, None], self.long[:, None])
        count = min(NEIGHBOURS, len(self.codes))
        if len(self.codes) <= NEIGHBOURS:
            return np.argsort(distances, axis=1, kind="stable")[:, :count]
        last = np.partition(distances, NEIGHBOURS - 1, axis=1)[:, NEIGHBOURS - 1 : NEIGHBOURS]
        near = distances <= last
        if (near.sum(axis=1) != NEIGHBOURS).any():  # more at the same distance, or one without a point
            return np.argsort(distances, axis=1, kind="stable")[:, :count]
        positions = np.nonzero(near)[1].reshape(-1, NEIGHBOURS)
        order = np.argsort(np.take_along_axis(distances, positions, 1), axis=1, kind="stable")
        return np.take_along_axis(positions, order, 1)


@dataclass(frozen=True)
class AreaCentres:
    """The centre of each area with any report, by the code of the area.

    :param labels: the areas of the codes
    """

    by_area: Mapping[int, AreaCentre]
    labels: tuple[str, ...]

    @cached_property
    def neighbourhoods(self) -> Neighbourhoods:
        """The areas with their nearest ones."""
        return Neighbourhoods(self.by_area, self.labels)


def count_centres(table: ReportColumns, rows: Numbers) -> AreaCentres:
    """Return the centre of each area that has any of the rows."""
    codes = table.area_code.codes[rows]
    order = np.argsort(codes, kind="stable")
    areas, starts = np.unique(codes[order], return_index=True)
    groups = np.split(rows[order], starts[1:]) if len(areas) else []
    centres = {code: _centre(table, group) for code, group in zip(areas.tolist(), groups, strict=True)}
    return AreaCentres(centres, table.area_code.labels)


def change_centres(
    centres: AreaCentres, table: ReportColumns, removed: Numbers, added: Numbers
) -> AreaCentres:
    """Return the centres without the removed rows and with the added ones."""
    if not len(removed) and not len(added):
        return centres
    changed, dropped = dict(centres.by_area), np.zeros(len(table), dtype=np.bool_)
    dropped[removed] = True
    moved = _areas_of_other_points(table, removed, added)
    for code, new in _new_rows_by_area(table, removed, added).items():
        earlier = changed.pop(code, None)
        before = np.arange(0) if earlier is None else earlier.rows
        rows = np.concatenate([before[~dropped[before]], new])
        if earlier is not None and code not in moved:
            changed[code] = AreaCentre(rows, earlier.lat, earlier.long)
        elif len(rows):
            changed[code] = _centre(table, rows)
    return AreaCentres(changed, table.area_code.labels)


def _new_rows_by_area(table: ReportColumns, removed: Numbers, added: Numbers) -> dict[int, Numbers]:
    """Return the added rows of each area that has any of both."""
    gone, new = (table.area_code.codes[rows] for rows in (removed, added))
    codes, order = np.union1d(gone, new), np.argsort(new, kind="stable")
    groups = np.split(added[order], np.searchsorted(new[order], codes)[1:])
    return dict(zip(codes.tolist(), groups, strict=True))


def _areas_of_other_points(table: ReportColumns, removed: Numbers, added: Numbers) -> set[int]:
    """Return the areas whose removed rows are not at the same points as their added ones."""
    rows = np.concatenate([removed, added])
    sign = np.repeat([-1, 1], [len(removed), len(added)])
    codes, lat, long = table.area_code.codes[rows], table.lat[rows], table.long[rows]
    order = np.lexsort((long, lat, codes))
    columns = [column[order] for column in (codes, lat, long)]
    differs = np.any([column[1:] != column[:-1] for column in columns], axis=0)
    starts = np.flatnonzero(np.r_[True, differs])
    net = np.add.reduceat(sign[order], starts)
    return set(codes[order][starts[net != 0]].tolist())


def _centre(table: ReportColumns, rows: Numbers) -> AreaCentre:
    return AreaCentre(rows, _median(table.lat[rows]), _median(table.long[rows]))


def _median(degrees: np.ndarray) -> float:
    degrees = degrees[~np.isnan(degrees)]
    if not len(degrees):
        return float("nan")
    low, high = (len(degrees) - 1) // 2, len(degrees) // 2  # numpy's median takes twice as long for so few
    middle = np.partition(degrees, (low, high))
    return float((middle[low] + middle[high]) / 2)
