"""Area layers in the store, and reassignment of stored reports to a new one.

The names of every layer ever used are kept, so that readers need no polygons and a past snapshot has the
areas of its time.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

import pandas as pd
from sqlalchemy import Connection, select

from data.core.history.facts import AREA_COLUMNS
from data.core.report.key import ReportKey
from data.core.report.record import Place
from data.core.report.standing import Event, EventKind
from data.store.events import write_events
from data.store.report_states import TrackedReport, load_reports, write_states
from data.store.schema import area, area_layer, service_request


def layer_fingerprint(connection: Connection) -> str | None:
    """Return the digest of the layer that stored area codes belong to; None before the first."""
    query = select(area_layer.c.fingerprint).order_by(area_layer.c.layer_id.desc()).limit(1)
    return connection.execute(query).scalar_one_or_none()


def save_layer(connection: Connection, areas: pd.DataFrame, fingerprint: str, since: datetime) -> None:
    """Store a layer (``AREA_COLUMNS``) as the one in use; earlier ones stay for the moments before it."""
    statement = area_layer.insert().values(fingerprint=fingerprint, since=since)
    key = connection.execute(statement).inserted_primary_key
    assert key is not None
    rows = areas[list(AREA_COLUMNS)].itertuples(index=False)
    area_rows = [{"layer_id": key[0], **dict(zip(AREA_COLUMNS, row, strict=True))} for row in rows]
    if area_rows:
        connection.execute(area.insert(), area_rows)


def known_places(connection: Connection) -> pd.DataFrame:
    """Return where each report was located: source, service_request_id, lat, long and details."""
    table = service_request.c
    columns = (table.source, table.service_request_id, table.lat, table.long, table.details)
    rows = connection.execute(select(*columns).order_by(table.change))
    names = [column.name for column in columns]
    return pd.DataFrame([tuple(row) for row in rows], columns=names, dtype="object")


def relocate_reports(
    connection: Connection, places: Iterable[tuple[ReportKey, Place]], pull_id: int, at: datetime
) -> int:
    """Move reports to their places in a new layer, each by an event; return how many moved."""
    new_places = dict(places)
    reports = load_reports(connection, new_places, at)
    relocated = {key: report for key, report in reports.items() if _has_moved(report, new_places[key])}
    new_events = [(key, _moved_event(report, new_places[key], at)) for key, report in relocated.items()]
    change_numbers = write_events(connection, new_events, pull_id)
    write_states(
        connection, {key: _relocated_report(reports[key], event) for key, event in new_events}, change_numbers
    )
    return len(relocated)


def _has_moved(report: TrackedReport, place: Place) -> bool:
    assert report.known is not None
    standing = report.known.standing
    return (standing.area_code, standing.placement) != (place.area_code, place.placement)


def _moved_event(report: TrackedReport, place: Place, at: datetime) -> Event:
    assert report.known is not None
    standing = report.known.standing.copy_with(area_code=place.area_code, placement=place.placement)
    learnt_at = max(at, report.known.last_occurred_at)
    return Event(EventKind.MOVED, learnt_at, learnt_at, standing)


def _relocated_report(report: TrackedReport, event: Event) -> TrackedReport:
    assert report.known is not None
    known = replace(report.known, standing=event.standing, last_occurred_at=event.occurred_at, fingerprint="")
    return replace(report, known=known)
