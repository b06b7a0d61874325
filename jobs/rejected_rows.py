"""Rejected rows: export from quarantine, and import of repaired rows."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import Connection

from bootstrap import AppContext
from data.core.config.city import Source
from data.core.findings import FindingCounter, FindingKind
from data.services.rejected_rows_sheet import SheetError, is_sheet, parse_lines, row_numbers
from data.sources.base import FeedError, Row
from data.sources.repaired_cells import RepairReader
from data.sources.reread import reread_row
from data.sources.validator import REPORTER_PREFIX
from data.store.rejected_rows import QuarantinedRow, find_quarantined, find_rejected, list_quarantined
from jobs.pull import pull

JsonLine = Mapping[str, Any]
STORED_BEFORE = "no longer in quarantine"  # of a row of a sheet that is sent again


@dataclass(frozen=True)
class RepairFeed:
    """Rejected rows as a feed of their source."""

    rejected_rows: tuple[Row, ...]
    findings: FindingCounter = field(default_factory=FindingCounter)

    def with_row(self, row: Row | None) -> "RepairFeed":
        """Return the feed with one more row; one that left quarantine before (None) is counted only."""
        if row is None:
            self.findings.add(FindingKind.ROW_LEFT_OUT, STORED_BEFORE)
            return self
        return replace(self, rejected_rows=(*self.rejected_rows, row))

    def rows(self, now: datetime, since: datetime | None) -> Iterator[Row]:
        """Return all rows, whatever ``since``."""
        return iter(self.rejected_rows)


def rejected_lines(app_context: AppContext, source: str | None) -> Iterator[JsonLine]:
    """Return the rows in quarantine, one mapping a row; a person repairs ``raw`` or ``fields``."""
    with app_context.engine.connect() as connection:
        rejected_rows = list_quarantined(connection, source)
    return map(asdict, rejected_rows)


def reimport(app_context: AppContext, source: Source) -> JsonLine:
    """Import all of a source's rows in quarantine again, by the present configuration."""
    with app_context.engine.connect() as connection:
        rejected_rows = list_quarantined(connection, source.name)
    rows = tuple(_reread_row(source, row) for row in rejected_rows)
    return _pull(app_context, source, RepairFeed(rows), f"quarantine of {source.name}")


def reimport_file(app_context: AppContext, path: Path) -> list[JsonLine]:
    """Import the repaired rows of a file of ``rejected``, or of a sheet of ``/sumber``.

    Return one ledger line a source. Rows of a sheet that left quarantine before are skipped and counted, so
    that a sheet may be sent again.

    :raises FeedError: a line is no such row; then nothing is stored
    """
    content = _read_file(path)
    with app_context.engine.connect() as connection:
        feeds = (
            _sheet_feeds(app_context, connection, content)
            if is_sheet(content)
            else _line_feeds(app_context, connection, content)
        )
    return [
        _pull(app_context, source, feeds[source.name], path.name)
        for source in app_context.city.source
        if source.name in feeds
    ]


def _read_file(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise FeedError(f"cannot read {path}: {error.strerror}") from error


def _line_feeds(app_context: AppContext, connection: Connection, content: bytes) -> dict[str, RepairFeed]:
    """Return the rows of a file of ``rejected`` by source."""
    rows: dict[str, list[Row]] = {}
    lines = _parse_objects(line for line in content.splitlines() if line.strip())
    for number, line in enumerate(lines, start=1):
        source = _find_source(app_context, f"line {number}", line.get("source"))
        rows.setdefault(source.name, []).append(_build_row(connection, source, number, line))
    return {name: RepairFeed(tuple(source_rows)) for name, source_rows in rows.items()}


def _sheet_feeds(app_context: AppContext, connection: Connection, content: bytes) -> dict[str, RepairFeed]:
    """Return the rows of a sheet by source, without those that left quarantine before.

    :raises FeedError: it is no such sheet, or quarantine never had one of its rows
    """
    try:
        lines = list(parse_lines(content))
    except SheetError as error:
        raise FeedError(str(error)) from error
    known_rows = find_rejected(connection, row_numbers(lines))
    feeds: dict[str, RepairFeed] = {}
    for line in lines:
        row, is_waiting = known_rows.get(line.rejected_id, (None, False))
        if row is None:
            raise FeedError(
                f"no row {line.rejected_id} waits in quarantine, nor ever did: is it another city's?"
            )
        source = _find_source(app_context, f"row {line.rejected_id}", row.source)
        feed = feeds.get(source.name) or RepairFeed(())
        feeds[source.name] = feed.with_row(_repair_row(source, row, line.cells) if is_waiting else None)
    return feeds


def _repair_row(source: Source, original: QuarantinedRow, cells: Mapping[str, str]) -> Row:
    """Return a row with the cells that a person changed; one without is read again as it was."""
    reader, fields = RepairReader(source), original.fields or {}
    changed = reader.changed_cells(fields, cells)
    if not changed:
        return _reread_row(source, original)
    return Row(original.row_number, original.raw, reader.fields(fields, changed), repaired=True)


def _pull(app_context: AppContext, source: Source, feed: RepairFeed, name: str) -> JsonLine:
    """Pull the rows; quarantine holds no names, so a reporter's hash is stored as it is."""

    def hash_reporter(name: str) -> str:
        known_hash = name.removeprefix(REPORTER_PREFIX)
        return app_context.hash_reporter(name) if known_hash == name else known_hash

    return pull(replace(app_context, hash_reporter=hash_reporter), source, feed, file=name)


def _parse_objects(lines: Iterable[bytes]) -> Iterator[JsonLine]:
    for number, line in enumerate(lines, start=1):
        try:
            parsed = orjson.loads(line)
        except orjson.JSONDecodeError as error:
            raise FeedError(f"line {number} is not JSON: {error}") from error
        if not isinstance(parsed, dict) or not isinstance(parsed.get("raw"), str):
            raise FeedError(f"line {number} is no row of `python -m jobs rejected`: it has no raw text")
        yield parsed


def _find_source(app_context: AppContext, place: str, name: Any) -> Source:
    source = app_context.city.get_source(str(name))
    if source is None:
        raise FeedError(f"{place}: the city has no source {name!r}")
    return source


def _build_row(connection: Connection, source: Source, number: int, line: JsonLine) -> Row:
    """Return the row as repaired, with the raw text by which quarantine identifies it."""
    original, fields = _find_original(connection, source, line), line.get("fields")
    if original is None:
        return _parse_row(source, number, line["raw"], fields)
    if line["raw"] != original.raw:
        row = reread_row(source, number, line["raw"])
        return replace(row, raw=original.raw, repaired=True, nearby=(line["raw"],))
    if fields and fields != original.fields:
        return Row(number, original.raw, fields, repaired=True)
    return _reread_row(source, original)


def _find_original(connection: Connection, source: Source, line: JsonLine) -> QuarantinedRow | None:
    number = line.get("rejected_id")
    row = find_quarantined(connection, number) if isinstance(number, int) else None
    return row if row and row.source == source.name else None


def _reread_row(source: Source, row: QuarantinedRow) -> Row:
    return _parse_row(source, row.row_number, row.raw, row.fields)


def _parse_row(source: Source, number: int, raw: str, fields: Any) -> Row:
    """Parse the raw text, which a new mapping may read otherwise; where that fails, use ``fields``."""
    row = reread_row(source, number, raw)
    if row.problem and isinstance(fields, dict) and fields:
        return Row(number, raw, fields)
    return row
