"""Numbers, times and durations as people in Indonesia write them: 1.234,5 and 12.40."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd
from babel.dates import format_date
from babel.numbers import format_decimal

from data.lib.date_format import LOCALE as LOCALE
from data.lib.date_format import format_long_date as format_long_date
from data.lib.date_format import format_moment as format_moment
from data.lib.date_format import format_time as format_time
from data.lib.date_format import zone_name as zone_name

HOURS_A_DAY = 24
MINUS = "\N{MINUS SIGN}"


def number(value: float, decimals: int = 0) -> str:
    """Return ``1234`` as ``1.234``."""
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    return format_decimal(round(value, decimals), format=pattern, locale=LOCALE)


def signed_number(value: float, decimals: int = 0) -> str:
    """Return a change with its sign; without one if it rounds to zero."""
    text = number(abs(value), decimals)
    if not any(digit in text for digit in "123456789"):
        return text
    return f"+{text}" if value > 0 else f"{MINUS}{text}"


def milliseconds(moment: Any) -> int | None:
    """Return a moment in milliseconds since 1970, as browsers count; None for no moment."""
    return None if moment is None or pd.isna(moment) else int(moment.timestamp() * 1000)


def percent(share: float) -> str:
    """Return a share of 1 in whole percent, ``0.824`` as ``82 %``; 100 or 0 only if it is exactly that."""
    percentage = round(share * 100)
    if percentage == 100 and share < 1:
        percentage = 99
    if percentage == 0 and share > 0:
        percentage = 1
    return f"{percentage} %"


def short_date(moment: datetime, zone: ZoneInfo) -> str:
    """Return ``24 Nov`` in the city's zone."""
    return format_date(moment.astimezone(zone), "d MMM", locale=LOCALE)


def span(hours: float) -> str:
    """Return a duration in at most two units: ``3 jam 10 menit``, ``2 hari 4 jam``, ``12 menit``."""
    minutes = round(hours * 60)
    days, remaining_minutes = divmod(minutes, HOURS_A_DAY * 60)
    whole_hours, minutes_left = divmod(remaining_minutes, 60)
    if days:
        return _join_units((days, "hari"), (whole_hours, "jam"))
    if whole_hours:
        return _join_units((whole_hours, "jam"), (minutes_left, "menit"))
    return f"{minutes_left} menit"


def _join_units(larger: tuple[int, str], smaller: tuple[int, str]) -> str:
    parts = [larger] if smaller[0] == 0 else [larger, smaller]
    return " ".join(f"{count} {unit}" for count, unit in parts)
