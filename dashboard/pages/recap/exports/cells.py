"""Cells of files: texts that no spreadsheet takes for a formula, and numbers in the Indonesian format."""

import re
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd

from data.lib.translation import gettext

FORMULA_PREFIXES = (
    "=", "+", "-", "@", "\t", "\r", "\n",
    "\N{FULLWIDTH EQUALS SIGN}", "\N{FULLWIDTH PLUS SIGN}",
    "\N{FULLWIDTH HYPHEN-MINUS}", "\N{FULLWIDTH COMMERCIAL AT}",
)  # fmt: skip
MAX_CELL_LENGTH = 32_000  # characters; a cell of Excel takes 32,767
_CONTROL = re.compile(r"[\x00-\x1f\x7f\u2028\u2029\ufffe\uffff\ud800-\udfff]+")


def looks_like_formula(text: str) -> bool:
    """Return whether a spreadsheet may take a text for a formula, with or without spaces before it."""
    return text.startswith(FORMULA_PREFIXES) or text.lstrip().startswith(FORMULA_PREFIXES)


def one_line(text: str) -> str:
    """Return a text without control characters and line ends, cut to the length of a cell."""
    line = _CONTROL.sub(" ", text)
    return line if len(line) <= MAX_CELL_LENGTH else line[: MAX_CELL_LENGTH - 1] + "…"


def escape_formula(text: str) -> str:
    """Return a text, after an apostrophe if it looks like a formula: CSV has no other mark for text."""
    return "'" + one_line(text) if looks_like_formula(text) else one_line(text)


def to_local_value(value: Any, zone: ZoneInfo) -> Any:
    """Return a moment as the city's local time without zone, to the second; None for a missing value."""
    if value is None or value is pd.NaT or (isinstance(value, float) and value != value):
        return None
    if isinstance(value, pd.Timestamp):
        value = value.to_pydatetime()
    if isinstance(value, datetime) and value.tzinfo is not None:
        return value.astimezone(zone).replace(tzinfo=None, microsecond=0)
    return value.item() if hasattr(value, "item") else value


def yes_or_no(value: bool) -> str:
    """Return a truth value as a word."""
    return gettext("yes") if value else gettext("no")


def csv_value(value: Any) -> str:
    """Return a value for CSV: text in quotes, ISO dates, decimals with a comma, empty if missing."""
    if value is None:
        return ""
    if isinstance(value, bool):
        value = yes_or_no(value)
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return f"{value:.6f}".rstrip("0").rstrip(".").replace(".", ",")
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    return '"' + escape_formula(str(value)).replace('"', '""') + '"'
