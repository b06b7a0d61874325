"""Presets of periods in days of the city: last and current week and month; a week begins on Monday."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from data.core.history.counts import day_start

LAST_WEEK = "minggu-lalu"
PeriodBounds = tuple[datetime, datetime]


def period_presets(as_of: datetime, zone: ZoneInfo) -> dict[str, PeriodBounds]:
    """Return the presets at ``as_of`` by name; current periods end now, to the minute."""
    today = day_start(as_of, zone)
    monday = today - timedelta(days=today.weekday())
    first = today.replace(day=1)
    now = as_of.astimezone(zone).replace(second=0, microsecond=0)
    bounds_by_name = {
        LAST_WEEK: (monday - timedelta(weeks=1), monday),
        "minggu-ini": (monday, now),
        "bulan-lalu": ((first - timedelta(days=1)).replace(day=1), first),
        "bulan-ini": (first, now),
    }
    return {name: span for name, span in bounds_by_name.items() if span[0] < span[1]}
