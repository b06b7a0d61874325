"""The rows of the ranking: what they hold, their order, and what may not change them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.core.config.city import RankingRule
from data.core.history.counts import credited, open_reports
from data.core.ranking.ranking import ranking
from tests.builders import areas
from tests.core.crowds import RULE, build_standing, build_standings, ranking_by_code, standings_frame
from tests.personas import ANGGREK, BARAT, BARITO, CEMPAKA, DELIMA, MONDAY_NOON, TIMUR

UNRATED = (
    "rank_from", "rank_to", "on_time", "low", "high", "shrunk", "expected", "adjusted",
)  # fmt: skip


def layer(count):
    """So many parents of one area each."""
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
    found = ranking_by_code(
        [
            *build_standings(4, area_code=ANGGREK),
            *build_standings(0, 2, area_code=BARITO),
            *build_standings(3, area_code=DELIMA),
        ]
    )
    assert (found[BARAT]["n"], found[TIMUR]["n"]) == (6, 3)
    assert found[BARAT]["on_time"] == pytest.approx(4 / 6)


def test_every_parent_is_there_with_its_name_and_reports_outside_are_nobodys():
    found = ranking_by_code(build_standings(5, area_code=None))
    assert {row["code"]: (row["name"], row["n"]) for row in found.values()} == {
        BARAT: ("Barat", 0),
        TIMUR: ("Timur", 0),
    }


def test_a_layer_without_areas_has_an_empty_ranking():
    assert ranking_by_code(build_standings(5), layer=areas().iloc[:0]) == {}


def test_below_the_minimum_sample_nothing_is_said_but_the_count():
    found = ranking_by_code([*build_standings(2, area_code=ANGGREK), *build_standings(3, area_code=CEMPAKA)])
    few = found[BARAT]
    assert (few["n"], few["band"], [few[name] for name in UNRATED]) == (2, "insufficient", [None] * 8)
    assert (found[TIMUR]["rank_from"], found[TIMUR]["rank_to"], found[TIMUR]["n"]) == (1, 1, 3)


def test_those_with_too_few_reports_come_last_by_name_and_take_no_rank():
    found = city([(0, 1), (5, 5), (1, 0), (4, 6)])
    assert list(found)[2:] == ["9.00", "9.02"]
    assert {found[code]["rank_to"] for code in ("9.01", "9.03")} == {2}


def test_a_lucky_small_parent_does_not_top_the_list():
    """3 of 3 beside 290 of 300: the raw rate says 100 % against 97 %."""
    found = city([(3, 0), (290, 10), (200, 100), (150, 150)])
    assert next(iter(found)) == "9.01"
    assert found["9.00"]["on_time"] == 1.0 > found["9.01"]["on_time"] > found["9.00"]["shrunk"]


def test_where_only_luck_parts_them_the_raw_rate_gives_the_order_of_the_list():
    """6, 5 and 4 of 10 scatter less than luck does: all are drawn to the city's rate."""
    found = city([(5, 5), (4, 6), (6, 4)])
    assert {row["shrunk"] for row in found.values()} == {0.5}
    assert list(found) == ["9.02", "9.00", "9.01"]


def test_of_equal_rates_the_name_decides():
    found = city([(5, 5), (5, 5), (5, 5)])
    assert list(found) == ["9.00", "9.01", "9.02"]


def test_size_alone_gives_no_place():
    found = city([(900, 100), (9, 1), (90, 10)])
    assert {(row["rank_from"], row["rank_to"], row["band"]) for row in found.values()} == {(1, 3, "same")}


def test_clear_ones_are_named_against_the_rest_of_the_city():
    found = city([(80, 20), (80, 20), (99, 1), (50, 50)])
    assert [found[f"9.{i:02d}"]["band"] for i in range(4)] == ["same", "same", "above", "below"]


def test_a_large_parent_is_not_hidden_behind_its_own_reports():
    """It is most of the city: the city's rate is nearly its own, the rest of the city's is not."""
    found = city([(1_400, 600), (95, 5), (95, 5)])
    assert found["9.00"]["band"] == "below"


def test_where_there_is_no_rest_there_is_no_difference():
    found = city([(5, 5)])["9.00"]
    assert (found["band"], found["rank_from"], found["rank_to"]) == ("same", 1, 1)
    assert found["shrunk"] == found["expected"] == found["on_time"] == 0.5


def test_the_window_is_the_rules():
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


@settings(max_examples=40, deadline=None)
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


@settings(max_examples=40, deadline=None)
@given(counts, st.randoms(use_true_random=False))
def test_other_codes_for_the_same_places_give_the_same_figures(table, random):
    order = random.sample(range(len(table)), len(table))
    plain, moved = city(table), city([table[i] for i in order])
    for place, source in enumerate(order):
        one, other = moved[f"9.{place:02d}"], plain[f"9.{source:02d}"]
        named = {"code", "name"}
        assert {k: v for k, v in one.items() if k not in named} == pytest.approx(
            {k: v for k, v in other.items() if k not in named}
        )


@settings(max_examples=40, deadline=None)
@given(counts)
def test_nobody_is_alone_in_the_last_place(table):
    placed = [row for row in city(table).values() if row["rank_to"] is not None]
    last = [row for row in placed if row["rank_to"] == len(placed)]
    assert len(placed) < 2 or len(last) > 1


def test_without_word_of_those_withdrawn_there_were_none() -> None:
    table = standings_frame(
        [build_standing(10, 9, due=8), build_standing(10, 5, due=8), build_standing(10, 1, due=8)]
    )
    done, layer = credited(table), areas()
    found, expected = (
        ranking(open_reports(table, MONDAY_NOON), done, layer, MONDAY_NOON, RULE, **gone)
        for gone in ({}, {"gone": done.iloc[:0]})
    )
    assert found == expected
