"""Geocoding: the places of a whole batch of records in one vectorised call.

The rules, for every way in: a point decides, but not a placeholder; not a point outside the city whose
report names a known area; and not a point within metres of a border, where the report names the neighbour.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from data.core.config.city import CONFIDENTIAL
from data.core.config.place_config import LATITUDE_LIMIT
from data.core.findings import FindingCounter, FindingKind
from data.core.quick_frozen import quick
from data.core.report.points import (
    EXCHANGED_ISSUE,
    LatLong,
    LocatedPlace,
    is_whole_degrees,
    point_key,
    point_text,
)
from data.core.report.record import CONTRADICTED_PREFIX, Place, Placement, ServiceRequest

BORDER_METRES = 10.0  # nearer to a border, a point does not tell on which side it lies
NO_POINTS: frozenset[LatLong] = frozenset()

OUTSIDE_ISSUE = "the point lies outside the city: placed by the area named"
PLACEHOLDER_ISSUE = "the point stands for an unknown place: not used"

_Codes = npt.NDArray[np.object_]
NamedArea = tuple[str | None, str | None]


class LocateAreas(Protocol):
    """The methods of ``geo.Locator`` that services use."""

    def __call__(self, lat: Any, long: Any) -> _Codes:
        """Return the codes of points."""

    def is_near(self, codes: Sequence[str], lat: Any, long: Any, metres: float) -> npt.NDArray[np.bool_]:
        """Return for each point whether the area of its code is so near."""


class AreaNameMatcher(Protocol):
    """The methods of ``geo.NameIndex`` that services use; they do not import geometry."""

    def match(self, kelurahan: str | None, kecamatan: str | None = None) -> str | None:
        """Return the code of a kelurahan."""

    def match_parent(self, kelurahan: str | None, kecamatan: str | None = None) -> str | None:
        """Return the code of a kecamatan named without a kelurahan."""

    def agrees(self, code: str, kelurahan: str | None, kecamatan: str | None = None) -> bool:
        """Return whether an area may have these names."""

    def unknown_names(
        self, kelurahan: str | None, kecamatan: str | None = None
    ) -> list[tuple[str, str | None]]:
        """Return what names no one area, each with what may be meant."""


@quick
@dataclass(frozen=True, slots=True)
class PlacedRecord:
    """A record with its place; a point that does not say where it is has been taken off it."""

    record: ServiceRequest
    place: Place


@quick
@dataclass(frozen=True, slots=True)
class _PointReading:
    """What is known of one report's place before it is decided.

    :param code: the area that the point is in
    :param named: the place by name alone
    :param agrees: whether the names may mean the point's area
    :param is_near_named: whether the named area is within metres of the point
    """

    point: LatLong | None
    code: str | None
    named: Place
    agrees: bool = True
    is_near_named: bool = False
    is_placeholder: bool = False
    is_exchanged: bool = False

    def decide(self) -> LocatedPlace:
        """Return the place, and the point if it says where the report is."""
        if self.point is None or self.is_placeholder:
            return LocatedPlace(self.named, None, PLACEHOLDER_ISSUE if self.is_placeholder else None)
        if self.is_near_named and not (self.code and self.agrees):
            return LocatedPlace(Place(placement=Placement.POINT, area_code=self.named.area_code), self.point)
        if self.code is not None:
            issue = EXCHANGED_ISSUE if self.is_exchanged else None
            return LocatedPlace(_point_place(self.code), self.point, issue)
        if self.named.area_code is not None:
            return LocatedPlace(self.named, None, OUTSIDE_ISSUE)
        return LocatedPlace(Place(placement=Placement.OUTSIDE), self.point)


@dataclass(frozen=True)
class Geocoder:
    """Where the reports of one source are.

    :param placeholders: points that stand for an unknown place, as ``point_key`` gives them
    """

    locate: LocateAreas
    name_index: AreaNameMatcher
    placeholders: frozenset[LatLong] = NO_POINTS

    def place(
        self, records: Sequence[ServiceRequest], findings: FindingCounter | None = None
    ) -> list[PlacedRecord]:
        """Return one placed record per record: by its point, else by the area it names, else without place.

        What is not taken as it stands is an issue of the record, and counted.
        """
        points = [_point_of(record) for record in records]
        readings = self._read(points, [(record.area_name, record.parent_name) for record in records])
        counter = FindingCounter() if findings is None else findings
        return [self._placed(*pair, counter) for pair in zip(records, readings, strict=True)]

    def places(
        self, points: Sequence[LatLong | None], named_areas: Sequence[NamedArea]
    ) -> list[LocatedPlace]:
        """Return the places of points and area names, given as columns of one length."""
        return [reading.decide() for reading in self._read(points, named_areas)]

    def _read(
        self, points: Sequence[LatLong | None], named_areas: Sequence[NamedArea]
    ) -> list[_PointReading]:
        named = {pair: self._by_name(*pair) for pair in set(named_areas)}
        places, exchanged = self._points_and_codes(points)
        agreeing = cache(self.name_index.agrees)  # many points of one area have the same names
        readings = [
            _PointReading(
                point,
                code,
                named[pair],
                agrees=point is None or code is None or agreeing(code, *pair),
                is_placeholder=point is not None and self._is_placeholder(point, code),
                is_exchanged=number in exchanged,
            )
            for number, ((point, code), pair) in enumerate(zip(places, named_areas, strict=True))
        ]
        return self._with_near(readings)

    def _codes(self, points: Sequence[LatLong | None]) -> _Codes:
        pairs = [point or (np.nan, np.nan) for point in points]
        lat, long = np.array(pairs, dtype=float).reshape(-1, 2).T
        return self.locate(lat, long)

    def _points_and_codes(
        self, points: Sequence[LatLong | None]
    ) -> tuple[list[tuple[LatLong | None, str | None]], set[int]]:
        """Return each point with its area, and which were read the other way round.

        A point outside the city is read so, if that is inside.
        """
        places = list(zip(points, self._codes(points).tolist(), strict=True))
        outside = [n for n, (point, code) in enumerate(places) if point and code is None]
        others, exchanged = [_exchange(points[n]) for n in outside], set[int]()
        for n, point, code in zip(outside, others, self._codes(others), strict=True):
            if code is not None:
                places[n] = point, code
                exchanged.add(n)
        return places, exchanged

    def _is_placeholder(self, point: LatLong, code: str | None) -> bool:
        if code is None and is_whole_degrees(*point):
            return True
        return bool(self.placeholders) and point_key(*point) in self.placeholders

    def _with_near(self, readings: list[_PointReading]) -> list[_PointReading]:
        """Find the points within metres of the area named, where it is not the one they are in."""
        asked = [n for n, reading in enumerate(readings) if _may_be_beyond_border(reading)]
        if not asked:
            return readings
        lat, long = np.array([readings[n].point for n in asked], dtype=float).T
        codes = [readings[n].named.area_code or "" for n in asked]
        for n, is_near in zip(asked, self.locate.is_near(codes, lat, long, BORDER_METRES), strict=True):
            readings[n] = replace(readings[n], is_near_named=bool(is_near))
        return readings

    def _by_name(self, area: str | None, parent: str | None) -> Place:
        """Return the place of a named area; a kecamatan alone has no place on the map, but counts there."""
        if code := self.name_index.match(area, parent):
            return Place(placement=Placement.NAMED, area_code=code)
        return Place(placement=Placement.NONE, area_code=self.name_index.match_parent(area, parent))

    def _placed(
        self, record: ServiceRequest, reading: _PointReading, findings: FindingCounter
    ) -> PlacedRecord:
        decision = reading.decide()
        if _is_plain(reading):
            return PlacedRecord(record, decision.place)
        if reading.is_placeholder and reading.point:
            findings.add(FindingKind.POINT_PLACEHOLDER, point_text(*reading.point))
        issues = [decision.issue, _contradiction(record, reading, decision)]
        issues += self._unknown(record, reading, decision, findings)
        lat, long = decision.point or (None, None)
        new_issues = tuple(issue for issue in issues if issue and issue not in record.issues)
        if new_issues or (record.lat, record.long) != (lat, long):
            update = {"lat": lat, "long": long, "issues": (*record.issues, *new_issues)}
            record = record.model_copy(update=update)
        return PlacedRecord(record, decision.place)

    def _unknown(
        self, record: ServiceRequest, reading: _PointReading, decision: LocatedPlace, findings: FindingCounter
    ) -> list[str]:
        """Count the names that are known of no area; return issues unless a point says where it is.

        Names of a confidential report are counted without their text.
        """
        pair = record.area_name, record.parent_name
        is_named = reading.named.placement is Placement.NAMED
        if pair == (None, None) or (reading.code and reading.agrees and is_named):
            return []
        unknown = self.name_index.unknown_names(*pair)
        is_open = record.service_code != CONFIDENTIAL
        for name, hint in unknown:
            findings.add(FindingKind.AREA_UNKNOWN, name if is_open else "", hint=hint if is_open else None)
        is_needed = decision.place.placement is not Placement.POINT and is_open
        return [_unknown_issue(*item) for item in unknown] if is_needed else []


@lru_cache(maxsize=4_096)
def _point_place(code: str) -> Place:
    """Return the place of a point in an area."""
    return Place(placement=Placement.POINT, area_code=code)


def _point_of(record: ServiceRequest) -> LatLong | None:
    return None if record.lat is None or record.long is None else (record.lat, record.long)


def _is_plain(reading: _PointReading) -> bool:
    """Return whether a point decides as it is written, in the area that is named: nothing is to be noted."""
    is_agreed = reading.named.placement is Placement.NAMED and reading.agrees and not reading.is_near_named
    is_odd = reading.is_placeholder or reading.is_exchanged
    return reading.point is not None and reading.code is not None and is_agreed and not is_odd


def _exchange(point: LatLong | None) -> LatLong | None:
    return (point[1], point[0]) if point and abs(point[1]) <= LATITUDE_LIMIT else None


def _may_be_beyond_border(reading: _PointReading) -> bool:
    is_asked = reading.point is not None and not reading.is_placeholder
    return is_asked and reading.named.placement is Placement.NAMED and reading.named.area_code != reading.code


def _contradiction(record: ServiceRequest, reading: _PointReading, decision: LocatedPlace) -> str | None:
    """Return the issue of a report whose named area is not where its point lies."""
    is_by_point = decision.place.placement is Placement.POINT and decision.place.area_code == reading.code
    if reading.agrees or not is_by_point:
        return None
    named_area = ", ".join(filter(None, (record.area_name, record.parent_name)))
    return f"{CONTRADICTED_PREFIX} ({named_area}) is not where the point lies ({reading.code})"


def _unknown_issue(name: str, hint: str | None) -> str:
    meant = f"; may mean {hint}" if hint else ""
    return f"no area is known as {name[:80]!r}{meant}"
