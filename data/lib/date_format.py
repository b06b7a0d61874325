"""Moments in the reader's language, for pages and messages; numerals and times are Indonesia's in each."""

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date, get_date_format

from data.lib.translation import current_locale, gettext


def format_time(moment: datetime, zone: ZoneInfo) -> str:
    """Return the time in the city's zone, such as ``12.40``."""
    return moment.astimezone(zone).strftime("%H.%M")


def zone_name(moment: datetime, zone: ZoneInfo) -> str:
    """Return ``WITA``, ``WIB`` or ``WIT``; the offset where the zone has no abbreviation."""
    return moment.astimezone(zone).tzname() or ""


def format_long_date(moment: datetime, zone: ZoneInfo) -> str:
    """Return the date in the city's zone, such as ``24 November 2026``."""
    return format_date(moment.astimezone(zone), "d MMMM y", locale=current_locale())


def format_moment(moment: datetime, zone: ZoneInfo) -> str:
    """Return date and time in the city's zone, such as ``24 November 2026 at 12.40 WITA``."""
    return gettext("{date} at {time} {zone}").format(
        date=format_long_date(moment, zone), time=format_time(moment, zone), zone=zone_name(moment, zone)
    )


def typed_date_pattern() -> str:
    """Return the language's short pattern of a date, with the whole year, such as ``dd/MM/yyyy``."""
    short = str(get_date_format("short", locale=current_locale()).pattern)
    return re.sub("([dMy])+", lambda part: part[1] * (4 if part[1] == "y" else 2), short)


def format_typed_date(day: date) -> str:
    """Return a date as a field holds it, such as ``24/11/2026``."""
    return format_date(day, typed_date_pattern(), locale=current_locale())


def format_typed_moment(moment: datetime) -> str:
    """Return a moment as a field holds it, such as ``24/11/2026 08.00``; seconds only if there are any."""
    return f"{format_typed_date(moment)} {moment:{'%H.%M.%S' if moment.second else '%H.%M'}}"
