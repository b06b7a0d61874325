"""Labels of ``/kecamatan/<kode>``, in formal Bahasa Indonesia."""

from data.core.backlog.backlog import AgeBand, TriageGroup
from data.core.config.area_levels import AreaLevels

TITLE = "Tunggakan kecamatan"
NONE_OPEN = "Tidak ada laporan terbuka."
UNKNOWN_CODE = "Tidak ada kecamatan dengan kode ini."

AGE_LABELS = {
    AgeBand.DAY: "< 1 hari",
    AgeBand.FEW_DAYS: "1\N{EN DASH}3 hari",
    AgeBand.WEEK: "3\N{EN DASH}7 hari",
    AgeBand.MONTH: "7\N{EN DASH}30 hari",
    AgeBand.OLDER: "\N{GREATER-THAN OR EQUAL TO} 30 hari",
}
STATE_LABELS = {
    "overdue": "Terlambat (semua)",
    "very_late": "Sangat terlambat",
    "savable": "Jatuh batas dalam 24 jam",
    "approaching": "Mendekati batas",
    "on_time": "Dalam batas waktu",
    "stopped": "Jam berhenti",
    "no_target": "Tanpa batas waktu",
}
TURN_LABELS = {
    TriageGroup.SAVABLE: "masih dapat tepat waktu",
    TriageGroup.LATE: "sudah terlambat",
    TriageGroup.DUE_LATER: "batasnya lebih dari 24 jam lagi",
    TriageGroup.PAUSED: "jamnya dihentikan",
    TriageGroup.NO_DEADLINE: "tanpa batas waktu",
}
_SORT_LABELS = (
    ("", "Paling mendesak"),
    ("requested_datetime", "Paling lama masuk"),
    ("requested_datetime-", "Paling baru masuk"),
    ("service_name", "Kategori"),
    ("holder", "Pemegang"),
)


def sort_labels(levels: AreaLevels) -> tuple[tuple[str, str], ...]:
    """Return the orders of the backlog; by area only where the page shows several."""
    by_area = (("area_name", levels.level),) if levels.levels > 1 else ()
    return (*_SORT_LABELS[:3], *by_area, *_SORT_LABELS[3:])
