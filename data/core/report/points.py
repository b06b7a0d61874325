"""Points of reports: which of them say nothing of a place, and which are the same."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import cos, hypot, radians

from data.core.quick_frozen import quick
from data.core.report.record import Place

LatLong = tuple[float, float]

EXCHANGED_ISSUE = "lat and long are exchanged: read the other way round"

METRES_PER_DEGREE = 111_320
NOISE_METRES = 2.0  # the last digits of a coordinate differ between two exports of one system
KEY_DIGITS = 5  # about a metre


@quick
@dataclass(frozen=True, slots=True)
class LocatedPlace:
    """A place, and the point if it says where the report is.

    :param issue: why a point is not used, or read otherwise
    """

    place: Place
    point: LatLong | None = None
    issue: str | None = None


def point_key(lat: float, long: float) -> LatLong:
    """Return the point as points are compared: to about a metre."""
    return round(lat, KEY_DIGITS), round(long, KEY_DIGITS)


def point_text(lat: float, long: float) -> str:
    """Return a point as people write it."""
    return "{}, {}".format(*point_key(lat, long))


def point_keys(points: Iterable[LatLong]) -> frozenset[LatLong]:
    """Return points as they are compared."""
    return frozenset(point_key(*point) for point in points)


def is_whole_degrees(lat: float, long: float) -> bool:
    """Return whether both are whole degrees, such as 39/-77: no device measures that."""
    return lat == int(lat) and long == int(long)


def is_noise(first: LatLong, second: LatLong) -> bool:
    """Return whether two points differ by no more than the last digits of a coordinate."""
    north = (first[0] - second[0]) * METRES_PER_DEGREE
    east = (first[1] - second[1]) * METRES_PER_DEGREE * cos(radians(first[0]))
    return hypot(north, east) <= NOISE_METRES
