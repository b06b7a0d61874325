"""Values of addresses and forms that are checked after they are parsed: whole numbers, days and moments."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, tzinfo
from functools import lru_cache

from data.lib.date_format import typed_date_pattern

MAX_DIGITS = 18  # fits a column of 64 bits, whatever the digits are
MAX_MOMENT_LENGTH = 40
# Moments outside have no report, and periods around them leave the range of ``datetime``.
FIRST_YEAR, LAST_YEAR = 1970, 2200
PERIOD_PARAMS = ("dari", "sampai")
DIGITS = {"y": (4, 4), "M": (1, 2), "d": (1, 2)}  # of the parts of a date, at least and at most
SEPARATOR = "[-/. ]"
CLOCK_TIME = r"(?:[ ,T]*(?P<hour>\d{1,2})[.:]?(?P<minute>\d{2})(?:[.:]?(?P<second>\d{2}))?)?"


def parse_whole_number(text: str, first: int, last: int) -> int:
    """Return a number from ``first`` to ``last``; what is checked is the number itself, not its digits.

    :raises ValueError: it is none
    """
    if not (text.isascii() and text.isdecimal() and len(text) <= MAX_DIGITS):
        raise ValueError("not a whole number")
    number = int(text)
    if not first <= number <= last:
        raise ValueError(f"not a number from {first} to {last}")
    return number


def parse_moment(text: str, zone: tzinfo) -> datetime:
    """Return a moment of ISO 8601 in UTC, by a zone if it names none.

    :raises ValueError: it is none, or outside the years that have reports
    """
    if len(text) > MAX_MOMENT_LENGTH:
        raise ValueError("not a moment")
    moment = datetime.fromisoformat(text)
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise ValueError(f"not a year from {FIRST_YEAR} to {LAST_YEAR}")
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)


def parse_typed_moment(text: str, zone: tzinfo) -> datetime:
    """Return a moment in UTC of ISO 8601, or as somebody types it in their language.

    :raises ValueError: it is none, or outside the years that have reports
    """
    return parse_moment(iso_text(text), zone)


def parse_typed_day(text: str) -> date:
    """Return a day of ISO 8601, or as somebody types it in their language.

    :raises ValueError: it is none
    """
    return date.fromisoformat(iso_text(text))


def iso_period(params: Mapping[str, str]) -> dict[str, str] | None:
    """Return the parameters of an address with their period in ISO 8601; None if it is already."""
    changed = {name: iso_text(params[name]) for name in PERIOD_PARAMS if name in params}
    return {**params, **changed} if any(params[name] != value for name, value in changed.items()) else None


def iso_text(text: str) -> str:
    """Return what somebody typed in ISO 8601; as it is if it is so already, or no day or moment.

    Typed may be ``24/11/2026 08.00``, with other separators, digits alone, or a day without a time.
    """
    if len(text) > MAX_MOMENT_LENGTH or _is_iso(text):
        return text
    matches = (expression.fullmatch(text.strip()) for expression in _typed_expressions(typed_date_pattern()))
    typed = next((match.groupdict() for match in matches if match), None)
    if typed is None:
        return text
    clock = [f"{typed[name]:0>2}" for name in ("hour", "minute", "second") if typed[name]]
    iso = f"{typed['y']}-{typed['M']:0>2}-{typed['d']:0>2}{'T' if clock else ''}{':'.join(clock)}"
    return iso if _is_iso(iso) else text


def _is_iso(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


@lru_cache(maxsize=8)
def _typed_expressions(date_pattern: str) -> tuple[re.Pattern[str], ...]:
    """Return what matches a moment with separators, and one of digits alone: some keypads have no others."""
    order = re.sub(r"(.)\1+", r"\1", re.sub("[^dMy]", "", date_pattern))
    separated = SEPARATOR.join(f"(?P<{part}>\\d{{{DIGITS[part][0]},{DIGITS[part][1]}}})" for part in order)
    joined = "".join(f"(?P<{part}>\\d{{{DIGITS[part][1]}}})" for part in order)
    return tuple(re.compile(day + CLOCK_TIME, re.ASCII) for day in (separated, joined))
