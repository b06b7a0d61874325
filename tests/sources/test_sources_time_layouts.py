"""Times in a configured layout, with Indonesian words for months, days, zones and parts of the day."""

from datetime import UTC, datetime

import pytest

from data.sources.time_layouts import parse_with_layout

DAY_FORMAT = "%d %B %Y %I.%M %p"


@pytest.mark.parametrize(
    ("clock", "hour"),
    [
        ("12.30 malam", 0), ("1.30 malam", 1), ("7.30 malam", 19), ("11.30 malam", 23),
        ("12.30 siang", 12), ("1.30 siang", 13), ("11.30 siang", 11), ("10.30 siang", 10),
        ("3.30 sore", 15), ("6.30 Sore", 18), ("8.30 pagi", 8), ("12.30 pagi", 0), ("8.30 PM", 20),
    ],
)  # fmt: skip
def test_indonesian_day_parts_select_am_or_pm(clock, hour):
    assert parse_with_layout(f"3 Januari 2026 {clock}", DAY_FORMAT) == datetime(2026, 1, 3, hour, 30)  # noqa: DTZ001


def test_12_malam_without_minutes_is_midnight():
    assert parse_with_layout("3 Mei 2026 12 malam", "%d %B %Y %I %p").hour == 0


def test_a_day_part_before_the_clock_is_not_parsed():
    with pytest.raises(ValueError, match="does not match"):
        parse_with_layout("malam 12.30", "%p %I.%M")


@pytest.mark.parametrize(
    ("written", "layout", "month"),
    [
        ("3 Agustus 2026", "%d %B %Y", 8), ("3 agt 2026", "%d %b %Y", 8), ("3 Peb 2026", "%d %b %Y", 2),
        ("3 DESEMBER 2026", "%d %B %Y", 12), ("3 Nopember 2026", "%d %B %Y", 11),
        ("Sabtu, 3 Januari 2026", "%A, %d %B %Y", 1), ("Jum'at, 2 Okt 2026", "%A, %d %b %Y", 10),
    ],
)  # fmt: skip
def test_months_and_days_may_be_indonesian(written, layout, month):
    assert parse_with_layout(written, layout).month == month


@pytest.mark.parametrize(("zone", "hour"), [("WIB", 6), ("WITA", 5), ("wit", 4), ("+0000", 13)])
def test_indonesian_zone_names_are_understood(zone, hour):
    parsed = parse_with_layout(f"3 Mei 2026 13:05 {zone}", "%d %B %Y %H:%M %z")
    assert parsed.astimezone(UTC).hour == hour


def test_a_zone_literal_in_the_format_is_not_parsed_as_a_zone():
    parsed = parse_with_layout("3 Mei 2026 pukul 13:05 WITA", "%d %B %Y pukul %H:%M WITA")
    assert (parsed.hour, parsed.tzinfo) == (13, None)


@pytest.mark.parametrize("written", ["", "kemarin", "1e400", "nan"])
def test_an_invalid_epoch_value_is_not_a_time(written):
    with pytest.raises(ValueError, match=r"."):
        parse_with_layout(written, "epoch")
