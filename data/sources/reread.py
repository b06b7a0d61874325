"""Rereading of a single row of quarantine by its raw text and the present configuration."""

from dataclasses import replace
from functools import singledispatch

import orjson

from data.core.config.city import (
    CsvSource,
    GeoJsonSource,
    Open311Source,
    QlueSource,
    Source,
    Sp4nSource,
    SqlSource,
    TableSource,
    TabularSource,
)
from data.sources.base import FeedError, Row
from data.sources.columns import map_rows, parse_json
from data.sources.confidential import is_withheld
from data.sources.geojson import geojson_rows
from data.sources.open311.rows import RowBuilder
from data.sources.qlue import qlue_rows
from data.sources.sql import DEFAULT_FIELDS
from data.sources.tables import reread_table_row

TABLE_ROW_MESSAGE = "one row of a table does not say what its cells mean: repair `fields` instead of `raw`"


def reread_row(source: Source, number: int, raw: str) -> Row:
    """Return the row, with a ``problem`` if its raw text cannot be parsed on its own."""
    if is_withheld(raw):
        return Row(number, raw, parse_json(raw.encode("utf-8", "replace")))
    try:
        return replace(_reread(source, raw.encode("utf-8", "replace")), number=number, raw=raw)
    except FeedError as error:
        return Row(number, raw, {}, str(error))


@singledispatch
def _reread(source: Source, raw: bytes) -> Row:
    raise FeedError(f"rows of a source of kind {source.kind} are not read again")


@_reread.register
def _(source: QlueSource, raw: bytes) -> Row:
    return next(qlue_rows(source, b"[" + raw + b"]"))


@_reread.register
def _(source: GeoJsonSource, raw: bytes) -> Row:
    return next(geojson_rows(source, b'{"features": [' + raw + b"]}"))


@_reread.register(CsvSource)
@_reread.register(TableSource)
@_reread.register(Sp4nSource)
def _(source: TabularSource, raw: bytes) -> Row:
    """Reread a table's row kept by column; one kept as a list of cells cannot be mapped to columns."""
    try:
        item = orjson.loads(raw)
    except orjson.JSONDecodeError:
        raise FeedError(TABLE_ROW_MESSAGE) from None
    if not isinstance(item, dict) or "" in item:
        raise FeedError(TABLE_ROW_MESSAGE)
    return reread_table_row(source, item)


@_reread.register
def _(source: Open311Source, raw: bytes) -> Row:
    row_builder = RowBuilder(source, lambda identity, token: identity or token, dict)
    return row_builder.build_row(1, parse_json(raw))


@_reread.register
def _(source: SqlSource, raw: bytes) -> Row:
    return next(map_rows(source, {**DEFAULT_FIELDS, **source.fields}, [parse_json(raw)]))
