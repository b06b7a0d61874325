"""Single cells: what counts as empty, numbers, and text that is the same in every format."""

import math
from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from data.sources.values import clean_text

EXCEL_ERRORS = ("#n/a", "#ref!", "#value!", "#name?", "#div/0!", "#null!", "#num!")


class CellCleaner:
    """Turns cells to None where the city's words for "nothing" stand."""

    def __init__(self, empty_words: Iterable[str]) -> None:
        self._empty_values = {"", *EXCEL_ERRORS, *(word.strip().casefold() for word in empty_words)}

    def __call__(self, cell: Any) -> Any:
        """The cell, text trimmed; None for nothing."""
        if isinstance(cell, str):
            cell = cell.strip()
            return None if cell.casefold() in self._empty_values else cell
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
    return clean_text(cell).strip() or None


def parse_number(cell: Any, decimal: str | None) -> Any:
    """A number where the cell is one; else the cell, for the guard to name.

    :param decimal: the decimal sign; None: a lone comma is one (coordinates and stars have no thousands)
    """
    if not isinstance(cell, str):
        return _int_if_whole(cell)
    decimal_sign = decimal or _detect_decimal_sign(cell)
    thousands_sign = "." if decimal_sign == "," else ","
    try:
        return _int_if_whole(
            float(cell.replace(thousands_sign, "").replace(decimal_sign, ".").replace(" ", ""))
        )
    except ValueError:
        return cell


def _detect_decimal_sign(number_text: str) -> str:
    return "," if number_text.rfind(",") > number_text.rfind(".") else "."


def _int_if_whole(value: Any) -> Any:
    """4.0 stars are 4; coordinates do not mind."""
    return int(value) if isinstance(value, float) and value.is_integer() else value
