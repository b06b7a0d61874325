"""What interrupts the screens, in words: bursts, and deadlines that were just missed."""

from typing import Any

from dashboard.pages.wall.sections.timers import place_words
from dashboard.ui.format import milliseconds, number
from data.core.config.city import City
from data.core.snapshot.snapshot import Snapshot

MOST_PLACES = 3


def alerts(snapshot: Snapshot, city: City) -> dict[str, Any]:
    """Bursts, which stay as long as they last; and single deadlines, each for ``seconds`` from its moment."""
    return {
        "seconds": city.room.interrupt_seconds,
        "bursts": [burst_words(burst) for burst in snapshot.bursts],
        "late": [_late(line) for line in snapshot.just_late],
    }


def _late(line: dict[str, Any]) -> dict[str, Any]:
    return {"at": milliseconds(line["expected_datetime"]), "said": late_words(line)}


def burst_words(burst: dict[str, Any]) -> str:
    """``Banjir: 14 laporan dalam 30 menit, Tikala dan Paal Dua``."""
    return (
        f"{burst['service_name']}: {number(burst['count'])} laporan dalam {span_words(burst['minutes'])}, "
        f"{listed(burst['places'])}"
    )


def span_words(minutes: int) -> str:
    """``30 menit``, ``2 jam``, ``2 jam 15 menit``."""
    hours, rest = divmod(minutes, 60)
    return " ".join([*([f"{hours} jam"] if hours else []), *([f"{rest} menit"] if rest or not hours else [])])


def listed(names: list[str]) -> str:
    """``Tikala, Wenang, dan Sario``; more than three are counted."""
    if len(names) > MOST_PLACES:
        return f"{', '.join(names[:2])}, dan {number(len(names) - 2)} wilayah lain"
    if len(names) == MOST_PLACES:
        return f"{names[0]}, {names[1]}, dan {names[2]}"
    return " dan ".join(names)


def late_words(line: dict[str, Any]) -> str:
    """``Sampah, Calaca · Wenang``."""
    return f"{line['service_name']}, {place_words(line)}"
