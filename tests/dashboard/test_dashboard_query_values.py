"""Numbers and moments of addresses: what is checked is what is used, whatever its digits look like."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from dashboard.web.query_values import parse_moment, parse_whole_number

WITA = ZoneInfo("Asia/Makassar")


@pytest.mark.parametrize(("text", "number"), [("1", 1), ("96", 96), ("007", 7), ("0" * 17 + "9", 9)])
def test_a_whole_number_is_read_whatever_its_zeros(text: str, number: int) -> None:
    assert parse_whole_number(text, 1, 96) == number


@pytest.mark.parametrize(
    "text",
    ["", "0", "97", "000001000", "0000010000", "9" * 19, "9" * 5_000, "-1", "+1", " 1", "1_0", "²", "x"],
)  # fmt: skip
def test_a_number_is_checked_as_it_is_used(text: str) -> None:
    """Kind: a limit is checked on some digits, and the whole number used; ``int`` refuses 5,000 digits."""
    with pytest.raises(ValueError, match="not a"):
        parse_whole_number(text, 1, 96)


def test_a_moment_without_a_zone_is_on_the_citys_clock() -> None:
    assert parse_moment("2026-11-24T08:00", WITA) == datetime(2026, 11, 24, tzinfo=UTC)
    assert parse_moment("2026-11-24T08:00+09:00", WITA) == datetime(2026, 11, 23, 23, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    ["", "kemarin", "0001-01-01", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "1969-12-31",
     "2201-01-01", "2026-11-24T08:00" + "0" * 40],
)  # fmt: skip
def test_a_moment_near_the_ends_of_the_calendar_is_refused(text: str) -> None:
    """Kind: a moment that is valid by itself, and whose neighbours leave the range of ``datetime``."""
    with pytest.raises(ValueError):
        parse_moment(text, WITA)
