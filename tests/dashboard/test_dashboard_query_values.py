"""Numbers and moments of addresses: what is checked is what is used, whatever its digits look like."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.web.query_values import (
    iso_period,
    parse_moment,
    parse_typed_day,
    parse_typed_moment,
    parse_whole_number,
)
from data.lib.date_format import format_typed_date, format_typed_moment
from data.lib.translation import languages, use_language

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


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize(
    "text",
    ["03/11/2026 08.00", "3/11/2026 8.00", "3-11-2026 08:00", "3.11.2026, 08.00", " 03 11 2026 08.00.00 ",
     "03112026 0800", "031120260800", "2026-11-03T08:00", "2026-11-03T08:00:00", "2026-11-03T00:00Z"],
)  # fmt: skip
def test_a_moment_is_typed_as_the_language_has_it_or_in_iso(text: str, language: str) -> None:
    """The day comes first, in English too: the third of November, never the eleventh of March."""
    with use_language(language):
        assert parse_typed_moment(text, WITA) == datetime(2026, 11, 3, tzinfo=UTC)


@pytest.mark.parametrize("text", ["03/11/2026", "3-11-2026", "03112026", "2026-11-03", "20261103"])
def test_a_day_alone_is_typed_in_the_same_ways(text: str) -> None:
    assert parse_typed_day(text) == date(2026, 11, 3)
    assert parse_typed_moment(text, WITA) == datetime(2026, 11, 2, 16, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    ["", "kemarin", "11/24/2026", "31/02/2026", "24/11/26", "24/11", "24/11/2026 25.00", "24/11/2026 pagi",
     "2411202", "²4/11/2026", "24/11/2026" + " " * 40],
)  # fmt: skip
def test_what_is_no_day_or_moment_is_refused(text: str) -> None:
    """An American date is an error that is shown, and not another day."""
    with pytest.raises(ValueError):
        parse_typed_moment(text, WITA)
    with pytest.raises(ValueError):
        parse_typed_day(text)


def test_a_day_has_no_time() -> None:
    with pytest.raises(ValueError):
        parse_typed_day("24/11/2026 08.00")


@given(st.datetimes(datetime(1970, 1, 2), datetime(2200, 12, 30)))  # noqa: DTZ001
def test_what_a_field_shows_is_what_is_read_from_it(local: datetime) -> None:
    local = local.replace(microsecond=0)
    for language in languages():
        with use_language(language):
            assert parse_typed_day(format_typed_date(local)) == local.date()
            read = parse_typed_moment(format_typed_moment(local), WITA)
        assert read == local.replace(tzinfo=WITA)


def test_an_address_holds_iso_whatever_was_typed() -> None:
    typed = {"menurut": "hari", "dari": "3/11/2026", "sampai": "04/11/2026 8.30"}
    assert iso_period(typed) == {"menurut": "hari", "dari": "2026-11-03", "sampai": "2026-11-04T08:30"}
    assert iso_period({"dari": "2026-11-03", "sampai": "11/24/2026"}) is None
