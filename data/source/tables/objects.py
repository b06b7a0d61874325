"""JSON lines and JSON lists as items."""

from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

import orjson

from data.source.base import FeedError
from data.source.call import MAX_BYTES
from data.source.columns import EMPTY, not_empty, parse_json, reach
from data.source.tables.delimited import Lines, text_stream
from data.source.tables.records import Item
from data.source.values import shown_whole

LISTS = ("data", "results", "requests", "rows")


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
        self._items = not_empty(_list_in(_content(stream, encoding), path), path or "the list of reports")

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
