"""Which feed stands behind a source of the city's file."""

from functools import singledispatch
from pathlib import Path

from data.core.city import CsvSource, GeoJsonSource, QlueSource, SimulatedSource, Source
from data.source.base import Feed
from data.source.files import FileFeed
from data.source.simulated import SimulatedFeed
from geo import anchors, places
from jobs.world import World


def feed_of(source: Source, world: World, path: Path | None = None) -> Feed:
    """The feed of a source; ``path`` makes it read that file instead, for an import by hand."""
    return _feed(source, world, path)


@singledispatch
def _feed(source: Source, world: World, path: Path | None) -> Feed:
    raise TypeError(f"no feed for {type(source).__name__}")


@_feed.register(QlueSource)
@_feed.register(GeoJsonSource)
@_feed.register(CsvSource)
def _(source: QlueSource | GeoJsonSource | CsvSource, world: World, path: Path | None) -> Feed:
    return FileFeed(source, path=path, folder=world.settings.city_file.parent)


@_feed.register(SimulatedSource)
def _(source: SimulatedSource, world: World, path: Path | None) -> Feed:
    return SimulatedFeed(
        source.name, places(), anchors(), world.city.category,
        seed=source.seed, profile=source.profile, zone=world.city.zone,
    )  # fmt: skip
