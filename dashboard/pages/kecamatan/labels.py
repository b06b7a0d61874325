"""The page's words, and how places, holders and moments of one report are said."""

from data.core.backlog.backlog import Age, Turn

TITLE = "Tunggakan kecamatan"
NONE_OPEN = "Tidak ada laporan terbuka."
UNKNOWN_CODE = "Tidak ada kecamatan dengan kode ini."

AGE_LABELS = {
    Age.DAY: "< 1 hari",
    Age.FEW_DAYS: "1\N{EN DASH}3 hari",
    Age.WEEK: "3\N{EN DASH}7 hari",
    Age.MONTH: "7\N{EN DASH}30 hari",
    Age.OLDER: "\N{GREATER-THAN OR EQUAL TO} 30 hari",
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
    Turn.SAVABLE: "masih dapat tepat waktu",
    Turn.LATE: "sudah terlambat",
    Turn.AHEAD: "batasnya lebih dari 24 jam lagi",
    Turn.STANDING: "jamnya dihentikan",
    Turn.UNTARGETED: "tanpa batas waktu",
}
SORT_LABELS = (
    ("", "Paling mendesak"),
    ("requested_datetime", "Paling lama masuk"),
    ("requested_datetime-", "Paling baru masuk"),
    ("area_name", "Kelurahan"),
    ("service_name", "Kategori"),
    ("holder", "Pemegang"),
)
