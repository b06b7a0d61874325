"""Numbers, times and durations as people in Indonesia write them."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from dashboard.ui.format import format_long_date, format_moment, format_time, number, percent, span, zone_name

WITA, WIB, WIT = (ZoneInfo(name) for name in ("Asia/Makassar", "Asia/Jakarta", "Asia/Jayapura"))
LATE_MONDAY = datetime(2026, 11, 23, 16, 5, tzinfo=UTC)  # Monday; already Tuesday 00.05 in Manado


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [(0, 0, "0"), (7, 0, "7"), (1234, 0, "1.234"), (1_234_567, 0, "1.234.567"), (1234.5, 1, "1.234,5"),
     (2.0, 1, "2,0"), (-12, 0, "-12"), (999.6, 0, "1.000")],
)  # fmt: skip
def test_a_number_has_dots_for_thousands_and_a_comma_for_decimals(
    value: float, decimals: int, text: str
) -> None:
    assert number(value, decimals) == text


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (0, "0 %"),
        (0.001, "1 %"),
        (0.494, "49 %"),
        (0.824, "82 %"),
        (0.994, "99 %"),
        (0.999, "99 %"),
        (1, "100 %"),
    ],
)
def test_a_percentage_rounds_to_0_or_100_only_when_exact(share: float, text: str) -> None:
    assert percent(share) == text


@pytest.mark.parametrize(
    ("zone", "time", "day", "name"),
    [
        (WITA, "00.05", "24 November 2026", "WITA"),
        (WIB, "23.05", "23 November 2026", "WIB"),
        (WIT, "01.05", "24 November 2026", "WIT"),
    ],
)
def test_a_moment_is_formatted_in_the_city_time_zone(zone: ZoneInfo, time: str, day: str, name: str) -> None:
    formatted = (
        format_time(LATE_MONDAY, zone),
        format_long_date(LATE_MONDAY, zone),
        zone_name(LATE_MONDAY, zone),
    )
    assert formatted == (time, day, name)
    assert format_moment(LATE_MONDAY, zone) == f"{day} pukul {time} {name}"


@pytest.mark.parametrize(
    ("hours", "text"),
    [(0, "0 menit"), (0.2, "12 menit"), (1, "1 jam"), (3 + 10 / 60, "3 jam 10 menit"), (24, "1 hari"),
     (52, "2 hari 4 jam"), (23.999, "1 hari"), (24.5, "1 hari")],
)  # fmt: skip
def test_a_span_has_at_most_two_units(hours: float, text: str) -> None:
    assert span(hours) == text
