"""Locations, spellings and texts of reports in the practice city."""

import math

import pandas as pd
import pytest

from data.sources.simulated.gazetteer import METRES_PER_DEGREE, read_areas
from data.sources.simulated.random_draws import RandomDraws, RandomStream, cumulative_bounds, random_generator
from data.sources.simulated.spelling import misspell


def square_at(lat: float, long: float) -> str | None:
    """Return the code of the square at a point; None outside the invented city."""
    row, column = math.floor(lat * 10), math.floor((long - 100) * 10)
    return f"9.{row}.{column}" if row in (1, 2) and column in (1, 2, 3) else None


@pytest.fixture(scope="module")
def placed_reports(history: pd.DataFrame) -> pd.DataFrame:
    """Return the history with the square of each point, and the kind of its placement."""
    points = zip(history["latitude"], history["longitude"], strict=True)
    squares = [None if math.isnan(lat) else square_at(lat, long) for lat, long in points]
    pointless, named = history["latitude"].isna(), history["area_name"].notna()
    kind = pd.Series("outside", index=history.index)
    kind[[square is not None for square in squares]] = "point"
    kind[history["latitude"].eq(0) & history["longitude"].eq(0)] = "zero"
    kind[pointless & named], kind[pointless & ~named] = "named", "none"
    return history.assign(square=squares, kind=kind)


def test_placements_are_mixed_as_in_a_real_feed(placed_reports):
    shares = placed_reports["kind"].value_counts(normalize=True)
    expected = {"point": 0.915, "none": 0.04, "zero": 0.01, "outside": 0.015, "named": 0.02}
    assert shares.to_dict() == pytest.approx(expected, abs=0.008)


def test_a_point_lies_in_the_area_that_its_report_names(placed_reports, areas):
    names = areas.set_index("code")["name"]
    both = placed_reports[(placed_reports["kind"] == "point") & placed_reports["area_name"].notna()]
    assert len(both) > 1_000
    assert (both["square"].map(names) == both["area_name"]).all()


def test_points_are_spread_over_all_areas(placed_reports, areas):
    assert set(placed_reports.loc[placed_reports["kind"] == "point", "square"]) == set(areas["code"])
    assert (
        not placed_reports.loc[placed_reports["kind"] == "point", ["latitude", "longitude"]]
        .duplicated()
        .any()
    )


def test_coordinates_come_both_or_not_at_all_and_sometimes_as_text(history):
    assert (history["lat"].isna() == history["long"].isna()).all()
    as_text = [isinstance(lat, str) for lat in history["lat"].dropna()]
    assert 0 < sum(as_text) / len(as_text) < 0.1


def test_a_name_alone_is_written_as_people_write_it(placed_reports, areas):
    named = placed_reports.loc[placed_reports["kind"] == "named"]
    assert not set(named["area_name"]) <= set(areas["name"])
    assert {"Kel. Utara 2", "UTARA DUA", "KEL SELATAN II"} <= set(named["area_name"])
    assert set(named["parent_name"]) == {"Utara", "Selatan"}


def test_every_spelling_keeps_the_area_recognisable():
    spellings = {misspell(RandomDraws([row]), "Paal Dua") for row in (i / 100 for i in range(100))}
    assert {"Paal Dua", "PAAL DUA", "Kel. Paal 2", "Kelurahan Paal Dua"} <= spellings
    assert all("paal" in name.casefold() for name in spellings)


def test_the_radius_of_a_point_is_less_than_half_the_distance_to_another_area(areas, anchors):
    for area in read_areas(areas, anchors):
        others = anchors[anchors["code"] != area.code]
        for anchor in area.anchor_points:
            distance = ((others["lat"] - anchor.lat) ** 2 + (others["long"] - anchor.long) ** 2).min() ** 0.5
            assert 0 < anchor.radius < distance * METRES_PER_DEGREE / 2


def test_a_city_of_a_single_area_and_point_works(make_feed, areas, anchors, noon):
    feed = make_feed(areas=areas[:1], anchors=anchors[:1])
    assert {row.fields["area_name"] for row in feed.rows(noon, None)} >= {None, "Utara Satu"}


def test_reporters_are_tokens_and_a_few_file_many_reports(history):
    counts = history["reporter"].value_counts()
    assert counts.index.str.fullmatch(r"warga-\d{4}").all()
    assert counts.iloc[0] > 20 * counts.median()


def test_a_few_descriptions_are_empty_or_have_two_lines_or_an_emoji(history):
    text = history["description"]
    assert 0.005 < (text == "").mean() < 0.05
    assert 0.01 < text.str.contains("\n").mean() < 0.10
    assert 0.01 < text.map(lambda words: any(ord(letter) > 0x2000 for letter in words)).mean() < 0.10
    assert not text.str.contains("[{}]").any()


def test_some_categories_are_spelt_by_alias_and_a_few_are_unmapped(history, categories):
    names = {category.name for category in categories}
    aliases = {alias for category in categories for alias in category.aliases}
    assert history["service_name"].isin(aliases).mean() == pytest.approx(0.12, abs=0.02)
    unmapped = history.loc[~history["service_name"].isin(names | aliases), "service_name"]
    assert "Fogging DBD" in set(unmapped)
    assert len(unmapped) / len(history) == pytest.approx(0.005, abs=0.003)


def test_an_icon_file_is_never_the_spelling_of_a_category(make_feed, categories, noon):
    icons = tuple(c.model_copy(update={"aliases": ("ic_2flod.png",)}) for c in categories)
    names = {row.fields["service_name"] for row in make_feed(categories=icons).rows(noon, None)}
    assert {category.name for category in categories} <= names
    assert "ic_2flod.png" not in names


@pytest.mark.parametrize("weights", [[1], [0.1] * 10, [3, 0, 5], [1e-9, 1, 1e9]])
def test_a_weighted_draw_never_returns_an_entry_without_weight(weights):
    bounds = cumulative_bounds(weights)
    numbers = [0.0, 1 - 2**-53, *random_generator(1, RandomStream.REPORTS).random(200).tolist()]
    assert all(weights[RandomDraws([number]).weighted(bounds)] > 0 for number in numbers)
