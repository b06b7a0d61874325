"""Coordinates of other reference systems: metres east and north to degrees."""

import re
from functools import cache
from threading import get_ident
from typing import Any

from pyproj import Transformer

from data.core.config.place_config import LATITUDE_LIMIT, LONGITUDE_LIMIT
from data.sources.values import clean_text, quote_value

DEGREES_CRS = "EPSG:4326"
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?(?:e\d+)?", re.IGNORECASE)
_UNIT = re.compile(r"\s*(?:m|meter|metre|metres)\.?$", re.IGNORECASE)


def project(north: Any, east: Any, crs: str, issues: list[str]) -> dict[str, float | None]:
    """Return degrees of a position in another system, or neither; an unusable one is an issue."""
    if all(value is None or (isinstance(value, str) and not value.strip()) for value in (north, east)):
        return {"lat": None, "long": None}
    x, y = parse_metres(east), parse_metres(north)
    if x is not None and y is not None:
        long, lat = _transformer(crs, get_ident()).transform(x, y)
        # What cannot be projected is infinite.
        if abs(lat) <= LATITUDE_LIMIT and abs(long) <= LONGITUDE_LIMIT:
            return {"lat": round(lat, 8), "long": round(long, 8)}
    issues.append(f"x {quote_value(east)} and y {quote_value(north)} are not a position in {crs}")
    return {"lat": None, "long": None}


def parse_metres(value: Any) -> float | None:
    """Return a number whatever its separators: ``704.123,45``, ``704,123.45`` and ``704 123.45`` alike."""
    text = _UNIT.sub("", re.sub(r"\s", "", clean_text(value)))
    separators = [letter for letter in text if letter in ".,"]
    if len(separators) > 1 and len(set(separators)) == 1:
        text = text.replace(separators[0], "")
    elif len(set(separators)) == 2:
        text = text.replace(separators[0], "").replace(",", ".")
    number_text = text.replace(",", ".")
    return float(number_text) if _NUMBER.fullmatch(number_text) and not isinstance(value, bool) else None


@cache
def _transformer(crs: str, _thread: int) -> Transformer:
    """Return the transformer of one thread: it must not be shared."""
    return Transformer.from_crs(crs, DEGREES_CRS, always_xy=True)
