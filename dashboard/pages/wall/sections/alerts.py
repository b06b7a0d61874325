"""Alerts that interrupt the displays: report clusters, and deadlines that were just missed."""

from typing import Any

from babel.lists import format_list

from dashboard.pages.wall.sections.timers import place_label
from dashboard.ui.format import current_locale, milliseconds, span
from data.core.config.city import City
from data.core.snapshot.rows import ReportClusterRow, TimerRow
from data.core.snapshot.snapshot import Snapshot
from data.lib.translation import gettext, ngettext

MAX_LISTED_PLACES = 3
MINUTES_AN_HOUR = 60


def build_alerts(snapshot: Snapshot, city: City) -> dict[str, Any]:
    """Return clusters, shown as long as they last, and missed deadlines, each shown for ``seconds``."""
    return {
        "seconds": city.room.interrupt_seconds,
        "bursts": [burst_text(burst) for burst in snapshot.bursts],
        "late": [_missed_deadline(timer) for timer in snapshot.just_late],
    }


def _missed_deadline(timer: TimerRow) -> dict[str, Any]:
    return {"at": milliseconds(timer["expected_datetime"]), "said": late_text(timer)}


def burst_text(burst: ReportClusterRow) -> str:
    """Return ``Flood: 14 reports in 30 minutes, Tikala and Paal Dua``."""
    return gettext("{category}: {reports} in {duration}, {places}").format(
        category=burst["service_name"],
        reports=ngettext("{count} report", "{count} reports", burst["count"]),
        duration=span(burst["minutes"] / MINUTES_AN_HOUR),
        places=join_names(burst["places"]),
    )


def join_names(names: list[str]) -> str:
    """Return ``Tikala, Wenang, and Sario``; of more than three names, two and the number of the others."""
    if len(names) > MAX_LISTED_PLACES:
        others = ngettext("{count} other area", "{count} other areas", len(names) - 2)
        return format_list([*names[:2], others], locale=current_locale())
    return format_list(names, locale=current_locale())


def late_text(timer: TimerRow) -> str:
    """Return ``Sampah, Calaca · Wenang``."""
    return f"{timer['service_name']}, {place_label(timer)}"
