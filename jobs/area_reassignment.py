"""Area reassignment: stored reports follow a new area layer."""

from collections.abc import Collection, Sequence

import structlog
from sqlalchemy import Connection

from bootstrap import AppContext
from data.core.report.key import ReportKey
from data.core.report.points import LocatedPlace
from data.services.geocoding import Geocoder
from data.store.areas import KnownPlace, known_places, layer_fingerprint, relocate_reports, save_layer
from data.store.engine import writer
from data.store.ledger import begin_pull, end_pull
from data.store.placeholder_points import load_placeholders
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
        save_layer(connection, app_context.layer.areas, new_fingerprint, app_context.clock.now())
        if stored_fingerprint is None:
            return 0
        moved = _relocate_all(connection, app_context)
    log.info("area layer changed", moved=moved, source=app_context.layer.source)
    return moved


def relocate_stored(app_context: AppContext) -> int:
    """Locate all stored reports again, by the names and points of the city's file; return how many moved."""
    with writer(app_context.engine).begin() as connection:
        moved = _relocate_all(connection, app_context)
    log.info("stored reports located again", moved=moved)
    return moved


def _relocate_all(connection: Connection, app_context: AppContext) -> int:
    now = app_context.clock.now()
    pull_id = begin_pull(connection, LAYER_SOURCE, now)
    places_by_source = dict[str, list[KnownPlace]]()
    for known in known_places(connection):
        places_by_source.setdefault(known.key[0], []).append(known)
    located = [
        item
        for source, known in places_by_source.items()
        for item in locate_again(
            source_geocoder(connection, app_context, source), known, app_context.layer.codes
        )
    ]
    moved = relocate_reports(connection, located, pull_id, now)
    end_pull(connection, pull_id, now, None)
    return moved


def source_geocoder(connection: Connection, app_context: AppContext, source: str) -> Geocoder:
    """Return the geocoder of a source, with the placeholder points that were found for it."""
    return app_context.geocoder(source, load_placeholders(connection, source).found)


def locate_again(
    geocoder: Geocoder, stored_places: Sequence[KnownPlace], area_codes: Collection[str]
) -> list[tuple[ReportKey, LocatedPlace]]:
    """Return the places of stored reports, by key, without those settled in an area that exists."""
    open_places = [place for place in stored_places if place.settled_area not in area_codes]
    points = [place.point for place in open_places]
    located = geocoder.places(points, [place.named_area for place in open_places])
    return list(zip([place.key for place in open_places], located, strict=True))


def fingerprint(layer: AreaLayer) -> str:
    """Return a digest of codes, names and shapes, 32 hex digits; any change makes it another layer."""
    return layer.fingerprint
