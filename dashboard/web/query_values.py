"""Values of addresses and forms that are checked after they are parsed: whole numbers and moments."""

from datetime import UTC, datetime, tzinfo

MAX_DIGITS = 18  # fits a column of 64 bits, whatever the digits are
MAX_MOMENT_LENGTH = 40
# Moments outside have no report, and periods around them leave the range of ``datetime``.
FIRST_YEAR, LAST_YEAR = 1970, 2200


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
