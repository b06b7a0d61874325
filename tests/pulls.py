"""Pulls into the test city by the same code as in production, and queries for what the store then holds."""

import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from time import monotonic, sleep
from typing import Any
from uuid import uuid4

from sqlalchemy import Engine, Table, delete, select, text, update

from bootstrap import AppContext
from data.core.config.city import City, FileSource, Source
from data.core.report.record import RejectedRow, ServiceRequest
from data.sources.base import Row
from data.sources.files import FileFeed
from data.sources.validator import RowValidator
from data.store.schema import (
    counter,
    event,
    feed_memory,
    pull,
    rejected_row,
    revision_step,
    service_request,
    standing_span,
)
from jobs.area_reassignment import sync_layer
from jobs.feed_factory import open_feed
from jobs.pull import pull as pull_once
from tests.builders import city, fixed_clock, open_test_context
from tests.personas import MONDAY_NOON

ROOT = Path(__file__).parents[1]
LEDGER_COLUMNS = ("read", "new", "changed", "unchanged", "rejected", "located", "outside", "no_location")

# What a source may give besides Qlue's own columns, under the names of Open311.
EXTRA_FIELDS = {
    name: name
    for name in (
        "updated_datetime", "closed_datetime", "expected_datetime", "history", "status_notes", "rating",
        "agency_responsible", "area_name", "parent_name", "evidence_url",
    )
}  # fmt: skip
QLUE = {
    "name": "qlue",
    "kind": "qlue",
    "every_seconds": 60,
    "timezone": "Asia/Jakarta",
    "fields": EXTRA_FIELDS,
}
LAPOR = {**QLUE, "name": "lapor"}
TWO_SOURCES = [QLUE, LAPOR]


def app_context_at(app_context: AppContext, moment: datetime) -> AppContext:
    """Return the same city with its clock standing at another moment."""
    return replace(app_context, clock=fixed_clock(moment))


def find_source(app_context: AppContext, source: str) -> Source:
    """Return a source of the city, which must exist."""
    configured = app_context.city.get_source(source)
    assert configured is not None
    return configured


def http_source(url: str, **changed: Any) -> dict[str, Any]:
    """Return the configuration of a Qlue source at an address."""
    return {**QLUE, "url": url, "timeout_seconds": 5, **changed}


def open_app_context_fed_by(folder: Path, url: str, **changed: Any) -> AppContext:
    """Open the test city with one source at an address, ready for a pull."""
    app_context = open_test_context(folder, source=[http_source(url, **changed)])
    sync_layer(app_context)
    return app_context


def pull_now(app_context: AppContext) -> dict[str, Any]:
    """Pull the city's source from its configured address; return the ledger line."""
    source = find_source(app_context, "qlue")
    return pull_once(app_context, source, open_feed(source, app_context))


def pull_rows(app_context: AppContext, *rows: Any, source: str = "qlue") -> dict[str, Any]:
    """Pull rows of Qlue's feed through a file; return the ledger line."""
    return pull_body(app_context, json.dumps(list(rows)).encode(), source)


def pull_body(app_context: AppContext, body: bytes, source: str = "qlue") -> dict[str, Any]:
    """Pull a body through a file; return the ledger line."""
    path = app_context.settings.var / f"{uuid4().hex}.feed"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(body)
    configured = find_source(app_context, source)
    line = pull_once(app_context, configured, open_feed(configured, app_context, path))
    path.unlink()
    return line


def nonzero_counts(line: Mapping[str, Any]) -> dict[str, int]:
    """Return the counts of a ledger line that are not zero."""
    return {name: line[name] for name in LEDGER_COLUMNS if line[name]}


def ledger_balances(line: Mapping[str, Any]) -> bool:
    """Return whether both sums of a ledger line hold: of rows read, and of reports located."""
    stored = line["new"] + line["changed"] + line["unchanged"]
    placed = line["located"] + line["outside"] + line["no_location"]
    return line["read"] == stored + line["rejected"] and stored == placed


def rows_of(engine: Engine, table: Table, *excluded: str) -> list[dict[str, Any]]:
    """Return all rows of a table in the order of its key, without the excluded columns."""
    with engine.connect() as connection:
        mappings = connection.execute(select(table).order_by(*table.primary_key.columns)).mappings()
        return [{name: row[name] for name in row if name not in excluded} for row in mappings]


def reports(engine: Engine) -> dict[str, dict[str, Any]]:
    """Return the stored reports by id."""
    return {row["service_request_id"]: row for row in rows_of(engine, service_request)}


def event_kinds(engine: Engine, identity: str = "1") -> list[str]:
    """Return the kinds of the events of one report, in order."""
    return [row["kind"] for row in rows_of(engine, event) if row["service_request_id"] == identity]


def store_contents(engine: Engine) -> dict[str, list[dict[str, Any]]]:
    """Return all that the store holds of reports, for comparing two ways to the same state."""
    return {
        "state": rows_of(engine, service_request),
        "events": rows_of(engine, event, "pull_id"),
        "rejected": rows_of(engine, rejected_row, "rejected_id", "first_pull_id", "row_number"),
        "counter": rows_of(engine, counter),
    }


def clear_store(engine: Engine) -> None:
    """Delete all reports of a store; cheaper than a new database for each example of a property."""
    with engine.begin() as connection:
        for table in (service_request, event, standing_span, revision_step, pull, rejected_row, feed_memory):
            connection.execute(delete(table))
        connection.execute(update(counter).values(value=0))


def run_sql(engine: Engine, statement: str) -> None:
    """Change the store by hand, past all rules."""
    with engine.begin() as connection:
        connection.execute(text(statement))


def validated_rows(
    body: bytes, source: FileSource, now: datetime = MONDAY_NOON, folder: Path | None = None, **changed: Any
) -> list[ServiceRequest | RejectedRow]:
    """Return what the row validator makes of each row of a body, read through a file."""
    path = (folder or Path()) / f"{uuid4().hex}.feed"
    path.write_bytes(body)
    try:
        rows = list(FileFeed(source, path=path).rows(now, None))
    finally:
        path.unlink()
    return [build_validator(source, **changed).check(row, now) for row in rows]


def build_validator(source: FileSource, **changed: Any) -> RowValidator:
    """Return the row validator of the test city for a source."""
    validator_city: City = city(**changed)
    return RowValidator(
        validator_city, source, lambda name: f"hash of {len(name)} letters", source.date_format
    )


def csv_body(*rows: list[str], separator: str = ",", encoding: str = "utf-8") -> bytes:
    """Return a table as CSV, as a spreadsheet writes it."""
    buffer = io.StringIO(newline="")
    csv.writer(buffer, delimiter=separator).writerows(rows)
    return buffer.getvalue().encode(encoding)


@dataclass
class ScriptedFeed:
    """A feed of given rows, which may fail after them."""

    feed_rows: list[Row]
    error: Exception | None = None

    def rows(self, now: datetime, since: datetime | None) -> Iterator[Row]:
        """Yield the rows, then raise the error if there is one."""
        yield from self.feed_rows
        if self.error:
            raise self.error


def plain_row(number: int, **fields: Any) -> Row:
    """Return a row of a feed, with our own field names."""
    defaults = {"service_request_id": str(number), "requested_datetime": "2026-11-23T09:00:00+08:00"}
    return Row(number, f"row {number}", {**defaults, **fields})


def process_environment(folder: Path, url: str = "", **extra: str) -> dict[str, str]:
    """Return the environment of a process for the city in ``folder``, without this machine's settings."""
    settings = {
        "PANTAU_CITY": str(folder / "uji.toml"), "PANTAU_VAR": str(folder / "var"),
        "PANTAU_REPORTER_KEY": "kunci uji, yang cukup panjang, 32+", "PANTAU_DATABASE_URL": url,
        "PYTHONPATH": str(ROOT),
    }  # fmt: skip
    return {"PATH": os.environ["PATH"], **settings, **extra}


def run_module(arguments: list[str], environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Run ``python -m …`` in a process of its own to its end."""
    command = [sys.executable, "-m", *arguments]
    return subprocess.run(
        command, env=environment, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False
    )


@contextmanager
def start_module(arguments: list[str], environment: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
    """Start ``python -m …`` in a process of its own; it is killed at the end of the block."""
    command = [sys.executable, "-m", *arguments]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, env=environment, cwd=ROOT, text=True, **pipes) as process:
        try:
            yield process
        finally:
            process.kill()


def wait_until(condition: Callable[[], Any], seconds: float = 60) -> Any:
    """Wait until a condition holds and return its value; fail if it does not in time."""
    deadline = monotonic() + seconds
    while not (value := condition()):
        assert monotonic() < deadline, f"the condition did not hold within {seconds:g} s"
        sleep(0.02)
    return value
