"""Parser of degrees with minutes, seconds and hemispheres: ``1°29'30" LU``, ``S 6.2``, ``124 50.5 E``."""

import re
from collections.abc import Mapping
from typing import NamedTuple

NORTH, SOUTH, EAST, WEST = ("n", "u", "lu"), ("s", "ls"), ("e", "t", "bt"), ("w", "b", "bb")
LATITUDE, LONGITUDE = "lat", "long"
HEMISPHERES: Mapping[str, tuple[str, int]] = {
    letter: side
    for letters, side in (
        (NORTH, (LATITUDE, 1)), (SOUTH, (LATITUDE, -1)), (EAST, (LONGITUDE, 1)), (WEST, (LONGITUDE, -1)),
    )
    for letter in letters
}  # fmt: skip

_HEMISPHERE = r"(?:l[us]|b[tb]|[nsewutb])"
_INTEGER, _DECIMAL = r"\d{1,3}", r"\d{1,2}(?:[.,]\d{1,12})?"
_ANGLE = re.compile(
    rf"(?P<front>\b{_HEMISPHERE}\b\.?\s*)?(?P<sign>[+-])?"
    rf"(?:(?P<d>{_INTEGER})\s*(?:[\u00b0\u00ba:]\s*|\s)(?P<m>{_DECIMAL})"
    rf"(?:\s*(?:['\u2032\u2019:]\s*|\s)(?P<s>{_DECIMAL}))?|(?P<only>\d{{1,3}}(?:[.,]\d{{1,15}})?)\s*[\u00b0\u00ba]?)"
    rf"\s*['\u2032\u2019]?\s*(?:[\"\u2033\u201d]|''|\u2019\u2019)?\s*(?P<back>{_HEMISPHERE}\b)?",
    re.IGNORECASE,
)

_PAIR_SEPARATOR = re.compile(r"[;,/]\s+|(?<=[a-z])\s*[;,]?\s+(?=[\d+-])", re.IGNORECASE)


class Angle(NamedTuple):
    """Degrees, negative to the south and west; ``axis`` is None unless a hemisphere was written."""

    degrees: float
    axis: str | None


def parse_angle(text: str) -> Angle | None:
    """Parse an angle; None if the text is none, or only a number."""
    match = _ANGLE.fullmatch(text.strip())
    return _angle_from_match(match) if match and _has_angle_notation(match) else None


def parse_pair(text: str) -> tuple[float, float] | None:
    """Parse latitude and longitude from a text with both, in the order that its hemispheres tell."""
    angles = [parse_angle(part.strip(" ,;()")) for part in _PAIR_SEPARATOR.split(text.strip(), maxsplit=2)]
    if len(angles) != 2 or None in angles:
        return None
    first, second = (angle for angle in angles if angle)
    if first.axis == second.axis and first.axis is not None:
        return None
    swapped = first.axis == LONGITUDE or second.axis == LATITUDE
    return (second.degrees, first.degrees) if swapped else (first.degrees, second.degrees)


def _has_angle_notation(match: re.Match[str]) -> bool:
    return bool(match["d"] or match["front"] or match["back"])


def _angle_from_match(match: re.Match[str]) -> Angle | None:
    hemispheres = [match[name].strip(" .").lower() for name in ("front", "back") if match[name]]
    minutes, seconds = _number(match["m"]), _number(match["s"])
    if len(hemispheres) > 1 or (hemispheres and match["sign"]) or minutes >= 60 or seconds >= 60:
        return None
    axis, sign = HEMISPHERES[hemispheres[0]] if hemispheres else (None, -1 if match["sign"] == "-" else 1)
    return Angle(sign * (_number(match["d"] or match["only"]) + minutes / 60 + seconds / 3600), axis)


def _number(text: str | None) -> float:
    return float((text or "0").replace(",", "."))
