"""Parsers of single values: text, coordinates, ratings."""

import math
import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from data.core.config.place_config import LATITUDE_LIMIT, LONGITUDE_LIMIT
from data.core.report.points import EXCHANGED_ISSUE
from data.sources.degrees import parse_angle

REPEATED_LENGTH = 120  # characters of a name that many rows repeat; longer spellings are texts
_SEPARATORS = re.compile(r"[\W_]+")


def normalize(spelling: str) -> str:
    """Return a spelling in lower case, with one space for punctuation and spaces."""
    return _normalize(spelling) if len(spelling) > REPEATED_LENGTH else _normalize_name(spelling)


def _normalize(spelling: str) -> str:
    return _SEPARATORS.sub(" ", spelling.casefold()).strip()


_normalize_name = lru_cache(maxsize=8_192)(_normalize)  # rows repeat the same few categories and states


def clean_text(value: Any) -> str:
    """Return text that any database can store: no NUL, no lone surrogates."""
    if type(value) is str and value.isascii() and "\0" not in value:
        return value
    return _convert_safely(value, str).replace("\0", "").encode("utf-8", "replace").decode()


def safe_repr(value: Any) -> str:
    """Return ``repr`` of any value; a placeholder if it cannot be written."""
    return _convert_safely(value, repr)


def _convert_safely(value: Any, convert: Callable[[Any], str]) -> str:
    try:
        return convert(value)
    except (RecursionError, ValueError):  # nested a thousand deep, or a number of thousands of digits
        return f"(a {type(value).__name__} that cannot be written)"


def text_or_none(value: Any) -> str | None:
    """Return trimmed text; None for None, blanks, lists and objects."""
    if value is None or isinstance(value, dict | list):
        return None
    return clean_text(value).strip() or None


def quote_value(value: Any) -> str:
    """Return a value for a message: quoted, at most 80 characters."""
    return repr(clean_text(value)[:80])


def parse_coordinates(lat: Any, long: Any, issues: list[str]) -> dict[str, float | None]:
    """Parse both in degrees, or neither. A phone without a position sends (0, 0): neither.

    What is a position only the other way round is read so, with an issue.
    """
    found = list[str]()
    pair = _parse_pair(lat, long, found)
    if found and None not in (exchanged := _parse_pair(long, lat, [])):
        pair, found = exchanged, [EXCHANGED_ISSUE]
    issues.extend(found)
    if None in pair or pair == (0, 0):
        return {"lat": None, "long": None}
    return {"lat": pair[0], "long": pair[1]}


def _parse_pair(lat: Any, long: Any, issues: list[str]) -> tuple[float | None, float | None]:
    return _parse_degrees("lat", lat, LATITUDE_LIMIT, issues), _parse_degrees(
        "long", long, LONGITUDE_LIMIT, issues
    )


def _parse_degrees(name: str, value: Any, limit: float, issues: list[str]) -> float | None:
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    try:
        degrees = _to_degrees(name, value)
    except (TypeError, ValueError, OverflowError):
        degrees = float("nan")
    if isinstance(value, bool) or not -limit <= degrees <= limit:
        issues.append(f"{name} {quote_value(value)} is not a position in degrees")
        return None
    return degrees


def _to_degrees(name: str, value: Any) -> float:
    """Return degrees; NaN for an angle of the other axis: 124 E is no latitude."""
    angle = parse_angle(value) if isinstance(value, str) else None
    if angle is None:
        return float(_bare_number(value))
    return angle.degrees if angle.axis in (name, None) else math.nan


def _bare_number(value: Any) -> Any:
    """Drop the degree sign, and read a lone comma as a decimal point: degrees have no thousands."""
    if not isinstance(value, str):
        return value
    number_text = value.strip().lstrip("'").rstrip("\u00b0 ")
    has_decimal_comma = number_text.count(",") == 1 and "." not in number_text
    return number_text.replace(",", ".") if has_decimal_comma else number_text


def parse_rating(value: Any, issues: list[str]) -> int | None:
    """Parse 1 to 5 stars; None with an issue for anything else."""
    if value is None or value == "":
        return None
    try:
        stars = int(value)
    except (TypeError, ValueError, OverflowError):
        stars = 0
    if stars not in range(1, 6):
        issues.append(f"rating {quote_value(value)} is not 1 to 5 stars")
        return None
    return stars
