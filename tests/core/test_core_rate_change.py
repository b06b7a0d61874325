"""Why a rate moved: other categories, the whole city, or this kecamatan itself; and nothing is left over."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.core.ranking.rate_change import PARTS, why
from tests.personas import BARAT, TIMUR

Crowd = dict[tuple[str, str], tuple[int, int]]  # (parent, category): on time, of how many


def cases(crowd: Crowd) -> pd.DataFrame:
    rows = [
        (parent, code, number < hits) for (parent, code), (hits, n) in crowd.items() for number in range(n)
    ]
    return pd.DataFrame(rows, columns=["parent", "service_code", "on_time"])


def of(before: Crowd, now: Crowd) -> dict:
    return why(cases(before), cases(now), [BARAT, TIMUR])


def test_more_of_the_hard_category_is_mix_and_nobodys_work() -> None:
    """Rubbish 90 %, floods 50 %, in both moments; half of it floods instead of a tenth."""
    found = of(
        {(BARAT, "sampah"): (81, 90), (BARAT, "banjir"): (5, 10)},
        {(BARAT, "sampah"): (45, 50), (BARAT, "banjir"): (25, 50)},
    )[BARAT]
    assert (found["before"], found["now"]) == (0.86, 0.7)
    assert found["mix"] == pytest.approx(-0.16)
    assert (found["city"], found["own"]) == (0, 0)


def test_what_went_wrong_everywhere_is_the_citys_and_the_rest_its_own() -> None:
    """Barat falls from 8 of 10 to 4, Timur stays at 8 of 10: the city falls from 16/20 to 12/20."""
    before: Crowd = {(BARAT, "sampah"): (8, 10), (TIMUR, "sampah"): (8, 10)}
    found = of(before, {**before, (BARAT, "sampah"): (4, 10)})
    assert [round(found[BARAT][part], 9) for part in PARTS] == [0, -0.2, -0.2]
    assert [round(found[TIMUR][part], 9) for part in PARTS] == [0, -0.2, 0.2]


def test_a_category_that_comes_new_counts_as_mix_alone() -> None:
    """From 10 of 10 rubbish to the same and 10 floods, none in time."""
    found = of({(BARAT, "sampah"): (10, 10)}, {(BARAT, "sampah"): (10, 10), (BARAT, "banjir"): (0, 10)})
    assert [found[BARAT][part] for part in PARTS] == [-0.5, 0, 0]
    first = found[BARAT]["categories"][0]
    assert (first["service_code"], first["n_before"], first["n_now"]) == ("banjir", 0, 10)


def test_each_category_has_its_part_told_against_the_mean() -> None:
    """Floods come new, half of all, none in time. Mean rate 0.75 * 1 + 0.25 * 0 = 0.75.

    Floods: 0 - 0.5 * 0.75 = -0.375. Rubbish: -0.5 + 0.5 * 0.75 = -0.125.
    """
    found = of({(BARAT, "sampah"): (10, 10)}, {(BARAT, "sampah"): (10, 10), (BARAT, "banjir"): (0, 10)})[
        BARAT
    ]
    told = {
        one["service_code"]: (one["n_before"], one["n_now"], one["effect"]) for one in found["categories"]
    }
    assert told == {"banjir": (0, 10, pytest.approx(-0.375)), "sampah": (10, 10, pytest.approx(-0.125))}
    assert (found["n_before"], found["n_now"]) == (10, 20)


def test_what_the_city_did_in_a_category_says_nothing_of_a_kecamatan_that_had_none_of_it() -> None:
    """Timur's floods fall from 10 of 10 to 5; Barat has floods at the later moment only."""
    before: Crowd = {(BARAT, "sampah"): (10, 10), (TIMUR, "banjir"): (10, 10)}
    now: Crowd = {(BARAT, "sampah"): (10, 10), (BARAT, "banjir"): (1, 1), (TIMUR, "banjir"): (5, 10)}
    assert of(before, now)[BARAT]["city"] == 0


@pytest.mark.parametrize(
    ("before", "now"), [({}, {(BARAT, "sampah"): (1, 2)}), ({(BARAT, "sampah"): (1, 2)}, {})]
)
def test_without_a_case_at_one_moment_there_is_no_change_to_explain(before: Crowd, now: Crowd) -> None:
    found = of(before, now)[BARAT]
    assert [found[part] for part in PARTS] == [None, None, None]
    assert {found["before"], found["now"]} == {None, 0.5}


_counts = st.integers(0, 12).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
_crowds = st.dictionaries(
    st.tuples(st.sampled_from([BARAT, TIMUR]), st.sampled_from(["sampah", "banjir", "usul"])), _counts
)


@given(_crowds, _crowds)
def test_the_parts_add_up_to_the_change(before: Crowd, now: Crowd) -> None:
    for found in of(before, now).values():
        if found["mix"] is None:
            continue
        change = found["now"] - found["before"]
        assert sum(found[part] for part in PARTS) == pytest.approx(change)
        assert sum(row["effect"] for row in found["categories"]) == pytest.approx(change)


def test_a_kecamatan_without_a_case_at_one_moment_has_no_categories_to_tell_of() -> None:
    found = of({}, {(BARAT, "sampah"): (1, 2)})[BARAT]
    assert found == {
        "n_before": 0, "n_now": 2, "before": None, "now": 0.5, **dict.fromkeys(PARTS), "categories": [],
    }  # fmt: skip


def test_one_case_at_each_moment_is_enough_for_a_category_to_count() -> None:
    """Barat and with it the city fall from 1 of 1 to 0 of 1: it went so everywhere."""
    found = of({(BARAT, "sampah"): (1, 1)}, {(BARAT, "sampah"): (0, 1)})[BARAT]
    assert [found[part] for part in PARTS] == [0, -1, 0]


def test_the_work_of_a_category_weighs_by_its_share() -> None:
    """Rubbish, half of all: from 10 of 10 to 5 of 10; Timur stays, so that the city falls by a quarter."""
    before: Crowd = {(BARAT, "sampah"): (10, 10), (BARAT, "banjir"): (10, 10), (TIMUR, "sampah"): (10, 10)}
    found = of(before, {**before, (BARAT, "sampah"): (5, 10)})[BARAT]
    assert [found[part] for part in PARTS] == pytest.approx([0, -0.125, -0.125])


def test_what_the_city_did_in_a_category_that_a_kecamatan_has_no_more_says_nothing_of_it() -> None:
    before: Crowd = {(BARAT, "sampah"): (10, 10), (BARAT, "banjir"): (1, 1), (TIMUR, "banjir"): (10, 10)}
    now: Crowd = {(BARAT, "sampah"): (10, 10), (TIMUR, "banjir"): (5, 10)}
    assert of(before, now)[BARAT]["city"] == 0
