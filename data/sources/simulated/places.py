"""Locations of simulated reports: mostly a point, sometimes a name, nothing, or a wrong point."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from data.sources.simulated.gazetteer import METRES_PER_DEGREE, Area
from data.sources.simulated.random_draws import RandomDraws, cumulative_bounds
from data.sources.simulated.spelling import misspell

LocationFields = dict[str, object]

_NO_LOCATION: LocationFields = {"lat": None, "long": None, "area_name": None, "parent_name": None}
# point, no location, exactly (0, 0), outside the city, named by its area only
_PLACEMENT_BOUNDS = cumulative_bounds([0.915, 0.04, 0.01, 0.015, 0.02])
_NAMES_SHARE = 0.4
_TEXT_SHARE = 0.03
_WELL_OUTSIDE_METRES = 2_000.0


@dataclass(frozen=True)
class LocationSampler:
    """Draws locations in a city's areas."""

    areas: Sequence[Area]

    def draw_area(self, draws: RandomDraws) -> Area:
        """Draw an area, the populous ones more often."""
        return self.areas[draws.weighted(self._bounds)]

    def draw_location(self, draws: RandomDraws, area: Area) -> LocationFields:
        """Draw the location fields of a report in ``area``."""
        draw = (self._point, self._none, self._zero, self._outside, self._named)[
            draws.weighted(_PLACEMENT_BOUNDS)
        ]
        return _NO_LOCATION | draw(draws, area)

    def _point(self, draws: RandomDraws, area: Area) -> LocationFields:
        anchor = draws.pick(area.anchor_points)
        # The square root makes the points equally dense all over the circle.
        distance = anchor.radius * math.sqrt(draws.between(0, 1))
        point = _as_sent(draws, *_offset_point(anchor.lat, anchor.long, distance, draws.between(0, math.tau)))
        names = (
            {"area_name": area.name, "parent_name": area.parent_name} if draws.chance(_NAMES_SHARE) else {}
        )
        return point | names

    def _none(self, draws: RandomDraws, area: Area) -> LocationFields:
        return {}

    def _zero(self, draws: RandomDraws, area: Area) -> LocationFields:
        return {"lat": 0.0, "long": 0.0}

    def _outside(self, draws: RandomDraws, area: Area) -> LocationFields:
        lat, long, radius = self._bounding_circle
        distance = radius * draws.between(1.15, 1.5) + _WELL_OUTSIDE_METRES
        return _as_sent(draws, *_offset_point(lat, long, distance, draws.between(0, math.tau)))

    def _named(self, draws: RandomDraws, area: Area) -> LocationFields:
        return {"area_name": misspell(draws, area.name), "parent_name": area.parent_name}

    @cached_property
    def _bounds(self) -> list[float]:
        return cumulative_bounds(area.weight for area in self.areas)

    @cached_property
    def _bounding_circle(self) -> tuple[float, float, float]:
        """Centre (degrees) and radius (metres) of a circle around all anchor points."""
        lats = [anchor.lat for area in self.areas for anchor in area.anchor_points]
        longs = [anchor.long for area in self.areas for anchor in area.anchor_points]
        lat, long = (min(lats) + max(lats)) / 2, (min(longs) + max(longs)) / 2
        width = (max(longs) - min(longs)) * math.cos(math.radians(lat))
        return lat, long, math.hypot(max(lats) - min(lats), width) / 2 * METRES_PER_DEGREE


def _offset_point(lat: float, long: float, metres: float, bearing: float) -> tuple[float, float]:
    north = metres * math.cos(bearing) / METRES_PER_DEGREE
    east = metres * math.sin(bearing) / (METRES_PER_DEGREE * math.cos(math.radians(lat)))
    return lat + north, long + east


def _as_sent(draws: RandomDraws, lat: float, long: float) -> LocationFields:
    """Return the point as an app sends it: a few versions send text."""
    lat, long = round(lat, 6), round(long, 6)
    return {"lat": str(lat), "long": str(long)} if draws.chance(_TEXT_SHARE) else {"lat": lat, "long": long}
