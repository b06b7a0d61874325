"""The reports that an on-time rate is made of, and its interval."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.core.ranking.rates import city_rate, rate_cases_at, wilson_interval
from tests.core.crowds import build_standing, build_standings, ranking_by_code, standings_frame
from tests.example_limits import limited_examples
from tests.personas import ANGGREK, BARAT, MONDAY_NOON, TIMUR


def counted_on_time(**changed):
    cases = rate_cases_at(standings_frame([build_standing(**changed)]), MONDAY_NOON, 30)
    return None if cases.empty else bool(cases["on_time"].item())


@pytest.mark.parametrize(
    ("fields", "on_time"),
    [
        # Days before Monday 23 November 12:00; the window goes back to Saturday 24 October 12:00.
        ({"filed": 10, "closed": 9, "due": 8}, True),
        ({"filed": 10, "closed": 8, "due": 8}, True),
        ({"filed": 10, "closed": 7, "due": 8}, False),
        ({"filed": 10, "due": 8}, False),
        ({"filed": 10, "due": 0}, None),
        ({"filed": 10, "due": -1}, None),
        ({"filed": 10}, None),
        ({"filed": 10, "closed": 9}, None),
        ({"filed": 10, "due": 8, "status": "closed", "status_description": "selesai"}, None),
        ({"filed": 10, "closed": 9, "due": 8, "status_description": "ditolak"}, None),
        ({"filed": 10, "closed": 9, "due": 8, "status_description": "duplikat"}, None),
        ({"filed": 99, "closed": 29.9, "due": 20}, True),
        ({"filed": 99, "closed": 30, "due": 20}, None),
        ({"filed": 99, "due": 90}, False),
        ({"filed": 10, "closed": -1, "due": -2}, None),
    ],
    ids=[
        "closed before its deadline", "closed at its deadline", "closed after it", "open and overdue",
        "open, due this moment", "open, not yet due", "open without a deadline", "closed without one",
        "closed nobody knows when", "rejected", "duplicate", "closed just inside the window",
        "closed at the window's edge", "open and overdue for long", "closing dated in the future",
    ],
)  # fmt: skip
def test_a_report_counts_as_on_time_late_or_not_at_all(fields, on_time):
    assert counted_on_time(**fields) is on_time


def test_the_rate_is_what_was_on_time_of_all_judged():
    """7 / (7 + 2 + 3): the example of the documentation."""
    row = ranking_by_code(build_standings(7, 2, 3))[BARAT]
    counts = [row[name] for name in ("closed_on_time", "closed_late", "overdue", "open", "n")]
    assert counts == [7, 2, 3, 3, 12]
    assert row["on_time"] == pytest.approx(7 / 12)


def test_a_reopened_report_is_no_longer_counted_as_resolved():
    closed, reopened = build_standing(10, 9, due=8), build_standing(10, due=8, reopened=1)
    before, after = (ranking_by_code([*build_standings(3), one])[BARAT] for one in (closed, reopened))
    assert (before["on_time"], after["on_time"]) == (1.0, 0.75)


def test_open_reports_not_yet_due_are_open_but_not_in_the_rate():
    row = ranking_by_code([*build_standings(3), build_standing(1, due=-1), build_standing(1)])[BARAT]
    assert (row["open"], row["n"], row["on_time"]) == (2, 3, 1.0)


def test_the_citys_rate_counts_reports_outside_every_area():
    cases = rate_cases_at(
        standings_frame([*build_standings(1), *build_standings(0, 1, area_code=None)]), MONDAY_NOON, 30
    )
    assert city_rate(cases) == 0.5


def test_without_a_case_the_rate_is_none_and_not_zero():
    assert city_rate(pd.DataFrame({"on_time": pd.Series([], dtype=bool)})) is None
    empty = ranking_by_code([])
    assert [empty[code]["on_time"] for code in (BARAT, TIMUR)] == [None, None]
    assert [empty[code]["n"] for code in (BARAT, TIMUR)] == [0, 0]


@pytest.mark.parametrize(
    ("hits", "n", "low", "high"),
    [(47, 86, 0.44, 0.65), (3, 6, 0.19, 0.81), (0, 10, 0.0, 0.28), (10, 10, 0.72, 1.0)],
)
def test_the_interval_is_wilsons(hits, n, low, high):
    assert wilson_interval(hits, n) == pytest.approx((low, high), abs=0.005)


@given(st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_interval_contains_the_rate(count):
    hits, n = count
    low, high = wilson_interval(hits, n)
    assert 0 <= low <= hits / n + 1e-12
    assert hits / n - 1e-12 <= high <= 1


few = st.integers(0, 6)


@limited_examples(40)
@given(few, few, few)
def test_one_more_closed_on_time_never_lowers_the_rate_nor_one_more_late_raises_it(on_time, late, overdue):
    reports = [*build_standings(on_time, late, overdue), *build_standings(3, area_code=ANGGREK)]
    rate = ranking_by_code(reports)[BARAT]["on_time"]
    assert ranking_by_code([*reports, *build_standings(1)])[BARAT]["on_time"] >= rate
    assert ranking_by_code([*reports, *build_standings(0, 1)])[BARAT]["on_time"] <= rate
    assert ranking_by_code([*reports, *build_standings(0, 0, 1)])[BARAT]["on_time"] <= rate


def test_a_report_closed_at_this_moment_is_counted() -> None:
    assert counted_on_time(filed=10, closed=0, due=8) is False
