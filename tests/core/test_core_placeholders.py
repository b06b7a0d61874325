"""Placeholder points by their frequency, and points that are the same but for their last digits."""

import pytest

from data.core.report.placeholders import PointCount, PointTotals, find_placeholders
from data.core.report.points import is_noise, is_whole_degrees

HALL, OFFICE = (1.48, 124.84), (1.46, 124.82)


@pytest.mark.parametrize(
    ("count", "totals", "is_found"),
    [
        (PointCount(HALL, 40, 5), PointTotals(100, 61), True),
        (PointCount(HALL, 40, 1, 12), PointTotals(100, 61), True),
        (PointCount(HALL, 3_000, 12), PointTotals(150_000, 120_000), True),
        (PointCount(HALL, 40, 1, 1), PointTotals(100, 61), False),  # one fault, reported by forty people
        (PointCount(HALL, 14, 5), PointTotals(60, 47), False),  # too few to tell
        (PointCount(HALL, 40, 5), PointTotals(1_000, 961), False),  # a market
        (PointCount(HALL, 40, 5), PointTotals(100, 9), False),  # a source with few points
        (PointCount(HALL, 150, 8), PointTotals(1_000, 87), False),  # one point for each area
    ],
)
def test_an_implausible_share_of_varied_reports(
    count: PointCount, totals: PointTotals, is_found: bool
) -> None:
    assert find_placeholders([count], totals) == ([HALL] if is_found else [])


def test_several_placeholders_do_not_hide_each_other() -> None:
    counts = [PointCount(OFFICE, 30, 4), PointCount(HALL, 60, 5)]
    assert find_placeholders(counts, PointTotals(150, 62)) == [HALL, OFFICE]


@pytest.mark.parametrize(
    ("second", "noise"),
    [((1.405, 124.805), True), ((1.40500001, 124.805), True), ((1.40501, 124.80501), True),
     ((1.40503, 124.805), False), ((1.406, 124.805), False)],
)  # fmt: skip
def test_noise_in_the_last_digits(second: tuple[float, float], noise: bool) -> None:
    assert is_noise((1.405, 124.805), second) is noise


def test_whole_degrees() -> None:
    assert is_whole_degrees(39, -77)
    assert not is_whole_degrees(39, -77.5)
