"""The composition root: one city's store, clock, areas and services, built once from the settings."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property, partial
from typing import TYPE_CHECKING

import structlog
from sqlalchemy import Engine

from data.config.city_loader import area_file, city_file_name, load_city
from data.config.clock import Clock, start_clock
from data.config.holidays import open_timekeeper
from data.config.secret_files import check_reporter_key, is_reporter_key_missing, reporter_key
from data.config.settings import SettingError, Settings
from data.core.clock.timekeeper import Timekeeper
from data.core.config.city import City
from data.core.config.place_config import SourcePlaceOptions
from data.core.history.places import AreaHierarchy
from data.core.report.points import LatLong, point_keys
from data.lib.byte_cache import CacheBudget
from data.lib.crypto import keyed_hash, opaque_id
from data.services.area_codes import follow_layer
from data.services.faults import FaultService
from data.services.follow_up import FollowUpService
from data.services.geocoding import Geocoder
from data.services.key_check import NO_MISSING_KEYS, MissingKeys, warn_of_lost_keys
from data.services.missing_reports import MissingReportService
from data.services.notifications.channels import CHANNELS_SETTING, Channels, read_channels
from data.services.notifications.enqueue import notification_handler
from data.services.notifications.vapid import check_push_key, is_push_key_missing
from data.services.policy_check import warn_of_missing_policies
from data.services.sensitive_points import hiding_points
from data.services.start_check import check_start
from data.services.store_location import located_store_url, mark_store
from data.services.submission import SubmissionService
from data.store.engine import (
    ACCOUNTS_POOL,
    BOARD_POOL,
    has_schema,
    migrate,
    open_another_pool,
    open_engine,
    writer,
)
from data.store.ingest import EventHandler
from data.store.purpose import matches_purpose
from geo import AreaLayer, LayerFields, Locator, NameIndex, NameRules, aliases, layer_in_use, open_layer
from geo.renumbering import layer_changes

if TYPE_CHECKING:  # each is loaded by the property that builds it: a pull needs no board
    from data.services.auth.service import AuthService
    from data.services.live_board import LiveBoard
    from data.services.notifications.service import NotificationService
    from data.services.open311 import Open311Service
    from data.services.training import TrainingService

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class AppContext:
    """One city at work, shared by jobs and pages; each service is built when it is first used."""

    settings: Settings
    city: City
    engine: Engine
    layer: AreaLayer
    locate: Locator
    name_index: NameIndex
    clock: Clock
    hash_reporter: Callable[[str], str]
    channels: Channels = field(default_factory=Channels)
    missing_keys: MissingKeys = NO_MISSING_KEYS

    @cached_property
    def timekeeper(self) -> Timekeeper:
        """Compute deadlines in the city's working time; its holidays are read at the first use."""
        return open_timekeeper(self.city)

    @cached_property
    def lineage(self) -> AreaHierarchy:
        """Return the kecamatan of any area."""
        return AreaHierarchy(self.layer.areas)

    @cached_property
    def on_events(self) -> EventHandler:
        """Put the notifications that events cause into the outbox, and hide what became sensitive."""
        return hiding_points(self.city, notification_handler(self.lineage.parent))

    def geocoder(self, source: str, frequent_points: Iterable[LatLong] = ()) -> Geocoder:
        """Return where the reports of a source are, by its own aliases and points.

        :param frequent_points: placeholder points that were found by their frequency
        """
        return open_geocoder(self.city, self.locate, self.name_index, source, frequent_points)

    def warn_of_lost_keys(self) -> None:
        """Log what is lost with a key that is missing or does not fit the store."""
        warn_of_lost_keys(self.engine, reporter_key(self.settings), self.missing_keys)

    @cached_property
    def accounts_engine(self) -> Engine:
        """Hold the connections for sessions, displays and the audit log, apart from those of pages."""
        return open_another_pool(self.engine, ACCOUNTS_POOL)

    @cached_property
    def live_board(self) -> "LiveBoard":
        """Hold the present snapshot; nothing is read before the first ``refresh``."""
        from data.services.live_board import LiveBoard

        board_engine = open_another_pool(self.engine, BOARD_POOL)
        budget = CacheBudget(self.settings.cache_mb * 2**20)
        return LiveBoard(self.engine, self.city, self.clock, board_engine, self.accounts_engine, budget)

    @cached_property
    def accounts(self) -> "AuthService":
        """Check sign-ins and sessions, by real time whatever the city's own."""
        from data.services.auth.models import SessionLifetime
        from data.services.auth.service import AuthService

        settings = self.settings
        max_age, idle = (
            timedelta(hours=settings.session_hours),
            timedelta(minutes=settings.session_idle_minutes),
        )
        return AuthService(
            self.accounts_engine,
            start_clock(1),
            SessionLifetime(max_age, idle),
            practice=self.city.simulated,
            secret=reporter_key(settings),
        )

    @cached_property
    def form_owner_id(self) -> Callable[[str], str]:
        """Return the function that names an account in its forms, so that no browser learns its name."""
        return partial(opaque_id, reporter_key(self.settings), "form owner")

    @cached_property
    def training(self) -> "TrainingService | None":
        """Keep the exercises of a practice city; None for a real one."""
        from data.services.training import TrainingService

        return TrainingService(self.engine, self.accounts, start_clock(1)) if self.city.simulated else None

    @cached_property
    def notifications(self) -> "NotificationService":
        """Enqueue, claim and read notifications."""
        from data.services.notifications.service import NotificationService

        secret = reporter_key(self.settings)
        return NotificationService(
            self.engine, self.city, self.clock, self.submissions, self.lineage.parent, self.channels, secret
        )

    @cached_property
    def faults(self) -> FaultService:
        """Keep the faults of single items for the operator's page."""
        return FaultService(self.engine, self.clock)

    @cached_property
    def missing_reports(self) -> MissingReportService:
        """Know the reports that their source no longer has."""
        return MissingReportService(self.engine)

    @cached_property
    def open311(self) -> "Open311Service":
        """Answer the programs of others through Open311, and keep their API keys."""
        from data.services.open311 import Open311Service

        return Open311Service(self.engine, self.city, self.clock)

    @cached_property
    def submissions(self) -> SubmissionService:
        """Store new reports that are filed here."""
        area_lookup, secret = (self.locate, self.name_index), reporter_key(self.settings)
        return SubmissionService(
            self.engine,
            self.city,
            self.clock,
            self.timekeeper,
            area_lookup,
            secret,
            self.hash_reporter,
            self.on_events,
            mark_duplicate=self.follow_ups.mark_duplicate,
        )

    @cached_property
    def follow_ups(self) -> FollowUpService:
        """Apply the actions of staff and reporters on reports."""
        return FollowUpService(
            self.engine, self.city, self.clock, self.timekeeper, self.on_events, self.lineage.parent
        )


def open_name_index(city: City, layer: AreaLayer) -> NameIndex:
    """Return the names of a layer with those of the city's file; what the layer lacks is logged."""
    areas = city.areas
    rules = NameRules(areas.aliases, areas.former_parents, (city.name,), areas.level, areas.parent_level)
    index = NameIndex(layer, aliases(), rules)
    if index.unknown_targets:
        log.warning("area aliases name no area of the layer", targets=list(index.unknown_targets))
    return index


def open_geocoder(
    city: City,
    locate: Locator,
    name_index: NameIndex,
    source_name: str,
    frequent_points: Iterable[LatLong] = (),
) -> Geocoder:
    """Return the geocoder of a source; one that the city has no more is read by the city's own names."""
    source = city.get_source(source_name)
    options = source or SourcePlaceOptions()
    placeholders = point_keys((*city.areas.placeholder_points, *options.placeholder_points, *frequent_points))
    names = name_index.with_aliases(options.area_aliases)
    return Geocoder(locate, names, placeholders - point_keys(options.trusted_points))


def open_app_context(settings: Settings, *, time: Clock | None = None) -> AppContext:
    """Open and migrate the store, read the area layer, and warn of lost keys and missing policies.

    :param time: the city's clock; by default real time, or for a practice city time at the set speed
    :raises SettingError: wrong city file, channels, secrets or store, or an account's code means another area
    :raises geo.LayerError: unusable area layer
    """
    city = load_city(settings)
    channels = _load_channels(settings, city)
    layer = open_city_layer(settings, city)
    engine = open_engine(located_store_url(settings, city))
    missing_keys = MissingKeys(is_reporter_key_missing(settings), is_push_key_missing(settings.var))
    check_reporter_key(settings, store_exists=has_schema(engine))
    check_push_key(settings.var)
    migrate(engine)
    _check_store_purpose(engine, city)
    mark_store(engine, city)
    clock = time or start_clock(settings.speed if city.simulated else 1)
    follow_layer(engine, layer.fingerprint, lambda old: layer_changes(old, layer.areas).parents, clock.now())
    check_start(engine, city, layer.has_code, frozenset(layer.parents["code"]), layer.left_out, clock.now())
    warn_of_missing_policies(engine, city)
    return AppContext(
        settings=settings,
        city=city,
        engine=engine,
        layer=layer,
        locate=Locator(layer),
        name_index=open_name_index(city, layer),
        clock=clock,
        hash_reporter=partial(keyed_hash, reporter_key(settings)),
        channels=channels,
        missing_keys=missing_keys,
    )


def _load_channels(settings: Settings, city: City) -> Channels:
    """Read the channels of the settings.

    :raises SettingError: unusable channels, or channels for a practice city, which must reach nobody
    """
    channels = read_channels(settings.channels)
    if channels.by_name and city.simulated:
        raise SettingError(
            f"{CHANNELS_SETTING} = (not shown): allowed is nothing: a practice city reaches nobody"
        )
    return channels


def _check_store_purpose(engine: Engine, city: City) -> None:
    """Refuse a practice city on a store of real reports, and the other way round.

    :raises SettingError: store and city differ in purpose
    """
    simulated = frozenset(source.name for source in city.source if source.kind == "simulated")
    with writer(engine).begin() as connection:
        purpose_matches = matches_purpose(connection, practice=city.simulated, simulated=simulated)
    if not purpose_matches:
        store_kind, city_kind = ("real", "practice") if city.simulated else ("practice", "real")
        raise SettingError(
            f"PANTAU_DATABASE_URL: this store holds {store_kind} reports and the city is a {city_kind} one; "
            f"allowed is a store of its own for each"
        )


def open_city_layer(settings: Settings, city: City) -> AreaLayer:
    """Return the city's areas: the file it names, else an imported official layer, else the schematic one.

    :raises geo.LayerError: unusable area layer
    """
    file, areas = area_file(settings, city), city.areas
    if file is None:
        return layer_in_use(settings.var, city_file_name(settings, city), settings.city_stem, city.code)
    fields = LayerFields(
        areas.code_field, areas.name_field, areas.parent_field, areas.parent_name_field, areas.levels
    )
    names, groups = areas.parent_names, areas.parent_groups
    return open_layer(file, fields=fields, parent_names=names, parent_groups=groups, tolerant=True)
