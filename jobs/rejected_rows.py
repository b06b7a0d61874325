"""Quarantine out to a file, and repaired rows back in."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import Connection

from bootstrap import World
from data.core.config.city import Source
from data.services.rejected_rows_sheet import SheetError, is_sheet, lines_of
from data.sources.base import FeedError, Row
from data.sources.reread import reread
from data.sources.validator import ALIAS
from data.store.rejected_rows import Quarantined, quarantined, quarantined_row
from jobs.pull import pull

Line = Mapping[str, Any]


@dataclass(frozen=True)
class RepairFeed:
    """Rows of quarantine as a feed of their source."""

    found: tuple[Row, ...]

    def rows(self, now: datetime, since: datetime | None) -> Iterator[Row]:
        """All of them."""
        return iter(self.found)


def rejected_lines(world: World, source: str | None) -> Iterator[Line]:
    """What waits in quarantine, one mapping a row: ``raw`` or ``fields`` is what a person repairs."""
    with world.engine.connect() as connection:
        found = quarantined(connection, source)
    return map(asdict, found)


def reimport(world: World, source: Source) -> Line:
    """Reads all of a source's rows in quarantine again, with the configuration as it is now."""
    with world.engine.connect() as connection:
        waiting = quarantined(connection, source.name)
    rows = tuple(_unchanged(source, row) for row in waiting)
    return _pull(world, source, rows, f"quarantine of {source.name}")


def reimport_file(world: World, path: Path) -> list[Line]:
    """Reads the rows of a file of ``rejected``, or of a sheet of ``/sumber``, again, as they were repaired.

    Returns one ledger line a source.

    :raises FeedError: a line that is no such row; then nothing is stored
    """
    rows: dict[str, list[Row]] = {}
    with world.engine.connect() as connection:
        for number, line in enumerate(_lines(path, connection), start=1):
            source = _source(world, number, line)
            rows.setdefault(source.name, []).append(_repaired(connection, source, number, line))
    return [
        _pull(world, source, tuple(rows[source.name]), path.name)
        for source in world.city.source
        if source.name in rows
    ]


def _pull(world: World, source: Source, rows: tuple[Row, ...], name: str) -> Line:
    """Quarantine holds no names: a reporter's hash goes in as it came out."""

    def hide(name: str) -> str:
        return name.removeprefix(ALIAS) if name.startswith(ALIAS) else world.hide(name)

    return pull(replace(world, hide=hide), source, RepairFeed(rows), file=name)


def _lines(path: Path, connection: Connection) -> Iterator[Line]:
    """Of a file of ``rejected``, or of the sheet that ``/sumber`` gives."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise FeedError(f"cannot read {path}: {error.strerror}") from error
    if not is_sheet(content):
        return _objects(line for line in content.splitlines() if line.strip())
    try:
        return iter(list(lines_of(content, quarantined(connection))))
    except SheetError as error:
        raise FeedError(str(error)) from error


def _objects(lines: Iterable[bytes]) -> Iterator[Line]:
    for number, line in enumerate(lines, start=1):
        try:
            found = orjson.loads(line)
        except orjson.JSONDecodeError as error:
            raise FeedError(f"line {number} is not JSON: {error}") from error
        if not isinstance(found, dict) or not isinstance(found.get("raw"), str):
            raise FeedError(f"line {number} is no row of `python -m jobs rejected`: it has no raw text")
        yield found


def _source(world: World, number: int, line: Line) -> Source:
    source = world.city.source_of(str(line.get("source")))
    if source is None:
        raise FeedError(f"line {number}: the city has no source {line.get('source')!r}")
    return source


def _repaired(connection: Connection, source: Source, number: int, line: Line) -> Row:
    """A row under the raw text by which quarantine knows it, whatever was repaired."""
    before, fields = _before(connection, source, line), line.get("fields")
    if before is None:
        return _read(source, number, line["raw"], fields)
    if line["raw"] != before.raw:
        return replace(reread(source, number, line["raw"]), raw=before.raw, repaired=True)
    if fields and fields != before.fields:
        return Row(number, before.raw, fields, repaired=True)
    return _unchanged(source, before)


def _before(connection: Connection, source: Source, line: Line) -> Quarantined | None:
    number = line.get("rejected_id")
    found = quarantined_row(connection, number) if isinstance(number, int) else None
    return found if found and found.source == source.name else None


def _unchanged(source: Source, row: Quarantined) -> Row:
    return _read(source, row.row_number, row.raw, row.fields)


def _read(source: Source, number: int, raw: str, fields: Any) -> Row:
    """By the raw text, which a new mapping may read otherwise; else as it had been taken apart."""
    found = reread(source, number, raw)
    if found.problem and isinstance(fields, dict) and fields:
        return Row(number, raw, fields)
    return found
