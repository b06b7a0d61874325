"""Which areas the stored codes belong to: the names of every layer ever used, so that a reader needs no
polygons, and the board of a past moment has the areas of its time."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

import pandas as pd
from sqlalchemy import Connection, select

from data.core.history.facts import AREA_COLUMNS
from data.core.report.key import Key
from data.core.report.record import Place
from data.core.report.standing import Event, Kind
from data.store.events import write_events
from data.store.report_states import Report, known_reports, write_states
from data.store.schema import area, area_layer, service_request


def layer_fingerprint(connection: Connection) -> str | None:
    """The digest of the layer that the stored area codes were found in; None before the first."""
    last = select(area_layer.c.fingerprint).order_by(area_layer.c.layer_id.desc()).limit(1)
    return connection.execute(last).scalar_one_or_none()


def save_layer(connection: Connection, areas: pd.DataFrame, fingerprint: str, since: datetime) -> None:
    """Puts a layer (``AREA_COLUMNS``) in use; the ones before it stay for the moments before it."""
    line = area_layer.insert().values(fingerprint=fingerprint, since=since)
    key = connection.execute(line).inserted_primary_key
    assert key is not None
    rows = areas[list(AREA_COLUMNS)].itertuples(index=False)
    names = [{"layer_id": key[0], **dict(zip(AREA_COLUMNS, row, strict=True))} for row in rows]
    if names:
        connection.execute(area.insert(), names)


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
    standing = report.known.standing.but(area_code=place.area_code, placement=place.placement)
    learnt_at = max(at, report.known.last_occurred_at)
    return Event(Kind.MOVED, learnt_at, learnt_at, standing)


def _moved(report: Report, item: Event) -> Report:
    assert report.known is not None
    known = replace(report.known, standing=item.standing, last_occurred_at=item.occurred_at, fingerprint="")
    return replace(report, known=known)
