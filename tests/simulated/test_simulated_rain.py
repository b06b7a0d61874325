"""Bursts of rain in the practice city."""

from datetime import date, timedelta

import pandas as pd
import pytest

from data.sources.simulated.gazetteer import read_areas
from data.sources.simulated.rain import FLOOD, TREE, draw_bursts, draw_rain_reports, flood_prone_areas
from data.sources.simulated.random_draws import RandomStream, random_generator

YEAR = [date(2026, 1, 1) + timedelta(days=n) for n in range(365)]
FLOOD_PRONE = (3, 5, 8, 9)


def draw_year_of_rain(seed: int = 7) -> pd.DataFrame:
    rows = [
        (day, report.at, report.service_code, report.area)
        for day in YEAR
        for report in draw_rain_reports(seed, day, FLOOD_PRONE, per_burst=14)
    ]
    return pd.DataFrame(rows, columns=["day", "at", "service_code", "area"])


def test_it_rains_on_some_days_and_more_often_in_the_wet_months():
    rainy = [
        day for day in YEAR if draw_bursts(random_generator(7, RandomStream.RAIN, day), day, FLOOD_PRONE)
    ]
    wet = [day for day in rainy if day.month in (11, 12, 1, 2, 3, 4)]
    assert 60 < len(rainy) < 160
    assert len(wet) > 1.5 * (len(rainy) - len(wet))


def test_a_burst_lasts_one_to_four_hours_within_its_day():
    for day in YEAR:
        day_bursts = draw_bursts(random_generator(7, RandomStream.RAIN, day), day, FLOOD_PRONE)
        assert len(day_bursts) <= 2
        for burst in day_bursts:
            assert 3_600 <= burst.length <= 4 * 3_600
            assert 0 <= burst.start <= burst.start + burst.length <= 86_400


def test_rain_causes_reports_of_floods_and_fallen_trees_only():
    assert set(draw_year_of_rain()["service_code"]) == {FLOOD, TREE}


def test_rain_causes_reports_in_flood_prone_areas_only():
    assert set(draw_year_of_rain()["area"]) <= set(FLOOD_PRONE)


def test_often_three_reports_come_from_one_area_within_a_quarter_of_an_hour():
    rain = draw_year_of_rain().sort_values(["day", "area", "at"])
    third = rain.groupby(["day", "area"])["at"].shift(-2)
    assert rain.loc[third - rain["at"] <= 900, "day"].nunique() > 30


def test_floods_come_in_bursts_while_beggars_do_not(history):
    daily = history.assign(day=history["requested_datetime"].dt.tz_convert("Asia/Makassar").dt.date)
    counts = pd.crosstab(daily["service_code"], daily["day"])
    scatter = counts.var(axis=1) / counts.mean(axis=1)
    assert scatter[FLOOD] > 2 * scatter["pengemis"]
    assert scatter["kebakaran"] < 2


def test_without_its_categories_rain_causes_no_reports(make_feed, categories, noon):
    dry = tuple(c for c in categories if c.code not in (FLOOD, TREE))
    names = {row.fields["service_name"] for row in make_feed(categories=dry).rows(noon, None)}
    assert names
    assert not any("banjir" in name.casefold() or "pohon" in name.casefold() for name in names)


def test_areas_by_known_rivers_are_flood_prone(areas, anchors):
    by_the_river = areas.assign(parent_name=areas["parent_name"].replace("Utara", "Paal Dua"))
    located_areas = read_areas(by_the_river, anchors)
    assert {located_areas[place].parent_name for place in flood_prone_areas(located_areas, 7)} == {"Paal Dua"}


@pytest.mark.parametrize("seed", range(5))
def test_without_known_rivers_a_few_fixed_areas_are_flood_prone(areas, anchors, seed):
    located_areas = read_areas(areas, anchors)
    prone = flood_prone_areas(located_areas, seed)
    assert len(prone) == 2
    assert prone == flood_prone_areas(located_areas, seed)
