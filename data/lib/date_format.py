"""Moments formatted as in Indonesia, for pages and messages."""

from datetime import datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date

LOCALE = "id_ID"


def format_time(moment: datetime, zone: ZoneInfo) -> str:
    """Return the time in the city's zone, such as ``12.40``."""
    return moment.astimezone(zone).strftime("%H.%M")


def zone_name(moment: datetime, zone: ZoneInfo) -> str:
    """Return ``WITA``, ``WIB`` or ``WIT``; the offset where the zone has no abbreviation."""
    return moment.astimezone(zone).tzname() or ""


def format_long_date(moment: datetime, zone: ZoneInfo) -> str:
    """Return the date in the city's zone, such as ``24 November 2026``."""
    return format_date(moment.astimezone(zone), "d MMMM y", locale=LOCALE)


def format_moment(moment: datetime, zone: ZoneInfo) -> str:
    """Return date and time in the city's zone, such as ``24 November 2026 pukul 12.40 WITA``."""
    return f"{format_long_date(moment, zone)} pukul {format_time(moment, zone)} {zone_name(moment, zone)}"
