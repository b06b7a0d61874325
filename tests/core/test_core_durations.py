"""Time to resolution of the reports received within a window."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.core.ranking.durations import WaitingTimes, closed_median, quantiles
from tests.core.crowds import build_standing, ranking_by_code
from tests.personas import ANGGREK, BARAT, CEMPAKA, TIMUR


def waiting_times(ended=(), waiting=()):
    hours = np.array([*ended, *waiting], dtype=float)
    return WaitingTimes(hours, np.zeros(len(hours), int), np.arange(len(hours)) < len(ended))


@pytest.mark.parametrize(
    ("ended", "waiting", "median", "p90"),
    [
        ([], [], None, None),
        ([], [5, 6], None, None),
        ([3], [], 3, 3),
        # All closed: 2 of 4 within 2 hours, 9 of 10 within 9.
        ([1, 2, 3, 4], [], 2, 4),
        (range(1, 11), [], 5, 9),
        # One of three still waiting beyond: 2/3, then 1/3 are left.
        ([1, 2], [10], 2, None),
        # Half of them wait beyond the last closing: exactly half is reached, 90 % is not.
        ([1, 2], [10, 10], 2, None),
        ([1], [10, 10], None, None),
        # 1: 4/5 left. The one waiting since 2 leaves. 3: 4/5 * 2/3 = 8/15. 4: half of it, 4/15.
        ([1, 3, 4], [2, 9], 4, None),
        # Waiting for less time than all closings has no information about them.
        ([5, 6], [1, 1, 1, 1], 5, 6),
        # 3/4 * 2/3 is a half, whatever the rounding.
        ([1, 2], [3, 3], 2, None),
        ([2, 2, 2], [2], 2, None),
    ],
)
def test_quantiles_equal_the_product_limit_computed_by_hand(ended, waiting, median, p90):
    assert quantiles(waiting_times(ended, waiting), (0.5, 0.9)) == [median, p90]


def test_the_naive_median_ignores_open_reports():
    sample = waiting_times([1, 2, 3], [50, 60, 70, 80])
    assert (closed_median(sample), quantiles(sample, (0.5,))) == (2.0, [None])
    assert closed_median(waiting_times([], [1])) is None


def duration_figures(*reports):
    row = ranking_by_code(reports)[BARAT]
    return [row[name] for name in ("median_hours", "p90_hours", "median_closed_hours", "received")]


def test_hours_run_from_filing_to_closing_or_to_the_present():
    """Filed 10 days ago: closed after 1 and 2 days, one waits: after 2 days one third is left."""
    assert duration_figures(build_standing(10, 9), build_standing(10, 8), build_standing(10)) == [
        48.0,
        None,
        36.0,
        3,
    ]


@pytest.mark.parametrize(
    ("other", "median"),
    [
        (build_standing(61, 1), 24.0),
        (build_standing(61), 24.0),
        (build_standing(60, 1), 24.0),
        (build_standing(59, 1), 24.0),
        (build_standing(10, 9, status_description="ditolak"), 24.0),
    ],
    ids=["closed lately, received long ago", "open since long", "at the edge", "within", "rejected"],
)
def test_only_reports_received_in_the_window_are_in_the_cohort(other, median):
    """Beside two reports closed after a day, with a window of 60 days."""
    received = duration_figures(build_standing(10, 9), build_standing(10, 9), other)[3]
    assert received == (3 if other.requested_datetime > build_standing(60).requested_datetime else 2)
    assert duration_figures(build_standing(10, 9), build_standing(10, 9), other)[0] == median


def test_a_rejected_report_counts_as_waiting_until_its_rejection():
    """Closed after 1, 2 and 3 days beside three that were rejected after 30: the median is not reached
    a day earlier for it. Rejected at once, they tell nothing."""
    closed = [build_standing(50, 49), build_standing(50, 48), build_standing(50, 47)]
    late, soon = ([build_standing(50, day, status_description="ditolak")] * 3 for day in (20, 50))
    assert duration_figures(*closed, *late)[0] == 72.0
    assert duration_figures(*closed, *soon)[0] == 48.0


@pytest.mark.parametrize(
    "odd",
    [
        build_standing(10, status="closed", status_description="selesai"),
        build_standing(10, status="closed", status_description="ditolak"),
        build_standing(-1, received_at=build_standing(-1).requested_datetime),
    ],
    ids=["closed nobody knows when", "withdrawn nobody knows when", "received in the future"],
)
def test_a_wait_of_unknown_length_is_left_out(odd):
    assert duration_figures(build_standing(10, 9), odd) == [24.0, 24.0, 24.0, 1]


def test_a_closing_dated_in_the_future_has_not_happened():
    assert duration_figures(build_standing(10, -5)) == [None, None, None, 1]


def test_events_at_the_present_moment_are_included():
    """A report closed at this moment has ended; one received at this moment has waited no time."""
    assert duration_figures(build_standing(10, 0)) == [240.0, 240.0, 240.0, 1]
    assert duration_figures(build_standing(10, 9), build_standing(0)) == [24.0, 24.0, 24.0, 2]


def test_a_closing_dated_before_the_filing_is_left_out():
    assert duration_figures(build_standing(5, 6)) == [None, None, None, 0]


def test_each_parent_has_its_own_durations_without_reports_outside_all_areas():
    rows = ranking_by_code(
        [
            build_standing(9, 8, area_code=CEMPAKA),
            build_standing(9, 5, area_code=ANGGREK),
            build_standing(9, 2, area_code=None),
        ]
    )
    assert (rows[BARAT]["median_hours"], rows[TIMUR]["median_hours"]) == (96.0, 24.0)
    assert rows[BARAT]["received"] == rows[TIMUR]["received"] == 1


hours = st.lists(st.integers(1, 40), min_size=1, max_size=30)


@given(hours, st.lists(st.integers(1, 40), max_size=30))
def test_an_open_report_never_shortens_a_quantile(ended, waiting):
    ended_only, (median, p90) = (
        closed_median(waiting_times(ended)),
        quantiles(waiting_times(ended, waiting), (0.5, 0.9)),
    )
    plain_median, plain_p90 = quantiles(waiting_times(ended), (0.5, 0.9))
    assert ended_only is not None and plain_median is not None and plain_p90 is not None
    assert median is None or median >= plain_median
    assert p90 is None or (p90 >= plain_p90 and median is not None and p90 >= median)


def test_the_estimate_finds_the_true_median_of_censored_times_and_the_naive_one_does_not():
    """Exponential times of median 100 hours; received evenly over the last 200 hours."""
    rng = np.random.default_rng(11)
    needed, seen = rng.exponential(100 / np.log(2), 20_000), rng.uniform(0, 200, 20_000)
    sample = WaitingTimes(np.minimum(needed, seen), np.zeros(20_000, int), needed <= seen)
    assert quantiles(sample, (0.5,)) == pytest.approx([100], rel=0.05)
    assert (closed_median(sample) or 0) < 60
