"""Everything a job needs, put together once from the settings and passed on as an argument."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property, partial
from hashlib import blake2b

from sqlalchemy import Engine

from data.config.city_loader import area_file, load_city, store_url
from data.config.clock import Clock, clock
from data.config.holidays import open_timekeeper
from data.config.settings import SettingError, Settings, reporter_key
from data.core.clock.timekeeper import Timekeeper
from data.core.config.city import City
from data.core.history.places import Lineage
from data.services.follow_up import FollowUps
from data.services.notifications.channels import SETTING, Channels, read_channels
from data.services.notifications.enqueue import teller
from data.services.notifications.service import Post
from data.services.open311 import Published
from data.services.policy_check import tell_missing_policies
from data.services.submission import Filings
from data.store.engine import migrate, open_engine, writer
from data.store.ingest import Tell
from data.store.purpose import settle
from geo import AreaLayer, LayerFields, Locator, NameIndex, aliases, layer_in_use, open_layer


@dataclass(frozen=True)
class World:
    """One city at work."""

    settings: Settings
    city: City
    engine: Engine
    layer: AreaLayer
    locate: Locator
    names: NameIndex
    clock: Clock
    hide: Callable[[str], str]
    channels: Channels = field(default_factory=Channels)

    @cached_property
    def timekeeper(self) -> Timekeeper:
        """The city's clocks; its holidays are read when the first report needs them."""
        return open_timekeeper(self.city)

    @cached_property
    def lineage(self) -> Lineage:
        """The kecamatan of any area."""
        return Lineage(self.layer.areas)

    @cached_property
    def tell(self) -> Tell:
        """Puts what is to be told of events into the outbox."""
        return teller(self.lineage.parent)

    @cached_property
    def post(self) -> Post:
        """The post office."""
        secret = reporter_key(self.settings)
        return Post(
            self.engine, self.city, self.clock, self.filings, self.lineage.parent, self.channels, secret
        )

    @cached_property
    def published(self) -> Published:
        """What other people's programs may know and do."""
        return Published(self.engine, self.city, self.clock)

    @cached_property
    def filings(self) -> Filings:
        """Where reports are filed here."""
        where, secret = (self.locate, self.names), reporter_key(self.settings)
        return Filings(
            self.engine,
            self.city,
            self.clock,
            self.timekeeper,
            where,
            secret,
            self.hide,
            self.tell,
            join=self.follow_ups.join,
        )

    @cached_property
    def follow_ups(self) -> FollowUps:
        """Where staff and reporters act on reports."""
        return FollowUps(self.engine, self.city, self.clock, self.timekeeper, self.tell)


def open_world(settings: Settings, *, time: Clock | None = None) -> World:
    """Opens and migrates the store, reads the area layer, and warns of policies that the store alone knows.

    :raises SettingError: wrong city file
    :raises geo.LayerError: unusable area layer
    """
    city = load_city(settings)
    channels = _channels(settings, city)
    layer = city_layer(settings, city)
    engine = open_engine(store_url(settings, city))
    migrate(engine)
    _settle(engine, city)
    tell_missing_policies(engine, city)
    return World(
        settings=settings,
        city=city,
        engine=engine,
        layer=layer,
        locate=Locator(layer),
        names=NameIndex(layer, aliases()),
        clock=time or clock(settings.speed if city.simulated else 1),
        hide=partial(keyed_hash, reporter_key(settings)),
        channels=channels,
    )


def _channels(settings: Settings, city: City) -> Channels:
    """:raises SettingError: unusable, or given to a practice city, which must reach nobody"""
    found = read_channels(settings.channels)
    if found.by_name and city.simulated:
        raise SettingError(f"{SETTING} = (not shown): allowed is nothing: a practice city reaches nobody")
    return found


def _settle(engine: Engine, city: City) -> None:
    """:raises SettingError: practice on a store of real reports, or the other way round"""
    simulated = frozenset(source.name for source in city.source if source.kind == "simulated")
    with writer(engine).begin() as connection:
        fits = settle(connection, practice=city.simulated, simulated=simulated)
    if not fits:
        has, wants = ("real", "practice") if city.simulated else ("practice", "real")
        raise SettingError(
            f"PANTAU_DATABASE_URL: this store holds {has} reports and the city is a {wants} one; "
            f"allowed is a store of its own for each"
        )


def city_layer(settings: Settings, city: City) -> AreaLayer:
    """The city's areas: the file it names, else an imported official layer, else the schematic one."""
    named, areas = area_file(settings, city), city.areas
    if named is None:
        return layer_in_use(settings.var, settings.city_stem)
    fields = LayerFields(areas.code_field, areas.name_field, areas.parent_field, areas.parent_name_field)
    return open_layer(
        named, fields=fields, parent_names=areas.parent_names, parent_groups=areas.parent_groups
    )


def keyed_hash(key: bytes, name: str) -> str:
    """A reporter as a hash that only the holder of the key can make: a plain hash of a name is guessable."""
    return blake2b(name.casefold().encode(), key=key[:64], digest_size=12).hexdigest()
