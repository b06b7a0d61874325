"""Displays of the command center: which order is active, which display is alive, and the rotation."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from data.core.time_trust import is_ahead

ALL_DISPLAYS = "*"
CITY_VIEW, FLOOD_VIEW = "kota", "banjir"
HEARTBEAT_TIMEOUT = timedelta(seconds=45)  # a display sends one every 15 s; three are missing


@dataclass(frozen=True)
class DisplayOrder:
    """What an operator set a display to show, or all of them (``*``).

    :param view: the pinned view: ``kota``, ``banjir`` or a kecamatan's code; None for the rotation
    :param paused: the display stays with what it shows
    :param until: when the order ends; None if it does not
    """

    screen: str
    view: str | None
    paused: bool
    message: str
    given_by: str
    given_at: datetime
    until: datetime | None = None

    def is_active(self, at: datetime) -> bool:
        """Return whether the order has not ended; one that a wrong clock dated ahead has no known end."""
        return self.until is None or (at < self.until and not is_ahead(self.given_at, at))


@dataclass(frozen=True)
class DisplaySettings:
    """How a display shows its wall, for as long as nobody changes it; what is empty its address decides.

    :param language: a code such as ``en``; empty for the city's
    :param theme: ``light`` for a bright room; empty for the dark wall
    """

    language: str = ""
    theme: str = ""

    @property
    def key(self) -> str:
        """Return both as one text, for a page to compare with what it was loaded with; empty without any."""
        return ",".join(filter(None, (self.language, self.theme)))


@dataclass(frozen=True)
class Heartbeat:
    """A browser tab's sign of being alive, and when it was received."""

    screen: str
    tab: str
    heard_at: datetime
    payload: Mapping[str, Any]

    def is_alive(self, at: datetime) -> bool:
        """Return whether the heartbeat is recent; one that a wrong clock dated ahead is not."""
        return at - self.heard_at <= HEARTBEAT_TIMEOUT and not is_ahead(self.heard_at, at)


@dataclass(frozen=True)
class Scene:
    """One view of the rotation and how long it is shown."""

    view: str
    seconds: int


def active_order(screen: str, orders: Mapping[str, DisplayOrder], at: datetime) -> DisplayOrder | None:
    """Return the order for a display: its own comes before the one for all displays."""
    candidates = (orders.get(name) for name in (screen, ALL_DISPLAYS))
    return next((order for order in candidates if order and order.is_active(at)), None)


def settings_in_force(screen: str, settings: Mapping[str, DisplaySettings]) -> DisplaySettings:
    """Return the settings of a display: its own come before those of all displays."""
    return settings.get(screen) or settings.get(ALL_DISPLAYS) or DisplaySettings()


def _by_overdue(row: Mapping[str, Any]) -> tuple[int, str]:
    return -row["overdue"], row["code"]


def rotation(
    ranks: Sequence[Mapping[str, Any]], flood_open: int, *, city: int, spotlight: int, spotlights: int
) -> tuple[Scene, ...]:
    """Return what displays show in turn: the city, the kecamatan with most late reports, the floods.

    A kecamatan without late reports is left out, and so are floods if none is open: a wall has no time for
    empty views.

    :param ranks: kecamatan with ``code`` and ``overdue``
    :param flood_open: the number of open reports in the city's flood categories
    :param city: seconds for the city
    :param spotlight: seconds for each other view
    :param spotlights: the largest number of kecamatan
    """
    overdue_rows = sorted((row for row in ranks if row["overdue"]), key=_by_overdue)
    views = [str(row["code"]) for row in overdue_rows[:spotlights]] + ([FLOOD_VIEW] if flood_open else [])
    return (Scene(CITY_VIEW, city), *(Scene(view, spotlight) for view in views))
