"""Dates in three columns: day, month and year, or year first; the month as a number or a name."""

import math
import re
from datetime import date
from typing import Any

CENTURY_PIVOT = 90  # two-digit years: 90 to 99 are 19xx, the others 20xx; reports begin in 1990
LAST_YEAR = 2199
MONTHS = {
    name: number
    for number, names in enumerate(
        ("jan januari january", "feb peb februari pebruari february", "mar mrt maret march", "apr april",
         "mei may", "jun juni june", "jul juli july", "agu ags agt agustus aug august", "sep sept september",
         "okt oct oktober october", "nov nop november nopember", "des dec desember december"),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
PART_COUNT = 3

_WORD = re.compile(r"[a-z]{3,9}\.?")
_NUMBER = re.compile(r"\s*(\d{1,4})(?:\.0)?\s*")


def join_date_parts(cells: list[Any]) -> list[Any]:
    """Return the cells with day, month and year as one date, and what follows them; else as they are.

    A first cell that is a whole date already, beside its month and its year, is the date: sheets repeat them
    to be counted by.
    """
    if len(cells) < PART_COUNT:
        return cells
    first, month, third = cells[:PART_COUNT]
    if _month_number(month) is None:
        return cells
    if _is_year(first) and _whole_number(third, 1, 31) is not None:
        first, third = third, first
    if (year := _year_number(third)) is None:
        return cells
    if (day := _whole_number(first, 1, 31)) is None:
        return cells if first is None else [first, *cells[PART_COUNT:]]
    made = _make_date(year, _month_number(month), day)
    return cells if made is None else [made, *cells[PART_COUNT:]]


def _make_date(year: int, month: int | None, day: int) -> date | None:
    try:
        return None if month is None else date(year, month, day)
    except ValueError:
        return None


def _month_number(cell: Any) -> int | None:
    if isinstance(cell, str) and _WORD.fullmatch(word := cell.strip().casefold()):
        return MONTHS.get(word.rstrip("."))
    return _whole_number(cell, 1, 12)


def _is_year(cell: Any) -> bool:
    return _whole_number(cell, 1900, LAST_YEAR) is not None


def _year_number(cell: Any) -> int | None:
    if _is_year(cell):
        return _whole_number(cell, 1900, LAST_YEAR)
    short = _whole_number(cell, 0, 99)
    return None if short is None else short + (1900 if short >= CENTURY_PIVOT else 2000)


def _whole_number(cell: Any, least: int, most: int) -> int | None:
    """Return a cell's whole number if it lies within the bounds; 3.0 is how a data frame writes 3."""
    if isinstance(cell, str) and (match := _NUMBER.fullmatch(cell)):
        cell = int(match[1])
    if isinstance(cell, bool) or not isinstance(cell, int | float) or not math.isfinite(cell):
        return None
    return int(cell) if cell == int(cell) and least <= cell <= most else None
