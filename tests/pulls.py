"""Pulling rows into the town by the whole way that reports take, and looking at what the store then holds."""

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

from bootstrap import World
from data.core.config.city import City, FileSource, Source
from data.core.report.record import Rejection, ServiceRequest
from data.sources.base import Row
from data.sources.files import FileFeed
from data.sources.validator import Guard
from data.store.schema import (
    counter,
    event,
    pull,
    rejected_row,
    revision_step,
    service_request,
    standing_span,
)
from jobs.area_reassignment import sync_layer
from jobs.feed_factory import feed_of
from jobs.pull import pull as pull_once
from tests.builders import city, fixed_clock, open_town
from tests.personas import MONDAY_NOON

ROOT = Path(__file__).parents[1]
LEDGER = ("read", "new", "changed", "unchanged", "rejected", "located", "outside", "no_location")

# What a source may tell beside Qlue's own columns, under Open311's names.
TOLD = {
    name: name
    for name in (
        "updated_datetime", "closed_datetime", "expected_datetime", "history", "status_notes", "rating",
        "agency_responsible", "area_name", "parent_name", "evidence_url",
    )
}  # fmt: skip
QLUE = {"name": "qlue", "kind": "qlue", "every_seconds": 60, "timezone": "Asia/Jakarta", "fields": TOLD}
LAPOR = {**QLUE, "name": "lapor"}
TWO_SOURCES = [QLUE, LAPOR]


def at(world: World, moment: datetime) -> World:
    """The same town with its clock standing at another moment."""
    return replace(world, clock=fixed_clock(moment))


def named(world: World, source: str) -> Source:
    """A source of the town's file, which must be there."""
    found = world.city.source_of(source)
    assert found is not None
    return found


def fed_by(url: str, **changed: Any) -> dict[str, Any]:
    """A Qlue source behind an address, for the town's file."""
    return {**QLUE, "url": url, "timeout_seconds": 5, **changed}


def town_fed_by(folder: Path, url: str, **changed: Any) -> World:
    """The town with one source behind an address, ready for a pull."""
    world = open_town(folder, source=[fed_by(url, **changed)])
    sync_layer(world)
    return world


def pull_now(world: World) -> dict[str, Any]:
    """One pull of the town's source, from wherever its file says."""
    source = named(world, "qlue")
    return pull_once(world, source, feed_of(source, world))


def pull_rows(world: World, *rows: Any, source: str = "qlue") -> dict[str, Any]:
    """Pulls rows of Qlue's feed, as a file of them would be, and returns the ledger line."""
    return pull_body(world, json.dumps(list(rows)).encode(), source)


def pull_body(world: World, body: bytes, source: str = "qlue") -> dict[str, Any]:
    """Pulls a body through a real file."""
    path = world.settings.var / f"{uuid4().hex}.feed"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(body)
    found = named(world, source)
    line = pull_once(world, found, feed_of(found, world, path))
    path.unlink()
    return line


def counts(line: Mapping[str, Any]) -> dict[str, int]:
    """The numbers of a ledger line that are not zero."""
    return {name: line[name] for name in LEDGER if line[name]}


def adds_up(line: Mapping[str, Any]) -> bool:
    """The two sums that every ledger line keeps, whatever was pulled."""
    stored = line["new"] + line["changed"] + line["unchanged"]
    placed = line["located"] + line["outside"] + line["no_location"]
    return line["read"] == stored + line["rejected"] and stored == placed


def rows_of(engine: Engine, table: Table, *without: str) -> list[dict[str, Any]]:
    """All rows of a table in the order of its key, some columns left out."""
    with engine.connect() as connection:
        found = connection.execute(select(table).order_by(*table.primary_key.columns)).mappings()
        return [{name: row[name] for name in row if name not in without} for row in found]


def reports(engine: Engine) -> dict[str, dict[str, Any]]:
    """The state of each report by its id."""
    return {row["service_request_id"]: row for row in rows_of(engine, service_request)}


def kinds(engine: Engine, identity: str = "1") -> list[str]:
    """What happened to one report, in order."""
    return [row["kind"] for row in rows_of(engine, event) if row["service_request_id"] == identity]


def substance(engine: Engine) -> dict[str, list[dict[str, Any]]]:
    """Everything the store says about reports: what two ways to the same end must agree on."""
    return {
        "state": rows_of(engine, service_request),
        "events": rows_of(engine, event, "pull_id"),
        "rejected": rows_of(engine, rejected_row, "rejected_id", "first_pull_id", "row_number"),
        "counter": rows_of(engine, counter),
    }


def empty(engine: Engine) -> None:
    """Takes all reports out of the store; cheaper than a new database for each example of a property."""
    with engine.begin() as connection:
        for table in (service_request, event, standing_span, revision_step, pull, rejected_row):
            connection.execute(delete(table))
        connection.execute(update(counter).values(value=0))


def damage(engine: Engine, statement: str) -> None:
    """Changes the store by hand, past all rules."""
    with engine.begin() as connection:
        connection.execute(text(statement))


def guarded(
    body: bytes, source: FileSource, now: datetime = MONDAY_NOON, folder: Path | None = None, **changed: Any
) -> list[ServiceRequest | Rejection]:
    """What the border guard makes of each row of a body that was read from a file."""
    path = (folder or Path()) / f"{uuid4().hex}.feed"
    path.write_bytes(body)
    try:
        rows = list(FileFeed(source, path=path).rows(now, None))
    finally:
        path.unlink()
    return [guard(source, **changed).check(row, now) for row in rows]


def guard(source: FileSource, **changed: Any) -> Guard:
    """The border guard of the town for a source."""
    town: City = city(**changed)
    return Guard(town, source, lambda name: f"hash of {len(name)} letters", source.date_format)


def csv_body(*rows: list[str], separator: str = ",", encoding: str = "utf-8") -> bytes:
    """A table as a spreadsheet would write it."""
    page = io.StringIO(newline="")
    csv.writer(page, delimiter=separator).writerows(rows)
    return page.getvalue().encode(encoding)


@dataclass
class Told:
    """A feed that tells what it is given, and may break off with an error midway."""

    told: list[Row]
    then: Exception | None = None

    def rows(self, now: datetime, since: datetime | None) -> Iterator[Row]:
        """The rows, then the error if there is one."""
        yield from self.told
        if self.then:
            raise self.then


def plain_row(number: int, **fields: Any) -> Row:
    """A row under our own names, as a feed hands it on."""
    usual = {"service_request_id": str(number), "requested_datetime": "2026-11-23T09:00:00+08:00"}
    return Row(number, f"row {number}", {**usual, **fields})


def environ(folder: Path, url: str = "", **more: str) -> dict[str, str]:
    """What a process of ours sees: the town in ``folder``, and nothing of this machine's own settings."""
    ours = {
        "PANTAU_CITY": str(folder / "uji.toml"), "PANTAU_VAR": str(folder / "var"),
        "PANTAU_REPORTER_KEY": "kunci uji", "PANTAU_DATABASE_URL": url, "PYTHONPATH": str(ROOT),
    }  # fmt: skip
    return {"PATH": os.environ["PATH"], **ours, **more}


def run(arguments: list[str], environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """``python -m …`` in a process of its own, to its end."""
    command = [sys.executable, "-m", *arguments]
    return subprocess.run(
        command, env=environment, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False
    )


@contextmanager
def started(arguments: list[str], environment: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
    """``python -m …`` in a process of its own, killed at the end of the block if it still runs."""
    command = [sys.executable, "-m", *arguments]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, env=environment, cwd=ROOT, text=True, **pipes) as process:
        try:
            yield process
        finally:
            process.kill()


def eventually(true: Callable[[], Any], seconds: float = 60) -> Any:
    """Waits until a condition holds and returns its value; fails if it never does."""
    until = monotonic() + seconds
    while not (found := true()):
        assert monotonic() < until, "the awaited condition never came true"
        sleep(0.02)
    return found
