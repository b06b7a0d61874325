"""Removal of the reporter from raw rows: a rejected row must not keep a name either."""

from collections.abc import Sequence
from typing import Any

REDACTED = "(reporter)"


def redact(item: Any, path: str | None) -> Any:
    """Return the item without the value under a dotted path; the same item where there is none."""
    if path is None or not isinstance(item, dict | list):
        return item
    key, remaining_path = (path, None) if isinstance(item, dict) and path in item else _split_path(path)
    if isinstance(item, dict):
        return {**item, key: _redact_value(item[key], remaining_path)} if item.get(key) is not None else item
    index = int(key) if key.isdecimal() else len(item)
    return [
        _redact_value(value, remaining_path) if position == index else value
        for position, value in enumerate(item)
    ]


def _split_path(path: str) -> tuple[str, str | None]:
    key, _, remaining_path = path.partition(".")
    return key, remaining_path or None


def _redact_value(value: Any, remaining_path: str | None) -> Any:
    return redact(value, remaining_path) if remaining_path else REDACTED


def redact_cells(cells: Sequence[str], header: Sequence[str], column: str | None) -> list[str]:
    """Redact the reporter's cell; in a row of another length, every cell that it may have shifted to."""
    if column is None:
        return list(cells)
    index, shift = header.index(column), len(cells) - len(header)
    affected = range(index + min(shift, 0), index + max(shift, 0) + 1)
    return [
        REDACTED if position in affected and cell.strip() else cell for position, cell in enumerate(cells)
    ]
