"""The context of pages and routes: the app context, authorization, cookies and map files."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

import orjson

from bootstrap import AppContext
from dashboard.web.authorization import Authorizer
from dashboard.web.cookies import Cookies
from dashboard.web.downloads import Downloads
from dashboard.web.form_owner import FormOwner
from dashboard.web.frames import FrameConfig
from dashboard.web.upload_slots import UploadSlots
from dashboard.web.work_queue import PAST_BOARDS, WorkQueue
from data.config.settings import Settings
from data.core.config.city import City
from data.core.history.places import AreaHierarchy
from data.lib.payload import EncodedBody, encode
from data.services.auth.service import AuthService
from data.services.follow_up import FollowUpService
from data.services.live_board import LiveBoard
from data.services.notifications.service import NotificationService
from data.services.open311 import Open311Service
from data.services.saved_views import SavedViewService
from data.services.submission import SubmissionService
from data.services.training import TrainingService
from geo import AreaLayer, Locator, bounds, feature_collection, label_points, parent_borders


@dataclass(frozen=True)
class WebContext:
    """The app context of one city, with what only pages need."""

    app: AppContext

    @property
    def settings(self) -> Settings:
        return self.app.settings

    @property
    def city(self) -> City:
        return self.app.city

    @property
    def layer(self) -> AreaLayer:
        return self.app.layer

    @property
    def live_board(self) -> LiveBoard:
        return self.app.live_board

    @property
    def accounts(self) -> AuthService:
        return self.app.accounts

    @property
    def submissions(self) -> SubmissionService:
        return self.app.submissions

    @property
    def follow_ups(self) -> FollowUpService:
        return self.app.follow_ups

    @property
    def notifications(self) -> NotificationService:
        return self.app.notifications

    @property
    def open311(self) -> Open311Service:
        return self.app.open311

    @property
    def training(self) -> TrainingService | None:
        return self.app.training

    @property
    def lineage(self) -> AreaHierarchy:
        return self.app.lineage

    @property
    def locate(self) -> Locator:
        return self.app.locate

    @cached_property
    def authorizer(self) -> Authorizer:
        """Decide who may do what."""
        return Authorizer(self.layer, open_wall=self.open_wall, audit=self.accounts.write_audit)

    @property
    def open_wall(self) -> bool:
        """Return whether anybody may see the wall; decided here alone."""
        setting = self.settings.wall_access
        return setting == "open" or (setting == "auto" and self.city.simulated)

    @cached_property
    def form_owner(self) -> FormOwner:
        """Know which account opened a form."""
        return FormOwner(self.app.form_owner_id)

    @cached_property
    def upload_slots(self) -> UploadSlots:
        """Count the large forms that are being received."""
        return UploadSlots()

    @cached_property
    def past_boards(self) -> WorkQueue:
        """Build boards and reviews of past moments, one at a time."""
        return WorkQueue("past", PAST_BOARDS)

    @cached_property
    def downloads(self) -> Downloads:
        """Make files to download, few at once."""
        return Downloads()

    @cached_property
    def cookies(self) -> Cookies:
        """Read and write the cookies that hold sessions."""
        return Cookies(self.settings, practice=self.city.simulated)

    @cached_property
    def saved_views(self) -> SavedViewService:
        """Save views of report lists."""
        return SavedViewService(self.app.engine)

    @cached_property
    def pin_map(self) -> EncodedBody:
        """Return the areas as the report form draws them."""
        return encode(orjson.dumps({"areas": orjson.Fragment(feature_collection(self.layer))}))

    @cached_property
    def kecamatan_names(self) -> dict[str, str]:
        """Return the names of the kecamatan by code."""
        parents = self.layer.parents
        return dict(zip(parents["code"], parents["name"], strict=True))

    @cached_property
    def inset(self) -> tuple[str, ...]:
        """Return what the corner map shows; a code of the city's file that the layer lacks is ignored."""
        return self.layer.usable_inset(self.city.areas.inset)

    @cached_property
    def map_parts(self) -> dict[str, AreaLayer]:
        """Return the layer as the wall shows it: ``main``, and ``inset`` if the city puts parents there."""
        inset = self.inset
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
        """Return what the wall's frame needs besides a snapshot."""
        areas = {part: frozenset(layer.codes) for part, layer in self.map_parts.items()}
        inset = areas.get("inset", frozenset())
        return FrameConfig(self.city, self.layer.schematic, areas["main"], inset, self._parent_bounds())

    def _parent_bounds(self) -> dict[str, tuple[float, float, float, float]]:
        """Return the bounds of each parent on the large map; those in the corner have none."""
        codes = [code for code in self.kecamatan_names if code not in self.inset]
        return {code: bounds(self._select_parents(include=(code,), exclude=())) for code in codes}

    def map_files(self) -> Iterator[tuple[str, str, EncodedBody]]:
        """Yield part, kind and bytes of each file that the browser draws the maps from."""
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
