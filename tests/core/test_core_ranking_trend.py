"""A parent compared with its own previous period."""

import pytest

from data.core.history.trend import previous_moment
from tests.core.crowds import build_standings, ranking_by_code
from tests.personas import ANGGREK, BARAT, CEMPAKA, MONDAY_NOON, TIMUR, ZONE, local_time


def trend(now, before, code=BARAT):
    row = ranking_by_code(now, before=before)[code]
    return row["previous_on_time"], row["previous_n"], row["trend"]


@pytest.mark.parametrize(
    ("as_of", "days", "moment"),
    [
        ("2026-11-23 12:00", 30, "2026-10-24 00:00"),  # Monday to Saturday
        ("2026-11-23 00:00", 30, "2026-10-24 00:00"),
        ("2026-11-23 23:59", 30, "2026-10-24 00:00"),
        ("2026-11-24 00:00", 30, "2026-10-25 00:00"),  # Tuesday to Sunday
        ("2026-03-01 07:00", 1, "2026-02-28 00:00"),  # Sunday to Saturday
    ],
)
def test_the_previous_period_ends_with_a_day_of_the_city(as_of, days, moment):
    assert previous_moment(local_time(as_of), days, ZONE) == local_time(moment)


@pytest.mark.parametrize(
    ("now", "before", "expected"),
    [
        ((90, 10), (50, 50), (0.5, 100, "better")),
        ((50, 50), (90, 10), (0.9, 100, "worse")),
        ((90, 10), (88, 12), (0.88, 100, "same")),
        ((3, 0), (0, 3), (0.0, 3, "same")),
        ((3, 0), (1, 1), (None, 2, None)),
        ((3, 0), (0, 0), (None, 0, None)),
        ((1, 1), (4, 1), (0.8, 5, None)),
    ],
    ids=[
        "clearly better", "clearly worse", "hardly a difference", "all against none, but of three",
        "too few before", "none before", "too few now",
    ],
)  # fmt: skip
def test_a_trend_is_given_only_for_a_significant_change(now, before, expected):
    assert trend(build_standings(*now), build_standings(*before)) == expected


def test_each_parent_has_its_own_trend():
    now = [*build_standings(90, 10, area_code=ANGGREK), *build_standings(60, 40, area_code=CEMPAKA)]
    before = [*build_standings(60, 40, area_code=ANGGREK), *build_standings(60, 40, area_code=CEMPAKA)]
    assert [trend(now, before, code)[2] for code in (BARAT, TIMUR)] == ["better", "same"]


def test_without_previous_standings_there_is_no_trend():
    assert trend(build_standings(5), None) == (None, None, None)


def test_reports_overdue_in_the_previous_period_count_in_its_rate():
    assert trend(build_standings(5), build_standings(6, 1, 1))[:2] == (0.75, 8)


def test_the_moment_is_in_the_zone_of_the_city():
    assert previous_moment(MONDAY_NOON, 1, ZONE).utcoffset() == MONDAY_NOON.astimezone(ZONE).utcoffset()
