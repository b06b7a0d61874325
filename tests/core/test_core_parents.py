"""The parent that a report counts for: the same in ranking, review, lists and boards of one parent."""

from types import SimpleNamespace

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.core.history.facts import AREA_COLUMNS, Facts
from data.core.history.places import NO_PARENT, AreaHierarchy, is_in_area, parents_of
from data.core.ranking.parents import Parents
from data.core.review.review import review
from data.core.snapshot.lists import NameLookup
from tests.builders import areas, city, standings
from tests.core.crowds import build_standings, ranking_by_code
from tests.event_histories import build_history
from tests.personas import ANGGREK, BARAT, BARITO, CEMPAKA, DELIMA, TIMUR, local_time

CASES = [
    (ANGGREK, BARAT),
    (DELIMA, TIMUR),
    (BARAT, BARAT),  # only the kecamatan is known
    ("31.01.01.1099", BARAT),  # an earlier layer's kelurahan
    ("31.01.02.1001.003", TIMUR),  # an earlier layer went one level deeper
    ("31.01", NO_PARENT),  # the city itself has no parent
    ("31.01.03.1001", NO_PARENT),
    ("31.01.011", NO_PARENT),  # begins with the letters of Barat, and is not below it
    ("99", NO_PARENT),
    ("", NO_PARENT),
    (None, NO_PARENT),
]


@pytest.mark.parametrize(("code", "parent"), CASES)
def test_every_way_to_get_a_parent_gives_the_same(code: str | None, parent: str) -> None:
    column, parents = pd.Series([code], dtype="str"), Parents(areas())
    assert parents_of(column, areas()).tolist() == [parent]
    assert [[*parents.codes, NO_PARENT][number] for number in parents.positions_of(column)] == [parent]
    row = SimpleNamespace(service_code="sampah", area_code=code, placement="none")
    assert (NameLookup(city(), areas()).place(row)["parent"] or NO_PARENT) == parent


def test_codes_need_not_begin_with_those_of_the_parent() -> None:
    """Districts of a city whose codes are plain numbers."""
    layer = pd.DataFrame([("101", "Harbour", "1", "East"), ("1", "Hill", "2", "West")], columns=AREA_COLUMNS)
    assert [AreaHierarchy(layer).parent(code) for code in ("101", "1", "2", "102")] == [
        "1",
        "2",
        "2",
        NO_PARENT,
    ]


def test_parents_are_strings_on_the_index_of_the_codes() -> None:
    codes = pd.Series([CEMPAKA, None, CEMPAKA], index=[7, 3, 5], dtype="str")
    expected = pd.Series([TIMUR, "", TIMUR], index=[7, 3, 5], dtype="str")
    pd.testing.assert_series_equal(parents_of(codes, areas()), expected)
    assert parents_of(codes.iloc[:0], areas()).empty


def test_a_report_with_only_a_kecamatan_has_no_kelurahan_in_a_list() -> None:
    row = SimpleNamespace(service_code="sampah", area_code=BARAT, placement="none")
    assert NameLookup(city(), areas()).place(row) == {
        "placement": "none", "area": None, "area_name": None, "parent": BARAT, "parent_name": "Barat",
    }  # fmt: skip


def test_a_report_with_only_a_kecamatan_counts_in_its_ranking() -> None:
    rows = ranking_by_code(
        [
            *build_standings(3, 1, area_code=BARAT),
            *build_standings(0, 2, area_code=BARITO),
            *build_standings(2, area_code=None),
        ]
    )
    assert (rows[BARAT]["n"], rows[BARAT]["on_time"]) == (6, 0.5)
    assert rows[TIMUR]["n"] == 0


def test_a_report_with_only_a_kecamatan_counts_in_its_review() -> None:
    history = build_history(
        [("1", "received", "2026-11-23 08:00", {"area_code": BARAT, "placement": "none"})]
    )
    actual = review(history, areas(), city(), local_time("2026-11-23 00:00"), local_time("2026-11-24 00:00"))
    assert [(row["code"], row["new"]) for row in actual.parents] == [(BARAT, 1), (TIMUR, 0), (None, 0)]


def test_a_report_with_only_a_kecamatan_is_on_its_board() -> None:
    table = standings({"area_code": BARAT}, {"area_code": ANGGREK}, {"area_code": TIMUR})
    facts = Facts(standings=table, events=build_history([]), areas=areas(), sources=(), revision=1)
    assert facts.for_area(BARAT).standings["service_request_id"].tolist() == ["1", "2"]
    assert facts.for_area(ANGGREK).standings["service_request_id"].tolist() == ["2"]


@given(st.lists(st.sampled_from([code for code, _ in CASES]), max_size=12))
def test_every_report_counts_for_at_most_one_parent(codes: list[str | None]) -> None:
    column, parents = pd.Series(codes, dtype="str"), Parents(areas())
    counted = parents.count_at(parents.positions_of(column)).tolist()
    assert counted == [sum(dict(CASES)[code] == parent for code in codes) for parent in (BARAT, TIMUR)]


def test_a_code_lies_in_itself_and_in_its_parent_and_unknown_codes_nowhere() -> None:
    codes = pd.Series([ANGGREK, CEMPAKA, BARAT, "99", None], index=[9, 8, 7, 6, 5], dtype="str")
    for code, inside in ((BARAT, [True, False, True, False, False]), (ANGGREK, [True] + [False] * 4)):
        expected = pd.Series(inside, index=codes.index, dtype="bool")
        pd.testing.assert_series_equal(is_in_area(codes, code, areas()), expected)
