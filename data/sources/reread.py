"""A single row of quarantine read again, by its raw text and the configuration as it is now."""

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
from data.sources.columns import mapped, parse_json
from data.sources.geojson import geojson_rows
from data.sources.open311.rows import RowMaker
from data.sources.qlue import qlue_rows
from data.sources.sql import OURS
from data.sources.tables import row_again

ALONE = "one row of a table does not say what its cells mean: repair `fields` instead of `raw`"


def reread(source: Source, number: int, raw: str) -> Row:
    """The row; with a ``problem`` if its raw text cannot be taken apart on its own."""
    try:
        return replace(_read(source, raw.encode("utf-8", "replace")), number=number, raw=raw)
    except FeedError as error:
        return Row(number, raw, {}, str(error))


@singledispatch
def _read(source: Source, raw: bytes) -> Row:
    raise FeedError(f"rows of a source of kind {source.kind} are not read again")


@_read.register
def _(source: QlueSource, raw: bytes) -> Row:
    return next(qlue_rows(source, b"[" + raw + b"]"))


@_read.register
def _(source: GeoJsonSource, raw: bytes) -> Row:
    return next(geojson_rows(source, b'{"features": [' + raw + b"]}"))


@_read.register(CsvSource)
@_read.register(TableSource)
@_read.register(Sp4nSource)
def _(source: TabularSource, raw: bytes) -> Row:
    """A table's row is kept by column; a ragged one as its cells, of which nobody knows what they mean."""
    try:
        item = orjson.loads(raw)
    except orjson.JSONDecodeError:
        raise FeedError(ALONE) from None
    if not isinstance(item, dict) or "" in item:
        raise FeedError(ALONE)
    return row_again(source, item)


@_read.register
def _(source: Open311Source, raw: bytes) -> Row:
    maker = RowMaker(source, lambda identity, token: identity or token, dict)
    return maker.row(1, parse_json(raw))


@_read.register
def _(source: SqlSource, raw: bytes) -> Row:
    return next(mapped(source, {**OURS, **source.fields}, [parse_json(raw)]))
