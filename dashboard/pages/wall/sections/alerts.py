"""Alerts that interrupt the displays: report clusters, and deadlines that were just missed."""

from typing import Any

from dashboard.pages.wall.sections.timers import place_label
from dashboard.ui.format import milliseconds, number
from data.core.config.city import City
from data.core.snapshot.rows import ReportClusterRow, TimerRow
from data.core.snapshot.snapshot import Snapshot

MAX_LISTED_PLACES = 3


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
    """Return ``Banjir: 14 laporan dalam 30 menit, Tikala dan Paal Dua``."""
    return (
        f"{burst['service_name']}: {number(burst['count'])} laporan dalam {duration_text(burst['minutes'])}, "
        f"{join_names(burst['places'])}"
    )


def duration_text(minutes: int) -> str:
    """Return ``30 menit``, ``2 jam`` or ``2 jam 15 menit``."""
    hours, minutes_left = divmod(minutes, 60)
    parts = [f"{hours} jam"] if hours else []
    parts += [f"{minutes_left} menit"] if minutes_left or not hours else []
    return " ".join(parts)


def join_names(names: list[str]) -> str:
    """Return ``Tikala, Wenang, dan Sario``; of more than three names, two and the number of the others."""
    if len(names) > MAX_LISTED_PLACES:
        return f"{', '.join(names[:2])}, dan {number(len(names) - 2)} wilayah lain"
    if len(names) == MAX_LISTED_PLACES:
        return f"{names[0]}, {names[1]}, dan {names[2]}"
    return " dan ".join(names)


def late_text(timer: TimerRow) -> str:
    """Return ``Sampah, Calaca · Wenang``."""
    return f"{timer['service_name']}, {place_label(timer)}"
