"""Area layers in the store, and reassignment of stored reports to a new one.

The names of every layer ever used are kept, so that readers need no polygons and a past snapshot has the
areas of its time.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import pandas as pd
from sqlalchemy import ColumnElement, Connection, Row, or_, select

from data.core.history.facts import AREA_COLUMNS
from data.core.report.key import ReportKey
from data.core.report.points import KEY_DIGITS, LatLong, LocatedPlace
from data.core.report.reconcile.source_values import SOURCE_VALUES_KEY
from data.core.report.standing import Event, EventKind
from data.store.events import write_events
from data.store.report_states import TrackedReport, load_reports, write_states
from data.store.schema import area, area_layer, service_request

LAST_LAYER = select(area_layer.c.layer_id).order_by(area_layer.c.layer_id.desc()).limit(1)
HALF_METRE = 0.5 * 10**-KEY_DIGITS  # in degrees


@dataclass(frozen=True, slots=True)
class KnownPlace:
    """What a stored report says of its place: its point, and the names of its area and parent.

    :param settled_area: its area, if neither a point nor a name says so, or an operator decided it here
    """

    key: ReportKey
    point: LatLong | None
    named_area: tuple[str | None, str | None]
    settled_area: str | None = None


def layer_fingerprint(connection: Connection) -> str | None:
    """Return the digest of the layer that stored area codes belong to; None before the first."""
    query = select(area_layer.c.fingerprint).order_by(area_layer.c.layer_id.desc()).limit(1)
    return connection.execute(query).scalar_one_or_none()


def layer_number(connection: Connection) -> int | None:
    """Return the number of the layer in use; None before the first. Its areas never change."""
    return connection.execute(LAST_LAYER).scalar_one_or_none()


def save_layer(connection: Connection, areas: pd.DataFrame, fingerprint: str, since: datetime) -> None:
    """Store a layer (``AREA_COLUMNS``) as the one in use; earlier ones stay for the moments before it."""
    statement = area_layer.insert().values(fingerprint=fingerprint, since=since)
    key = connection.execute(statement).inserted_primary_key
    assert key is not None
    rows = areas[list(AREA_COLUMNS)].itertuples(index=False)
    area_rows = [{"layer_id": key[0], **dict(zip(AREA_COLUMNS, row, strict=True))} for row in rows]
    if area_rows:
        connection.execute(area.insert(), area_rows)


def known_places(
    connection: Connection, source: str | None = None, points: Iterable[LatLong] = ()
) -> list[KnownPlace]:
    """Return where each report was located, in the order of the latest changes.

    :param source: reports of this source only
    :param points: reports on these points only, compared to about a metre
    """
    table = service_request.c
    columns = (
        table.source, table.service_request_id, table.lat, table.long, table.area_code, table.details,
    )  # fmt: skip
    query = select(*columns).order_by(table.change)
    if source is not None:
        query = query.where(table.source == source)
    if on_points := [_is_on(point) for point in points]:
        query = query.where(or_(*on_points))
    return [_known_place(row) for row in connection.execute(query)]


def _is_on(point: LatLong) -> ColumnElement[bool]:
    lat, long = service_request.c.lat, service_request.c.long
    return lat.between(point[0] - HALF_METRE, point[0] + HALF_METRE) & long.between(
        point[1] - HALF_METRE, point[1] + HALF_METRE
    )


def _known_place(row: Row[*tuple[Any, ...]]) -> KnownPlace:
    point = None if row.lat is None or row.long is None else (row.lat, row.long)
    named_area = row.details.get("area_name"), row.details.get("parent_name")
    is_settled = point is None and (named_area == (None, None) or _is_decided_here(row))
    return KnownPlace(
        (row.source, row.service_request_id), point, named_area, row.area_code if is_settled else None
    )


def _is_decided_here(row: Row[*tuple[Any, ...]]) -> bool:
    """Return whether the area is another than the source's: an operator transferred the report."""
    source_values = row.details.get(SOURCE_VALUES_KEY)
    return source_values is not None and source_values.get("area_code") != row.area_code


def relocate_reports(
    connection: Connection, places: Iterable[tuple[ReportKey, LocatedPlace]], pull_id: int, at: datetime
) -> int:
    """Move reports to their places in a new layer, each by an event; return how many moved."""
    new_places = dict(places)
    reports = load_reports(connection, new_places, at)
    events = {key: _moved_event(report, new_places[key], at) for key, report in reports.items()}
    new_events = [(key, event) for key, event in events.items() if event]
    change_numbers = write_events(connection, new_events, pull_id)
    relocated = {
        key: _relocated_report(reports[key], event, new_places[key].issue) for key, event in new_events
    }
    write_states(connection, relocated, change_numbers)
    return len(new_events)


def _moved_event(report: TrackedReport, located: LocatedPlace, at: datetime) -> Event | None:
    assert report.known is not None
    lat, long = located.point or (None, None)
    values = {"area_code": located.place.area_code, "placement": located.place.placement}
    standing = report.known.standing.copy_with(**values, lat=lat, long=long)
    learnt_at = max(at, report.known.last_occurred_at)
    is_moved = standing != report.known.standing
    return Event(EventKind.MOVED, learnt_at, learnt_at, standing) if is_moved else None


def _relocated_report(report: TrackedReport, event: Event, issue: str | None) -> TrackedReport:
    assert report.known is not None
    details, issues = report.known.details, tuple(report.known.details.get("issues", ()))
    if issue and issue not in issues:
        details = {**details, "issues": (*issues, issue)}
    known = replace(
        report.known,
        standing=event.standing,
        details=details,
        last_occurred_at=event.occurred_at,
        fingerprint="",
    )
    return replace(report, known=known)
