"""What the pages and doors of one app stand on, handed in by whoever starts it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

import orjson

from dashboard.web.authorization import Gate
from dashboard.web.cookies import Cookies
from dashboard.web.frames import Framing
from data.config.settings import Settings
from data.core.config.city import City
from data.core.history.places import Lineage
from data.lib.payload import Packed, pack
from data.services.auth.service import Accounts
from data.services.follow_up import FollowUps
from data.services.live_board import LiveBoard
from data.services.notifications.service import Post
from data.services.open311 import Published
from data.services.submission import Filings
from data.services.training import Training
from geo import AreaLayer, Locator, bounds, feature_collection, label_points, parent_borders


@dataclass(frozen=True)
class Site:
    """One city's web app: its settings, its areas and the one door to its data."""

    settings: Settings
    city: City
    layer: AreaLayer
    live: LiveBoard
    accounts: Accounts
    filings: Filings
    follow_ups: FollowUps
    post: Post
    published: Published
    training: Training | None = None  # of a practice city

    @cached_property
    def gate(self) -> Gate:
        """The one door."""
        return Gate(self.layer, open_wall=self.open_wall, note=self.accounts.note)

    @property
    def open_wall(self) -> bool:
        """Whether anybody may see the wall: decided here alone."""
        asked = self.settings.wall_access
        return asked == "open" or (asked == "auto" and self.city.simulated)

    @cached_property
    def cookies(self) -> Cookies:
        """How sessions are kept in browsers."""
        return Cookies(self.settings, practice=self.city.simulated)

    @cached_property
    def lineage(self) -> Lineage:
        """The kecamatan of any area code."""
        return Lineage(self.layer.areas)

    @cached_property
    def locate(self) -> Locator:
        """Points to area codes."""
        return Locator(self.layer)

    @cached_property
    def kecamatan(self) -> dict[str, str]:
        """Names of the kecamatan by code."""
        parents = self.layer.parents
        return dict(zip(parents["code"], parents["name"], strict=True))

    @cached_property
    def parts(self) -> dict[str, AreaLayer]:
        """The layer as the wall shows it: ``main``, and ``inset`` if the city puts parents in a corner."""
        inset = self.city.areas.inset
        if not inset:
            return {"main": self.layer}
        return {
            "main": self._only(include=(), exclude=inset),
            "inset": self._only(include=inset, exclude=()),
        }

    def _only(self, include: tuple[str, ...], exclude: tuple[str, ...]) -> AreaLayer:
        areas = self.layer.select(include, exclude).reset_index(drop=True)
        return replace(self.layer, areas=areas)

    @cached_property
    def framing(self) -> Framing:
        """What the wall's frame needs beside a snapshot."""
        areas = {part: frozenset(layer.codes) for part, layer in self.parts.items()}
        inset = areas.get("inset", frozenset())
        return Framing(self.city, self.layer.schematic, areas["main"], inset, self._parent_bounds())

    def _parent_bounds(self) -> dict[str, tuple[float, float, float, float]]:
        """Of each parent area on the large map; none if it lies in the corner."""
        shown = [code for code in self.kecamatan if code not in self.city.areas.inset]
        return {code: bounds(self._only(include=(code,), exclude=())) for code in shown}

    def map_files(self) -> Iterator[tuple[str, str, Packed]]:
        """What the browser draws the maps from: part, kind and bytes of each file."""
        for part, layer in self.parts.items():
            yield part, "areas", pack(feature_collection(layer))
            yield part, "parents", pack(parent_borders(layer))
            yield part, "labels", pack(_labels(layer))


def _labels(layer: AreaLayer) -> bytes:
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [row.long, row.lat]},
            "properties": {"code": row.code, "name": row.name},
        }
        for row in label_points(layer).itertuples(index=False)
    ]
    return orjson.dumps({"type": "FeatureCollection", "features": features})
