"""The rows of the ranking: their figures, their order, and what must not change them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.core.config.city import RankingRule
from data.core.history.counts import open_reports, resolved_reports
from data.core.ranking.ranking import ranking
from tests.builders import areas
from tests.core.crowds import RULE, build_standing, build_standings, ranking_by_code, standings_frame
from tests.example_limits import limited_examples
from tests.personas import ANGGREK, BARAT, BARITO, CEMPAKA, DELIMA, MONDAY_NOON, TIMUR

UNRATED = (
    "rank_from", "rank_to", "on_time", "low", "high", "shrunk", "expected", "adjusted",
)  # fmt: skip


def layer(count):
    """Return so many parents of one area each."""
    table = areas().iloc[[0] * count].reset_index(drop=True)
    codes = [f"9.{number:02d}" for number in range(count)]
    return table.assign(code=[f"{c}.1001" for c in codes], parent=codes, parent_name=[f"P{c}" for c in codes])


def city(counts, **options):
    table = layer(len(counts))
    reports = [
        one for code, (good, bad) in zip(table["code"], counts, strict=True)
        for one in build_standings(good, bad, area_code=code)
    ]  # fmt: skip
    return ranking_by_code(reports, layer=table, **options)


def test_the_areas_of_a_parent_count_together():
    rows = ranking_by_code(
        [
            *build_standings(4, area_code=ANGGREK),
            *build_standings(0, 2, area_code=BARITO),
            *build_standings(3, area_code=DELIMA),
        ]
    )
    assert (rows[BARAT]["n"], rows[TIMUR]["n"]) == (6, 3)
    assert rows[BARAT]["on_time"] == pytest.approx(4 / 6)


def test_every_parent_has_a_row_and_reports_outside_all_areas_count_for_none():
    rows = ranking_by_code(build_standings(5, area_code=None))
    assert {row["code"]: (row["name"], row["n"]) for row in rows.values()} == {
        BARAT: ("Barat", 0),
        TIMUR: ("Timur", 0),
    }


def test_a_layer_without_areas_has_an_empty_ranking():
    assert ranking_by_code(build_standings(5), layer=areas().iloc[:0]) == {}


def test_below_the_minimum_sample_a_row_has_only_its_count():
    rows = ranking_by_code([*build_standings(2, area_code=ANGGREK), *build_standings(3, area_code=CEMPAKA)])
    few = rows[BARAT]
    assert (few["n"], few["band"], [few[name] for name in UNRATED]) == (2, "insufficient", [None] * 8)
    assert (rows[TIMUR]["rank_from"], rows[TIMUR]["rank_to"], rows[TIMUR]["n"]) == (1, 1, 3)


def test_parents_below_the_minimum_sample_come_last_by_name_without_a_rank():
    rows = city([(0, 1), (5, 5), (1, 0), (4, 6)])
    assert list(rows)[2:] == ["9.00", "9.02"]
    assert {rows[code]["rank_to"] for code in ("9.01", "9.03")} == {2}


def test_a_lucky_small_parent_does_not_top_the_list():
    """3 of 3 beside 290 of 300: the raw rate says 100 % against 97 %."""
    rows = city([(3, 0), (290, 10), (200, 100), (150, 150)])
    assert next(iter(rows)) == "9.01"
    assert rows["9.00"]["on_time"] == 1.0 > rows["9.01"]["on_time"] > rows["9.00"]["shrunk"]


def test_parents_with_equal_shrunk_rates_are_ordered_by_raw_rate():
    """6, 5 and 4 of 10 scatter less than chance does: all are shrunk to the city's rate."""
    rows = city([(5, 5), (4, 6), (6, 4)])
    assert {row["shrunk"] for row in rows.values()} == {0.5}
    assert list(rows) == ["9.02", "9.00", "9.01"]


def test_equal_rates_are_ordered_by_name():
    rows = city([(5, 5), (5, 5), (5, 5)])
    assert list(rows) == ["9.00", "9.01", "9.02"]


def test_size_alone_does_not_change_the_rank():
    rows = city([(900, 100), (9, 1), (90, 10)])
    assert {(row["rank_from"], row["rank_to"], row["band"]) for row in rows.values()} == {(1, 3, "same")}


def test_parents_that_differ_clearly_from_the_rest_of_the_city_have_a_band():
    rows = city([(80, 20), (80, 20), (99, 1), (50, 50)])
    assert [rows[f"9.{i:02d}"]["band"] for i in range(4)] == ["same", "same", "above", "below"]


def test_a_large_parent_is_compared_with_the_rest_and_not_with_the_whole_city():
    """It is most of the city: the city's rate is nearly its own, the rest of the city's is not."""
    rows = city([(1_400, 600), (95, 5), (95, 5)])
    assert rows["9.00"]["band"] == "below"


def test_a_single_parent_has_no_difference_from_the_rest():
    row = city([(5, 5)])["9.00"]
    assert (row["band"], row["rank_from"], row["rank_to"]) == ("same", 1, 1)
    assert row["shrunk"] == row["expected"] == row["on_time"] == 0.5


def test_the_window_is_that_of_the_rule():
    reports = [*build_standings(3), *[build_standing(20, 19, due=15)] * 2]
    week = RankingRule(window_days=7, minimum_sample=1)
    assert ranking_by_code([*reports, build_standing(20, 6, due=15)], rule=week)[BARAT]["n"] == 1
    assert ranking_by_code(reports)[BARAT]["n"] == 5


def test_times_to_resolve_have_a_window_of_their_own():
    rule = RULE.model_copy(update={"duration_days": 15})
    assert ranking_by_code([*build_standings(3), build_standing(20, 19)], rule=rule)[BARAT]["received"] == 3
    assert ranking_by_code([*build_standings(3), build_standing(20, 19)])[BARAT]["received"] == 4


def test_values_are_plain_and_ready_for_json():
    rows = ranking_by_code(build_standings(4, 1, 1), before=build_standings(4)).values()
    assert {type(value) for row in rows for value in row.values()} <= {str, int, float, type(None)}


counts = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), min_size=1, max_size=6)


@limited_examples(40)
@given(counts)
def test_a_shrunk_rate_lies_between_the_raw_one_and_the_citys_and_the_interval_around_the_raw_one(table):
    judged = sum(map(sum, table))
    for row in city(table).values():
        if row["on_time"] is not None:
            whole = sum(good for good, _ in table) / judged
            low, high = sorted((row["on_time"], whole))
            assert low - 1e-9 <= row["shrunk"] <= high + 1e-9
            assert row["low"] - 1e-9 <= row["on_time"] <= row["high"] + 1e-9
            assert row["n"] == row["closed_on_time"] + row["closed_late"] + row["overdue"]


@limited_examples(40)
@given(counts, st.randoms(use_true_random=False))
def test_the_figures_do_not_depend_on_the_codes_of_the_parents(table, random):
    order = random.sample(range(len(table)), len(table))
    plain, moved = city(table), city([table[i] for i in order])
    for place, source in enumerate(order):
        row, expected_row = moved[f"9.{place:02d}"], plain[f"9.{source:02d}"]
        name_fields = {"code", "name"}
        assert {k: v for k, v in row.items() if k not in name_fields} == pytest.approx(
            {k: v for k, v in expected_row.items() if k not in name_fields}
        )


@limited_examples(40)
@given(counts)
def test_no_parent_is_alone_in_the_last_place(table):
    placed = [row for row in city(table).values() if row["rank_to"] is not None]
    last = [row for row in placed if row["rank_to"] == len(placed)]
    assert len(placed) < 2 or len(last) > 1


def test_withdrawn_reports_default_to_none() -> None:
    table = standings_frame(
        [build_standing(10, 9, due=8), build_standing(10, 5, due=8), build_standing(10, 1, due=8)]
    )
    resolved, layer = resolved_reports(table), areas()
    actual, expected = (
        ranking(open_reports(table, MONDAY_NOON), resolved, layer, MONDAY_NOON, RULE, **withdrawn)
        for withdrawn in ({}, {"withdrawn": resolved.iloc[:0]})
    )
    assert actual == expected
