"""Rejected rows: export from quarantine, and import of repaired rows."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import Connection

from bootstrap import AppContext
from data.core.config.city import Source
from data.services.rejected_rows_sheet import SheetError, is_sheet, parse_rows
from data.sources.base import FeedError, Row
from data.sources.reread import reread_row
from data.sources.validator import REPORTER_PREFIX
from data.store.rejected_rows import QuarantinedRow, find_quarantined, list_quarantined
from jobs.pull import pull

JsonLine = Mapping[str, Any]


@dataclass(frozen=True)
class RepairFeed:
    """Rejected rows as a feed of their source."""

    rejected_rows: tuple[Row, ...]

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
    return _pull(app_context, source, rows, f"quarantine of {source.name}")


def reimport_file(app_context: AppContext, path: Path) -> list[JsonLine]:
    """Import the repaired rows of a file of ``rejected``, or of a sheet of ``/sumber``.

    Return one ledger line a source.

    :raises FeedError: a line is no such row; then nothing is stored
    """
    rows: dict[str, list[Row]] = {}
    with app_context.engine.connect() as connection:
        for number, line in enumerate(_read_lines(path, connection), start=1):
            source = _find_source(app_context, number, line)
            rows.setdefault(source.name, []).append(_build_row(connection, source, number, line))
    return [
        _pull(app_context, source, tuple(rows[source.name]), path.name)
        for source in app_context.city.source
        if source.name in rows
    ]


def _pull(app_context: AppContext, source: Source, rows: tuple[Row, ...], name: str) -> JsonLine:
    """Pull the rows; quarantine holds no names, so a reporter's hash is stored as it is."""

    def hash_reporter(name: str) -> str:
        known_hash = name.removeprefix(REPORTER_PREFIX)
        return app_context.hash_reporter(name) if known_hash == name else known_hash

    return pull(replace(app_context, hash_reporter=hash_reporter), source, RepairFeed(rows), file=name)


def _read_lines(path: Path, connection: Connection) -> Iterator[JsonLine]:
    """Return the rows of a file of ``rejected``, or of a sheet of ``/sumber``.

    :raises FeedError: unreadable, or a line that is no such row
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise FeedError(f"cannot read {path}: {error.strerror}") from error
    if not is_sheet(content):
        return _parse_objects(line for line in content.splitlines() if line.strip())
    try:
        return iter(list(parse_rows(content, list_quarantined(connection))))
    except SheetError as error:
        raise FeedError(str(error)) from error


def _parse_objects(lines: Iterable[bytes]) -> Iterator[JsonLine]:
    for number, line in enumerate(lines, start=1):
        try:
            parsed = orjson.loads(line)
        except orjson.JSONDecodeError as error:
            raise FeedError(f"line {number} is not JSON: {error}") from error
        if not isinstance(parsed, dict) or not isinstance(parsed.get("raw"), str):
            raise FeedError(f"line {number} is no row of `python -m jobs rejected`: it has no raw text")
        yield parsed


def _find_source(app_context: AppContext, number: int, line: JsonLine) -> Source:
    source = app_context.city.get_source(str(line.get("source")))
    if source is None:
        raise FeedError(f"line {number}: the city has no source {line.get('source')!r}")
    return source


def _build_row(connection: Connection, source: Source, number: int, line: JsonLine) -> Row:
    """Return the row as repaired, with the raw text by which quarantine identifies it."""
    original, fields = _find_original(connection, source, line), line.get("fields")
    if original is None:
        return _parse_row(source, number, line["raw"], fields)
    if line["raw"] != original.raw:
        return replace(reread_row(source, number, line["raw"]), raw=original.raw, repaired=True)
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
