"""A position in one value: ``(lat, long)``, ``POINT (long lat)``, GeoJSON, or an object with both."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from data.sources.degrees import parse_pair

Degrees = tuple[Any, Any]  # latitude, longitude, as written

_NUMBER = r"([+-]?\d{1,3}(?:[.,]\d+)?)"
_POINT = re.compile(rf"POINT\s*Z?\s*\(\s*{_NUMBER}[\s,]+{_NUMBER}", re.IGNORECASE)
_PAIR = re.compile(
    rf"(?:^|\()\s*{_NUMBER}\s*\u00b0?\s*(?:[;\s]|,\s|,(?=[+-]?\d+\.))\s*{_NUMBER}\s*\u00b0?\s*\)?\s*$"
)
LATITUDES, LONGITUDES = ("latitude", "lat", "y"), ("longitude", "long", "lon", "lng", "x")


def position(value: Any) -> Degrees | None:
    """Latitude and longitude as written; None if the value holds no position.

    A pair in a text begins with the latitude, as people write it; WKT and GeoJSON begin with the longitude.
    """
    if isinstance(value, str):
        return _in_text(value.strip())
    if isinstance(value, Mapping):
        return _in_object(value)
    return _in_list(value) if isinstance(value, list) else None


def _in_text(written: str) -> Degrees | None:
    if found := _POINT.search(written):
        return found[2], found[1]
    found = _PAIR.search(written)
    return (found[1], found[2]) if found else parse_pair(written)


def _in_object(value: Mapping[str, Any]) -> Degrees | None:
    if "coordinates" in value or "geometry" in value:
        inner = value.get("coordinates", value.get("geometry"))
        return position(inner) if isinstance(inner, list | Mapping) else None
    found = [
        next((value[name] for name in names if name in value), None) for names in (LATITUDES, LONGITUDES)
    ]
    return None if None in found else (found[0], found[1])


def _in_list(value: Sequence[Any]) -> Degrees | None:
    return (value[1], value[0]) if len(value) >= 2 and not isinstance(value[0], list) else None
