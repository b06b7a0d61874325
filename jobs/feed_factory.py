"""Which feed stands behind a source of the city's file."""

import os
from functools import singledispatch
from pathlib import Path
from zoneinfo import ZoneInfo

import pandas as pd

from bootstrap import World
from data.core.config.city import (
    CsvSource,
    GeoJsonSource,
    Open311Source,
    QlueSource,
    SimulatedSource,
    Source,
    Sp4nSource,
    SqlSource,
    TableSource,
)
from data.core.config.policy import usual_hours
from data.sources.base import Feed
from data.sources.files import FileFeed
from data.sources.http import Surroundings
from data.sources.open311 import Open311Feed
from data.sources.simulated import SimulatedFeed
from data.sources.sql import SqlFeed
from geo import anchors, places


def feed_of(source: Source, world: World, path: Path | None = None) -> Feed:
    """The feed of a source; ``path`` makes it read that file instead, for an import by hand."""
    return _feed(source, world, path)


@singledispatch
def _feed(source: Source, world: World, path: Path | None) -> Feed:
    raise TypeError(f"no feed for {type(source).__name__}")


@_feed.register(QlueSource)
@_feed.register(GeoJsonSource)
@_feed.register(CsvSource)
@_feed.register(TableSource)
@_feed.register(Sp4nSource)
def _(
    source: QlueSource | GeoJsonSource | CsvSource | TableSource | Sp4nSource, world: World, path: Path | None
) -> Feed:
    return FileFeed(source, path=path, folder=world.settings.city_file.parent, environ=os.environ)


@_feed.register(Open311Source)
def _(source: Open311Source, world: World, path: Path | None) -> Feed:
    return Open311Feed(source, zone_of(source, world), surroundings(world))


@_feed.register(SqlSource)
def _(source: SqlSource, world: World, path: Path | None) -> Feed:
    return SqlFeed(source, zone_of(source, world), surroundings(world))


def zone_of(source: Source, world: World) -> ZoneInfo:
    """The zone of a source's zone-less times."""
    return ZoneInfo(source.timezone or world.city.timezone)


def surroundings(world: World) -> Surroundings:
    """Where a source's files and secrets are: beside the city's TOML file, and in the environment."""
    return Surroundings(world.settings.city_file.parent, os.environ)


@_feed.register(SimulatedSource)
def _(source: SimulatedSource, world: World, path: Path | None) -> Feed:
    areas, inside = practice_places(world)
    return SimulatedFeed(
        source.name, areas, inside, world.city.category,
        seed=source.seed, profile=source.profile, zone=world.city.zone, hours=usual_hours(world.city.policy),
    )  # fmt: skip


def practice_places(world: World) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Where a practice city's reports may lie: its areas, and points that are surely inside them.

    Manado's own figures serve as long as the layer in use knows their areas; any other layer gives one
    point of each of its polygons.
    """
    points = anchors()
    inside = points[world.locate(points["lat"], points["long"]) == points["code"].to_numpy()]
    if set(inside["code"]) == set(world.layer.codes):
        return places(), inside
    shapes = world.layer.areas
    spots = shapes.representative_point()
    table = pd.DataFrame(shapes.drop(columns="geometry")).assign(lat=spots.y, long=spots.x)
    return table, table[["code", "lat", "long"]]
