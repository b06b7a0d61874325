"""Orders to the room's screens, and which of them live: the same for every process."""

from datetime import timedelta

from bootstrap import World
from data.config.clock import Clock
from data.core.displays import EVERY
from data.services.displays import LONGEST_MESSAGE, MOST, Screens
from tests.dashboard.sign_in import accounts_of
from tests.personas import BARAT, MONDAY_NOON

SAID = {"view": "kota", "mood": "fresh", "width": 1920, "height": 1080, "version": "x", "streaming": True}


class Hands:
    """A clock that the test moves."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return MONDAY_NOON.timestamp() + self.seconds


def screens(town: World, hands: Hands | None = None) -> Screens:
    return Screens(town.engine, Clock(read=hands or Hands()))


def test_an_order_reaches_every_process(town_on_each: World) -> None:
    desk, other = screens(town_on_each), screens(town_on_each)
    desk.give("dinding", "operator.1", view=BARAT, paused=True, message="  Rapat pukul 9  ", minutes=None)
    assert other.order("dinding") is None
    assert other.refresh()
    order = other.order("dinding")
    assert order and (order.view, order.paused, order.message, order.given_by) == (
        BARAT, True, "Rapat pukul 9", "operator.1",
    )  # fmt: skip
    assert not other.refresh()


def test_an_order_ends_by_itself(town: World) -> None:
    hands = Hands()
    desk = screens(town, hands)
    desk.give("dinding", "operator.1", view=None, paused=False, message="x" * 500, minutes=30)
    desk.refresh()
    order = desk.order("dinding")
    assert order and len(order.message) == LONGEST_MESSAGE
    hands.seconds = 30 * 60
    assert desk.order("dinding") is None


def test_an_order_for_all_ends_the_single_ones(town: World) -> None:
    desk = screens(town)
    desk.give("dinding", "operator.1", view=BARAT, paused=False, message="", minutes=None)
    desk.give(EVERY, "operator.1", view="banjir", paused=False, message="", minutes=None)
    desk.refresh()
    order = desk.order("dinding")
    assert order and order.view == "banjir"
    desk.take_back(EVERY)
    desk.refresh()
    assert desk.order("dinding") is None


def test_the_overview_shows_who_lives_who_is_silent_and_whose_token_is_gone(town_on_each: World) -> None:
    hands, accounts = Hands(), accounts_of(town_on_each)
    desk = screens(town_on_each, hands)
    for name in ("dinding", "lobi", "rapat"):
        accounts.add_display(name)
    accounts.revoke_display("lobi")
    desk.hear("dinding", "a", SAID)
    desk.hear("", "b", SAID)
    desk.flush()
    alive = {screen.name: [tab.alive(desk.now()) for tab in screen.tabs] for screen in desk.overview()}
    assert alive == {"": [True], "dinding": [True], "lobi": [], "rapat": []}
    assert [screen.name for screen in desk.overview() if screen.revoked] == ["lobi"]
    hands.seconds = 120
    assert [screen.name for screen in desk.overview()] == ["dinding", "lobi", "rapat"]
    assert [tab.alive(desk.now()) for tab in desk.overview()[0].tabs] == [False]


def test_what_was_said_is_written_at_once_and_forgotten_after_a_week(town: World) -> None:
    hands = Hands()
    desk = screens(town, hands)
    assert desk.silent_for("a") is None
    desk.hear("dinding", "a", SAID)
    hands.seconds = 10
    assert desk.silent_for("a") == timedelta(seconds=10)
    desk.flush()
    desk.flush()
    assert desk.silent_for("a") == timedelta(seconds=10)
    hands.seconds = 8 * 24 * 3600
    desk.hear("dinding", "b", SAID)
    desk.flush()
    assert desk.silent_for("a") is None


def test_nobody_fills_the_store_with_tabs(town: World) -> None:
    desk = screens(town)
    for number in range(MOST + 50):
        desk.hear("", f"tab{number}", SAID)
    desk.flush()
    assert sum(len(screen.tabs) for screen in desk.overview()) == MOST
