"""Geocoding: the places of a whole batch of records in one vectorised call."""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from data.core.report.record import CONTRADICTED_PREFIX, Place, Placement, ServiceRequest

LocateAreas = Callable[[Any, Any], npt.NDArray[np.object_]]  # as geo.Locator: arrays of lat and long to codes


class AreaNameMatcher(Protocol):
    """The methods of ``geo.NameIndex`` that services use; they do not import geometry."""

    def match(self, kelurahan: str | None, kecamatan: str | None = None) -> str | None:
        """Return the code of a kelurahan."""

    def match_parent(self, kelurahan: str | None, kecamatan: str | None = None) -> str | None:
        """Return the code of a kecamatan named without a kelurahan."""

    def agrees(self, code: str, kelurahan: str | None, kecamatan: str | None = None) -> bool:
        """Return whether an area may have these names."""


NamedArea = tuple[str | None, str | None]


def locate_records(
    records: Sequence[ServiceRequest], locate: LocateAreas, name_index: AreaNameMatcher
) -> list[Place]:
    """Return one place per record: by its point; without a point by the area it names; else none.

    A point takes precedence over a name that contradicts it; both stay on the record.
    """
    lat = [record.lat for record in records]
    long = [record.long for record in records]
    named_areas = [(record.area_name, record.parent_name) for record in records]
    return locate_rows(lat, long, named_areas, locate, name_index)


def with_contradictions(
    records: Sequence[ServiceRequest], record_places: Sequence[Place], name_index: AreaNameMatcher
) -> list[ServiceRequest]:
    """Return the records, with an issue on those whose named area is not where their point lies."""
    agrees = cache(name_index.agrees)  # a batch repeats a few area names
    return [_mark_contradiction(*pair, agrees) for pair in zip(records, record_places, strict=True)]


def _mark_contradiction(
    record: ServiceRequest, place: Place, agrees: Callable[[str, str | None, str | None], bool]
) -> ServiceRequest:
    code = place.area_code if place.placement == Placement.POINT else None
    if code is None or agrees(code, record.area_name, record.parent_name):
        return record
    named_area = ", ".join(filter(None, (record.area_name, record.parent_name)))
    issue = f"{CONTRADICTED_PREFIX} ({named_area}) is not where the point lies ({code})"
    return record.model_copy(update={"issues": (*record.issues, issue)})


def locate_rows(
    lat: Sequence[float | None],
    long: Sequence[float | None],
    named_areas: Sequence[NamedArea],
    locate: LocateAreas,
    name_index: AreaNameMatcher,
) -> list[Place]:
    """Return the places of points and area names, given as columns of one length."""
    if not lat:
        return []
    by_point = locate(np.array(lat, dtype=float), np.array(long, dtype=float))
    by_name = {pair: _by_name(*pair, name_index) for pair in set(named_areas)}
    return [
        by_name[pair] if value is None else _by_point(code)
        for value, code, pair in zip(lat, by_point, named_areas, strict=True)
    ]


def _by_point(code: str | None) -> Place:
    return Place(placement=Placement.OUTSIDE if code is None else Placement.POINT, area_code=code)


def _by_name(area: str | None, parent: str | None, name_index: AreaNameMatcher) -> Place:
    """Return the place of a named area; a kecamatan alone has no place on the map, but counts there."""
    if code := name_index.match(area, parent):
        return Place(placement=Placement.NAMED, area_code=code)
    return Place(placement=Placement.NONE, area_code=name_index.match_parent(area, parent))
