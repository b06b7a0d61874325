"""Single cells: what counts as empty, numbers, and text that is the same in every format."""

import math
from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from data.sources.values import text

EXCEL_ERRORS = ("#n/a", "#ref!", "#value!", "#name?", "#div/0!", "#null!", "#num!")


class Cleaner:
    """Turns cells to None where the city's words for "nothing" stand."""

    def __init__(self, empty_words: Iterable[str]) -> None:
        self._empty = {"", *EXCEL_ERRORS, *(word.strip().casefold() for word in empty_words)}

    def __call__(self, cell: Any) -> Any:
        """The cell, text trimmed; None for nothing."""
        if isinstance(cell, str):
            cell = cell.strip()
            return None if cell.casefold() in self._empty else cell
        if isinstance(cell, float) and not math.isfinite(cell):
            return None
        return cell


def plain_text(cell: Any) -> str | None:
    """A cell as text, alike from every format: Excel's 12345.0 is 12345. None for nothing, lists, objects."""
    if isinstance(cell, str):
        return cell.strip() or None
    if cell is None or isinstance(cell, dict | list):
        return None
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, datetime | date | time):
        return cell.isoformat(*([" "] if isinstance(cell, datetime) else []))
    return text(cell).strip() or None


def number(cell: Any, decimal: str | None) -> Any:
    """A number where the cell is one; else the cell, for the guard to name.

    :param decimal: the decimal sign; None: a lone comma is one (coordinates and stars have no thousands)
    """
    if not isinstance(cell, str):
        return _whole(cell)
    sign = decimal or _decimal_of(cell)
    other = "." if sign == "," else ","
    try:
        return _whole(float(cell.replace(other, "").replace(sign, ".").replace(" ", "")))
    except ValueError:
        return cell


def _decimal_of(written: str) -> str:
    return "," if written.rfind(",") > written.rfind(".") else "."


def _whole(value: Any) -> Any:
    """4.0 stars are 4; coordinates do not mind."""
    return int(value) if isinstance(value, float) and value.is_integer() else value
