"""The expected rate of a parent from its mix of categories."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.core.ranking.case_mix import expected_hits
from tests.core.crowds import build_standings, ranking_by_code
from tests.example_limits import limited_examples
from tests.personas import ANGGREK, BARAT, CEMPAKA, TIMUR


def test_the_expected_rate_follows_the_category_mix():
    """Rubbish 12 of 20 in the city, parking 18 of 20.

    Barat: 16 rubbish (10 on time), 4 parking (3): observed 13/20, expected (16 * 0.6 + 4 * 0.9) / 20 = 0.66.
    Timur: 4 rubbish (2 on time), 16 parking (15): observed 17/20, expected (4 * 0.6 + 16 * 0.9) / 20 = 0.84.
    """
    rows = ranking_by_code(
        [
            *build_standings(10, 6, service_code="sampah", area_code=ANGGREK),
            *build_standings(3, 1, service_code="parkir", area_code=ANGGREK),
            *build_standings(2, 1, 1, service_code="sampah", area_code=CEMPAKA),
            *build_standings(15, 0, 1, service_code="parkir", area_code=CEMPAKA),
        ]
    )
    assert rows[BARAT]["expected"] == pytest.approx(0.66)
    assert rows[BARAT]["adjusted"] == pytest.approx(0.65 - 0.66)
    assert rows[TIMUR]["expected"] == pytest.approx(0.84)
    assert rows[TIMUR]["adjusted"] == pytest.approx(0.85 - 0.84)


def test_every_parent_has_an_expected_number_and_zero_without_cases():
    """One case in the first of four, one outside: half of the category was on time."""
    cases = pd.DataFrame({"service_code": ["sampah", "sampah"], "on_time": [True, False]})
    assert expected_hits(cases, np.array([0, -1]), 4).tolist() == [0.5, 0, 0, 0]
    assert expected_hits(cases, np.array([1, 1]), 2).tolist() == [0, 1.0]


def test_cases_without_a_category_form_their_own_category():
    codes = pd.Series(["sampah", None, None, None], dtype="str")
    cases = pd.DataFrame({"service_code": codes, "on_time": [True, True, False, False]})
    assert expected_hits(cases, np.array([0, 0, 0, 1]), 2).tolist() == pytest.approx([1 + 2 / 3, 1 / 3])


def test_parents_that_differ_only_by_mix_have_an_adjusted_rate_of_zero():
    rows = ranking_by_code(
        [
            *build_standings(6, 6, service_code="sampah", area_code=ANGGREK),
            *build_standings(3, 0, service_code="parkir", area_code=ANGGREK),
            *build_standings(1, 1, service_code="sampah", area_code=CEMPAKA),
            *build_standings(9, 0, service_code="parkir", area_code=CEMPAKA),
        ]
    )
    assert [rows[code]["adjusted"] for code in (BARAT, TIMUR)] == pytest.approx([0, 0])


def test_the_citys_rate_per_category_counts_reports_outside_every_area():
    rows = ranking_by_code([*build_standings(4, area_code=ANGGREK), *build_standings(0, 4, area_code=None)])
    assert rows[BARAT]["expected"] == pytest.approx(0.5)


counts = st.tuples(st.integers(0, 5), st.integers(0, 5), st.integers(0, 5))


@limited_examples(40)
@given(st.lists(counts, min_size=4, max_size=4))
def test_over_the_whole_city_expected_equals_observed(table):
    cells = [(area, kind) for area in (ANGGREK, CEMPAKA) for kind in ("sampah", "parkir")]
    reports = [
        one
        for (area, kind), (on_time, late, overdue) in zip(cells, table, strict=True)
        for one in build_standings(on_time, late, overdue, area_code=area, service_code=kind)
    ]
    filler = [one for area in (ANGGREK, CEMPAKA) for one in build_standings(2, 1, area_code=area)]
    rows = ranking_by_code([*reports, *filler]).values()
    assert sum(row["n"] * row["adjusted"] for row in rows) == pytest.approx(0, abs=1e-9)
