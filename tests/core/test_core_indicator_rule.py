"""Thresholds of the anomaly indicators in a city's configuration."""

import pytest
from pydantic import ValidationError

from data.core.config.indicator_rule import AnomalyRule
from tests.builders import city


def test_a_city_can_override_single_thresholds() -> None:
    assert city(signs={"quick_minutes": 3}).signs == AnomalyRule(quick_minutes=3)
    assert city().signs == AnomalyRule()


@pytest.mark.parametrize(
    "wrong", [{"quick_minutes": 0}, {"burst_minimum": 1}, {"reports_a_day": "many"}, {"x": 1}]
)
def test_an_invalid_threshold_is_named_in_the_error(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError, match=next(iter(wrong))):
        city(signs=wrong)
