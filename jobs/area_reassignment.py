"""Area reassignment: stored reports follow a new area layer."""

from hashlib import blake2b

import pandas as pd
import structlog

from bootstrap import AppContext
from data.core.report.record import Place
from data.services.geocoding import locate_rows
from data.store.areas import known_places, layer_fingerprint, relocate_reports, save_layer
from data.store.engine import writer
from data.store.ledger import begin_pull, end_pull
from geo import AreaLayer

LAYER_SOURCE = "area-layer"  # the source of a change of layer in the ledger

log = structlog.get_logger(__name__)


def sync_layer(app_context: AppContext) -> int:
    """Save the layer's names and reassign stored reports; return how many changed their area.

    Each reassignment is an event, so the board of a past moment keeps the areas of its time.
    """
    new_fingerprint = fingerprint(app_context.layer)
    with writer(app_context.engine).begin() as connection:
        stored_fingerprint = layer_fingerprint(connection)
        if stored_fingerprint == new_fingerprint:
            return 0
        now = app_context.clock.now()
        save_layer(connection, app_context.layer.areas, new_fingerprint, now)
        if stored_fingerprint is None:
            return 0
        pull_id = begin_pull(connection, LAYER_SOURCE, now)
        stored_places = known_places(connection)
        keys = list(zip(stored_places["source"], stored_places["service_request_id"], strict=True))
        moved = relocate_reports(
            connection, zip(keys, _locate_again(app_context, stored_places), strict=True), pull_id, now
        )
        end_pull(connection, pull_id, now, None)
    log.info("area layer changed", moved=moved, source=app_context.layer.source)
    return moved


def _locate_again(app_context: AppContext, stored_places: pd.DataFrame) -> list[Place]:
    named_areas = [
        (details.get("area_name"), details.get("parent_name")) for details in stored_places["details"]
    ]
    return locate_rows(
        list(stored_places["lat"]),
        list(stored_places["long"]),
        named_areas,
        app_context.locate,
        app_context.name_index,
    )


def fingerprint(layer: AreaLayer) -> str:
    """Return a digest of codes, names and shapes, 32 hex digits; any change makes it another layer."""
    digest = blake2b(digest_size=16)
    for row in layer.areas.itertuples(index=False):
        digest.update("\x1f".join((row.code, row.name, row.parent, row.parent_name)).encode())
        digest.update(row.geometry.wkb)
    return digest.hexdigest()
