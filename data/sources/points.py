"""Parser of positions in one value: ``(lat, long)``, ``POINT (long lat)``, GeoJSON, or an object."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from data.sources.degrees import parse_pair

RawPosition = tuple[Any, Any]  # latitude, longitude, as written

_METRES = r"([+-]?\d[\d.,]*)"
_PROJECTED_POINT = re.compile(rf"(?:POINT\s*Z?\s*)?\(?\s*{_METRES}[\s,;]+{_METRES}", re.IGNORECASE)
_NUMBER = r"([+-]?\d{1,3}(?:[.,]\d+)?)"
_POINT = re.compile(rf"POINT\s*Z?\s*\(\s*{_NUMBER}[\s,]+{_NUMBER}", re.IGNORECASE)
_PAIR = re.compile(
    rf"(?:^|\()\s*{_NUMBER}\s*\u00b0?\s*(?:[;\s]|,\s|,(?=[+-]?\d+\.))\s*{_NUMBER}\s*\u00b0?\s*\)?\s*$"
)
LATITUDE_KEYS, LONGITUDE_KEYS = ("latitude", "lat", "y"), ("longitude", "long", "lon", "lng", "x")


def parse_position(value: Any) -> RawPosition | None:
    """Return latitude and longitude as written; None if the value holds no position.

    A pair in a text begins with the latitude, as people write it; WKT and GeoJSON with the longitude.
    """
    if isinstance(value, str):
        return _from_text(value.strip())
    if isinstance(value, Mapping):
        return _from_mapping(value)
    return _from_list(value) if isinstance(value, list) else None


def parse_projected(value: Any) -> RawPosition | None:
    """Return northing and easting as written in one value; a pair in a text begins with the easting."""
    if isinstance(value, str):
        match = _PROJECTED_POINT.match(value.strip())
        return (match[2], match[1].rstrip(",")) if match else None
    return parse_position(value)


def _from_text(text: str) -> RawPosition | None:
    if match := _POINT.search(text):
        return match[2], match[1]
    match = _PAIR.search(text)
    return (match[1], match[2]) if match else parse_pair(text)


def _from_mapping(value: Mapping[str, Any]) -> RawPosition | None:
    if "coordinates" in value or "geometry" in value:
        inner = value.get("coordinates", value.get("geometry"))
        return parse_position(inner) if isinstance(inner, list | Mapping) else None
    pair = [
        next((value[name] for name in names if name in value), None)
        for names in (LATITUDE_KEYS, LONGITUDE_KEYS)
    ]
    return None if None in pair else (pair[0], pair[1])


def _from_list(value: Sequence[Any]) -> RawPosition | None:
    return (value[1], value[0]) if len(value) >= 2 and not isinstance(value[0], list) else None
