"""The presets of periods, in days of the city."""

import pytest

from data.core.recap.periods import period_presets
from tests.personas import ZONE, local_time


@pytest.mark.parametrize(
    ("as_of", "name", "since", "until"),
    [
        ("2026-11-25 08:30", "minggu-lalu", "2026-11-16 00:00", "2026-11-23 00:00"),  # a Wednesday
        ("2026-11-25 08:30", "minggu-ini", "2026-11-23 00:00", "2026-11-25 08:30"),
        ("2026-11-25 08:30", "bulan-lalu", "2026-10-01 00:00", "2026-11-01 00:00"),
        ("2026-11-25 08:30", "bulan-ini", "2026-11-01 00:00", "2026-11-25 08:30"),
        (
            "2026-11-23 00:30",
            "minggu-lalu",
            "2026-11-16 00:00",
            "2026-11-23 00:00",
        ),  # Monday, still Sunday in UTC
        ("2026-11-29 23:59", "minggu-lalu", "2026-11-16 00:00", "2026-11-23 00:00"),  # Sunday
        ("2026-01-01 09:00", "bulan-lalu", "2025-12-01 00:00", "2026-01-01 00:00"),
    ],
)
def test_a_period_begins_and_ends_at_the_citys_midnight(
    as_of: str, name: str, since: str, until: str
) -> None:
    assert period_presets(local_time(as_of), ZONE)[name] == (local_time(since), local_time(until))


def test_a_week_that_begins_this_minute_is_not_offered() -> None:
    """Monday 23 November, midnight."""
    assert "minggu-ini" not in period_presets(local_time("2026-11-23 00:00"), ZONE)


def test_a_period_that_ends_now_ends_at_the_last_whole_minute() -> None:
    now = local_time("2026-11-25 08:30").replace(second=59, microsecond=999_999)
    since, until = period_presets(now, ZONE)["minggu-ini"]
    assert (until, until.microsecond, until.second) == (local_time("2026-11-25 08:30"), 0, 0)
    assert until.utcoffset() == since.utcoffset() == ZONE.utcoffset(now.replace(tzinfo=None))
