"""The room: whose order holds, which screens are alive, and what they show in turn."""

from dataclasses import replace
from datetime import timedelta

import pytest

from data.core.displays import ALIVE, CITY, EVERY, FLOOD, Order, Scene, Seen, order_for, rotation
from tests.personas import BARAT, MONDAY_NOON, TIMUR

TURNS = {"city": 60, "spotlight": 20, "spotlights": 2}
PINNED = Order("barat", BARAT, paused=False, message="", given_by="operator.1", given_at=MONDAY_NOON)
FOR_ALL = replace(PINNED, screen=EVERY, view=FLOOD)


def late(*ranks: tuple[str, int]) -> list[dict[str, object]]:
    return [{"code": code, "overdue": overdue} for code, overdue in ranks]


def test_the_city_comes_first_then_those_with_most_that_is_late_then_floods() -> None:
    found = rotation(late(("c", 1), ("a", 4), ("b", 7)), 3, **TURNS)
    assert found == (Scene(CITY, 60), Scene("b", 20), Scene("a", 20), Scene(FLOOD, 20))


def test_equals_take_turns_in_the_order_of_their_codes() -> None:
    assert [scene.view for scene in rotation(late(("b", 1), ("a", 1)), 0, **TURNS)] == [CITY, "a", "b"]


@pytest.mark.parametrize("ranks", [late(), late((BARAT, 0), (TIMUR, 0))])
def test_nothing_late_and_no_flood_leaves_the_city_alone(ranks: list[dict[str, object]]) -> None:
    assert rotation(ranks, 0, **TURNS) == (Scene(CITY, 60),)


def test_a_screens_own_order_comes_before_the_one_for_all() -> None:
    orders = {EVERY: FOR_ALL, "barat": PINNED}
    assert order_for("barat", orders, MONDAY_NOON) == PINNED
    assert order_for("timur", orders, MONDAY_NOON) == FOR_ALL
    assert order_for("timur", {"barat": PINNED}, MONDAY_NOON) is None


def test_an_order_holds_until_its_end_and_not_at_it() -> None:
    short = replace(PINNED, until=MONDAY_NOON + timedelta(minutes=30))
    orders = {EVERY: FOR_ALL, "barat": short}
    assert order_for("barat", orders, short.until - timedelta(seconds=1)) == short  # type: ignore[operator]
    assert order_for("barat", orders, short.until) == FOR_ALL  # type: ignore[arg-type]


def test_a_screen_is_alive_for_three_turns_of_its_word() -> None:
    seen = Seen("barat", "a1", MONDAY_NOON, {})
    assert seen.alive(MONDAY_NOON + ALIVE)
    assert not seen.alive(MONDAY_NOON + ALIVE + timedelta(seconds=1))
