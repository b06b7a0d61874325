"""Moments in the reader's language, for pages and messages; numerals and times are Indonesia's in each."""

from datetime import datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date

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
