"""Cache of the wall's frames: each view is encoded once per snapshot, past ones on request, by the minute.

Each language is encoded when a display first asks for it, so that one that nobody shows costs nothing.
"""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from dashboard.ui import maps
from dashboard.web.query_values import parse_moment
from data.core.config.city import City
from data.core.digest import digest
from data.core.displays import CITY_VIEW, FLOOD_VIEW
from data.core.snapshot.snapshot import Snapshot
from data.lib.byte_cache import ByteCache, CacheBudget, CacheName
from data.lib.payload import EncodedBody
from data.lib.translation import use_language
from data.services.live_board import LiveBoard, LiveSnapshot, to_json


@dataclass(frozen=True)
class FrameConfig:
    """What a frame needs besides the snapshot.

    :param main_areas: on the large map
    :param inset_areas: on the map in the corner
    :param bounds: of each parent area on the large map: south, west, north, east in degrees
    """

    city: City
    schematic: bool
    main_areas: frozenset[str]
    inset_areas: frozenset[str]
    bounds: Mapping[str, maps.Bounds] = field(default_factory=dict)


@dataclass(frozen=True)
class WallView:
    """What a display shows of the city.

    :param snapshot: the reports of this view
    :param city_snapshot: the whole city's, for whatever compares areas
    """

    name: str
    snapshot: Snapshot
    city_snapshot: Snapshot


def city_view(snapshot: Snapshot) -> WallView:
    """Return the view of the whole city, with which a display begins."""
    return WallView(CITY_VIEW, snapshot, snapshot)


class FrameCache:
    """Build and cache the frames of one board.

    :param build: encodes the frame of one view; the wall's page provides it
    """

    def __init__(
        self,
        live: LiveBoard,
        config: FrameConfig,
        build: Callable[[WallView, FrameConfig], EncodedBody],
        budget: CacheBudget | None = None,
    ) -> None:
        self._live, self._config, self._build_view = live, config, build
        self._cached: dict[tuple[str, str], tuple[object, EncodedBody]] = {}  # by view and language
        past_bytes = (budget or CacheBudget()).share(CacheName.PAST_FRAMES)
        self._past: ByteCache[tuple[str, str, str], EncodedBody] = ByteCache(past_bytes)
        self._lock = threading.Lock()  # a view that many displays request is built by the first of them

    @property
    def language(self) -> str:
        """Return the language of frames whose address names none: the city's, whoever asks."""
        return self._config.city.language

    def _build(self, view: WallView, language: str) -> EncodedBody:
        with use_language(language):
            return self._build_view(view, self._config)

    def is_ready(self, view: str, language: str = "") -> bool:
        """Return whether a view's frame is cached, or the city's in its language, which is built quickly."""
        key, live_snapshot = (view, language or self.language), self._live.current()
        if live_snapshot is None or key == (CITY_VIEW, self.language):
            return True
        return self._find(key, live_snapshot) is not None

    def current(self, view: str = CITY_VIEW, language: str = "") -> EncodedBody | None:
        """Return the frame of a view of the latest snapshot; None before the first.

        :param language: one of :func:`data.lib.translation.languages`; empty for the city's
        :raises KeyError: no such view
        """
        live_snapshot = self._live.current()
        if live_snapshot is None:
            return None
        key = view, language or self.language
        if frame := self._find(key, live_snapshot):
            return frame
        with self._lock:
            return self._find(key, live_snapshot) or self._render(key, live_snapshot)

    def _find(self, key: tuple[str, str], live_snapshot: LiveSnapshot) -> EncodedBody | None:
        """Return the cached frame of a view and language, if it is of this snapshot."""
        cached = self._cached.get(key)
        return cached[1] if cached and cached[0] is live_snapshot.token else None

    def _render(self, key: tuple[str, str], live_snapshot: LiveSnapshot) -> EncodedBody:
        view, language = key
        wall_view = WallView(view, self._snapshot_for(view, live_snapshot), live_snapshot.snapshot)
        frame = self._build(wall_view, language)
        self._cached[key] = live_snapshot.token, frame
        return frame

    def _snapshot_for(self, view: str, live_snapshot: LiveSnapshot) -> Snapshot:
        """:raises KeyError: no such view"""
        if view == CITY_VIEW:
            return live_snapshot.snapshot
        flood_categories = self._config.city.room.flood
        is_area = view in {row["code"] for row in live_snapshot.snapshot.ranking}
        snapshot = (
            self._live.area_snapshot(view)
            if is_area
            else self._live.category_snapshot(flood_categories)
            if view == FLOOD_VIEW
            else None
        )
        if snapshot is None:
            raise KeyError(view)
        return snapshot

    def past_minute(self, iso_time: str) -> datetime:
        """Return the minute of a moment, in the city's zone.

        :param iso_time: ISO 8601, in the city's zone if it names none
        :raises ValueError: not a time, or one outside the years that have reports
        """
        zone = self._config.city.zone
        as_of = parse_moment(iso_time, zone).astimezone(zone)
        return as_of.replace(second=0, microsecond=0)

    def at(self, minute: datetime, language: str = "") -> EncodedBody:
        """Return the city's frame of a past minute, by all that is known of it now."""
        snapshot, language = self._live.snapshot_at(minute), language or self.language
        key = minute.isoformat(), digest(to_json(snapshot).decode()), language
        return self._past.get_or_build(key, lambda: self._build(city_view(snapshot), language))
