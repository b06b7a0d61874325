"""Keeping stored places true to the area layer in use."""

from hashlib import blake2b

import pandas as pd
import structlog

from bootstrap import World
from data.core.report.record import Place
from data.services.geocoding import places
from data.store.areas import layer_fingerprint, move, places_known, save_layer
from data.store.engine import writer
from data.store.ledger import begin_pull, end_pull
from geo import AreaLayer

LAYER = "area-layer"  # the name under which a change of layer stands in the ledger

log = structlog.get_logger(__name__)


def sync_layer(world: World) -> int:
    """Saves the layer's names, and moves every stored report that lies elsewhere in a new layer.

    Each move is an event, so the board of a past moment keeps the areas of its time. Returns how many moved.
    """
    mark = fingerprint(world.layer)
    with writer(world.engine).begin() as connection:
        before = layer_fingerprint(connection)
        if before == mark:
            return 0
        now = world.clock.now()
        save_layer(connection, world.layer.areas, mark, now)
        if before is None:
            return 0
        pull_id = begin_pull(connection, LAYER, now)
        known = places_known(connection)
        keys = list(zip(known["source"], known["service_request_id"], strict=True))
        moved = move(connection, zip(keys, _replaced(world, known), strict=True), pull_id, now)
        end_pull(connection, pull_id, now, None)
    log.info("area layer changed", moved=moved, source=world.layer.source)
    return moved


def _replaced(world: World, known: pd.DataFrame) -> list[Place]:
    named = [(details.get("area_name"), details.get("parent_name")) for details in known["details"]]
    return places(list(known["lat"]), list(known["long"]), named, world.locate, world.names)


def fingerprint(layer: AreaLayer) -> str:
    """A digest of codes, names and shapes: any of them changing makes it another layer."""
    found = blake2b(digest_size=16)
    for row in layer.areas.itertuples(index=False):
        found.update("\x1f".join((row.code, row.name, row.parent, row.parent_name)).encode())
        found.update(row.geometry.wkb)
    return found.hexdigest()
