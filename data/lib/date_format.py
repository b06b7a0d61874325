"""Moments in the words in which people in Indonesia write them, on pages and in messages alike."""

from datetime import datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date

LOCALE = "id_ID"


def format_time(moment: datetime, zone: ZoneInfo) -> str:
    """``12.40`` in the city's zone."""
    return moment.astimezone(zone).strftime("%H.%M")


def zone_name(moment: datetime, zone: ZoneInfo) -> str:
    """``WITA``, ``WIB`` or ``WIT``; the offset where the zone has no letters."""
    return moment.astimezone(zone).tzname() or ""


def format_long_date(moment: datetime, zone: ZoneInfo) -> str:
    """``24 November 2026`` in the city's zone."""
    return format_date(moment.astimezone(zone), "d MMMM y", locale=LOCALE)


def format_moment(moment: datetime, zone: ZoneInfo) -> str:
    """``24 November 2026 pukul 12.40 WITA``."""
    return f"{format_long_date(moment, zone)} pukul {format_time(moment, zone)} {zone_name(moment, zone)}"
