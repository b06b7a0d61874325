"""Pulls of a GeoReport v2 server by the test city."""

from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select

from bootstrap import AppContext
from data.store.schema import service_request
from jobs.area_reassignment import sync_layer
from jobs.feed_factory import open_feed
from jobs.pull import pull
from tests.builders import city, fixed_clock, open_test_context
from tests.georeport_server import FakeGeoReport
from tests.personas import MONDAY_NOON


def open311_source(server: FakeGeoReport, **keys: Any) -> dict[str, Any]:
    """Return the configuration of the server as a source, without retries."""
    return {"name": "kota", "kind": "open311", "url": server.url, "attempts": 1, **keys}


def open_context_with(folder: Path, server: FakeGeoReport, url: str = "", **keys: Any) -> AppContext:
    """Open the context of the test city with the server as its only source."""
    context = open_test_context(folder, url, source=[open311_source(server, **keys)])
    sync_layer(context)
    return context


def pull_once_at(context: AppContext, moment: datetime = MONDAY_NOON) -> dict[str, Any]:
    """Pull once at a time, and check that the counts of the ledger add up."""
    context_at = AppContext(**{**vars(context), "clock": fixed_clock(moment)})
    only_source = context.city.source[0]
    line = pull(context_at, only_source, open_feed(only_source, context_at))
    assert line["read"] == line["new"] + line["changed"] + line["unchanged"] + line["rejected"]
    return line


def stored_statuses(context: AppContext) -> dict[str, str]:
    """Return the status description of each stored report by id."""
    table = service_request.c
    with context.engine.connect() as connection:
        rows = connection.execute(select(table.service_request_id, table.status_description)).all()
    return {row[0]: row[1] for row in rows}


def stored_report(context: AppContext, identity: str) -> dict[str, Any]:
    """Return all stored columns of one report."""
    statement = select(service_request).where(service_request.c.service_request_id == identity)
    with context.engine.connect() as connection:
        return dict(connection.execute(statement).mappings().one())


def with_source_keys(context: AppContext, server: FakeGeoReport, **keys: Any) -> AppContext:
    """Return the context of the same store with another configuration of its source."""
    return AppContext(**{**vars(context), "city": city(source=[open311_source(server, **keys)])})
