"""Frames of the wall: each view encoded once per snapshot, past ones on request."""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from dashboard.ui import maps
from data.core.config.city import City
from data.core.displays import CITY, FLOOD
from data.core.snapshot.snapshot import Snapshot
from data.lib.payload import Packed
from data.services.live_board import LiveBoard, Published


@dataclass(frozen=True)
class Framing:
    """What the frame needs to know beside the snapshot.

    :param main: areas on the large map; ``inset``: areas in the corner
    :param bounds: of each parent area on the large map: south, west, north, east in degrees
    """

    city: City
    schematic: bool
    main: frozenset[str]
    inset: frozenset[str]
    bounds: Mapping[str, maps.Bounds] = field(default_factory=dict)


@dataclass(frozen=True)
class View:
    """What a screen shows of the city.

    :param shown: the reports of this view; ``whole``: the city's, for whatever compares areas
    """

    name: str
    shown: Snapshot
    whole: Snapshot


def whole_city(snapshot: Snapshot) -> View:
    """The view that a screen begins with."""
    return View(CITY, snapshot, snapshot)


FIRST_YEAR, LAST_YEAR = 1970, 2200  # far from where moments overflow


class Frames:
    """Frames of one board.

    :param build: makes the encoded frame of one view; the wall's page hands it in
    """

    def __init__(self, live: LiveBoard, framing: Framing, build: Callable[[View, Framing], Packed]) -> None:
        self._live, self._framing, self._build = live, framing, build
        self._made: dict[str, tuple[str, Packed]] = {}
        self._lock = threading.Lock()  # a view that many screens want is made by the first of them

    def ready(self, view: str) -> bool:
        """Whether a view's frame need not be made, or is the city's, which takes no time."""
        held = self._live.current()
        return view == CITY or held is None or self._made.get(view, ("",))[0] == held.packed.etag

    def now(self, view: str = CITY) -> Packed | None:
        """A view of the latest snapshot; None before the first.

        :raises KeyError: no such view
        """
        held = self._live.current()
        if held is None:
            return None
        made = self._made.get(view)
        if made and made[0] == held.packed.etag:
            return made[1]
        with self._lock:
            return self._make(view, held)

    def _make(self, view: str, held: Published) -> Packed:
        made = self._made.get(view)
        if made is None or made[0] != held.packed.etag:
            shown = View(view, self._of(view, held), held.snapshot)
            made = held.packed.etag, self._build(shown, self._framing)
            self._made[view] = made
        return made[1]

    def _of(self, view: str, held: Published) -> Snapshot:
        """:raises KeyError: no such view"""
        if view == CITY:
            return held.snapshot
        floods = self._framing.city.room.flood
        known = view in {row["code"] for row in held.snapshot.ranking}
        found = self._live.area(view) if known else self._live.about(floods) if view == FLOOD else None
        if found is None:
            raise KeyError(view)
        return found

    def at(self, asked: str) -> Packed:
        """The frame of a past moment, by all that is known of it now.

        :param asked: ISO 8601, in the city's zone if it names none
        :raises ValueError: not a time, or one of which nobody keeps reports
        """
        moment = datetime.fromisoformat(asked)
        if not FIRST_YEAR <= moment.year <= LAST_YEAR:
            raise ValueError(f"the year {moment.year}")
        zone = self._framing.city.zone
        as_of = moment if moment.tzinfo else moment.replace(tzinfo=zone)
        return self._build(whole_city(self._live.at(as_of)), self._framing)
