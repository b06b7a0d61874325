"""Quarantine out to a file, and repaired rows back in."""

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
    """Rows of quarantine as a feed of their source."""

    rejected_rows: tuple[Row, ...]

    def rows(self, now: datetime, since: datetime | None) -> Iterator[Row]:
        """All of them."""
        return iter(self.rejected_rows)


def rejected_lines(app_context: AppContext, source: str | None) -> Iterator[JsonLine]:
    """What waits in quarantine, one mapping a row: ``raw`` or ``fields`` is what a person repairs."""
    with app_context.engine.connect() as connection:
        rejected_rows = list_quarantined(connection, source)
    return map(asdict, rejected_rows)


def reimport(app_context: AppContext, source: Source) -> JsonLine:
    """Reads all of a source's rows in quarantine again, with the configuration as it is now."""
    with app_context.engine.connect() as connection:
        rejected_rows = list_quarantined(connection, source.name)
    rows = tuple(_reread_row(source, row) for row in rejected_rows)
    return _pull(app_context, source, rows, f"quarantine of {source.name}")


def reimport_file(app_context: AppContext, path: Path) -> list[JsonLine]:
    """Reads the rows of a file of ``rejected``, or of a sheet of ``/sumber``, again, as they were repaired.

    Returns one ledger line a source.

    :raises FeedError: a line that is no such row; then nothing is stored
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
    """Quarantine holds no names: a reporter's hash goes in as it came out."""

    def hash_reporter(name: str) -> str:
        return (
            name.removeprefix(REPORTER_PREFIX)
            if name.startswith(REPORTER_PREFIX)
            else app_context.hash_reporter(name)
        )

    return pull(replace(app_context, hash_reporter=hash_reporter), source, RepairFeed(rows), file=name)


def _read_lines(path: Path, connection: Connection) -> Iterator[JsonLine]:
    """Of a file of ``rejected``, or of the sheet that ``/sumber`` gives."""
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
    """A row under the raw text by which quarantine knows it, whatever was repaired."""
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
    """By the raw text, which a new mapping may read otherwise; else as it had been taken apart."""
    row = reread_row(source, number, raw)
    if row.problem and isinstance(fields, dict) and fields:
        return Row(number, raw, fields)
    return row
