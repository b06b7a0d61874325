"""Items of JSON lines and JSON lists, also of rows of cells with names elsewhere or in the first row."""

from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

import orjson

from data.core.findings import FindingCounter
from data.sources.base import FeedError
from data.sources.columns import EMPTY_MESSAGE, get_path, parse_json, require_items
from data.sources.http_request import MAX_BYTES
from data.sources.pages import count_pages_left_out
from data.sources.tables.delimited import LineReader, text_stream
from data.sources.tables.records import Item
from data.sources.values import safe_repr

LIST_KEYS = ("data", "results", "requests", "rows", "records", "features", "value", "items")
COLUMNS_PATH = "meta.view.columns"  # an open data portal's own names for the cells of each row
NAME_KEYS = ("fieldName", "name")


class JsonLines:
    """One object per line, streamed; a line that is no object is rejected alone."""

    def __init__(self, stream: BinaryIO, encoding: str) -> None:
        self._stream, self._encoding = stream, encoding

    def items(self) -> Iterator[Item]:
        """Yield every line that is not blank."""
        lines, has_rows = LineReader(text_stream(self._stream, self._encoding)), False
        for line in lines:
            lines.row_lines.clear()
            if line.strip():
                has_rows = True
                yield _to_item(_parse_line(line.strip()))
        if not has_rows:
            raise FeedError(f"the file {EMPTY_MESSAGE}")


class JsonList:
    """A list of objects, at the top or under a key; limited in size, because it is read into memory."""

    def __init__(self, stream: BinaryIO, encoding: str, path: str | None) -> None:
        """:param path: dotted path to the list; None: the content itself, or a list under a usual key"""
        content = _read_content(stream, encoding)
        rows = require_items(_find_list(content, path), path or "the list of reports")
        self.findings = FindingCounter()
        if rows[0] is not content:
            count_pages_left_out(content, len(rows), self.findings)
        self.other_lists = _other_lists(content, rows)
        self._items = _rows_as_mappings(content, rows)

    def items(self) -> Iterator[Item]:
        """Return every element of the list."""
        return map(_to_item, self._items)


def _read_content(stream: BinaryIO, encoding: str) -> Any:
    body = stream.read(MAX_BYTES + 1)
    if len(body) > MAX_BYTES:
        raise FeedError(f"a JSON list larger than {MAX_BYTES // 2**20} MiB: write it as JSON lines")
    stream.seek(0)
    return parse_json(body if encoding.startswith("utf-8") else body.decode(encoding).encode())


def _find_list(content: Any, path: str | None) -> Any:
    if path:
        return get_path(content, path)
    if not isinstance(content, Mapping):
        return content
    return next((content[key] for key in LIST_KEYS if isinstance(content.get(key), list)), [content])


def _other_lists(content: Any, rows: list[Any]) -> dict[str, Mapping[str, Any]]:
    """Return the first object of each other list beside the one that is read, by its name."""
    lists = content.items() if isinstance(content, Mapping) else ()
    return {
        str(name): value[0]
        for name, value in lists
        if isinstance(value, list) and value and value is not rows and isinstance(value[0], Mapping)
    }


def _rows_as_mappings(content: Any, rows: list[Any]) -> list[Any]:
    """Return rows of cells as objects if their names are known; other rows as they are."""
    if not isinstance(rows[0], list):
        return rows
    portal_names = _portal_names(get_path(content, COLUMNS_PATH) if isinstance(content, Mapping) else None)
    data_rows = rows if portal_names else rows[1:]
    names = portal_names or _valid_header(rows[0])
    return [_row_as_mapping(names, row) for row in data_rows] if names and data_rows else rows


def _portal_names(columns: Any) -> list[str] | None:
    if not isinstance(columns, list) or not all(isinstance(column, Mapping) for column in columns):
        return None
    names = [next((column[key] for key in NAME_KEYS if column.get(key)), None) for column in columns]
    return _valid_header(names)


def _valid_header(cells: list[Any]) -> list[str] | None:
    """Return the cells if each is a different name, else None."""
    all_named = all(isinstance(cell, str) and cell.strip() for cell in cells)
    return cells if all_named and cells and len(set(cells)) == len(cells) else None


def _row_as_mapping(names: list[str], row: Any) -> Any:
    """Return the row by name; a row of another length stays a list, which is rejected alone."""
    if not isinstance(row, list) or len(row) != len(names):
        return row
    return dict(zip(names, row, strict=True))


def _parse_line(line: str) -> Any:
    try:
        return orjson.loads(line)
    except orjson.JSONDecodeError:
        return line


def _to_item(value: Any) -> Item:
    if isinstance(value, Mapping):
        return Item(value)
    problem = f"a {type(value).__name__} where an object with fields was expected"
    raw_value = value if isinstance(value, str) else safe_repr(value)
    return Item({}, problem, [raw_value], is_parsed=False)
