"""Rows are kept as they came, but for who sent them: a rejected row must not keep a name either."""

from collections.abc import Sequence
from typing import Any

HIDDEN = "(reporter)"


def veiled(item: Any, path: str | None) -> Any:
    """The item without the value under a dotted path; the same item where there is none."""
    if path is None or not isinstance(item, dict | list):
        return item
    step, rest = (path, None) if isinstance(item, dict) and path in item else _parted(path)
    if isinstance(item, dict):
        return {**item, step: _below(item[step], rest)} if item.get(step) is not None else item
    place = int(step) if step.isdecimal() else len(item)
    return [_below(value, rest) if n == place else value for n, value in enumerate(item)]


def _parted(path: str) -> tuple[str, str | None]:
    step, _, rest = path.partition(".")
    return step, rest or None


def _below(value: Any, rest: str | None) -> Any:
    return veiled(value, rest) if rest else HIDDEN


def veiled_cells(cells: Sequence[str], header: Sequence[str], column: str | None) -> list[str]:
    """The cells of a row without the reporter's; in a ragged row, without all that it may have slipped to."""
    if column is None:
        return list(cells)
    place, slip = header.index(column), len(cells) - len(header)
    near = range(place + min(slip, 0), place + max(slip, 0) + 1)
    return [HIDDEN if n in near and cell.strip() else cell for n, cell in enumerate(cells)]
