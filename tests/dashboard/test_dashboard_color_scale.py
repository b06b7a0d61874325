"""Colour classes: zero has its own, and every count is in exactly one labelled class."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.ui.color_scale import FILLS, scale_for


@pytest.mark.parametrize("largest", [0, 3, 7])
def test_a_quiet_city_has_a_class_for_each_small_count(largest: int) -> None:
    scale = scale_for(largest)
    assert scale.labels() == ["0", "1", "2", "3", "4", "5–6", "7+"]  # noqa: RUF001
    assert [scale.class_of(count) for count in (0, 1, 2, 3, 4, 5, 6, 7)] == [0, 1, 2, 3, 4, 5, 5, 6]


@given(st.integers(0, 100_000))
def test_classes_rise_without_gaps_whatever_the_city(largest: int) -> None:
    scale = scale_for(largest)
    assert len(scale.lower_bounds) == len(FILLS) == len(scale.labels())
    assert scale.lower_bounds[:2] == (0, 1)
    assert all(low < high for low, high in zip(scale.lower_bounds, scale.lower_bounds[1:], strict=False))


@given(st.integers(8, 100_000), st.data())
def test_a_higher_count_is_never_in_a_darker_class(largest: int, data: st.DataObject) -> None:
    lower = data.draw(st.integers(0, largest))
    higher = data.draw(st.integers(lower, largest))
    assert scale_for(largest).class_of(lower) <= scale_for(largest).class_of(higher)


@given(st.integers(8, 100_000))
def test_the_fullest_area_is_in_the_lightest_class(largest: int) -> None:
    assert scale_for(largest).class_of(largest) == len(FILLS) - 1
