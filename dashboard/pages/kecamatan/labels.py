"""Labels of ``/kecamatan/<kode>``, in formal Bahasa Indonesia."""

from data.core.backlog.backlog import AgeBand, TriageGroup

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
SORT_LABELS = (
    ("", "Paling mendesak"),
    ("requested_datetime", "Paling lama masuk"),
    ("requested_datetime-", "Paling baru masuk"),
    ("area_name", "Kelurahan"),
    ("service_name", "Kategori"),
    ("holder", "Pemegang"),
)
