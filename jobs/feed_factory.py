"""The feed factory: the feed of each kind of source, whose readers are loaded when one is configured."""

import os
from functools import singledispatch
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pandas as pd

from bootstrap import AppContext
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
from data.core.config.policy import approximate_hours
from data.sources.base import Feed
from geo import anchors, places

if TYPE_CHECKING:
    from data.sources.http import SourceContext


def open_feed(source: Source, app_context: AppContext, path: Path | None = None) -> Feed:
    """Return the feed of a source.

    :param path: a file to read instead of the configured address, for an import by hand
    """
    return _open_feed(source, app_context, path)


@singledispatch
def _open_feed(source: Source, app_context: AppContext, path: Path | None) -> Feed:
    raise TypeError(f"no feed for {type(source).__name__}")


@_open_feed.register(QlueSource)
@_open_feed.register(GeoJsonSource)
@_open_feed.register(CsvSource)
@_open_feed.register(TableSource)
@_open_feed.register(Sp4nSource)
def _(
    source: QlueSource | GeoJsonSource | CsvSource | TableSource | Sp4nSource,
    app_context: AppContext,
    path: Path | None,
) -> Feed:
    from data.sources.files import FileFeed

    return FileFeed(source, path=path, folder=app_context.settings.city_file.parent, environ=os.environ)


@_open_feed.register(Open311Source)
def _(source: Open311Source, app_context: AppContext, path: Path | None) -> Feed:
    from data.sources.open311 import Open311Feed

    return Open311Feed(source, source_zone(source, app_context), source_context(app_context))


@_open_feed.register(SqlSource)
def _(source: SqlSource, app_context: AppContext, path: Path | None) -> Feed:
    from data.sources.sql import SqlFeed

    return SqlFeed(source, source_zone(source, app_context), source_context(app_context))


def source_zone(source: Source, app_context: AppContext) -> ZoneInfo:
    """Return the zone of a source's times without one."""
    return ZoneInfo(source.timezone or app_context.city.timezone)


def source_context(app_context: AppContext) -> "SourceContext":
    """Return where files and secrets are: beside the city's TOML file, and in the environment."""
    from data.sources.http import SourceContext

    return SourceContext(app_context.settings.city_file.parent, os.environ)


@_open_feed.register(SimulatedSource)
def _(source: SimulatedSource, app_context: AppContext, path: Path | None) -> Feed:
    from data.sources.simulated import SimulatedFeed

    city, (areas, inner_points) = app_context.city, practice_places(app_context)
    return SimulatedFeed(
        source.name, areas, inner_points, city.category,
        seed=source.seed, profile=source.profile, zone=city.zone, hours=approximate_hours(city.policy),
    )  # fmt: skip


def practice_places(app_context: AppContext) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the areas of a practice city, and points inside them (columns code, lat, long).

    Manado's own figures are used if they cover the areas of the layer in use; any other layer gives one
    point of each of its polygons.
    """
    points = anchors()
    inner_points = points[app_context.locate(points["lat"], points["long"]) == points["code"].to_numpy()]
    if set(inner_points["code"]) == set(app_context.layer.codes):
        return places(), inner_points
    areas = app_context.layer.areas
    representative_points = areas.representative_point()
    table = pd.DataFrame(areas.drop(columns="geometry")).assign(
        lat=representative_points.y, long=representative_points.x
    )
    return table, table[["code", "lat", "long"]]
