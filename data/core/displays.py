"""The command center's screens: which order holds for one, what is alive, and what each shows in turn."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

ALL_DISPLAYS = "*"
CITY_VIEW, FLOOD_VIEW = "kota", "banjir"
HEARTBEAT_TIMEOUT = timedelta(seconds=45)  # a screen speaks every 15 s; three turns missed is silence


@dataclass(frozen=True)
class DisplayOrder:
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

    def is_active(self, at: datetime) -> bool:
        """Whether it is still meant."""
        return self.until is None or at < self.until


@dataclass(frozen=True)
class Heartbeat:
    """What a browser tab said of itself, and when."""

    screen: str
    tab: str
    heard_at: datetime
    payload: Mapping[str, Any]

    def is_alive(self, at: datetime) -> bool:
        """Whether it was heard lately."""
        return at - self.heard_at <= HEARTBEAT_TIMEOUT


@dataclass(frozen=True)
class Scene:
    """One turn of the rotation."""

    view: str
    seconds: int


def active_order(screen: str, orders: Mapping[str, DisplayOrder], at: datetime) -> DisplayOrder | None:
    """The order that holds for a screen: its own comes before the one for all."""
    candidates = (orders.get(name) for name in (screen, ALL_DISPLAYS))
    return next((order for order in candidates if order and order.is_active(at)), None)


def _by_overdue(row: Mapping[str, Any]) -> tuple[int, str]:
    return -row["overdue"], row["code"]


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
    overdue_rows = sorted((row for row in ranks if row["overdue"]), key=_by_overdue)
    views = [str(row["code"]) for row in overdue_rows[:spotlights]] + ([FLOOD_VIEW] if flood_open else [])
    return (Scene(CITY_VIEW, city), *(Scene(view, spotlight) for view in views))
