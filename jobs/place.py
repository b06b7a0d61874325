"""Where reports lie: a whole batch of records to their places in one vectorised call."""

from collections.abc import Sequence

import numpy as np

from data.core.record import Place, Placement, ServiceRequest
from geo import Locator, NameIndex

ByName = tuple[str | None, str | None]


def place_all(records: Sequence[ServiceRequest], locate: Locator, names: NameIndex) -> list[Place]:
    """One place per record: by its point; without a point by the area it names; else none.

    A point wins over a name that contradicts it: both stay on the record.
    """
    lat = [record.lat for record in records]
    long = [record.long for record in records]
    named = [(record.area_name, record.parent_name) for record in records]
    return places(lat, long, named, locate, names)


def places(
    lat: Sequence[float | None],
    long: Sequence[float | None],
    named: Sequence[ByName],
    locate: Locator,
    names: NameIndex,
) -> list[Place]:
    """The places of points and names given as columns of one length."""
    if not lat:
        return []
    by_point = locate(np.array(lat, dtype=float), np.array(long, dtype=float))
    by_name = names.match_many([area for area, _ in named], [parent for _, parent in named])
    pointed = [value is not None for value in lat]
    return [_place(*found) for found in zip(pointed, by_point, by_name, strict=True)]


def _place(pointed: bool, by_point: str | None, by_name: str | None) -> Place:
    if pointed:
        placement = Placement.OUTSIDE if by_point is None else Placement.POINT
        return Place(placement=placement, area_code=by_point)
    placement = Placement.NONE if by_name is None else Placement.NAMED
    return Place(placement=placement, area_code=by_name)
