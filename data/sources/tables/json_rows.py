"""JSON lines and JSON lists as items; also lists of rows whose names stand apart, or in the first row."""

from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

import orjson

from data.sources.base import FeedError
from data.sources.columns import EMPTY, not_empty, parse_json, reach
from data.sources.http_request import MAX_BYTES
from data.sources.tables.delimited import Lines, text_stream
from data.sources.tables.records import Item
from data.sources.values import shown_whole

LISTS = ("data", "results", "requests", "rows", "records", "features", "value", "items")
COLUMNS = "meta.view.columns"  # an open data portal's own names for the cells of each row
NAMES = ("fieldName", "name")


class JsonLines:
    """One object a line, streamed; a line that is none is rejected by itself."""

    def __init__(self, stream: BinaryIO, encoding: str) -> None:
        self._stream, self._encoding = stream, encoding

    def items(self) -> Iterator[Item]:
        """Every line that is not blank."""
        lines, found = Lines(text_stream(self._stream, self._encoding)), False
        for line in lines:
            lines.taken.clear()
            if line.strip():
                found = True
                yield _item(_parsed(line.strip()))
        if not found:
            raise FeedError(f"the file {EMPTY}")


class JsonList:
    """A list of objects, by itself or under a key; held whole, so limited in size."""

    def __init__(self, stream: BinaryIO, encoding: str, path: str | None) -> None:
        """:param path: dotted path to the list; None: the content itself, or its ``data``"""
        content = _content(stream, encoding)
        found = not_empty(_list_in(content, path), path or "the list of reports")
        self._items = _by_name(content, found)

    def items(self) -> Iterator[Item]:
        """Every element of the list."""
        return map(_item, self._items)


def _content(stream: BinaryIO, encoding: str) -> Any:
    body = stream.read(MAX_BYTES + 1)
    if len(body) > MAX_BYTES:
        raise FeedError(f"a JSON list larger than {MAX_BYTES // 2**20} MiB: write it as JSON lines")
    stream.seek(0)
    return parse_json(body if encoding.startswith("utf-8") else body.decode(encoding).encode())


def _list_in(content: Any, path: str | None) -> Any:
    if path:
        return reach(content, path)
    if not isinstance(content, Mapping):
        return content
    return next((content[key] for key in LISTS if isinstance(content.get(key), list)), [content])


def _by_name(content: Any, rows: list[Any]) -> list[Any]:
    """Rows of cells as objects, if their names are told; any other rows as they are."""
    if not isinstance(rows[0], list):
        return rows
    told = _names(reach(content, COLUMNS) if isinstance(content, Mapping) else None)
    below = rows if told else rows[1:]
    names = told or _header(rows[0])
    return [_named(names, row) for row in below] if names and below else rows


def _names(columns: Any) -> list[str] | None:
    if not isinstance(columns, list) or not all(isinstance(column, Mapping) for column in columns):
        return None
    found = [next((column[key] for key in NAMES if column.get(key)), None) for column in columns]
    return _header(found)


def _header(cells: list[Any]) -> list[str] | None:
    """The cells, if each is a name of its own."""
    named = all(isinstance(cell, str) and cell.strip() for cell in cells)
    return cells if named and cells and len(set(cells)) == len(cells) else None


def _named(names: list[str], row: Any) -> Any:
    """A row of another length stays a list, and is rejected by itself: nobody knows which cell is whose."""
    if not isinstance(row, list) or len(row) != len(names):
        return row
    return dict(zip(names, row, strict=True))


def _parsed(line: str) -> Any:
    try:
        return orjson.loads(line)
    except orjson.JSONDecodeError:
        return line


def _item(value: Any) -> Item:
    if isinstance(value, Mapping):
        return Item(value)
    problem = f"a {type(value).__name__} where an object with fields was expected"
    whole = value if isinstance(value, str) else shown_whole(value)
    return Item({}, problem, [whole], taken_apart=False)
