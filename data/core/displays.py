"""The command center's screens: which order holds for one, what is alive, and what each shows in turn."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

EVERY = "*"
CITY, FLOOD = "kota", "banjir"
ALIVE = timedelta(seconds=45)  # a screen speaks every 15 s; three turns missed is silence


@dataclass(frozen=True)
class Order:
    """What an operator asked of a screen, or of all (``*``).

    :param view: pinned: ``kota``, ``banjir`` or a parent area's code; None: the screen goes round
    :param paused: it stays with what it shows
    """

    screen: str
    view: str | None
    paused: bool
    message: str
    given_by: str
    given_at: datetime
    until: datetime | None = None

    def holds(self, at: datetime) -> bool:
        """Whether it is still meant."""
        return self.until is None or at < self.until


@dataclass(frozen=True)
class Seen:
    """What a browser tab said of itself, and when."""

    screen: str
    tab: str
    heard_at: datetime
    said: Mapping[str, Any]

    def alive(self, at: datetime) -> bool:
        """Whether it was heard lately."""
        return at - self.heard_at <= ALIVE


@dataclass(frozen=True)
class Scene:
    """One turn of the rotation."""

    view: str
    seconds: int


def order_for(screen: str, orders: Mapping[str, Order], at: datetime) -> Order | None:
    """The order that holds for a screen: its own comes before the one for all."""
    found = (orders.get(name) for name in (screen, EVERY))
    return next((order for order in found if order and order.holds(at)), None)


def _most_late_first(rank: Mapping[str, Any]) -> tuple[int, str]:
    return -rank["overdue"], rank["code"]


def rotation(
    ranks: Sequence[Mapping[str, Any]], flood_open: int, *, city: int, spotlight: int, spotlights: int
) -> tuple[Scene, ...]:
    """What screens show in turn: the city, the parent areas with most that is late, open floods.

    An area with nothing late gets no turn, nor do floods of which none is open: a wall has no time for
    empty views.

    :param ranks: parent areas with ``code`` and ``overdue``
    :param flood_open: open reports of the city's flood categories
    :param city: seconds of the city's turn; ``spotlight``: of each other turn
    :param spotlights: at most so many areas
    """
    late = sorted((rank for rank in ranks if rank["overdue"]), key=_most_late_first)
    views = [str(rank["code"]) for rank in late[:spotlights]] + ([FLOOD] if flood_open else [])
    return (Scene(CITY, city), *(Scene(view, spotlight) for view in views))
