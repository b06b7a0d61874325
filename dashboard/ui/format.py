"""Numbers, times and durations in the reader's language, written as in Indonesia: 1.234,5 and 12.40."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd
from babel.dates import format_date
from babel.numbers import format_decimal

from data.lib.date_format import format_long_date as format_long_date
from data.lib.date_format import format_moment as format_moment
from data.lib.date_format import format_time as format_time
from data.lib.date_format import format_typed_moment
from data.lib.date_format import zone_name as zone_name
from data.lib.translation import current_locale as current_locale
from data.lib.translation import ngettext

HOURS_A_DAY = 24
MINUS = "\N{MINUS SIGN}"


def number(value: float, decimals: int = 0) -> str:
    """Return ``1234`` as ``1.234``."""
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    return format_decimal(round(value, decimals), format=pattern, locale=current_locale())


def format_date_time(moment: datetime, zone: ZoneInfo) -> str:
    """Return the date and the time of a moment in the city's zone."""
    return f"{format_long_date(moment, zone)} {format_time(moment, zone)}"


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
    return format_date(moment.astimezone(zone), "d MMM", locale=current_locale())


def typed_text(text: str) -> str:
    """Return an ISO moment as a field holds it; whatever else was sent as it was, to be put right."""
    try:
        moment = datetime.fromisoformat(text)
        return text if moment.tzinfo else format_typed_moment(moment)
    except ValueError:
        return text


def span(hours: float) -> str:
    """Return a duration in at most two units: ``3 hours 10 minutes``, ``2 days 4 hours``, ``12 minutes``."""
    minutes = round(hours * 60)
    days, remaining_minutes = divmod(minutes, HOURS_A_DAY * 60)
    whole_hours, minutes_left = divmod(remaining_minutes, 60)
    if days:
        return f"{_days(days)} {_hours(whole_hours)}" if whole_hours else _days(days)
    if whole_hours:
        return f"{_hours(whole_hours)} {_minutes(minutes_left)}" if minutes_left else _hours(whole_hours)
    return _minutes(minutes_left)


def _days(count: int) -> str:
    return ngettext("{count} day", "{count} days", count)


def _hours(count: int) -> str:
    return ngettext("{count} hour", "{count} hours", count)


def _minutes(count: int) -> str:
    return ngettext("{count} minute", "{count} minutes", count)
