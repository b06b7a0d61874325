"""What the pages and doors of one app stand on, handed in by whoever starts it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

import orjson

from dashboard.web.authorization import Authorizer
from dashboard.web.cookies import Cookies
from dashboard.web.frames import FrameConfig
from data.config.settings import Settings
from data.core.config.city import City
from data.core.history.places import AreaHierarchy
from data.lib.payload import EncodedBody, encode
from data.services.auth.service import AuthService
from data.services.follow_up import FollowUpService
from data.services.live_board import LiveBoard
from data.services.notifications.service import NotificationService
from data.services.open311 import Open311Service
from data.services.submission import SubmissionService
from data.services.training import TrainingService
from geo import AreaLayer, Locator, bounds, feature_collection, label_points, parent_borders


@dataclass(frozen=True)
class WebContext:
    """One city's web app: its settings, its areas and the one door to its data."""

    settings: Settings
    city: City
    layer: AreaLayer
    live_board: LiveBoard
    accounts: AuthService
    submissions: SubmissionService
    follow_ups: FollowUpService
    notifications: NotificationService
    open311: Open311Service
    training: TrainingService | None = None  # of a practice city

    @cached_property
    def authorizer(self) -> Authorizer:
        """The one door."""
        return Authorizer(self.layer, open_wall=self.open_wall, audit=self.accounts.write_audit)

    @property
    def open_wall(self) -> bool:
        """Whether anybody may see the wall: decided here alone."""
        setting = self.settings.wall_access
        return setting == "open" or (setting == "auto" and self.city.simulated)

    @cached_property
    def cookies(self) -> Cookies:
        """How sessions are kept in browsers."""
        return Cookies(self.settings, practice=self.city.simulated)

    @cached_property
    def lineage(self) -> AreaHierarchy:
        """The kecamatan of any area code."""
        return AreaHierarchy(self.layer.areas)

    @cached_property
    def locate(self) -> Locator:
        """Points to area codes."""
        return Locator(self.layer)

    @cached_property
    def kecamatan_names(self) -> dict[str, str]:
        """Names of the kecamatan by code."""
        parents = self.layer.parents
        return dict(zip(parents["code"], parents["name"], strict=True))

    @cached_property
    def map_parts(self) -> dict[str, AreaLayer]:
        """The layer as the wall shows it: ``main``, and ``inset`` if the city puts parents in a corner."""
        inset = self.city.areas.inset
        if not inset:
            return {"main": self.layer}
        return {
            "main": self._select_parents(include=(), exclude=inset),
            "inset": self._select_parents(include=inset, exclude=()),
        }

    def _select_parents(self, include: tuple[str, ...], exclude: tuple[str, ...]) -> AreaLayer:
        areas = self.layer.select(include, exclude).reset_index(drop=True)
        return replace(self.layer, areas=areas)

    @cached_property
    def frame_config(self) -> FrameConfig:
        """What the wall's frame needs beside a snapshot."""
        areas = {part: frozenset(layer.codes) for part, layer in self.map_parts.items()}
        inset = areas.get("inset", frozenset())
        return FrameConfig(self.city, self.layer.schematic, areas["main"], inset, self._parent_bounds())

    def _parent_bounds(self) -> dict[str, tuple[float, float, float, float]]:
        """Of each parent area on the large map; none if it lies in the corner."""
        codes = [code for code in self.kecamatan_names if code not in self.city.areas.inset]
        return {code: bounds(self._select_parents(include=(code,), exclude=())) for code in codes}

    def map_files(self) -> Iterator[tuple[str, str, EncodedBody]]:
        """What the browser draws the maps from: part, kind and bytes of each file."""
        for part, layer in self.map_parts.items():
            yield part, "areas", encode(feature_collection(layer))
            yield part, "parents", encode(parent_borders(layer))
            yield part, "labels", encode(_label_features(layer))


def _label_features(layer: AreaLayer) -> bytes:
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [row.long, row.lat]},
            "properties": {"code": row.code, "name": row.name},
        }
        for row in label_points(layer).itertuples(index=False)
    ]
    return orjson.dumps({"type": "FeatureCollection", "features": features})
