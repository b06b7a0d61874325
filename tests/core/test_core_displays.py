"""Displays: which order is active, which display is alive, and the rotation."""

from dataclasses import replace
from datetime import timedelta

import pytest

from data.core.displays import (
    ALL_DISPLAYS,
    CITY_VIEW,
    FLOOD_VIEW,
    HEARTBEAT_TIMEOUT,
    DisplayOrder,
    Heartbeat,
    Scene,
    active_order,
    rotation,
)
from tests.personas import BARAT, MONDAY_NOON, TIMUR

DURATIONS = {"city": 60, "spotlight": 20, "spotlights": 2}
DISPLAY_ORDER = DisplayOrder(
    "barat", BARAT, paused=False, message="", given_by="operator.1", given_at=MONDAY_NOON
)
ORDER_FOR_ALL = replace(DISPLAY_ORDER, screen=ALL_DISPLAYS, view=FLOOD_VIEW)


def overdue_rows(*ranks: tuple[str, int]) -> list[dict[str, object]]:
    return [{"code": code, "overdue": overdue} for code, overdue in ranks]


def test_rotation_shows_the_city_then_areas_by_overdue_then_floods() -> None:
    scenes = rotation(overdue_rows(("c", 1), ("a", 4), ("b", 7)), 3, **DURATIONS)
    assert scenes == (Scene(CITY_VIEW, 60), Scene("b", 20), Scene("a", 20), Scene(FLOOD_VIEW, 20))


def test_areas_with_equal_overdue_are_ordered_by_code() -> None:
    scenes = rotation(overdue_rows(("b", 1), ("a", 1)), 0, **DURATIONS)
    assert [scene.view for scene in scenes] == [CITY_VIEW, "a", "b"]


@pytest.mark.parametrize("ranks", [overdue_rows(), overdue_rows((BARAT, 0), (TIMUR, 0))])
def test_without_overdue_or_floods_only_the_city_is_shown(ranks: list[dict[str, object]]) -> None:
    assert rotation(ranks, 0, **DURATIONS) == (Scene(CITY_VIEW, 60),)


def test_a_displays_own_order_overrides_the_order_for_all() -> None:
    orders = {ALL_DISPLAYS: ORDER_FOR_ALL, "barat": DISPLAY_ORDER}
    assert active_order("barat", orders, MONDAY_NOON) == DISPLAY_ORDER
    assert active_order("timur", orders, MONDAY_NOON) == ORDER_FOR_ALL
    assert active_order("timur", {"barat": DISPLAY_ORDER}, MONDAY_NOON) is None


def test_an_order_is_active_until_just_before_its_end() -> None:
    short = replace(DISPLAY_ORDER, until=MONDAY_NOON + timedelta(minutes=30))
    orders = {ALL_DISPLAYS: ORDER_FOR_ALL, "barat": short}
    assert active_order("barat", orders, short.until - timedelta(seconds=1)) == short  # type: ignore[operator]
    assert active_order("barat", orders, short.until) == ORDER_FOR_ALL  # type: ignore[arg-type]


def test_a_display_is_alive_until_the_heartbeat_timeout() -> None:
    heartbeat = Heartbeat("barat", "a1", MONDAY_NOON, {})
    assert heartbeat.is_alive(MONDAY_NOON + HEARTBEAT_TIMEOUT)
    assert not heartbeat.is_alive(MONDAY_NOON + HEARTBEAT_TIMEOUT + timedelta(seconds=1))
