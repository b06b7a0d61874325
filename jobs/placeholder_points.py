"""Placeholder points of a source: found after a pull, and stored reports on them placed anew."""

from collections.abc import Iterable
from dataclasses import replace

import structlog
from sqlalchemy import Connection

from bootstrap import AppContext
from data.core.config.city import SourceBase
from data.core.findings import FindingCounter, FindingKind
from data.core.report.placeholders import find_placeholders
from data.core.report.points import LatLong, point_text
from data.services.geocoding import Geocoder
from data.store.areas import known_places, relocate_reports
from data.store.engine import writer
from data.store.findings import add_findings
from data.store.placeholder_points import (
    KnownPlaceholders,
    count_points,
    load_placeholders,
    save_placeholders,
)
from jobs.area_reassignment import locate_again

log = structlog.get_logger(__name__)


def update_placeholders(app_context: AppContext, source: SourceBase, pull_id: int, stored: int) -> Geocoder:
    """Count a source's points if enough reports came, and place those that lie on a placeholder anew.

    All is one transaction; each report that moves gets an event. Return the geocoder of later pulls.

    :param stored: how many reports with a point the pull stored or changed
    """
    with writer(app_context.engine).begin() as connection:
        known = load_placeholders(connection, source.name)
        updated = replace(known, uncounted=known.uncounted + stored)
        if source.find_placeholders and updated.is_count_due:
            updated = _count_again(connection, source.name, updated)
        geocoder = app_context.geocoder(source.name, updated.found)
        new_points = geocoder.placeholders - set(known.applied)
        if new_points:
            _place_again(connection, app_context, geocoder, source.name, new_points, pull_id)
        updated = replace(updated, applied=tuple(sorted(geocoder.placeholders)))
        if updated != known:
            save_placeholders(connection, source.name, updated)
    return geocoder


def _count_again(connection: Connection, source: str, state: KnownPlaceholders) -> KnownPlaceholders:
    """Return the placeholders with those found now; one that was found stays, as its reports lost it."""
    counts, totals = count_points(connection, source)
    found = [point for point in find_placeholders(counts, totals) if point not in state.found]
    if found:
        log.warning("placeholder points found", source=source, points=found)
    return replace(state, found=(*state.found, *found), counted=totals.reports, uncounted=0)


def _place_again(
    connection: Connection,
    app_context: AppContext,
    geocoder: Geocoder,
    source: str,
    points: Iterable[LatLong],
    pull_id: int,
) -> None:
    places = known_places(connection, source, points)
    findings = FindingCounter()
    for place in places:
        assert place.point is not None
        findings.add(FindingKind.POINT_PLACEHOLDER, point_text(*place.point))
    located = locate_again(geocoder, places, app_context.layer.codes)
    relocate_reports(connection, located, pull_id, app_context.clock.now())
    add_findings(connection, source, pull_id, findings.take())
