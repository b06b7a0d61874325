"""The check of a fuzzed parser: any input gives rows or a :class:`FeedError` with a message.

Each row is a record or a rejection with its reason. Where the number of rows can be counted in another way,
none may be missing.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from data.core.report.record import RejectedRow, ServiceRequest
from data.sources.base import FeedError, Row
from data.sources.validator import RowValidator
from tests.builders import city
from tests.personas import MONDAY_NOON

TEST_CITY = city()


@dataclass(frozen=True)
class Parser:
    """A parser of foreign bytes.

    :param check: raises if the parser misbehaves; returns the number of rows
    :param runs: its share of 100,000 inputs
    """

    check: Callable[[bytes], int]
    seeds: Sequence[bytes]
    runs: int
    dictionary_words: Sequence[str] = field(default=())


def read_rows(source: Any, rows: Callable[[], Iterable[Row]]) -> list[Row] | None:
    """Return the rows, each checked to be a record or a rejection; None after a :class:`FeedError`."""
    validator = RowValidator(TEST_CITY, source, lambda name: "x", getattr(source, "date_format", None))
    try:
        parsed_rows = list(rows())
    except FeedError as error:
        assert str(error)
        return None
    for row in parsed_rows:
        checked = validator.check(row, MONDAY_NOON)
        is_rejected = isinstance(checked, RejectedRow) and bool(checked.reason)
        assert isinstance(checked, ServiceRequest) or is_rejected, f"row {row.number} has no result"
    assert [row.number for row in parsed_rows] == list(range(1, len(parsed_rows) + 1))
    return parsed_rows


def count_rows(source: Any, rows: Callable[[], Iterable[Row]], expected_count: int | None) -> int:
    """Return the number of rows, checked against the expected one if both are known."""
    parsed_rows = read_rows(source, rows)
    count = len(parsed_rows or ())
    assert parsed_rows is None or expected_count in (None, count), f"{count} rows of {expected_count}"
    return count


def json_list_length(body: bytes, *path: str | int) -> int | None:
    """Return the length of a JSON list by the standard library; None if there is no such list."""
    try:
        content = json.loads(body)
        for step in path:
            content = content[step]
    except (ValueError, RecursionError, KeyError, IndexError, TypeError):
        return None
    return len(content) if isinstance(content, list) else None
