"""Which areas the stored codes belong to: a copy of the layer's names, so that a reader needs no polygons."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

import pandas as pd
from sqlalchemy import Connection, delete, select

from data.core.change import Event, Kind
from data.core.facts import AREA_COLUMNS
from data.core.record import Place
from data.core.snapshot import records
from data.store.events import write_events
from data.store.schema import area, area_layer, service_request
from data.store.states import Key, Report, known_reports, write_states


def layer_fingerprint(connection: Connection) -> str | None:
    """The digest of the layer that the stored area codes were found in; None before the first."""
    return connection.execute(select(area_layer.c.fingerprint)).scalar_one_or_none()


def save_layer(connection: Connection, areas: pd.DataFrame, fingerprint: str) -> None:
    """Replaces the copy of the layer (``AREA_COLUMNS``) and its digest."""
    connection.execute(delete(area))
    connection.execute(delete(area_layer))
    rows = records(areas[list(AREA_COLUMNS)])
    if rows:
        connection.execute(area.insert(), rows)
    connection.execute(area_layer.insert().values(only=1, fingerprint=fingerprint))


def places_known(connection: Connection) -> pd.DataFrame:
    """Where each report was found: source, service_request_id, lat, long, placement, details."""
    table = service_request.c
    columns = (table.source, table.service_request_id, table.lat, table.long, table.details)
    rows = connection.execute(select(*columns).order_by(table.change))
    names = [column.name for column in columns]
    return pd.DataFrame([tuple(row) for row in rows], columns=names, dtype="object")


def move(connection: Connection, places: Iterable[tuple[Key, Place]], pull_id: int, at: datetime) -> int:
    """Puts reports where a new layer has them, each move an event; returns how many moved."""
    wanted = dict(places)
    reports = known_reports(connection, wanted, at)
    moved = {key: report for key, report in reports.items() if _elsewhere(report, wanted[key])}
    happened = [(key, _moving(report, wanted[key], at)) for key, report in moved.items()]
    numbers = write_events(connection, happened, pull_id)
    write_states(connection, {key: _moved(reports[key], item) for key, item in happened}, numbers)
    return len(moved)


def _elsewhere(report: Report, place: Place) -> bool:
    assert report.known is not None
    standing = report.known.standing
    return (standing.area_code, standing.placement) != (place.area_code, place.placement)


def _moving(report: Report, place: Place, at: datetime) -> Event:
    assert report.known is not None
    standing = replace(report.known.standing, area_code=place.area_code, placement=place.placement)
    return Event(Kind.MOVED, max(at, report.known.last_occurred_at), at, standing)


def _moved(report: Report, item: Event) -> Report:
    assert report.known is not None
    known = replace(report.known, standing=item.standing, last_occurred_at=item.occurred_at, fingerprint="")
    return replace(report, known=known)
