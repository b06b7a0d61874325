"""Where reports lie: a whole batch of records to their places in one vectorised call."""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from data.core.report.record import CONTRADICTED, Place, Placement, ServiceRequest

Locator = Callable[[Any, Any], npt.NDArray[np.object_]]  # arrays of lat and long to codes, as geo.Locator


class NameIndex(Protocol):
    """What is asked of ``geo.NameIndex``: this room knows no geometry."""

    def match(self, kelurahan: str | None, kecamatan: str | None = None) -> str | None:
        """The code of a kelurahan."""

    def match_parent(self, kelurahan: str | None, kecamatan: str | None = None) -> str | None:
        """The code of a kecamatan named alone."""

    def agrees(self, code: str, kelurahan: str | None, kecamatan: str | None = None) -> bool:
        """Whether an area may be called so."""


ByName = tuple[str | None, str | None]


def place_all(records: Sequence[ServiceRequest], locate: Locator, names: NameIndex) -> list[Place]:
    """One place per record: by its point; without a point by the area it names; else none.

    A point wins over a name that contradicts it: both stay on the record.
    """
    lat = [record.lat for record in records]
    long = [record.long for record in records]
    named = [(record.area_name, record.parent_name) for record in records]
    return places(lat, long, named, locate, names)


def with_contradictions(
    records: Sequence[ServiceRequest], found: Sequence[Place], names: NameIndex
) -> list[ServiceRequest]:
    """The records, those whose named area is not where their point lies marked so in ``issues``."""
    agrees = cache(names.agrees)  # a batch names the same few areas over and over
    return [_marked(*pair, agrees) for pair in zip(records, found, strict=True)]


def _marked(
    record: ServiceRequest, place: Place, agrees: Callable[[str, str | None, str | None], bool]
) -> ServiceRequest:
    code = place.area_code if place.placement == Placement.POINT else None
    if code is None or agrees(code, record.area_name, record.parent_name):
        return record
    said = ", ".join(filter(None, (record.area_name, record.parent_name)))
    issue = f"{CONTRADICTED} ({said}) is not where the point lies ({code})"
    return record.model_copy(update={"issues": (*record.issues, issue)})


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
    by_name = {pair: _by_name(*pair, names) for pair in set(named)}
    return [
        by_name[pair] if value is None else _by_point(code)
        for value, code, pair in zip(lat, by_point, named, strict=True)
    ]


def _by_point(code: str | None) -> Place:
    return Place(placement=Placement.OUTSIDE if code is None else Placement.POINT, area_code=code)


def _by_name(area: str | None, parent: str | None, names: NameIndex) -> Place:
    """By the area named. A kecamatan alone is no place on the map, but counts in that kecamatan."""
    if code := names.match(area, parent):
        return Place(placement=Placement.NAMED, area_code=code)
    return Place(placement=Placement.NONE, area_code=names.match_parent(area, parent))
