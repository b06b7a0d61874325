"""Single cells: what is empty, numbers, and text that is the same from every format."""

import math
from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from data.sources.values import clean_text

EXCEL_ERRORS = ("#n/a", "#ref!", "#value!", "#name?", "#div/0!", "#null!", "#num!")


class CellCleaner:
    """Turns cells with a word for "empty" to None.

    :param empty_words: the source's words, in any case
    :ivar longest_empty: no longer text is a word for "empty"
    """

    def __init__(self, empty_words: Iterable[str]) -> None:
        self._empty_values = {"", *EXCEL_ERRORS, *(word.strip().casefold() for word in empty_words)}
        self.longest_empty = max(map(len, self._empty_values))

    def __call__(self, cell: Any) -> Any:
        """Return the cell, text trimmed; None if it is empty."""
        if isinstance(cell, str):
            cell = cell.strip()
            if len(cell) > self.longest_empty:  # case folding never makes a text shorter
                return cell
            return None if cell.casefold() in self._empty_values else cell
        if isinstance(cell, float) and not math.isfinite(cell):
            return None
        return cell


def plain_text(cell: Any) -> str | None:
    """Return a cell as text, alike from every format: Excel's 12345.0 is 12345. None if it has no text."""
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
    """Return the number in a cell; else the cell, which the row validator will name.

    :param decimal: the decimal sign; None: the last sign is it (coordinates and stars have no thousands)
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
    """Return 4 for 4.0, which a rating needs and which is the same coordinate."""
    return int(value) if isinstance(value, float) and value.is_integer() else value
