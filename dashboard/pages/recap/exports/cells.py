"""Text that a spreadsheet cannot take for a formula, and numbers as an office in Indonesia writes them."""

import re
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "\N{FULLWIDTH EQUALS SIGN}", "\N{FULLWIDTH PLUS SIGN}",
             "\N{FULLWIDTH HYPHEN-MINUS}", "\N{FULLWIDTH COMMERCIAL AT}")  # fmt: skip
LONGEST = 32_000  # characters; a cell of Excel takes 32,767
_CONTROL = re.compile(r"[\x00-\x1f\x7f\u2028\u2029\ufffe\uffff\ud800-\udfff]+")


def is_dangerous(text: str) -> bool:
    """Whether a spreadsheet may take the text for a formula, spaces before it or not."""
    return text.startswith(DANGEROUS) or text.lstrip().startswith(DANGEROUS)


def one_line(text: str) -> str:
    """The text without control characters or line ends, which break rows apart, and no longer than a cell."""
    found = _CONTROL.sub(" ", text)
    return found if len(found) <= LONGEST else found[: LONGEST - 1] + "…"


def guarded(text: str) -> str:
    """The text behind an apostrophe if it is dangerous: a CSV file has no other way to say "this is text"."""
    return "'" + one_line(text) if is_dangerous(text) else one_line(text)


def local(value: Any, zone: ZoneInfo) -> Any:
    """A moment on the city's clocks without its zone, to the second; None for what is missing."""
    if value is None or value is pd.NaT or (isinstance(value, float) and value != value):
        return None
    if isinstance(value, pd.Timestamp):
        value = value.to_pydatetime()
    if isinstance(value, datetime) and value.tzinfo is not None:
        return value.astimezone(zone).replace(tzinfo=None, microsecond=0)
    return value.item() if hasattr(value, "item") else value


def written(value: Any) -> str:
    """A value in a CSV file: text in quotes, ISO dates, decimals with a comma, nothing if missing."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return '"ya"' if value else '"tidak"'
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return f"{value:.6f}".rstrip("0").rstrip(".").replace(".", ",")
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    return '"' + guarded(str(value)).replace('"', '""') + '"'
