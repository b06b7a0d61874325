"""Moments in the words in which people in Indonesia write them, on pages and in messages alike."""

from datetime import datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date

LOCALE = "id_ID"


def clock_time(moment: datetime, zone: ZoneInfo) -> str:
    """``12.40`` in the city's zone."""
    return moment.astimezone(zone).strftime("%H.%M")


def zone_name(moment: datetime, zone: ZoneInfo) -> str:
    """``WITA``, ``WIB`` or ``WIT``; the offset where the zone has no letters."""
    return moment.astimezone(zone).tzname() or ""


def long_date(moment: datetime, zone: ZoneInfo) -> str:
    """``24 November 2026`` in the city's zone."""
    return format_date(moment.astimezone(zone), "d MMMM y", locale=LOCALE)


def moment_words(moment: datetime, zone: ZoneInfo) -> str:
    """``24 November 2026 pukul 12.40 WITA``."""
    return f"{long_date(moment, zone)} pukul {clock_time(moment, zone)} {zone_name(moment, zone)}"
