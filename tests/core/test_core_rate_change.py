"""The change of a rate: other categories, the whole city, or this kecamatan; the parts add up."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.core.ranking.rate_change import COMPONENTS, decompose_rate_change
from tests.personas import BARAT, TIMUR

CaseCounts = dict[tuple[str, str], tuple[int, int]]  # (parent, category): on time, of how many


def cases(crowd: CaseCounts) -> pd.DataFrame:
    rows = [
        (parent, code, number < hits) for (parent, code), (hits, n) in crowd.items() for number in range(n)
    ]
    return pd.DataFrame(rows, columns=["parent", "service_code", "on_time"])


def changes_of(before: CaseCounts, now: CaseCounts) -> dict:
    return decompose_rate_change(cases(before), cases(now), [BARAT, TIMUR])


def test_a_larger_share_of_a_hard_category_is_only_mix() -> None:
    """Rubbish 90 %, floods 50 %, in both moments; half of it floods instead of a tenth."""
    change = changes_of(
        {(BARAT, "sampah"): (81, 90), (BARAT, "banjir"): (5, 10)},
        {(BARAT, "sampah"): (45, 50), (BARAT, "banjir"): (25, 50)},
    )[BARAT]
    assert (change["before"], change["now"]) == (0.86, 0.7)
    assert change["mix"] == pytest.approx(-0.16)
    assert (change["city"], change["own"]) == (0, 0)


def test_a_change_common_to_the_city_is_city_and_the_remainder_own() -> None:
    """Barat falls from 8 of 10 to 4, Timur stays at 8 of 10: the city falls from 16/20 to 12/20."""
    before: CaseCounts = {(BARAT, "sampah"): (8, 10), (TIMUR, "sampah"): (8, 10)}
    changes = changes_of(before, {**before, (BARAT, "sampah"): (4, 10)})
    assert [round(changes[BARAT][part], 9) for part in COMPONENTS] == [0, -0.2, -0.2]
    assert [round(changes[TIMUR][part], 9) for part in COMPONENTS] == [0, -0.2, 0.2]


def test_a_new_category_is_only_mix() -> None:
    """From 10 of 10 rubbish to the same and 10 floods, none in time."""
    changes = changes_of(
        {(BARAT, "sampah"): (10, 10)}, {(BARAT, "sampah"): (10, 10), (BARAT, "banjir"): (0, 10)}
    )
    assert [changes[BARAT][part] for part in COMPONENTS] == [-0.5, 0, 0]
    first = changes[BARAT]["categories"][0]
    assert (first["service_code"], first["n_before"], first["n_now"]) == ("banjir", 0, 10)


def test_the_effect_of_a_category_is_relative_to_the_mean() -> None:
    """Floods come new, half of all, none in time. Mean rate 0.75 * 1 + 0.25 * 0 = 0.75.

    Floods: 0 - 0.5 * 0.75 = -0.375. Rubbish: -0.5 + 0.5 * 0.75 = -0.125.
    """
    change = changes_of(
        {(BARAT, "sampah"): (10, 10)}, {(BARAT, "sampah"): (10, 10), (BARAT, "banjir"): (0, 10)}
    )[BARAT]
    effects = {
        one["service_code"]: (one["n_before"], one["n_now"], one["effect"]) for one in change["categories"]
    }
    assert effects == {"banjir": (0, 10, pytest.approx(-0.375)), "sampah": (10, 10, pytest.approx(-0.125))}
    assert (change["n_before"], change["n_now"]) == (10, 20)


def test_the_city_component_ignores_categories_that_a_kecamatan_lacked_before() -> None:
    """Timur's floods fall from 10 of 10 to 5; Barat has floods at the later moment only."""
    before: CaseCounts = {(BARAT, "sampah"): (10, 10), (TIMUR, "banjir"): (10, 10)}
    now: CaseCounts = {(BARAT, "sampah"): (10, 10), (BARAT, "banjir"): (1, 1), (TIMUR, "banjir"): (5, 10)}
    assert changes_of(before, now)[BARAT]["city"] == 0


@pytest.mark.parametrize(
    ("before", "now"), [({}, {(BARAT, "sampah"): (1, 2)}), ({(BARAT, "sampah"): (1, 2)}, {})]
)
def test_without_a_case_at_one_moment_there_is_no_change_to_explain(
    before: CaseCounts, now: CaseCounts
) -> None:
    change = changes_of(before, now)[BARAT]
    assert [change[part] for part in COMPONENTS] == [None, None, None]
    assert {change["before"], change["now"]} == {None, 0.5}


_counts = st.integers(0, 12).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
_crowds = st.dictionaries(
    st.tuples(st.sampled_from([BARAT, TIMUR]), st.sampled_from(["sampah", "banjir", "usul"])), _counts
)


@given(_crowds, _crowds)
def test_the_parts_add_up_to_the_change(before: CaseCounts, now: CaseCounts) -> None:
    for components in changes_of(before, now).values():
        if components["mix"] is None:
            continue
        change = components["now"] - components["before"]
        assert sum(components[part] for part in COMPONENTS) == pytest.approx(change)
        assert sum(row["effect"] for row in components["categories"]) == pytest.approx(change)


def test_a_kecamatan_without_a_case_at_one_moment_has_no_category_effects() -> None:
    change = changes_of({}, {(BARAT, "sampah"): (1, 2)})[BARAT]
    assert change == {
        "n_before": 0, "n_now": 2, "before": None, "now": 0.5, **dict.fromkeys(COMPONENTS), "categories": [],
    }  # fmt: skip


def test_one_case_at_each_moment_is_enough_for_a_category_to_count() -> None:
    """Barat and with it the city fall from 1 of 1 to 0 of 1: the change is the city's."""
    change = changes_of({(BARAT, "sampah"): (1, 1)}, {(BARAT, "sampah"): (0, 1)})[BARAT]
    assert [change[part] for part in COMPONENTS] == [0, -1, 0]


def test_the_effect_of_a_category_is_weighted_by_its_share() -> None:
    """Rubbish, half of all: from 10 of 10 to 5 of 10; Timur stays, so that the city falls by a quarter."""
    before: CaseCounts = {
        (BARAT, "sampah"): (10, 10),
        (BARAT, "banjir"): (10, 10),
        (TIMUR, "sampah"): (10, 10),
    }
    change = changes_of(before, {**before, (BARAT, "sampah"): (5, 10)})[BARAT]
    assert [change[part] for part in COMPONENTS] == pytest.approx([0, -0.125, -0.125])


def test_the_city_component_ignores_categories_that_a_kecamatan_no_longer_has() -> None:
    before: CaseCounts = {(BARAT, "sampah"): (10, 10), (BARAT, "banjir"): (1, 1), (TIMUR, "banjir"): (10, 10)}
    now: CaseCounts = {(BARAT, "sampah"): (10, 10), (TIMUR, "banjir"): (5, 10)}
    assert changes_of(before, now)[BARAT]["city"] == 0
