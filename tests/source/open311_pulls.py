"""Pulls of a GeoReport v2 server in the tests' town."""

from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select

from bootstrap import World
from data.store.schema import service_request
from jobs.area_reassignment import sync_layer
from jobs.feed_factory import feed_of
from jobs.pull import pull
from tests.builders import city, fixed_clock, open_town
from tests.open311 import GeoReport
from tests.personas import MONDAY_NOON


def source(server: GeoReport, **keys: Any) -> dict[str, Any]:
    """The server as a source of the town, with a time-out that a loaded machine keeps."""
    return {"name": "kota", "kind": "open311", "url": server.url, "attempts": 1, **keys}


def town_with(folder: Path, server: GeoReport, url: str = "", **keys: Any) -> World:
    """The town with the server as its only source."""
    world = open_town(folder, url, source=[source(server, **keys)])
    sync_layer(world)
    return world


def pull_at(world: World, moment: datetime = MONDAY_NOON) -> dict[str, Any]:
    """One pull at a moment; its numbers add up."""
    at = World(**{**vars(world), "clock": fixed_clock(moment)})
    only = world.city.source[0]
    line = pull(at, only, feed_of(only, at))
    assert line["read"] == line["new"] + line["changed"] + line["unchanged"] + line["rejected"]
    return line


def stored(world: World) -> dict[str, str]:
    """The status word of each report in the store, by id."""
    table = service_request.c
    with world.engine.connect() as connection:
        rows = connection.execute(select(table.service_request_id, table.status_description)).all()
    return {row[0]: row[1] for row in rows}


def standing(world: World, identity: str) -> dict[str, Any]:
    """Everything the store holds of one report."""
    found = select(service_request).where(service_request.c.service_request_id == identity)
    with world.engine.connect() as connection:
        return dict(connection.execute(found).mappings().one())


def reconfigured(world: World, server: GeoReport, **keys: Any) -> World:
    """The same store under another configuration of its source."""
    return World(**{**vars(world), "city": city(source=[source(server, **keys)])})
