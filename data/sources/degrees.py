"""Degrees as maps and surveyors write them: ``1°29'30" LU``, ``S 6.2``, ``124 50.5 E``."""

import re
from collections.abc import Mapping
from typing import NamedTuple

NORTH, SOUTH, EAST, WEST = ("n", "u", "lu"), ("s", "ls"), ("e", "t", "bt"), ("w", "b", "bb")
LATITUDE, LONGITUDE = "lat", "long"
SIDES: Mapping[str, tuple[str, int]] = {
    letter: side
    for letters, side in (
        (NORTH, (LATITUDE, 1)), (SOUTH, (LATITUDE, -1)), (EAST, (LONGITUDE, 1)), (WEST, (LONGITUDE, -1)),
    )
    for letter in letters
}  # fmt: skip

_SIDE = r"(?:l[us]|b[tb]|[nsewutb])"
_WHOLE, _PART = r"\d{1,3}", r"\d{1,2}(?:[.,]\d{1,12})?"
_SHAPE = re.compile(
    rf"(?P<front>\b{_SIDE}\b\.?\s*)?(?P<sign>[+-])?"
    rf"(?:(?P<d>{_WHOLE})\s*(?:[\u00b0\u00ba:]\s*|\s)(?P<m>{_PART})"
    rf"(?:\s*(?:['\u2032\u2019:]\s*|\s)(?P<s>{_PART}))?|(?P<only>\d{{1,3}}(?:[.,]\d{{1,15}})?)\s*[\u00b0\u00ba]?)"
    rf"\s*['\u2032\u2019]?\s*(?:[\"\u2033\u201d]|''|\u2019\u2019)?\s*(?P<back>{_SIDE}\b)?",
    re.IGNORECASE,
)

_BETWEEN = re.compile(r"[;,/]\s+|(?<=[a-z])\s*[;,]?\s+(?=[\d+-])", re.IGNORECASE)


class Angle(NamedTuple):
    """Degrees, negative to the south and west; ``axis`` if the side of the world was written."""

    degrees: float
    axis: str | None


def parse_angle(written: str) -> Angle | None:
    """The angle of a text; None if it is none, or only a number, which says nothing of its form."""
    found = _SHAPE.fullmatch(written.strip())
    return _angle(found) if found and _is_more_than_a_number(found) else None


def parse_pair(written: str) -> tuple[float, float] | None:
    """Latitude and longitude of a text with both, in the order that its sides of the world tell."""
    angles = [parse_angle(part.strip(" ,;()")) for part in _BETWEEN.split(written.strip(), maxsplit=2)]
    if len(angles) != 2 or None in angles:
        return None
    first, second = (angle for angle in angles if angle)
    if first.axis == second.axis and first.axis is not None:
        return None
    swapped = first.axis == LONGITUDE or second.axis == LATITUDE
    return (second.degrees, first.degrees) if swapped else (first.degrees, second.degrees)


def _is_more_than_a_number(found: re.Match[str]) -> bool:
    return bool(found["d"] or found["front"] or found["back"])


def _angle(found: re.Match[str]) -> Angle | None:
    sides = [found[name].strip(" .").lower() for name in ("front", "back") if found[name]]
    minutes, seconds = _number(found["m"]), _number(found["s"])
    if len(sides) > 1 or (sides and found["sign"]) or minutes >= 60 or seconds >= 60:
        return None
    axis, sign = SIDES[sides[0]] if sides else (None, -1 if found["sign"] == "-" else 1)
    return Angle(sign * (_number(found["d"] or found["only"]) + minutes / 60 + seconds / 3600), axis)


def _number(written: str | None) -> float:
    return float((written or "0").replace(",", "."))
